"""One item's page: what was recorded beside what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.evidence import queries
from casebook.evidence.presenters.files import (
    CustodyView,
    FileView,
    custody_of,
    file_of,
    mismatch_in_words,
    preview_url,
)
from casebook.evidence.presenters.subjects import page_of_subject
from casebook.evidence.rules import MismatchKind
from casebook.web.formats import moment
from casebook.web.labels import label

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem, FootageClip
    from casebook.evidence.queries import Related
    from casebook.kernel.chains import Head


@dataclass(frozen=True)
class FactLine:
    """One fact as it was recorded and as the file says it; `fault` where they contradict each other."""

    label: str
    recorded: str
    stated: str
    fault: str = ""


@dataclass(frozen=True)
class PictureSide:
    """One of two pictures that are compared."""

    title: str
    file: FileView


@dataclass(frozen=True)
class DerivativeView:
    """What was made of the original, with its own hash."""

    kind: str
    hash: str
    made_at: str
    url: str | None


@dataclass(frozen=True)
class ItemPage:
    """All that the page of an item shows."""

    item: EvidenceItem
    file: FileView
    subject_url: str | None
    facts: list[FactLine]
    doubts: list[str]
    related: Related
    pair: list[PictureSide]
    other_uses: list[EvidenceItem]
    derivatives: list[DerivativeView]
    clip: FootageClip | None
    custody: list[CustodyView]
    head: Head
    may_edit: bool


def item_page(session: Session, item: EvidenceItem, actor: Actor) -> ItemPage:
    """Return the page of an item."""
    related = queries.list_related(session, item, actor)
    return ItemPage(
        item=item,
        file=file_of(item),
        subject_url=page_of_subject(item.about),
        facts=_facts(item),
        doubts=[label(one) for one in item.doubts],
        related=related,
        pair=_pair(item, related),
        other_uses=queries.list_other_uses(session, item, actor),
        derivatives=_derivatives(item),
        clip=queries.find_clip(session, item.id),
        custody=custody_of(queries.list_custody(session, item.id)),
        head=queries.custody_head(session, item.id),
        may_edit=not item.is_locked and item.withdrawn_at is None,
    )


def _facts(item: EvidenceItem) -> list[FactLine]:
    words = {one.kind: mismatch_in_words(one) for one in item.mismatches}
    exif = item.exif
    lines = [
        FactLine(
            _("拍摄时间"), moment(item.captured_at), moment(exif.taken_at), words.get(MismatchKind.TIME, "")
        ),
        FactLine(_("位置"), _place(item), _degrees(exif.position), words.get(MismatchKind.PLACE, "")),
        FactLine(_("定位时间"), moment(item.fix_at), ""),
        FactLine(_("设备"), _device(item), exif.device),
        FactLine(_("设备算出摘要"), moment(item.hashed_at), ""),
        FactLine(_("服务器收到"), moment(item.received_at), ""),
    ]
    return [line for line in lines if line.recorded or line.stated]


def _place(item: EvidenceItem) -> str:
    if item.position is None:
        return ""
    around = f"　±{round(item.accuracy_m)} m" if item.accuracy_m is not None else ""
    return _degrees(item.position) + around


def _degrees(position: object) -> str:
    lon, lat = getattr(position, "lon", None), getattr(position, "lat", None)
    return "" if lon is None or lat is None else f"{lon:.6f}, {lat:.6f}"


def _device(item: EvidenceItem) -> str:
    return str(_("登记的平板 %(id)s", id=str(item.device_id)[-12:])) if item.device_id else ""


def _pair(item: EvidenceItem, related: Related) -> list[PictureSide]:
    """Return the earlier picture and this one, or this one and the later."""
    if related.earlier is not None:
        return [_side(_("先前"), related.earlier), _side(_("这一张"), item)]
    if related.later:
        return [_side(_("这一张"), item), _side(_("后来"), related.later[-1])]
    return []


def _side(title: str, item: EvidenceItem) -> PictureSide:
    return PictureSide(f"{title}　{moment(item.captured_at or item.received_at)}", file_of(item))


def _derivatives(item: EvidenceItem) -> list[DerivativeView]:
    return [
        DerivativeView(label(one.kind), one.file_hash, moment(one.made_at), preview_url(item))
        for one in item.derivatives
    ]
