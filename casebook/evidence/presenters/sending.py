"""An item's bytes as an answer: a browser saves an original and never runs what stands in it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import Response, send_file

from casebook.evidence.pictures import PREVIEW_TYPE, make_preview
from casebook.evidence.presenters.files import preview_url
from casebook.kernel.errors import NotFound
from casebook.storage.queries import open_file

if TYPE_CHECKING:
    from typing import BinaryIO

    from casebook.evidence.models import EvidenceItem

NOTHING_RUNS = "default-src 'none'; sandbox"
_PREVIEW_SECONDS = 600


def send_picture(item: EvidenceItem) -> Response:
    """Return an item's preview; while the worker has not made it yet, one that is not kept."""
    answer = send_bytes(_picture(item), PREVIEW_TYPE)
    answer.headers["Cache-Control"] = f"private, max-age={_PREVIEW_SECONDS}"
    return answer


def send_bytes(stream: BinaryIO, media_type: str, *, name: str = "") -> Response:
    """Return bytes to be shown, or to be saved under a name."""
    answer = send_file(stream, mimetype=media_type, as_attachment=bool(name), download_name=name or None)
    answer.headers["Content-Security-Policy"] = NOTHING_RUNS
    return answer


def _picture(item: EvidenceItem) -> BinaryIO:
    if item.preview is not None:
        return open_file(item.preview.file_hash)
    if preview_url(item) is None:
        raise NotFound("preview", item.id)
    with open_file(item.file_hash) as stream:
        picture = make_preview(stream)
    if picture is None:
        raise NotFound("preview", item.id)
    return io.BytesIO(picture)
