"""Versions of a checklist, and in what two of them differ."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.inspections.presenters.answers import points_to
from casebook.inspections.rules.editing import compare
from casebook.web.labels import label
from casebook.web.wording import clauses, listed, translated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casebook.inspections.models import ChecklistVersion
    from casebook.inspections.rules import Item


@dataclass(frozen=True)
class VersionLine:
    """One version in the list."""

    version: ChecklistVersion
    count: int
    is_in_force: bool
    is_ahead: bool
    older: ChecklistVersion | None
    """The version before it, to compare with."""


@dataclass(frozen=True)
class ItemView:
    """One item in words."""

    item: Item
    problems: str
    details: str


def version_lines(found: Sequence[ChecklistVersion], today: date) -> list[VersionLine]:
    """Return the versions, the newest first, the one in force marked."""
    in_force = next((one for one in found if one.valid_from <= today), None)
    return [
        VersionLine(
            version=one,
            count=len(one.items),
            is_in_force=one is in_force,
            is_ahead=one.valid_from > today,
            older=older,
        )
        for one, older in zip_longest(found, found[1:])
    ]


def item_views(items: Sequence[Item]) -> list[ItemView]:
    """Return items in words."""
    return [ItemView(item, points_to(item), _details(item)) for item in items]


def _details(item: Item) -> str:
    said = [
        listed(translated(one) for one in item.choices),
        _("超过 %(n)s %(unit)s", n=f"{item.limit:g}", unit=item.unit)
        if item.limit is not None
        else item.unit,
        _("照片至少 %(n)s 张", n=item.photographs) if item.photographs else "",
        listed(label(kind) for kind in item.kinds),
    ]
    return clauses(one for one in said if one)


def difference_rows(old: ChecklistVersion, new: ChecklistVersion) -> list[dict[str, Any]]:
    """Return in what two versions differ, for a table of differences."""
    return [
        {
            "label": one.code,
            "old": _in_words(one.old) if one.old else _("没有这一项"),
            "new": _in_words(one.new) if one.new else _("去掉"),
        }
        for one in compare(old.questions, new.questions)
    ]


def _in_words(item: Item) -> str:
    must = _("必答") if item.is_required else _("选答")
    said = [
        translated(item.question),
        label(item.kind),
        must,
        _details(item),
        points_to(item),
        translated(item.hint),
    ]
    return clauses(one for one in said if one)
