"""Photographs with EXIF, and items of evidence."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PIL import ExifTags, Image

from casebook.evidence import actions
from casebook.evidence.rules import EvidenceKind, EvidenceOrigin, EvidenceStage, Upload
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from tests.factories.storage import picture

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem

NOW = datetime(2023, 6, 1, 2, 0, tzinfo=UTC)
TOWNSHIP = "371525104"


def a_subject(kind: str = "inspection", division_code: str = TOWNSHIP) -> Subject:
    return Subject(kind, new_id(), "检查 2023-06-01", division_code)


def exif(
    *,
    taken: str | None = None,
    offset: str | None = None,
    lon: tuple[float, float, float] | None = None,
    lat: tuple[float, float, float] | None = None,
    orientation: int | None = None,
    model: str | None = None,
) -> Image.Exif:
    """Return EXIF data; degrees as (degrees, minutes, seconds) east and north."""
    data = Image.Exif()
    detail, place = data.get_ifd(ExifTags.IFD.Exif), data.get_ifd(ExifTags.IFD.GPSInfo)
    if taken:
        detail[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        detail[ExifTags.Base.OffsetTimeOriginal] = offset
    if lon and lat:
        place[ExifTags.GPS.GPSLongitude], place[ExifTags.GPS.GPSLongitudeRef] = lon, "E"
        place[ExifTags.GPS.GPSLatitude], place[ExifTags.GPS.GPSLatitudeRef] = lat, "N"
    if orientation:
        data[ExifTags.Base.Orientation] = orientation
    if model:
        data[ExifTags.Base.Model] = model
    return data


def an_upload(data: bytes | None = None, **facts: object) -> Upload:
    given = {
        "file_name": "IMG_0412.jpg",
        "captured_at": NOW,
        "lon": 115.436217,
        "lat": 36.48291,
        "accuracy_m": 6.0,
        "origin": EvidenceOrigin.CAMERA,
        **facts,
    }
    return Upload(stream=io.BytesIO(picture() if data is None else data), **given)


def make_item(
    session: Session,
    actor: Actor,
    *,
    subject: Subject | None = None,
    upload: Upload | None = None,
    stage: EvidenceStage | None = None,
    describes: str = "井口全景",
    now: datetime = NOW,
) -> EvidenceItem:
    """Add an item as the feature that owns the subject would."""
    return actions.add_item(
        session,
        actor=actor,
        now=now,
        subject=subject or a_subject(),
        upload=upload or an_upload(),
        kind=EvidenceKind.AUDIOVISUAL,
        stage=stage,
        describes=describes,
    )
