"""Files as every page lists them; other features' pages list their items with `files_of`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from casebook.evidence.rules import CustodyAct, Mismatch, MismatchKind
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from casebook.evidence.models import CustodyEntry, EvidenceItem

MADE_ON_THE_WAY = frozenset({"image/jpeg", "image/png", "image/webp"})
"""Of these a page makes a picture that is not kept while the worker has not made it yet."""
_MINUTES_AN_HOUR = 60
_SEEN = {
    "page": _l("证据页"),
    "original": _l("下载原件"),
    "preview": _l("预览图"),
    "play": _l("播放"),
}
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
    about: str = ""
    """The record that it belongs to, where a list holds several."""


@dataclass(frozen=True)
class CustodyView:
    """One custody entry as `components/timeline.html` shows it."""

    at: datetime
    title: str
    body: str
    who: str
    icon: str


def preview_url(item: EvidenceItem) -> str | None:
    """Return where an item's small picture is, or None while there is none and none is made on the way."""
    if item.preview is None and item.original.media_type not in MADE_ON_THE_WAY:
        return None
    return url_for("evidence.preview", item_id=item.id)


def file_of(item: EvidenceItem, *, url: str | None = None, about: str = "") -> FileView:
    """Return one item for a file list; its picture leads to its page unless `url` says otherwise."""
    algorithm, _colon, digits = item.file_hash.partition(":")
    return FileView(
        name=item.file_name,
        caption=item.describes,
        url=url or url_for("evidence.show", item_id=item.id),
        thumb_url=preview_url(item),
        kind="image" if item.is_picture else "recording" if item.is_recording else "paper",
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
        about=about,
    )


def files_of(items: Iterable[EvidenceItem]) -> list[FileView]:
    """Return items for a file list, in their order."""
    return [file_of(item) for item in items]


def warnings_of(item: EvidenceItem) -> list[str]:
    """Say in words what speaks against an item."""
    found = [mismatch_in_words(one) for one in item.mismatches]
    return found + [_("%(doubt)s，只能作为线索", doubt=label(one)) for one in item.doubts]


def custody_of(entries: Iterable[CustodyEntry]) -> list[CustodyView]:
    """Return an item's custody for a timeline, newest first."""
    views = [
        CustodyView(
            at=entry.at,
            title=label(entry.act),
            body=_custody_words(entry),
            who=entry.facts.get("by", ""),
            icon=_ICONS[entry.act],
        )
        for entry in entries
    ]
    return views[::-1]


def _custody_words(entry: CustodyEntry) -> str:
    facts = entry.facts
    place = _("第 %(n)s 条　%(hash)s…", n=entry.sequence, hash=entry.hash.partition(":")[2][:16])
    package = facts.get("package", {}).get("title", "")
    said = [facts.get("receiver", ""), facts.get("reason", ""), package, _SEEN.get(facts.get("what", ""), "")]
    return "　".join([*(str(one) for one in said if one), place])


def mismatch_in_words(found: Mismatch) -> str:
    """Say by how much a file contradicts its record."""
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
