"""Answers about operations as docs/field-protocol.md writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.field.rules.reasons import as_error
from casebook.field.rules.states import OperationState
from casebook.web.labels import enums, message
from casebook.web.wording import clauses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.field.queries.operations import Answer
    from casebook.field.rules.reasons import Reason


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as the wire has it, its reason in the reader's language."""
    receipt, clash = answer.receipt, answer.clash
    return {
        "operation": str(answer.operation_id),
        "state": wire_state(answer.state),
        "missing": list(answer.missing),
        "flags": [flag.value for flag in answer.flags],
        "reason": reason_json(answer.reasons),
        "result": answer.result,
        "receipt": None if receipt is None else {"text": receipt.text, "signature": receipt.signature},
        "conflict": None
        if clash is None
        else {"stored": clash.stored, "yours": clash.yours, "kept": str(clash.kept)},
    }


def wire_state(state: OperationState) -> str:
    """Return a state as tablets know it: what the server still has to do itself waits, too."""
    return (OperationState.WAITING_RECORD if state is OperationState.RECEIVED else state).value


def reason_json(reasons: Sequence[Reason]) -> dict[str, Any] | None:
    """Return why an operation was refused; several broken rules are told in one text."""
    if not reasons:
        return None
    return {
        "code": reasons[0]["code"] if len(reasons) == 1 else "refused",
        "message": clauses(reason_words(reasons)),
        "remedy": _("内容已经保存在服务器上。按原因更正后重新提交，或者请办公室重新处理。"),
        "field": next((reason["field"] for reason in reasons if reason["field"]), None),
    }


def reason_words(reasons: Sequence[Reason]) -> list[str]:
    """Return each reason in words."""
    known = enums()
    return [message(as_error(reason, known)) for reason in reasons]
