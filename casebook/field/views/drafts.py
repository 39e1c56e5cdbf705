"""Unfinished forms that an exported outbox carried in: their photographs, and the end of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, send_file

from casebook.access import Permission
from casebook.field.actions.drafts import dismiss_draft
from casebook.field.queries import drafts
from casebook.field.rules.drafts import names_file
from casebook.field.views.blueprint import blueprint
from casebook.field.views.sending import sending_device
from casebook.kernel.errors import NotFound
from casebook.storage import queries as files
from casebook.web.guard import requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

_ONE = "/field/api/drafts/<uuid:draft_id>"
_NOTHING_RUNS = "default-src 'none'; sandbox"


@blueprint.delete(_ONE)
@requires(Permission.FIELD_USE)
def dismiss(draft_id: UUID) -> Response:
    """Offer a carried draft no more."""
    session = current_session()
    dismiss_draft(session, device=sending_device(session), draft_id=draft_id)
    return Response(status=204, mimetype="text/plain")


@blueprint.get(f"{_ONE}/files/<file_hash>")
@requires(Permission.FIELD_USE)
def draft_file(draft_id: UUID, file_hash: str) -> Response:
    """Send a file that one's own carried draft names, or the ranges of it that are asked for."""
    session = current_session()
    draft = drafts.get_own_draft(session, draft_id, sending_device(session).officer_id)
    if not names_file(draft.content, file_hash):
        raise NotFound("stored_file", file_hash)
    kept = files.get_file(session, file_hash)
    answer = send_file(
        files.open_file(kept.hash),
        mimetype=kept.media_type,
        as_attachment=True,
        download_name=kept.hash.partition(":")[2],
        etag=False,
    )
    answer.content_length = kept.size
    answer.headers["Content-Security-Policy"] = _NOTHING_RUNS
    return answer
