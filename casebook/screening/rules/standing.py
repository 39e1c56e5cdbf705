"""Rules over what a well is: permits, zones, meters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from casebook.kernel.months import Month
from casebook.regions.rules import ZoneKind
from casebook.screening.rules.catalogue import FARM_WELLS, HOUSEHOLD, SCALE, WINDOW, RuleId
from casebook.screening.rules.hits import Hit, of_well
from casebook.screening.rules.judging import PermitHold, is_exempt, permit_state, takes_water, took_since
from casebook.wells.rules import MeterKind, WellUse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from casebook.screening.rules.catalogue import Settings
    from casebook.screening.rules.facts import Permit, WellFacts, Zone

_LIMITING = (ZoneKind.RESTRICTED, ZoneKind.OVER_EXTRACTION, ZoneKind.SEVERE_OVER_EXTRACTION)
_NOT_SELF_SUPPLY = frozenset({WellUse.PUBLIC_SUPPLY, WellUse.IRRIGATION})
"""A network's own well, and what no network waters, are no 自备水井."""
_LIFE = frozenset({WellUse.PUBLIC_SUPPLY, WellUse.RURAL_DOMESTIC})
SUSPECT = frozenset({"decrease_unexplained", "zero_with_power", "above_capacity"})
"""Oddities of readings that make the meter itself doubtful; gaps and spikes alone do not."""


def no_permit(well: WellFacts, settings: Settings, as_of: date) -> Iterator[Hit]:
    """取水条例 2, 4: takes water, needs a permit, and none holds or held."""
    if not takes_water(well, as_of) or permit_state(well.permits, as_of) is not PermitHold.NONE:
        return
    if is_exempt(well, settings[RuleId.NO_PERMIT][HOUSEHOLD], as_of):
        return
    ended = [one.number for one in well.permits if one.is_ended(as_of)]
    yield _hit(RuleId.NO_PERMIT, well, as_of, {"ended_permits": ended}, facts="、".join(ended))


def permit_expired(well: WellFacts, _settings: Settings, as_of: date) -> Iterator[Hit]:
    """取水条例 25; rules.md 6.5: still takes water after the last day of its last permit.

    Water metered after that day proves it; without a meter's word the register's "in use" stands for it.
    """
    if permit_state(well.permits, as_of) is not PermitHold.EXPIRED or not takes_water(well, as_of):
        return
    last = max((one for one in well.permits if _is_lapsed(one, as_of)), key=_last_day)
    if took_since(well, _last_day(last)) is False:
        return
    figures = {
        "permit": last.number,
        "valid_to": last.valid_to,
        "days_expired": (as_of - _last_day(last)).days,
    }
    yield _hit(RuleId.PERMIT_EXPIRED, well, as_of, figures, facts=f"{last.number} {last.valid_to}")


def _is_lapsed(permit: Permit, as_of: date) -> bool:
    return permit.is_known(as_of) and permit.is_expired(as_of) and not permit.is_ended(as_of)


def _last_day(permit: Permit) -> date:
    assert permit.valid_to is not None
    return permit.valid_to


def forbidden_zone(well: WellFacts, _settings: Settings, as_of: date) -> Iterator[Hit]:
    """748号 33, 35: takes water in a no-abstraction zone that is about its layer."""
    zones = _zones(well, (ZoneKind.NO_ABSTRACTION,))
    if zones and takes_water(well, as_of):
        yield _in_zones(RuleId.FORBIDDEN_ZONE, well, as_of, zones)


def restricted_zone_new(well: WellFacts, _settings: Settings, as_of: date) -> Iterator[Hit]:
    """748号 34, 35: built after the zone came into force, for certain; a bare year must be a later one."""
    zones = [one for one in _zones(well, _LIMITING) if well.built_on and well.built_on >= one.valid_from]
    if zones and well.built_on and well.built_on <= as_of and takes_water(well, as_of):
        yield _in_zones(RuleId.RESTRICTED_ZONE_NEW, well, as_of, zones, {"built_on": well.built_on})


def deep_confined(well: WellFacts, _settings: Settings, as_of: date) -> Iterator[Hit]:
    """748号 27: takes deep confined water, other than for people's life where no network reaches."""
    if not well.is_deep or not takes_water(well, as_of):
        return
    if well.use in _LIFE and not _zones(well, (ZoneKind.PUBLIC_SUPPLY,)):
        return
    figures = {"depth_m": well.depth_m, "layer": well.aquifer}
    yield _hit(RuleId.DEEP_CONFINED, well, as_of, figures)


