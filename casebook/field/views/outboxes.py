"""Exported outboxes that come by the network, also those of another tablet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, request

from casebook.access import Permission
from casebook.field.actions.outboxes import load_outbox
from casebook.field.presenters.answers import answer_json, reason_json
from casebook.field.rules.outbox import MOST_OUTBOX_BYTES
from casebook.field.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.keys import agreement
from casebook.storage import disk
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import committed, let_go, reads_first

if TYPE_CHECKING:
    from typing import BinaryIO

_PIECE = 1024 * 1024
_CONCEALED: dict[str, Any] = {"reason": None, "result": {}}
"""What is not told of somebody else's operation."""


@blueprint.post("/field/api/outboxes")
@requires(Permission.FIELD_USE)
@reads_first
def carry_outbox() -> dict[str, Any]:
    """Take in an outbox; whoever carries somebody else's learns where it stands, not what it says."""
    actor = current_actor()
    let_go()
    with disk.current().scratch() as file:
        _take(file)
        key = agreement.load(current_app.config["CASEBOOK"])
        loaded = load_outbox(file, actor=actor, now=clock.now(), key=key, unit=committed)
    answers = [
        answer_json(one) | ({} if one.operation_id in loaded.own else _CONCEALED) for one in loaded.answers
    ]
    failed = [{"name": name, "reason": reason_json(why)} for name, why in loaded.failed.items()]
    return {"answers": answers, "drafts": [str(one) for one in loaded.drafts], "failed": failed}


def _take(file: BinaryIO) -> None:
    """Write what comes to disk as it comes."""
    request.max_content_length = MOST_OUTBOX_BYTES
    with disk.telling_full_disk():
        while piece := request.stream.read(_PIECE):
            file.write(piece)
        file.flush()
