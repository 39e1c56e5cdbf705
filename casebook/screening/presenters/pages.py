"""Hits, runs, rules and routes as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import queries as cases
from casebook.regions import queries as regions
from casebook.screening import queries
from casebook.screening.labels import HOW
from casebook.screening.presenters.figures import (
    FigureLine,
    ThresholdLine,
    figure_lines,
    main_words,
    part_lines,
    threshold_lines,
)
from casebook.screening.presenters.water import HitWater, hit_water
from casebook.screening.rules import RULES, RuleId
from casebook.screening.rules.states import HitState
from casebook.wells.queries import get_well_by_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Lead, Problem
    from casebook.screening.models import (
        DayRoute,
        ScreeningHit,
        ScreeningHitEvent,
        ScreeningHitVersion,
        ScreeningRun,
        ScreeningSetting,
    )
    from casebook.screening.queries import RunChanges
    from casebook.screening.rules import Rule
    from casebook.screening.rules.states import Change
    from casebook.wells.models import Well


@dataclass(frozen=True)
class HitLine:
    """One line of a list of hits."""

    hit: ScreeningHit
    words: str
    place: str
    assigned: str


@dataclass(frozen=True)
class ChangedLine:
    """What two runs of a day say of a hit; empty where one of them does not say it."""

    change: Change
    hit: ScreeningHit
    before: str
    after: str


@dataclass(frozen=True)
class RunComparison:
    """A run held against the one before of the same day."""

    changes: RunChanges
    lines: list[ChangedLine]


@dataclass(frozen=True)
class HitPage:
    """All that the page of a hit shows, with what the reader may do."""

    hit: ScreeningHit
    version: ScreeningHitVersion
    rule: Rule
    how: str
    """In a sentence, when the rule says something."""
    place: str
    assigned: str
    well: Well | None
    lead: Lead | None
    problem: Problem | None
    figures: list[FigureLine]
    parts: list[FigureLine]
    """Of several months or wells: what is said of each."""
    thresholds: list[ThresholdLine]
    water: HitWater
    events: list[ScreeningHitEvent]
    others: list[ScreeningHit]
    """What else screening says of the same well."""
    may_decide: bool
    may_reopen: bool
    may_assign: bool


@dataclass(frozen=True)
class RuleLine:
    """One rule as the settings show it."""

    rule: Rule
    own: ScreeningSetting | None
    is_active: bool
    thresholds: list[ThresholdLine]
    open_hits: int


@dataclass(frozen=True)
class StopLine:
    """One stop of a route."""

    place: int
    well: Well
    lead: Lead
    rules: list[RuleId]
    score: int
    metres: int


@dataclass(frozen=True)
class RoutePage:
    """A route with its stops, and their places on a drawing of 640 by 400."""

    route: DayRoute
    officer: str
    stops: list[StopLine]
    points: list[tuple[float, float]]


def hit_lines(session: Session, hits: Sequence[ScreeningHit], actor: Actor) -> list[HitLine]:
    """Return the lines of a list; a fixed number of statements."""
    versions = queries.versions_by_hit(session, hits)
    names = regions.names(session, actor.county_code)
    officers = accounts.officers_by_id(session, {one.assigned_to_id for one in hits if one.assigned_to_id})
    return [
        HitLine(
            hit,
            main_words(versions[hit.id].figures),
            names.get(hit.division_code, ""),
            officers[hit.assigned_to_id].name if hit.assigned_to_id in officers else "",
        )
        for hit in hits
    ]


def hit_page(session: Session, hit: ScreeningHit, actor: Actor) -> HitPage:
    """Return one hit as its page shows it."""
    version = queries.get_version(session, hit.version_id)
    well = get_well_by_id(session, hit.well_id) if hit.well_id else None
    (line,) = hit_lines(session, [hit], actor)
    may = actor.can(Permission.SCREENING_DECIDE)
    return HitPage(
        hit=hit,
        version=version,
        rule=RULES[hit.rule],
        how=str(HOW[hit.rule]),
        place=line.place,
        assigned=line.assigned,
        well=well,
        lead=cases.get_lead_by_id(session, hit.lead_id) if hit.lead_id else None,
        problem=cases.get_problem_by_id(session, hit.problem_id, actor) if hit.problem_id else None,
        figures=figure_lines(version.figures),
        parts=part_lines(hit.rule, version.figures),
        thresholds=threshold_lines(hit.rule, version.thresholds),
        water=hit_water(session, hit, version),
        events=queries.list_events(session, hit.id),
        others=[one for one in _of_well(session, hit) if one.id != hit.id],
        may_decide=may and hit.state is HitState.OPEN,
        may_reopen=may and hit.state is HitState.DISMISSED,
        may_assign=may and hit.state in {HitState.OPEN, HitState.LEAD},
    )


def _of_well(session: Session, hit: ScreeningHit) -> list[ScreeningHit]:
    return queries.list_hits_of_well(session, hit.well_id) if hit.well_id else []


def rule_lines(session: Session, actor: Actor, today: date) -> list[RuleLine]:
    """Return every rule as it holds today, with how many of its hits wait."""
    own = queries.own_settings(session, actor.county_code, today)
    settings = queries.settings_on(session, actor.county_code, today)
    counts = queries.count_open_by_rule(session, actor)
    return [
        RuleLine(
            rule,
            own.get(rule.id),
            settings[rule.id].is_active,
            threshold_lines(rule.id, settings[rule.id].values),
            counts.get(rule.id, 0),
        )
        for rule in RULES.values()
    ]


def run_comparison(session: Session, run: ScreeningRun) -> RunComparison | None:
    """Return what a run says differently from the one before of the same day; None for the first."""
    earlier = queries.find_run_before(session, run)
    if earlier is None:
        return None
    changes = queries.compare_runs(session, earlier, run)
    lines = [
        ChangedLine(
            one.change,
            one.hit,
            main_words(one.before.figures) if one.before else "",
            main_words(one.after.figures) if one.after else "",
        )
        for one in changes.hits
    ]
    return RunComparison(changes, lines)


def run_counts(run: ScreeningRun) -> list[tuple[RuleId, int]]:
    """Return the rules that a run went by, each with how often it hit."""
    return [(rule, run.counts[rule.value]) for rule in RuleId if rule.value in run.counts]


_WIDTH, _HEIGHT, _EDGE = 640, 400, 28
_LON_PER_LAT = 0.8
"""Of the middle latitudes of North China: a degree of longitude against one of latitude."""


def route_page(session: Session, route: DayRoute) -> RoutePage:
    """Return a route as its page and its print show it."""
    leads = {one.id: one for one in queries.leads_by_id(session, [stop.lead_id for stop in route.stops])}
    wells = queries.wells_by_id(session, [stop.well_id for stop in route.stops])
    hits = queries.hits_by_lead(session, list(leads))
    officer = accounts.get_officer(session, route.officer_id)
    stops = [
        StopLine(
            stop.place,
            wells[stop.well_id],
            leads[stop.lead_id],
            list(dict.fromkeys(one.rule for one in hits.get(stop.lead_id, []))),
            stop.score,
            stop.metres,
        )
        for stop in route.stops
    ]
    return RoutePage(route, officer.name, stops, _drawn([(one.well.lon, one.well.lat) for one in stops]))


def _drawn(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return places in a drawing, north up, scaled alike both ways."""
    west, north = min(lon for lon, _ in places), max(lat for _, lat in places)
    wide = (max(lon for lon, _ in places) - west) * _LON_PER_LAT
    high = north - min(lat for _, lat in places)
    scale = min((_WIDTH - 2 * _EDGE) / (wide or 1e-6), (_HEIGHT - 2 * _EDGE) / (high or 1e-6), 1e5)
    left = (_WIDTH - wide * scale) / 2
    top = (_HEIGHT - high * scale) / 2
    return [
        (round(left + (lon - west) * _LON_PER_LAT * scale, 1), round(top + (north - lat) * scale, 1))
        for lon, lat in places
    ]
