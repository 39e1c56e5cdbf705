"""What pages show of evidence; other features' pages list their items with `files_of`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app, url_for
from flask_babel import gettext as _

from casebook.evidence.pictures import PREVIEWED
from casebook.evidence.rules import CustodyAct, Mismatch, MismatchKind
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from casebook.evidence.models import CustodyEntry, EvidenceItem

_MINUTES_AN_HOUR = 60
_ICONS = {
    CustodyAct.RECEIVED: "upload",
    CustodyAct.WITHDRAWN: "undo",
    CustodyAct.LOCKED: "lock",
    CustodyAct.VIEWED: "search",
    CustodyAct.COPIED: "copy",
    CustodyAct.EXPORTED: "archive",
    CustodyAct.TRANSFERRED: "arrow_right",
    CustodyAct.CORRECTED: "edit",
}


@dataclass(frozen=True)
class FileView:
    """One item as `components/file_list.html` shows it."""

    name: str
    caption: str
    url: str
    thumb_url: str | None
    kind: str
    size: int
    hash: str
    algorithm: str
    taken_at: datetime | None
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    by: str
    mismatches: list[str]
    locked: bool


@dataclass(frozen=True)
class CustodyView:
    """One custody entry as `components/timeline.html` shows it."""

    at: datetime
    title: str
    body: str
    who: str
    icon: str


def file_of(item: EvidenceItem, *, url: str | None = None) -> FileView:
    """Return one item for a file list; its picture leads to its page unless `url` says otherwise."""
    algorithm, _colon, digits = item.file_hash.partition(":")
    is_picture = item.original.media_type in PREVIEWED
    return FileView(
        name=item.file_name,
        caption=item.describes,
        url=url or url_for("evidence.show", item_id=item.id),
        thumb_url=url_for("evidence.preview", item_id=item.id) if is_picture else None,
        kind="image" if item.original.media_type.startswith("image/") else "paper",
        size=item.original.size,
        hash=digits,
        algorithm={"sha256": "SHA-256"}.get(algorithm, algorithm),
        taken_at=item.captured_at,
        lon=item.lon,
        lat=item.lat,
        accuracy_m=item.accuracy_m,
        by=item.maker_name,
        mismatches=warnings_of(item),
        locked=item.is_locked,
    )


def page_of_subject(item: EvidenceItem) -> str | None:
    """Return where the record that an item is about is shown, or None."""
    about = item.about
    known: dict[str, tuple[str, dict[str, Any]]] = {
        "inspection": ("inspections.show", {"inspection_id": str(about.subject_id)}),
        "closure": ("closures.show", {"number": about.title.partition(" ")[0]}),
    }
    endpoint, values = known.get(about.kind, ("", {}))
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def files_of(items: Iterable[EvidenceItem]) -> list[FileView]:
    """Return items for a file list, in their order."""
    return [file_of(item) for item in items]


def warnings_of(item: EvidenceItem) -> list[str]:
    """Say in words what speaks against an item."""
    found = [_mismatch_in_words(one) for one in item.mismatches]
    if not item.origin.is_original_carrier:
        found.append(_("聊天软件转发的图片不是原始载体，只能作为线索"))
    return found


def custody_of(entries: Iterable[CustodyEntry]) -> list[CustodyView]:
    """Return an item's custody for a timeline, newest first."""
    views = [
        CustodyView(
            at=entry.at,
            title=label(entry.act),
            body=_("第 %(n)s 条　%(hash)s…", n=entry.sequence, hash=entry.hash.partition(":")[2][:16]),
            who=entry.facts.get("by", ""),
            icon=_ICONS[entry.act],
        )
        for entry in entries
    ]
    return views[::-1]


def _mismatch_in_words(found: Mismatch) -> str:
    amount = abs(found.amount)
    if found.kind is MismatchKind.PLACE:
        return str(_("照片内的位置与记录相距 %(n)s 米", n=amount))
    if amount < 2 * _MINUTES_AN_HOUR:
        late, early = (
            _("照片内的时间比记录晚 %(n)s 分钟", n=amount),
            _("照片内的时间比记录早 %(n)s 分钟", n=amount),
        )
    else:
        hours = round(amount / _MINUTES_AN_HOUR)
        late, early = (
            _("照片内的时间比记录晚 %(n)s 小时", n=hours),
            _("照片内的时间比记录早 %(n)s 小时", n=hours),
        )
    return str(late if found.amount > 0 else early)
