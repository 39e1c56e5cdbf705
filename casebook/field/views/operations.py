"""Operations as tablets hand them over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from casebook.access import Permission
from casebook.field.actions import operations as actions
from casebook.field.presenters.answers import answer_json
from casebook.field.queries import operations as queries
from casebook.field.rules.envelope import MOST_BYTES
from casebook.field.views.blueprint import blueprint
from casebook.field.views.sending import sending_device
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import committed, current_session, let_go, reads_first

if TYPE_CHECKING:
    from uuid import UUID

    Answered = tuple[dict[str, Any], int]

_CREATED, _SAME, _CLASH = 201, 200, 409


@blueprint.put("/field/api/operations/<uuid:operation_id>")
@requires(Permission.FIELD_USE)
@reads_first
def hand_over(operation_id: UUID) -> Answered:
    """Take an operation, or answer the same bytes anew."""
    request.max_content_length = 2 * MOST_BYTES
    body = request.get_data(cache=False)
    let_go()
    with committed() as session:
        received = actions.receive(
            session,
            actor=current_actor(),
            now=clock.now(),
            device=sending_device(session),
            operation_id=operation_id,
            body=body,
            body_hash=request.headers.get("Casebook-Body-Hash", ""),
            signature=request.headers.get("Casebook-Signature", ""),
        )
    status = _CLASH if received.is_clash else _CREATED if received.is_new else _SAME
    return answer_json(received.answer), status


@blueprint.get("/field/api/operations/<uuid:operation_id>")
@requires(Permission.FIELD_USE)
def answer(operation_id: UUID) -> dict[str, Any]:
    """Say where one's own operation stands."""
    found = queries.answer_of(current_session(), operation_id, current_actor().officer_id)
    return answer_json(found)
