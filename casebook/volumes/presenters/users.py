"""A user's year over all its wells, by source: plan, permit, what was taken, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases.queries import list_open_problems_by_wells
from casebook.kernel.months import Month
from casebook.parties.presenters import masked
from casebook.plans.queries import limits_on, plans_by_source
from casebook.plans.rules import combine
from casebook.quotas.queries import count_wells, volumes_in
from casebook.quotas.rules import GROUNDWATER, WaterSource, source_of
from casebook.returns.labels import words_of
from casebook.returns.queries import list_returns_of_user
from casebook.screening.queries import list_hits_of_user, listed_volumes
from casebook.screening.rules.states import ListKind
from casebook.volumes import queries
from casebook.volumes.presenters.charts import monthly_chart
from casebook.volumes.presenters.water import DECEMBER, limits_of, water_year
from casebook.volumes.rules.figures import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Problem
    from casebook.parties.models import Party
    from casebook.parties.presenters import PartyView
    from casebook.plans.models import ReclaimedUse
    from casebook.plans.rules import AlertLimits, PlanLine
    from casebook.quotas.models import Permit
    from casebook.returns.models import PeriodicReturn
    from casebook.screening.models import ScreeningHit
    from casebook.volumes.presenters.charts import Chart
    from casebook.volumes.presenters.water import WaterYear
    from casebook.volumes.rules import MonthVolume
    from casebook.volumes.rules.overrun import OverrunLimits
    from casebook.wells.models import Well


@dataclass(frozen=True)
class SourceLine:
    """A source of a user's year; volumes in m³, None where nothing is known."""

    source: WaterSource | None
    """None for permits that do not tell of which of the user's layers they are."""
    plan_m3: Decimal | None
    permitted_m3: Decimal | None
    taken_m3: Decimal | None
    made_of: str
    """The share of each grade and what is missing, in words; where it comes from, for water delivered."""

    @property
    def left_m3(self) -> Decimal | None:
        """What the plan leaves, negative when more was taken."""
        if self.plan_m3 is None or self.taken_m3 is None:
            return None
        return self.plan_m3 - self.taken_m3


@dataclass(frozen=True)
class UserPage:
    """All that the page of a user's water shows."""

    party: PartyView
    party_id: UUID
    year: int
    years: tuple[int, ...]
    wells: tuple[Well, ...]
    lines: tuple[SourceLine, ...]
    groundwater: WaterYear | None
    """All wells together; None where the user has none."""
    layers: tuple[tuple[WaterSource, WaterYear], ...]
    """Shallow and deep apart, where the user has wells of both."""
    reclaimed: Chart | None
    permits: tuple[Permit, ...]
    wells_on_permit: Mapping[UUID, int]
    today: date
    problems: tuple[Problem, ...] = ()
    hits: tuple[ScreeningHit, ...] = ()
    returns: tuple[tuple[str, PeriodicReturn], ...] = ()
    """Each with its period in words."""


@dataclass(frozen=True)
class _Facts:
    """What is read of a user's year."""

    year: int
    today: date
    volumes: Mapping[UUID, Mapping[Month, MonthVolume]]
    plans: Mapping[WaterSource, PlanLine]
    permitted: Mapping[WaterSource | None, Decimal]
    limits: OverrunLimits
    alerts: AlertLimits

    def layers(self, wells: Sequence[Well]) -> dict[WaterSource, WaterYear]:
        """Return shallow and deep wells apart, as far as there are any."""
        found = {}
        for source in (WaterSource.SHALLOW, WaterSource.DEEP):
            some = [one for one in wells if source_of(one.aquifer) is source]
            if some:
                found[source] = self.water(some, frozenset({source}))
        return found

    def water(self, wells: Sequence[Well], sources: frozenset[WaterSource]) -> WaterYear:
        """Return the wells of some sources as one."""
        plans = [self.plans[source] for source in sorted(sources) if source in self.plans]
        meant: set[WaterSource | None] = {*sources, None} if sources == GROUNDWATER else {*sources}
        permitted = [volume for source, volume in self.permitted.items() if source in meant]
        return water_year(
            wells,
            self.volumes,
            year=self.year,
            today=self.today,
            plan=combine(plans) if plans else None,
            permitted_m3=sum(permitted, ZERO) if permitted else None,
            limits=self.limits,
            alerts=self.alerts,
        )


def user_page(session: Session, party_id: UUID, actor: Actor, *, year: int | None, today: date) -> UserPage:
    """Return a user's year, the newest known one unless one is named, by a fixed number of statements."""
    party, wells = queries.get_user(session, party_id, actor)
    ids = [well.id for well in wells]
    years = queries.list_water_years(session, ids, party_id=party.id)
    shown = year if year in years else next((one for one in years if one <= today.year), today.year)
    permits = queries.list_user_permits(session, party.id, ids)
    plans = plans_by_source(session, party.county_code, shown, party.id, within=actor.jurisdiction)
    facts = _Facts(
        year=shown,
        today=today,
        volumes=queries.months_of(session, ids, Month(shown, 1), Month(shown, DECEMBER)),
        plans=plans,
        permitted=_permitted(permits, volumes_in(session, permits, shown), wells, shown, today),
        limits=limits_of(session, party.county_code, today),
        alerts=limits_on(session, party.county_code, today),
    )
    uses = queries.list_reclaimed_uses(session, party.id, shown)
    layers = facts.layers(wells)
    return UserPage(
        party=masked(party),
        party_id=party.id,
        year=shown,
        years=tuple(sorted({shown, *years}, reverse=True)),
        wells=tuple(wells),
        lines=tuple(_lines(facts, layers, _delivered(session, party, shown, today, uses))),
        groundwater=facts.water(wells, GROUNDWATER) if wells else None,
        layers=tuple(layers.items()) if len(layers) > 1 else (),
        reclaimed=_reclaimed_chart(shown, uses, plans.get(WaterSource.RECLAIMED)),
        permits=tuple(permits),
        wells_on_permit=count_wells(session, [permit.id for permit in permits]),
        today=today,
        **_beside(session, party, ids, shown, actor),
    )


