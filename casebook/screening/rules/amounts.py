"""Rules over volumes: permits, plans and norms exceeded, closed wells that pump, permits that rest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from casebook.kernel.months import Month, months_of_year
from casebook.screening.rules.catalogue import (
    FORECAST,
    FORECAST_FROM,
    IDLE_YEARS,
    LAST_YEAR_UNTIL,
    LEAST_KWH,
    TOLERANCE,
    RuleId,
)
from casebook.screening.rules.hits import Hit, of_party, of_well
from casebook.screening.rules.judging import rests_since, years_to_judge
from casebook.volumes.rules.overrun import OverrunLimits, overrun, raised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casebook.screening.rules.catalogue import Settings
    from casebook.screening.rules.facts import GroupFacts, PartyFacts, Permit, Plan, WellFacts
    from casebook.screening.rules.hits import HitSubject

_HUNDRED = Decimal(100)
AFTER_CLOSURE = "after_closure"
_CLEAR_MONTHS = 2
"""A dial month reaches back into the month before: only the second one after the closing is clear of it."""


def over_permit(group: GroupFacts, settings: Settings, as_of: date) -> Iterator[Hit]:
    """水法 69(2): the wells of a permit together took more in a year than it allows."""
    setting = settings[RuleId.OVER_PERMIT]
    for year in years_to_judge(as_of, setting[LAST_YEAR_UNTIL]):
        held = [one for one in group.permits if _held_in(one, year, as_of)]
        volumes = [one.allowed_in(year, as_of) for one in held]
        allowed = [one for one in volumes if one is not None]
        taken = {well.code: well.year_m3(year) for well in group.wells}
        known = [one for one in taken.values() if one is not None]
        if not held or len(allowed) < len(held) or not known:
            continue
        total, limit = sum(known, Decimal(0)), sum(allowed, Decimal(0))
        if total > raised(limit, setting[TOLERANCE]):
            most = max(group.wells, key=lambda well: (taken[well.code] or Decimal(0), well.code))
            figures = {
                "year": year,
                "permits": [one.number for one in held],
                "permitted_m3": limit,
                "taken_m3": total,
                "over_m3": total - limit,
                "over_percent": _percent(total, limit),
                "wells": {code: m3 for code, m3 in taken.items() if m3 is not None},
            }
            facts = "、".join(one.number for one in held)
            yield Hit(
                RuleId.OVER_PERMIT, of_well(most), figures, str(year), facts, total - limit, total - limit
            )


def _held_in(permit: Permit, year: int, as_of: date) -> bool:
    """Say whether a permit was in force on any day of a year up to the day."""
    last = min(as_of, date(year, 12, 31))
    if not permit.is_known(last):
        return False
    ends = [one for one in (permit.valid_to, permit.ended_on) if one is not None]
    return permit.is_renewing or not ends or min(ends) >= date(year, 1, 1)


def well_over_plan(well: WellFacts, settings: Settings, as_of: date) -> Iterator[Hit]:
    """取水条例 40: a well above its plan of a month or year."""
    for plan in well.plans:
        months = {month: use.m3 for month, use in well.of_year(plan.year).items() if use.m3 is not None}
        stated = None if months else well.stated.get(plan.year)
        yield from _over_plan(of_well(well), plan, months, stated, settings, as_of)


def party_over_plan(party: PartyFacts, settings: Settings, as_of: date) -> Iterator[Hit]:
    """取水条例 40: a user above the plan that was given to it, with all its wells."""
    for plan in party.plans:
        months = {month: m3 for month, m3 in party.months.items() if month.year == plan.year}
        yield from _over_plan(of_party(party), plan, months, party.stated.get(plan.year), settings, as_of)


def _over_plan(
    subject: HitSubject,
    plan: Plan,
    months: Mapping[Month, Decimal],
    stated: Decimal | None,
    settings: Settings,
    as_of: date,
) -> Iterator[Hit]:
    known = {month: m3 for month, m3 in months.items() if month <= Month.of(as_of)}
    if known:
        yield from _over_month(subject, plan, known, settings)
    if stated is not None:
        yield from _over_stated(subject, plan, sum(known.values(), stated), settings)
    elif known:
        yield from _over_year(subject, plan, known, settings, as_of)


def _over_month(
    subject: HitSubject, plan: Plan, known: Mapping[Month, Decimal], settings: Settings
) -> Iterator[Hit]:
    tolerance = settings[RuleId.OVER_PLAN_MONTH][TOLERANCE]
    spread = dict(zip(months_of_year(plan.year), plan.months, strict=False))
    over = {
        month: (m3, spread[month])
        for month, m3 in sorted(known.items())
        if month in spread and m3 > raised(spread[month], tolerance)
    }
    if over:
        figures = {
            "year": plan.year,
            "months": {
                str(month): {"taken_m3": m3, "plan_m3": planned, "over_percent": _percent(m3, planned)}
                for month, (m3, planned) in over.items()
            },
        }
        excess = sum((m3 - planned for m3, planned in over.values()), Decimal(0))
        facts = " ".join(str(month) for month in over)
        yield Hit(RuleId.OVER_PLAN_MONTH, subject, figures, str(plan.year), facts, excess, excess)


def _over_year(
    subject: HitSubject, plan: Plan, known: Mapping[Month, Decimal], settings: Settings, as_of: date
) -> Iterator[Hit]:
    setting = settings[RuleId.OVER_PLAN_YEAR]
    limits = OverrunLimits(setting[TOLERANCE], setting[FORECAST], setting[FORECAST_FROM])
    found = overrun(plan.year, plan, known, as_of, limits)
    if found is None or not (found.is_over or found.is_coming):
        return
    figures = {
        "year": plan.year,
        "plan_m3": plan.year_m3,
        "taken_m3": found.taken_m3,
        "over_percent": _percent(found.taken_m3, plan.year_m3),
        "projected_m3": found.projected_m3,
        "projected_on": found.crosses_on,
        "is_over": found.is_over,
    }
    stake = max(found.taken_m3, found.projected_m3) - plan.year_m3
    facts = "over" if found.is_over else "coming"
    yield Hit(RuleId.OVER_PLAN_YEAR, subject, figures, str(plan.year), facts, stake, stake)


def _over_stated(subject: HitSubject, plan: Plan, total: Decimal, settings: Settings) -> Iterator[Hit]:
    """Judge a year that is over, of which a register says the whole and no meter the months."""
    if total > raised(plan.year_m3, settings[RuleId.OVER_PLAN_YEAR][TOLERANCE]):
        over = total - plan.year_m3
        figures = {
            "year": plan.year,
            "plan_m3": plan.year_m3,
            "taken_m3": total,
            "over_percent": _percent(total, plan.year_m3),
            "is_over": True,
        }
        yield Hit(RuleId.OVER_PLAN_YEAR, subject, figures, str(plan.year), "over", over, over)


def over_norm(well: WellFacts, settings: Settings, as_of: date) -> Iterator[Hit]:
    """水法 47: a year's volume above what the norm allows for it."""
    if well.norm_m3 is None:
        return
    setting = settings[RuleId.OVER_NORM]
    for year in years_to_judge(as_of, setting[LAST_YEAR_UNTIL]):
        taken = well.year_m3(year)
        if taken is not None and taken > raised(well.norm_m3, setting[TOLERANCE]):
            over = taken - well.norm_m3
            figures = {
                "year": year,
                "norm_m3": well.norm_m3,
                "taken_m3": taken,
                "over_percent": _percent(taken, well.norm_m3),
            }
            yield Hit(RuleId.OVER_NORM, of_well(well), figures, str(year), measure=over, stake_m3=over)