def inside_public_network(well: WellFacts, _settings: Settings, as_of: date) -> Iterator[Hit]:
    """取水条例 20(5); 山东水资源条例 30: a self-supply well that takes water where the network reaches."""
    zones = _zones(well, (ZoneKind.PUBLIC_SUPPLY,))
    if zones and well.use not in _NOT_SELF_SUPPLY and takes_water(well, as_of):
        yield _in_zones(RuleId.INSIDE_PUBLIC_NETWORK, well, as_of, zones)


def meter_missing(well: WellFacts, settings: Settings, as_of: date) -> Iterator[Hit]:
    """748号 22: takes water and has nothing to measure it; converting power counts as measuring."""
    if well.meter_kind is not MeterKind.NONE or not takes_water(well, as_of):
        return
    is_farm = well.use is WellUse.IRRIGATION
    if is_farm and not settings[RuleId.METER_MISSING][FARM_WELLS]:
        return
    if not is_exempt(well, settings[RuleId.NO_PERMIT][HOUSEHOLD], as_of):
        yield _hit(RuleId.METER_MISSING, well, as_of, {})


def meter_not_online(well: WellFacts, settings: Settings, as_of: date) -> Iterator[Hit]:
    """山东水资源条例 47: of the set scale by permit, else by volume, and without an online meter."""
    if well.meter_kind in {MeterKind.ONLINE, MeterKind.NONE, MeterKind.UNKNOWN}:
        return
    if not takes_water(well, as_of):
        return
    held = [one for one in well.permits if one.holds(as_of)]
    permitted = max((one.permitted_m3 for one in held if one.permitted_m3 is not None), default=None)
    taken = _largest_lately(well, as_of)
    scale, basis = (permitted, "permit") if permitted is not None else (taken, "volume")
    if scale is None or scale < settings[RuleId.METER_NOT_ONLINE][SCALE]:
        return
    figures = {"meter": well.meter_kind, "scale_m3": scale, "scale_by": basis}
    yield _hit(RuleId.METER_NOT_ONLINE, well, as_of, figures, facts=well.meter_kind.value)


def meter_suspect(well: WellFacts, settings: Settings, as_of: date) -> Iterator[Hit]:
    """748号 56(2): a meter that was found stopped on site, or odd readings that nobody explained in time."""
    if well.is_closed:
        return
    figures: dict[str, Any] = {}
    facts = []
    if odd := _odd_months(well, settings[RuleId.METER_SUSPECT][WINDOW], as_of):
        figures["months"] = {str(month): kinds for month, kinds in odd.items()}
        facts += [f"{month}:{','.join(kinds)}" for month, kinds in odd.items()]
    if well.stopped is not None:
        figures |= {
            "stopped_on": well.stopped.on,
            "meter_no": well.stopped.meter_no,
            "visit": well.stopped.visit,
        }
        facts.append(f"stopped:{well.stopped.on}")
    if figures:
        yield _hit(RuleId.METER_SUSPECT, well, as_of, figures, facts=" ".join(facts))


def _odd_months(well: WellFacts, window: int, as_of: date) -> dict[Month, list[str]]:
    if well.meter_kind not in {MeterKind.ONLINE, MeterKind.MECHANICAL}:
        return {}
    first = Month.of(as_of).plus(1 - window)
    return {month: kinds for month, kinds in well.doubts_of(SUSPECT).items() if month >= first}


def _largest_lately(well: WellFacts, as_of: date) -> Decimal | None:
    """Return the larger volume of this year and the last year of which one is known before."""
    before = well.last_year(date(as_of.year - 1, 12, 31))
    known = [one for one in (well.year_m3(as_of.year), before and before[1]) if one is not None]
    return max(known, default=None)


def _zones(well: WellFacts, kinds: tuple[ZoneKind, ...]) -> list[Zone]:
    return sorted((one for one in well.zones if one.kind in kinds), key=lambda one: (one.kind, one.name))


def _in_zones(
    rule: RuleId, well: WellFacts, as_of: date, zones: list[Zone], more: dict[str, Any] | None = None
) -> Hit:
    names = [one.name for one in zones]
    figures = {"zones": names, "zone_from": min(one.valid_from for one in zones), **(more or {})}
    return _hit(rule, well, as_of, figures, facts="、".join(names))


def _hit(rule: RuleId, well: WellFacts, as_of: date, figures: dict[str, Any], *, facts: str = "") -> Hit:
    """Return a hit at a well, with what it took lately: the figures that every page asks first."""
    year, taken = well.last_year(as_of) or (None, None)
    common = {"status": well.status, "use": well.use, "year": year, "taken_m3": taken}
    return Hit(rule, of_well(well), {**figures, **common}, facts=facts, stake_m3=taken)
