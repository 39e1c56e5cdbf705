"""An item's bytes: the original to keep, its preview, and a recording to play in pieces."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import wrap_file

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.audit.queries import has_looked
from casebook.evidence.actions import as_subject
from casebook.evidence.presenters.sending import NOTHING_RUNS, send_bytes, send_picture
from casebook.evidence.views.blueprint import blueprint
from casebook.evidence.views.seen import item_of, seen_item
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.storage.queries import open_file
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import beside

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.evidence.models import EvidenceItem

_ONE_LOOK = timedelta(hours=1)
"""All pieces of a recording that an officer asks for within this time are one look."""


@blueprint.get("/<uuid:item_id>/original")
@requires(Permission.EVIDENCE_SEE)
def original(item_id: UUID) -> Response:
    """Give the original away byte for byte; a browser saves it and never renders it."""
    item = seen_item(item_id, "original")
    answer = send_bytes(open_file(item.file_hash), item.original.media_type, name=item.file_name)
    answer.content_length = item.original.size
    return answer


@blueprint.get("/<uuid:item_id>/preview")
@requires(Permission.EVIDENCE_SEE)
def preview(item_id: UUID) -> Response:
    """Show the preview; while the worker has not made it yet, one that is not kept."""
    item = seen_item(item_id, "preview")
    return send_picture(item)


@blueprint.get("/<uuid:item_id>/play")
@requires(Permission.EVIDENCE_SEE)
def play(item_id: UUID) -> Response:
    """Give the pieces of a recording that a player asks for (206); as bytes they are the original's."""
    item = item_of(item_id)
    if not item.is_recording:
        raise NotFound("recording", item_id)
    _note_playing(item)
    size, stream = item.original.size, open_file(item.file_hash)
    answer = Response(
        wrap_file(request.environ, stream), mimetype=item.original.media_type, direct_passthrough=True
    )
    answer.content_length = size
    answer.set_etag(item.file_hash.partition(":")[2])
    answer.headers["Content-Disposition"] = "attachment"
    answer.headers["Content-Security-Policy"] = NOTHING_RUNS
    try:
        answer.make_conditional(request, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        stream.close()
        raise
    return answer


def _note_playing(item: EvidenceItem) -> None:
    """Log a look once, however many pieces a player asks for."""
    actor, subject, now = current_actor(), as_subject(item), clock.now()
    with beside() as session:
        if not has_looked(session, actor, subject, "play", since=now - _ONE_LOOK):
            record_look(session, actor=actor, now=now, subject=subject, what="play")
