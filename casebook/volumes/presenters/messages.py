"""What became of a message, as its sender is answered and as the office reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.kernel.clock import rfc3339
from casebook.kernel.errors import CasebookError
from casebook.volumes.presenters.reports import refusal_text
from casebook.volumes.rules import MessageState, ReadingFault
from casebook.volumes.rules.judging import is_far_off
from casebook.web.labels import message as message_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casebook.volumes.models import MeterMessage, MeterMessagePass


def answer_json(message: MeterMessage, row: MeterMessagePass, *, is_repeated: bool) -> dict[str, Any]:
    """Return the answer to a message: counts, and what became of each row; docs/volumes.md has its parts."""
    answer: dict[str, Any] = {
        "id": str(message.id),
        "message_id": message.message_id,
        "hash": message.body_hash,
        "received_at": rfc3339(message.received_at),
        "clock_off_s": message.clock_off_s,
        "repeated": is_repeated,
        "state": row.state.value,
        "rows": row.rows,
        "accepted": row.accepted,
        "unchanged": row.unchanged,
        "refused": row.refused,
        "queries": row.queries,
        "entries": [told_entry(entry) for entry in row.entries],
    }
    if is_far_off(message.clock_off_s):
        answer["warning"] = "clock_off"
    if row.state is MessageState.REFUSED:
        answer["error"] = {"code": row.reason, "message": answer["entries"][0]["reason"]}
    return answer


def told_entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what became of a row, with the reason in words where it is refused."""
    if entry["result"] != "refused":
        return dict(entry)
    return {**entry, "reason": entry_text(entry)}


def entry_text(entry: Mapping[str, Any]) -> str:
    """Return why a row, or with `facts` the whole message, is refused and how to mend it."""
    if "facts" in entry:
        return whole_text(entry["code"], entry["facts"])
    return refusal_text(ReadingFault(entry["code"]), entry["hint"], entry["written"])


def whole_text(code: str, facts: Mapping[str, str]) -> str:
    """Return why a message could not be read at all."""
    return message_text(CasebookError(code, **facts))
