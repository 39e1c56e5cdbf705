"""What a county set: its settings with their history, its discretion by paper, its local packs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from flask_babel import gettext as _

from casebook.accounts import queries as accounts
from casebook.deadlines.rules.table import Certainty
from casebook.penalties import queries
from casebook.penalties.presenters.catalogue import ActLine, act_lines
from casebook.penalties.rules import standard_flags
from casebook.penalties.rules.provisions import LOCAL
from casebook.penalties.rules.settings import (
    FLAG_KEYS,
    HOUR_KEYS,
    LIMIT_KEYS,
    NO,
    UNPAID,
    YES,
    Setting,
    SettingKey,
    last_of_each,
    read_limit,
)
from casebook.penalties.rules.thresholds import STANDARD
from casebook.web.formats import plain_day, yuan

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.penalties.models import DiscretionLevel, LocalPack, PenaltySetting
    from casebook.penalties.rules import Flags
    from casebook.penalties.rules.packs import Pack


@dataclass(frozen=True)
class SettingLine:
    """A key with what holds today, and how many values it has had."""

    key: SettingKey
    value: str
    source: str
    certainty: Certainty
    since: date | None
    version: int

    @property
    def is_unverified(self) -> bool:
        """Whether nobody has held it against the law or a paper yet."""
        return self.certainty is not Certainty.LAW


def setting_lines(session: Session, county_code: str, on: date) -> list[SettingLine]:
    """Return every key with the value of a day: the county's own, or what is assumed of it."""
    rows = queries.list_settings(session, county_code)
    own = last_of_each(
        Setting(row.key, row.value, row.valid_from, row.certainty, row.source)
        for row in rows
        if row.key not in LIMIT_KEYS or row.valid_from <= on
    )
    agencies = {one.id: one.name for one in accounts.list_agencies(session, county_code)}
    lines = []
    for key in SettingKey:
        version = sum(row.key is key for row in rows)
        one = own.get(key) or _assumed(key, county_code, on)
        lines.append(
            SettingLine(
                key,
                value_words(key, one.value, agencies),
                one.source,
                one.certainty,
                one.valid_from if key in own or key in LIMIT_KEYS else None,
                version,
            )
        )
    return lines


def _assumed(key: SettingKey, county_code: str, on: date) -> Setting:
    flags = standard_flags(county_code)
    source = str(_("系统预设，请核对后设定"))
    if key in FLAG_KEYS:
        flag = FLAG_KEYS[key]
        value = YES if flag in flags.present else NO
        certainty = flags.certainties.get(flag, Certainty.MEMORY)
        return Setting(key, value, on, certainty, source)
    if key in LIMIT_KEYS:
        limit = STANDARD.find(*LIMIT_KEYS[key], on)
        sign = ">=" if limit.is_inclusive else ">"
        return Setting(key, f"{sign}{limit.fen}", limit.valid_from, limit.certainty, limit.source)
    if key in HOUR_KEYS:
        return Setting(key, f"{HOUR_KEYS[key]:%H:%M}", on, Certainty.MEMORY, source)
    if key is SettingKey.SURCHARGE_BASE:
        return Setting(key, UNPAID, on, Certainty.MEMORY, source)
    value = flags.tax_regime_from.isoformat() if key is SettingKey.TAX_REGIME_FROM else NO
    return Setting(key, value, on, Certainty.PUBLIC if value != NO else Certainty.MEMORY, source)


def value_words(key: SettingKey, value: str, agencies: dict[UUID, str]) -> str:
    """Return a stored value as people read it."""
    if key in FLAG_KEYS:
        return str(_("是") if value == YES else _("否"))
    if key in LIMIT_KEYS:
        fen, is_inclusive = read_limit(value)
        amount = yuan(fen)
        return str(_("%(n)s 元以上（含）", n=amount) if is_inclusive else _("超过 %(n)s 元", n=amount))
    if key is SettingKey.TAX_REGIME_FROM or key in HOUR_KEYS:
        return value
    if key is SettingKey.SURCHARGE_BASE:
        return str(_("未缴的余额") if value == UNPAID else _("全部罚款，缴清为止"))
    return str(_("没有授权")) if value == NO else agencies.get(UUID(value), value)


def setting_history(session: Session, county_code: str) -> list[tuple[PenaltySetting, str]]:
    """Return every value that was set, the newest first, with its words."""
    agencies = {one.id: one.name for one in accounts.list_agencies(session, county_code)}
    rows = queries.list_settings(session, county_code)[::-1]
    return [(row, value_words(row.key, row.value, agencies)) for row in rows]


@dataclass(frozen=True)
class LevelLine:
    """A level of the 裁量基准 as a table shows it."""

    row: DiscretionLevel
    fine: str
    days: str
    state: str
    state_words: str


def level_words(row: DiscretionLevel, on: date) -> LevelLine:
    """Return a level as a line."""
    fine = _("%(least)s–%(most)s 元", least=yuan(row.min_fen), most=yuan(row.max_fen))
    start = plain_day(row.valid_from)
    days = (
        _("%(start)s 起", start=start)
        if row.valid_to is None
        else _("%(start)s 至 %(last)s", start=start, last=plain_day(row.valid_to))
    )
    state, words = _state(row, on)
    return LevelLine(row, str(fine), str(days), state, words)


def _state(row: DiscretionLevel, on: date) -> tuple[str, str]:
    if row.valid_from > on:
        return "proposed", str(_("尚未施行"))
    if row.valid_to is not None and row.valid_to < on:
        return "closed", str(_("已失效"))
    return "active", str(_("有效"))


@dataclass(frozen=True)
class BenchGroup:
    """A paper of the 裁量基准 with its levels."""

    doc_no: str
    lines: list[LevelLine]

    @property
    def can_end(self) -> bool:
        """Whether some level of it still runs or will."""
        return any(line.state != "closed" for line in self.lines)


def bench_groups(session: Session, county_code: str, on: date) -> list[BenchGroup]:
    """Return the county's levels by paper, the paper of the latest day first."""
    found: dict[str, list[LevelLine]] = {}
    for row in queries.list_levels(session, county_code):
        found.setdefault(row.doc_no, []).append(level_words(row, on))
    groups = [BenchGroup(doc_no, lines) for doc_no, lines in found.items()]
    return sorted(groups, key=lambda one: max(line.row.valid_from for line in one.lines), reverse=True)


@dataclass(frozen=True)
class PackLine:
    """A version of a local pack."""

    row: LocalPack
    is_last: bool


def pack_lines(session: Session, county_code: str) -> list[PackLine]:
    """Return all versions of all packs, the newest of each first."""
    lines: list[PackLine] = []
    for row in queries.list_pack_versions(session, county_code):
        lines.append(PackLine(row, is_last=not lines or lines[-1].row.code != row.code))
    return lines


@dataclass(frozen=True)
class PackAct:
    """An act of a pack beside what the county has of it now."""

    line: ActLine
    is_new: bool


def pack_preview(pack: Pack, flags: Flags, on: date) -> list[PackAct]:
    """Return what taking in a pack would bring: each act as the list will show it."""
    known = {one.id for one in flags.local}
    after = replace(flags, local=pack.acts)
    lines = [line for line in act_lines(after, on=on) if line.provision.id.startswith(LOCAL)]
    return [PackAct(line, line.provision.id not in known) for line in lines]
