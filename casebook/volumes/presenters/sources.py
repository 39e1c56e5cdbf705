"""Sources of online meters as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.volumes.rules import ParserKind
from casebook.volumes.rules.sources import SILENT_AFTER
from casebook.volumes.words import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta
    from uuid import UUID

    from casebook.volumes.models import MeterSource
    from casebook.volumes.queries.sources import SourceFigures

FIGURES_DAYS = 30
_HOUR, _DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in the list."""

    source: MeterSource
    figures: SourceFigures
    state: str
    """Of `status_tag`: active, warning (silent), revoked, new."""
    state_text: str
    lag: str
    """How old its newest reading is."""


def source_lines(
    sources: Iterable[MeterSource], figures: Mapping[UUID, SourceFigures], now: datetime
) -> list[SourceLine]:
    """Return sources with what they sent and how late they are."""
    return [
        SourceLine(
            one,
            figures[one.id],
            *_state(one, now),
            age_text(now - one.newest_at) if one.newest_at else "",
        )
        for one in sources
    ]


def _state(source: MeterSource, now: datetime) -> tuple[str, str]:
    if source.is_revoked:
        return "revoked", _("已停用")
    if source.seen_at is None:
        return "new", _("还没有报送")
    if now - source.seen_at > SILENT_AFTER:
        return "warning", _("停报")
    return "active", _("在报")


def age_text(age: timedelta) -> str:
    """Return a length of time in words, one unit; a newest reading ahead of our clock is of just now."""
    seconds = max(0, int(age.total_seconds()))
    if seconds < _HOUR:
        return str(_("%(n)s 分钟", n=seconds // 60))
    if seconds < 2 * _DAY:
        return str(_("%(n)s 小时", n=seconds // _HOUR))
    return str(_("%(n)s 天", n=seconds // _DAY))


def settings_facts(parser: ParserKind, settings: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return what a source's parser is told, as a list of facts."""
    if parser is ParserKind.CASEBOOK_JSON:
        return []
    facts: list[dict[str, object]] = [{"label": _("表底数的单位"), "value": f"{settings['unit']} m³"}]
    if parser is ParserKind.LINES:
        columns = " · ".join(str(PARTS[name]) for name in settings["columns"])
        facts.insert(0, {"label": _("各列的含义"), "value": columns})
        return [*facts, {"label": _("编码"), "value": settings["encoding"].upper()}]
    keys = [{"label": PARTS[name], "value": path} for name, path in settings["keys"].items()]
    return [{"label": _("读数列表的字段"), "value": settings["list"]}, *keys, *facts]