def closed_but_pumping(well: WellFacts, settings: Settings, as_of: date) -> Iterator[Hit]:
    """水法 48: closed on a known day, and water or power was used in a month clear of it.

    A well that the ledger has as closed is judged as well, whatever the register says of it. Months in
    which a reserve well was open by leave (应急启用) do not count.
    """
    closed_on = well.closed_on if well.is_closed else well.booked_on
    if closed_on is None or closed_on > as_of:
        return
    closing, least = Month.of(closed_on), settings[RuleId.CLOSED_BUT_PUMPING][LEAST_KWH]
    volumes, powers = {}, {}
    for month, use in sorted(well.months.items()):
        if month in well.open_by_leave:
            continue
        is_clear = month >= closing.plus(_CLEAR_MONTHS) or (month > closing and AFTER_CLOSURE in use.flags)
        if is_clear and use.m3:
            volumes[month] = use.m3
        if month >= closing.plus(_CLEAR_MONTHS) and use.kwh is not None and use.kwh > least:
            powers[month] = use.kwh
    if not volumes and not powers:
        return
    total = sum(volumes.values(), Decimal(0))
    figures: dict[str, Any] = {
        "closed_on": closed_on,
        "status": well.status,
        "first_month": min([*volumes, *powers]),
        "last_month": max([*volumes, *powers]),
        "taken_m3": total,
        "months": {str(month): m3 for month, m3 in volumes.items()},
        "kwh": {str(month): kwh for month, kwh in powers.items()},
    }
    if not well.is_closed:
        figures["is_booked"] = True
    facts = f"{closed_on}"
    yield Hit(RuleId.CLOSED_BUT_PUMPING, of_well(well), figures, "", facts, total, total)


def permit_dormant(group: GroupFacts, settings: Settings, as_of: date) -> Iterator[Hit]:
    """取水条例 44: a permit in force, and none of its wells took water for the set years, for certain."""
    years = settings[RuleId.PERMIT_DORMANT][IDLE_YEARS]
    since = _years_before(as_of, years)
    held = [one for one in group.permits if one.holds(as_of)]
    if not held or any(one.valid_from is not None and one.valid_from > since for one in held):
        return
    if group.wells and all(rests_since(well, since, as_of) for well in group.wells):
        figures = {
            "permits": [one.number for one in held],
            "permitted_m3": _sum(one.permitted_m3 for one in held),
            "since": since,
            "wells": [well.code for well in group.wells],
        }
        facts = "、".join(one.number for one in held)
        first = min(group.wells, key=lambda well: well.code)
        yield Hit(RuleId.PERMIT_DORMANT, of_well(first), figures, "", facts)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - years, day=28)


def _sum(values: Iterator[Decimal | None]) -> Decimal | None:
    known = [one for one in values if one is not None]
    return sum(known, Decimal(0)) if known else None


def _percent(taken: Decimal, limit: Decimal) -> int | None:
    """Return by how many whole percent a limit was exceeded; None where nothing was allowed."""
    return int((taken - limit) * _HUNDRED / limit) if limit else None
