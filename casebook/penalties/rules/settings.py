"""What a county sets about penalties: one value per key from a day on, with its source and certainty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from casebook.kernel.errors import RuleBroken
from casebook.penalties.rules.flags import Flags, Sealing, standard_flags
from casebook.penalties.rules.provisions import YUAN, Flag, PartyKind, Provision
from casebook.penalties.rules.thresholds import STANDARD, Limit, ThresholdKind, Thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casebook.deadlines.rules.table import Certainty


class SettingKey(StrEnum):
    """What can be set."""

    YELLOW_RIVER_BASIN = "yellow_river_basin"
    YELLOW_RIVER_SUPPLY_AREA = "yellow_river_supply_area"
    SNWD_RECEIVING_AREA = "snwd_receiving_area"
    TAX_REGIME_FROM = "tax_regime_from"
    SEALING_AGENCY = "sealing_agency"
    HEARING_CITIZEN = "hearing_citizen"
    HEARING_UNIT = "hearing_unit"
    DELIBERATION_CITIZEN = "deliberation_citizen"
    DELIBERATION_UNIT = "deliberation_unit"
    NIGHT_FROM = "night_from"
    NIGHT_UNTIL = "night_until"
    SURCHARGE_BASE = "surcharge_base"


FLAG_KEYS = {SettingKey(flag.value): flag for flag in Flag}
LIMIT_KEYS = {
    SettingKey.HEARING_CITIZEN: (ThresholdKind.HEARING, PartyKind.CITIZEN),
    SettingKey.HEARING_UNIT: (ThresholdKind.HEARING, PartyKind.UNIT),
    SettingKey.DELIBERATION_CITIZEN: (ThresholdKind.DELIBERATION, PartyKind.CITIZEN),
    SettingKey.DELIBERATION_UNIT: (ThresholdKind.DELIBERATION, PartyKind.UNIT),
}
HOUR_KEYS = {SettingKey.NIGHT_FROM: time(22), SettingKey.NIGHT_UNTIL: time(6)}
"""Between which hours nothing is forced; 强制法 43 names none, these are the usual reading [M]."""
UNPAID, WHOLE = "unpaid", "whole"
"""What a surcharge is counted of once a part was paid: the rest, or the fine until it is paid [M]."""
YES, NO = "yes", "no"
_AT_LEAST, _MORE_THAN = ">=", ">"
_MOST_FEN = 100_000_000 * YUAN


@dataclass(frozen=True, slots=True)
class Setting:
    """A value as it is kept: text whose form the key decides, written by the functions below."""

    key: SettingKey
    value: str
    valid_from: date
    certainty: Certainty
    source: str


def limit_text(fen: int, *, is_inclusive: bool) -> str:
    """Return an amount as it is kept: >=8000000 or >5000000, in fen."""
    return f"{_AT_LEAST if is_inclusive else _MORE_THAN}{fen}"


def read_limit(text: str) -> tuple[int, bool]:
    """Return amount in fen and whether it is included; ValueError for a text that is none."""
    is_inclusive = text.startswith(_AT_LEAST)
    return int(text.removeprefix(_AT_LEAST if is_inclusive else _MORE_THAN)), is_inclusive


def check_setting(setting: Setting) -> None:
    """Refuse a value that its key cannot have, or one without a source.

    Raises RuleBroken `setting_value_wrong`, `setting_needs_source`.
    """
    if not setting.source.strip():
        raise RuleBroken("setting_needs_source", field="source")
    try:
        is_right = _is_right(setting.key, setting.value)
    except ValueError as error:
        raise RuleBroken("setting_value_wrong", field="value", key=setting.key) from error
    if not is_right:
        raise RuleBroken("setting_value_wrong", field="value", key=setting.key)


def _is_right(key: SettingKey, value: str) -> bool:
    if key in FLAG_KEYS:
        return value in {YES, NO}
    if key in LIMIT_KEYS:
        return 0 < read_limit(value)[0] <= _MOST_FEN
    if key in HOUR_KEYS:
        return time.fromisoformat(value).tzinfo is None
    if key is SettingKey.SURCHARGE_BASE:
        return value in {UNPAID, WHOLE}
    if key is SettingKey.TAX_REGIME_FROM:
        return bool(date.fromisoformat(value))
    return value == NO or bool(UUID(value))


def last_of_each(settings: Iterable[Setting]) -> dict[SettingKey, Setting]:
    """Return the value of each key: that of the latest day, of two for one day the one entered last."""
    found: dict[SettingKey, Setting] = {}
    for one in settings:
        earlier = found.get(one.key)
        if earlier is None or earlier.valid_from <= one.valid_from:
            found[one.key] = one
    return found


def flags_by(county_code: str, settings: Iterable[Setting], local: tuple[Provision, ...] = ()) -> Flags:
    """Return a county's flags: what it set, in order of entry, over what is assumed of it."""
    flags = replace(standard_flags(county_code), local=local)
    for key, one in last_of_each(settings).items():
        if key in FLAG_KEYS:
            flag = FLAG_KEYS[key]
            present = flags.present | {flag} if one.value == YES else flags.present - {flag}
            flags = replace(flags, present=present, certainties={**flags.certainties, flag: one.certainty})
        elif key is SettingKey.TAX_REGIME_FROM:
            flags = replace(flags, tax_regime_from=date.fromisoformat(one.value))
        elif key is SettingKey.SEALING_AGENCY:
            is_named = one.value != NO
            sealing = Sealing(UUID(one.value), one.valid_from, one.source) if is_named else None
            flags = replace(flags, sealing=sealing)
    return flags


def value_on(settings: Iterable[Setting], key: SettingKey, on: date) -> str | None:
    """Return the value of a key that had begun by a day; None where the county has set none."""
    found = last_of_each(one for one in settings if one.key is key and one.valid_from <= on)
    return found[key].value if key in found else None


def night_by(settings: Sequence[Setting], on: date) -> tuple[time, time]:
    """Return from which hour to which it is night in a county on a day (强制法 43)."""
    begins, ends = (
        time.fromisoformat(value) if (value := value_on(settings, key, on)) else usual
        for key, usual in HOUR_KEYS.items()
    )
    return begins, ends


def thresholds_by(settings: Sequence[Setting], on: date) -> Thresholds:
    """Return the limits begun by a day, the county's own where it has set one, else the ministry's.

    What the county set counts from its day on; of two for one day the one entered last.
    """
    own = {(one.key, one.valid_from): _limit(one) for one in settings if one.key in LIMIT_KEYS}
    limits = {(one.kind, one.party, one.valid_from): one for one in STANDARD.limits}
    limits |= {(one.kind, one.party, one.valid_from): one for one in own.values()}
    return Thresholds(tuple(one for one in limits.values() if one.valid_from <= on))


def _limit(setting: Setting) -> Limit:
    kind, party = LIMIT_KEYS[setting.key]
    fen, is_inclusive = read_limit(setting.value)
    return Limit(
        kind,
        party,
        fen,
        is_inclusive=is_inclusive,
        valid_from=setting.valid_from,
        certainty=setting.certainty,
        source=setting.source,
    )
