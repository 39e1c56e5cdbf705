"""Where platforms of online meters send what they read (docs/volumes.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, request

from casebook.kernel import clock
from casebook.kernel.errors import CasebookError, Conflict, Forbidden, RuleBroken
from casebook.volumes.actions import messages as actions
from casebook.volumes.presenters.messages import answer_json
from casebook.volumes.queries import sources as queries
from casebook.volumes.rules import MessageState
from casebook.volumes.rules.parsing import MOST_BYTES
from casebook.volumes.rules.sources import token_in
from casebook.web.api import METERS_PREFIX
from casebook.web.errors import status_of, told
from casebook.web.guard import public
from casebook.web.lifecycle import committed, current_session, let_go, reads_first

if TYPE_CHECKING:
    from uuid import UUID

    Answered = tuple[dict[str, Any], int, dict[str, str]]

meters_api = Blueprint("meters_api", __name__)

_CREATED, _SAME, _UNREAD = 201, 200, 422


@meters_api.post(f"{METERS_PREFIX}messages")
@public
@reads_first
def send() -> Answered:
    """Keep a message of a source, read it, and say what became of each of its rows."""
    request.max_content_length = MOST_BYTES
    try:
        source_id = _source()
        body = request.get_data(cache=False)
        return _take(source_id, body)
    except CasebookError as error:
        return {"error": told(error)}, status_of(error), _headers(error)


def _source() -> UUID:
    """Return whose token the request brings; cookies and sign-ins count for nothing here."""
    token = token_in(request.headers.get("Authorization", ""))
    source = queries.find_source_by_token(current_session(), token)
    if source is None:
        raise Forbidden("source_token_wrong")
    source_id, most = source.id, source.per_minute
    let_go()
    with committed() as session:
        wait = actions.count_request(session, now=clock.now(), source_id=source_id)
    if wait:
        raise RuleBroken("source_calls_too_often", most=most, seconds=wait)
    return source_id


def _take(source_id: UUID, body: bytes) -> Answered:
    """Keep the bytes by themselves, so that they stay whatever reading them comes to; then read them."""
    written_as = request.content_type or ""
    with committed() as session:
        kept = actions.keep_message(
            session, now=clock.now(), source_id=source_id, body=body, content_type=written_as
        )
    if kept.is_clash:
        raise Conflict("message_id_reused", message_id=kept.message.message_id)
    with committed() as session:
        row, is_repeated = actions.answer_message(session, now=clock.now(), message=kept.message)
        answer = answer_json(kept.message, row, is_repeated=is_repeated)
    status = _SAME if is_repeated else _CREATED
    return answer, _UNREAD if row.state is MessageState.REFUSED else status, {}


def _headers(error: CasebookError) -> dict[str, str]:
    if error.code == "source_calls_too_often":
        return {"Retry-After": str(error.facts["seconds"])}
    return {"WWW-Authenticate": "Bearer"} if error.code == "source_token_wrong" else {}