def _beside(session: Session, party: Party, ids: list[UUID], year: int, actor: Actor) -> dict[str, Any]:
    """Return what other features know of a user, each behind its permission."""

    def owed() -> list[tuple[str, PeriodicReturn]]:
        rows = list_returns_of_user(session, party.id, year, actor)
        return [(words_of(row.round.period), row) for row in rows]

    every: dict[str, tuple[Permission, Callable[[], Sequence[Any]]]] = {
        "problems": (Permission.PROBLEM_SEE, lambda: list_open_problems_by_wells(session, ids)),
        "hits": (Permission.SCREENING_SEE, lambda: list_hits_of_user(session, party.id, ids)),
        "returns": (Permission.RETURN_SEE, owed),
    }
    return {name: tuple(read()) for name, (permission, read) in every.items() if actor.can(permission)}


def _permitted(
    permits: Sequence[Permit],
    volumes: Mapping[UUID, Decimal | None],
    wells: Sequence[Well],
    year: int,
    today: date,
) -> dict[WaterSource | None, Decimal]:
    """Return what the permits in force on a day of the year allow, by source.

    One that does not tell its source goes by its layer, else by that of the user's wells where all have one.
    """
    layers = {source_of(well.aquifer) for well in wells}
    usual = next(iter(layers)) if len(layers) == 1 else None
    found: dict[WaterSource | None, Decimal] = {}
    first, last = date(year, 1, 1), min(today, date(year, DECEMBER, 31))
    for permit in permits:
        ends = [one for one in (permit.valid_to, permit.ended_on) if one is not None]
        is_held = (permit.valid_from is None or permit.valid_from <= last) and (
            not ends or min(ends) >= first
        )
        volume = volumes[permit.id]
        if volume is not None and is_held:
            source = permit.source or (source_of(permit.aquifer) if permit.aquifer else usual)
            found[source] = found.get(source, ZERO) + volume
    return found


def _delivered(
    session: Session, party: Party, year: int, today: date, uses: Mapping[int, ReclaimedUse]
) -> dict[WaterSource, tuple[Decimal, str]]:
    """Return what a user was delivered in a year, with how it is known."""
    found: dict[WaterSource, tuple[Decimal, str]] = {}
    about: dict[str, Any] = {"name": party.name, "identifier": party.identifier}
    tap = listed_volumes(session, party.county_code, ListKind.TAP_ACCOUNTS, today, **about)
    bought = listed_volumes(session, party.county_code, ListKind.RECLAIMED_BUYERS, today, **about)
    if year in tap:
        found[WaterSource.TAP] = tap[year], _("供水企业名单")
    if uses:
        total = sum((one.used_m3 for one in uses.values()), ZERO)
        metered = sum(one.is_metered for one in uses.values())
        told = _("%(n)s 个月有登记，其中计量 %(metered)s 个月", n=len(uses), metered=metered)
        found[WaterSource.RECLAIMED] = total, told
    elif year in bought:
        found[WaterSource.RECLAIMED] = bought[year], _("供水企业名单")
    return found


def _lines(
    facts: _Facts,
    layers: Mapping[WaterSource, WaterYear],
    delivered: Mapping[WaterSource, tuple[Decimal, str]],
) -> list[SourceLine]:
    """Return every source of which there is a plan, a permit or a figure."""
    found = []
    for source in WaterSource:
        plan, permitted = facts.plans.get(source), facts.permitted.get(source)
        if source in layers:
            coverage = layers[source].coverage
            taken, told = coverage.total_m3 if coverage.is_known else None, layers[source].made_of
        else:
            taken, told = delivered.get(source, (None, _("没有计量数据")))
        if source in layers or source in delivered or plan is not None or permitted is not None:
            found.append(SourceLine(source, plan.year_m3 if plan else None, permitted, taken, told))
    if None in facts.permitted:
        found.append(SourceLine(None, None, facts.permitted[None], None, _("算在地下水合计里")))
    return found


def _reclaimed_chart(year: int, uses: Mapping[int, ReclaimedUse], plan: PlanLine | None) -> Chart | None:
    if not uses:
        return None
    months = {Month(year, number): one.used_m3 for number, one in uses.items()}
    how = {Month(year, number): _("计量") if one.is_metered else _("估算") for number, one in uses.items()}
    return monthly_chart(_("%(year)s 年每月再生水", year=year), year, months, plan=plan, qualities=how)
