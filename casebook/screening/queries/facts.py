"""The facts of a county on a day, read in sets: a few statements for some thousand wells, never one each.

What was not in force or not yet over on the day is left out here; the rules judge what is left.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.kernel.months import Month
from casebook.ledger.queries import closing_days
from casebook.plans.queries import plans_of_wells
from casebook.quotas.queries import permits_on, volumes_before
from casebook.quotas.rules import renewal_due_on
from casebook.regions.queries import list_zones
from casebook.regions.rules import concerns
from casebook.screening.queries import well_facts as wells
from casebook.screening.queries.norms import norms_of
from casebook.screening.rules import GroupFacts, Permit, Plan, WellFacts, Zone
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from casebook.plans.rules import PlanLine
    from casebook.quotas.queries import PermitOn
    from casebook.regions.rules import Aquifer
    from casebook.screening.queries.norms import Norms

AT_ONCE = 4_000
"""Wells that are read together: their facts are all that is held in memory."""


@dataclass
class County:
    """What is read once for a whole run, and what its wells add up to for their users."""

    code: str
    as_of: date
    first: Month
    last: Month
    """Between these months are read."""
    zones: dict[UUID, Zone]
    permits: dict[UUID, Permit]
    holders: dict[UUID, UUID | None]
    """Who held each permit on the day."""
    permits_of: dict[UUID, list[UUID]]
    wells_of: dict[UUID, list[UUID]]
    closings: dict[str, date]
    """Closing days by the ledger, by well code, up to the day."""
    norms: Norms
    plan_years: tuple[int, ...]
    """Years whose plans are looked at."""
    planned_users: frozenset[UUID]
    """Users with a plan of their own: what their wells took is added up for them."""
    months: dict[UUID, dict[Month, Decimal]] = field(default_factory=dict)
    stated: dict[UUID, dict[int, Decimal]] = field(default_factory=dict)
    not_planned: set[tuple[UUID, int]] = field(default_factory=set)
    """Users and years with a well that has no plan of its own; where all wells have one, these are judged."""
    wells: int = 0


def last_month(as_of: date, today: date) -> Month:
    """Return the last month whose readings were all taken by a day.

    The day's own month counts when the day ends it, or when nothing later can have been read yet.
    """
    month = Month.of(as_of)
    return month if as_of == month.last or as_of >= today else month.previous()


def open_county(
    session: Session,
    county_code: str,
    as_of: date,
    today: date,
    *,
    years_back: int,
    plan_years: tuple[int, ...],
    planned_users: frozenset[UUID],
) -> County:
    """Read what a run needs once: zones of the day, permits and their wells, norms."""
    permits_of: dict[UUID, list[UUID]] = defaultdict(list)
    permits = {one.id: one for one in permits_on(session, county_code, as_of)}
    for one in permits.values():
        for well_id in one.well_ids:
            permits_of[well_id].append(one.id)
    year_end = volumes_before(session, county_code, date(as_of.year - 1, 12, 31))
    before = Month.of(as_of).plus(-12 * years_back)
    return County(
        county_code,
        as_of,
        min(before, Month(as_of.year - 1, 1)),
        last_month(as_of, today),
        {
            row.id: Zone(row.kind, row.name, row.aquifer, row.valid_from)
            for row in list_zones(session, county_code, as_of)
        },
        {one.id: _permit(one, year_end.get(one.id), as_of) for one in permits.values()},
        {one.id: one.holder_id for one in permits.values()},
        dict(permits_of),
        {one.id: sorted(one.well_ids) for one in permits.values()},
        {code: on for code, on in closing_days(session, county_code).items() if on <= as_of},
        norms_of(session, county_code, as_of),
        plan_years,
        planned_users,
    )


def _permit(row: PermitOn, last_year_m3: Decimal | None, as_of: date) -> Permit:
    """Return a permit as the rules look at it; a renewal asked for in time lets it hold on."""
    asked = row.renewal_asked_on
    is_renewing = (
        row.valid_to is not None and asked is not None and asked <= min(renewal_due_on(row.valid_to), as_of)
    )
    days = row.valid_from, row.valid_to, row.ended_on
    return Permit(row.number, row.permitted_m3, *days, is_renewing, last_year_m3)


def walk_wells(session: Session, county: County) -> Iterator[WellFacts | GroupFacts]:
    """Yield every well of the county, and after the wells of each piece the groups of its permits."""
    for groups in _pieces(session, county):
        ids = [well_id for group in groups for well_id in group]
        found = _read(session, county, ids)
        county.wells += len(found)
        yield from found.values()
        for group in groups:
            held = dict.fromkeys(permit for well in group for permit in county.permits_of.get(well, ()))
            if held:
                permits = tuple(sorted((county.permits[one] for one in held), key=lambda one: one.number))
                yield GroupFacts(permits, tuple(found[well] for well in group if well in found))


def _pieces(session: Session, county: County) -> Iterator[list[list[UUID]]]:
    """Yield pieces of the register; wells that share permits, directly or by others, stay together."""
    seen: set[UUID] = set()
    piece: list[list[UUID]] = []
    size = 0
    query = select(Well.id).where(Well.county_code == county.code).order_by(Well.id)
    for well_id in session.scalars(query).all():
        if well_id in seen:
            continue
        group = _together(well_id, county)
        seen.update(group)
        piece.append(group)
        size += len(group)
        if size >= AT_ONCE:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _together(well_id: UUID, county: County) -> list[UUID]:
    found, waiting = {well_id}, [well_id]
    while waiting:
        for permit_id in county.permits_of.get(waiting.pop(), ()):
            new = [one for one in county.wells_of[permit_id] if one not in found]
            found.update(new)
            waiting += new
    return sorted(found)


def _read(session: Session, county: County, ids: list[UUID]) -> dict[UUID, WellFacts]:
    as_of = county.as_of
    months = wells.months_by_well(session, ids, county.first, county.last)
    events = wells.events_by_well(session, ids)
    users = wells.users_by_well(session, ids)
    zones = wells.zones_by_well(session, ids)
    stated = wells.stated_by_well(session, ids, as_of)
    plans = plans_by_year((year, plans_of_wells(session, ids, year, on=as_of)) for year in county.plan_years)
    doubts = wells.doubts_by_well(session, ids, county.last)
    stopped = wells.stopped_by_well(session, ids, as_of)
    rows = wells.rows_of(session, ids)
    months = dict(months) | wells.months_since_closing(session, county, rows)
    power = wells.power_of_closed(session, county, rows)
    leave = wells.months_by_leave(session, ids)
    found = {}
    for row in rows:
        user = users.get(row.id)
        facts = WellFacts(
            **_registered(row, county),
            status=wells.status_on(row, events.get(row.id, ()), as_of),
            user_kind=user[1] if user else None,
            zones=_zones(county, zones.get(row.id, ()), row.aquifer),
            months=wells.with_power(months.get(row.id, {}), power.get(row.id, {})),
            open_by_leave=leave.get(row.id, frozenset()),
            stated=stated.get(row.id, {}),
            doubts=doubts.get(row.id, {}),
            stopped=stopped.get(row.id),
            plans=plans.get(row.id, ()),
        )
        found[row.id] = facts
        if user is not None and user[0] in county.planned_users:
            _add_up(county, user[0], facts)
    return found


def _registered(row: Row[Any], county: County) -> dict[str, Any]:
    """Return what the register and its permits say of a well."""
    return {
        "id": row.id,
        "code": row.code,
        "division_code": row.division_code,
        "use": row.use,
        "aquifer": row.aquifer,
        "exemption": row.exemption,
        "closed_on": row.closed_on if row.closed_on and row.closed_on <= county.as_of else None,
        "booked_on": county.closings.get(row.code),
        "built_on": row.built_on,
        "built_precision": row.built_precision,
        "depth_m": row.depth_m,
        "irrigated_mu": row.irrigated_mu,
        "meter_kind": row.meter_kind,
        "electricity_account": row.electricity_account,
        "permits": tuple(county.permits[one] for one in county.permits_of.get(row.id, ())),
        "norm_m3": county.norms.allows(row),
    }


def _zones(county: County, ids: Iterable[UUID], aquifer: Aquifer) -> tuple[Zone, ...]:
    held = (county.zones[one] for one in ids if one in county.zones)
    return tuple(one for one in held if concerns(one.aquifer, aquifer))


def plans_by_year(
    found: Iterable[tuple[int, Mapping[UUID, PlanLine]]],
) -> dict[UUID, tuple[Plan, ...]]:
    """Return the plans of several years by whom they are for."""
    plans: dict[UUID, tuple[Plan, ...]] = {}
    for year, lines in found:
        for one, line in lines.items():
            plans[one] = (*plans.get(one, ()), Plan(year, line.year_m3, line.months))
    return plans


def _add_up(county: County, user_id: UUID, well: WellFacts) -> None:
    planned = {plan.year for plan in well.plans}
    county.not_planned.update((user_id, year) for year in county.plan_years if year not in planned)
    months = county.months.setdefault(user_id, {})
    for month, use in well.months.items():
        if use.m3 is not None:
            months[month] = months.get(month, Decimal(0)) + use.m3
    stated = county.stated.setdefault(user_id, {})
    for year in county.plan_years:
        if year in well.stated and not well.of_year(year):
            stated[year] = stated.get(year, Decimal(0)) + well.stated[year]
