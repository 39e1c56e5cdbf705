"""Pages of one item, its original and its preview. Every look is logged."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, send_file, url_for

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.evidence import presenters, queries
from casebook.evidence.actions import as_subject
from casebook.evidence.pictures import PREVIEW_TYPE, PREVIEWED, make_preview
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.storage.queries import open_file
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from typing import BinaryIO
    from uuid import UUID

    from flask import Response

    from casebook.evidence.models import EvidenceItem

blueprint = Blueprint("evidence", __name__, url_prefix="/evidence")

_NOTHING_RUNS = "default-src 'none'; sandbox"
_PREVIEW_SECONDS = 600


@blueprint.get("/<uuid:item_id>")
@requires(Permission.EVIDENCE_SEE)
def show(item_id: UUID) -> str:
    """Show an item large, its facts beside, its custody below."""
    session, item = current_session(), _seen(item_id, "page")
    return render_template(
        "evidence/show.html",
        item=item,
        file=presenters.file_of(item, url=_large_url(item)),
        subject_url=presenters.page_of_subject(item),
        custody=presenters.custody_of(queries.list_custody(session, item.id)),
        head=queries.custody_head(session, item.id),
        other_uses=queries.list_other_uses(session, item, current_actor()),
    )


@blueprint.get("/<uuid:item_id>/original")
@requires(Permission.EVIDENCE_SEE)
def original(item_id: UUID) -> Response:
    """Give the original away byte for byte; a browser saves it and never renders it."""
    item = _seen(item_id, "original")
    answer = _sent(open_file(item.file_hash), item.original.media_type, name=item.file_name)
    answer.content_length = item.original.size
    return answer


@blueprint.get("/<uuid:item_id>/preview")
@requires(Permission.EVIDENCE_SEE)
def preview(item_id: UUID) -> Response:
    """Show the preview; while the worker has not made it yet, one that is not kept."""
    item = _seen(item_id, "preview")
    answer = _sent(_picture(item), PREVIEW_TYPE)
    answer.headers["Cache-Control"] = f"private, max-age={_PREVIEW_SECONDS}"
    return answer


def _large_url(item: EvidenceItem) -> str:
    """Return where the picture on the item's own page leads: the preview at full size, a paper's original."""
    endpoint = "evidence.preview" if item.original.media_type in PREVIEWED else "evidence.original"
    return url_for(endpoint, item_id=item.id)


def _seen(item_id: UUID, what: str) -> EvidenceItem:
    """Return an item that the officer may see, and log that they do."""
    actor = current_actor()
    item = queries.get_item(current_session(), item_id, actor)
    with beside() as session:
        record_look(session, actor=actor, now=clock.now(), subject=as_subject(item), what=what)
    return item


def _picture(item: EvidenceItem) -> BinaryIO:
    if item.preview is not None:
        return open_file(item.preview.file_hash)
    with open_file(item.file_hash) as stream:
        picture = make_preview(stream)
    if picture is None:
        raise NotFound("preview", item.id)
    return io.BytesIO(picture)


def _sent(stream: BinaryIO, media_type: str, *, name: str = "") -> Response:
    answer = send_file(stream, mimetype=media_type, as_attachment=bool(name), download_name=name or None)
    answer.headers["Content-Security-Policy"] = _NOTHING_RUNS
    return answer
