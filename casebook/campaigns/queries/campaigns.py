"""Reading campaigns, their teams, and what was done in their scope and period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.campaigns.models import Campaign, CampaignEvent, CampaignMember, TownshipTask
from casebook.campaigns.rules import CampaignState, Progress, Scope
from casebook.cases.models import Case, CaseProblem, Problem
from casebook.cases.rules import CaseStatus, ProblemStatus
from casebook.cases.rules.tasks import TASK_TRANSITIONS
from casebook.db.paging import page
from casebook.inspections.models import Inspection, InspectionOfficer
from casebook.inspections.rules import InspectionState
from casebook.kernel.clock import end_of_day
from casebook.kernel.errors import NotFound
from casebook.ledger.queries import TOWNSHIP_DIGITS
from casebook.regions.rules import Aquifer
from casebook.wells.models import Well
from casebook.wells.rules import WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page

_DAY = timedelta(days=1)
_NOT_FILED = (CaseStatus.FILING, CaseStatus.NOT_FILED)
OPEN_TASKS = tuple(state for state, after in TASK_TRANSITIONS.items() if after)


@dataclass
class CampaignProgress:
    """What was done in a campaign, by township code and by team."""

    townships: dict[str, Progress] = field(default_factory=dict)
    teams: dict[str, Progress] = field(default_factory=dict)

    @property
    def whole(self) -> Progress:
        """The sum over the townships: a well lies in one of them."""
        found = list(self.townships.values())
        names = Progress.__dataclass_fields__
        return Progress(**{name: sum(getattr(one, name) for one in found) for name in names})

    def add(self, code: str, **figures: int) -> None:
        """Add figures to a township."""
        _add(self.townships, code[:TOWNSHIP_DIGITS], figures)

    def add_team(self, team: str, **figures: int) -> None:
        """Add figures to a team."""
        _add(self.teams, team, figures)


def _add(known: dict[str, Progress], key: str, figures: dict[str, int]) -> None:
    present = known.get(key, Progress())
    known[key] = replace(present, **{name: getattr(present, name) + n for name, n in figures.items()})


def get_campaign(session: Session, number: str, actor: Actor) -> Campaign:
    """Return a campaign that the actor's jurisdiction has a part in, or raise NotFound."""
    found = session.scalar(select(Campaign).where(Campaign.number == number))
    if found is None or not _concerns(found, actor):
        raise NotFound("campaign", number)
    return found


def page_campaigns(
    session: Session, actor: Actor, state: CampaignState | None = None, cursor: str | None = None
) -> Page[Campaign]:
    """Return a page of the campaigns of the actor's jurisdiction or of what it lies in, the latest first."""
    query = select(Campaign).where(Campaign.county_code == actor.county_code, *_visible(actor))
    if state is not None:
        query = query.where(Campaign.state == state)
    return page(
        session,
        query,
        columns=[Campaign.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def _concerns(campaign: Campaign, actor: Actor) -> bool:
    if campaign.division_code == actor.county_code:
        return campaign.county_code == actor.county_code
    return actor.reaches(campaign.division_code)


def _visible(actor: Actor) -> list[ColumnElement[bool]]:
    return [
        Campaign.division_code.startswith(actor.jurisdiction) | (Campaign.division_code == actor.county_code)
    ]


def list_running(session: Session, actor: Actor) -> list[Campaign]:
    """Return the campaigns that run in the actor's jurisdiction or in what it lies in, by number."""
    query = select(Campaign).where(
        Campaign.county_code == actor.county_code,
        Campaign.state == CampaignState.RUNNING,
        *_visible(actor),
    )
    return list(session.scalars(query.order_by(Campaign.number)))


def campaign_numbers(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the numbers of campaigns by id."""
    query = select(Campaign.id, Campaign.number).where(Campaign.id.in_(ids))
    return dict(session.execute(query).all()) if ids else {}


def list_members(session: Session, campaign_id: UUID) -> list[CampaignMember]:
    """Return the officers of a campaign by team, leaders first."""
    query = select(CampaignMember).where(CampaignMember.campaign_id == campaign_id)
    order = (CampaignMember.team, CampaignMember.is_leader.desc(), CampaignMember.rowid)
    return list(session.scalars(query.order_by(*order)))


def list_campaign_events(session: Session, campaign_id: UUID) -> list[CampaignEvent]:
    """Return the course of a campaign."""
    query = select(CampaignEvent).where(CampaignEvent.campaign_id == campaign_id)
    return list(session.scalars(query.order_by(CampaignEvent.sequence)))


def count_open_tasks(session: Session, campaign_id: UUID) -> int:
    """Count the tasks of a campaign that are neither accepted nor withdrawn."""
    query = select(func.count(TownshipTask.rowid)).where(
        TownshipTask.campaign_id == campaign_id, TownshipTask.state.in_(OPEN_TASKS)
    )
    return session.scalar(query) or 0


def scope_of(campaign: Campaign) -> Scope:
    """Return what a campaign reaches."""
    return Scope(
        campaign.starts_on,
        campaign.ends_on,
        tuple(campaign.townships),
        tuple(WellUse(one) for one in campaign.uses),
        tuple(Aquifer(one) for one in campaign.aquifers),
    )


def progress_of(session: Session, campaign: Campaign, division: str) -> CampaignProgress:
    """Return what was done in the scope and period of a campaign within a division; six statements."""
    scope, found = scope_of(campaign), CampaignProgress()
    inside = _wells(campaign, scope, division)
    for code, count in session.execute(_by_division(inside)):
        found.add(code, wells=count)
    visit = (*inside, *_visits(scope))
    _add_checks(session, found, campaign, visit)
    _add_problems(session, found, campaign, inside, scope)
    return found


def _wells(campaign: Campaign, scope: Scope, division: str) -> tuple[ColumnElement[bool], ...]:
    conditions = [
        Well.county_code == campaign.county_code,
        Well.division_code.startswith(max(campaign.division_code, division, key=len)),
        Well.status != WellStatus.PROPOSED,
    ]
    if scope.townships:
        conditions.append(Well.division_code.in_(scope.townships))
    if scope.uses:
        conditions.append(Well.use.in_(scope.uses))
    if scope.aquifers:
        conditions.append(Well.aquifer.in_(scope.aquifers))
    return tuple(conditions)


def _by_division(inside: Iterable[ColumnElement[bool]]) -> Select[str, int]:
    return select(Well.division_code, func.count(Well.rowid)).where(*inside).group_by(Well.division_code)


def _visits(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    visited_at = func.coalesce(Inspection.arrival_at, Inspection.started_at)
    return (
        Inspection.state == InspectionState.SUBMITTED,
        visited_at >= end_of_day(scope.starts_on - _DAY),
        visited_at < end_of_day(scope.ends_on),
    )


def _add_checks(
    session: Session, found: CampaignProgress, campaign: Campaign, visit: tuple[ColumnElement[bool], ...]
) -> None:
    counts = (func.count(Inspection.well_id.distinct()), func.count(Inspection.id.distinct()))
    by_place = (
        select(Well.division_code, *counts)
        .join(Inspection, Inspection.well_id == Well.id)
        .where(*visit)
        .group_by(Well.division_code)
    )
    for code, wells, checks in session.execute(by_place):
        found.add(code, checked=wells, checks=checks)
    by_team = (
        select(CampaignMember.team, *counts)
        .join(InspectionOfficer, InspectionOfficer.officer_id == CampaignMember.officer_id)
        .join(Inspection, Inspection.id == InspectionOfficer.inspection_id)
        .join(Well, Well.id == Inspection.well_id)
        .where(CampaignMember.campaign_id == campaign.id, *visit)
        .group_by(CampaignMember.team)
    )
    for team, wells, checks in session.execute(by_team):
        found.add_team(team, checked=wells, checks=checks)


def _add_problems(
    session: Session,
    found: CampaignProgress,
    campaign: Campaign,
    inside: tuple[ColumnElement[bool], ...],
    scope: Scope,
) -> None:
    here = (*inside, Problem.found_on.between(scope.starts_on, scope.ends_on))
    problems = (
        select(Well.division_code, Problem.status, func.count(Problem.rowid))
        .join(Problem, Problem.well_id == Well.id)
        .where(*here)
        .group_by(Well.division_code, Problem.status)
    )
    for code, status, count in session.execute(problems):
        found.add(code, found=count, struck_off=count * (status is ProblemStatus.STRUCK_OFF))
    filed = (
        select(Well.division_code, func.count(Case.id.distinct()))
        .join(Problem, Problem.well_id == Well.id)
        .join(CaseProblem, CaseProblem.problem_id == Problem.id)
        .join(Case, Case.id == CaseProblem.case_id)
        .where(*here, Case.status.not_in(_NOT_FILED))
        .group_by(Well.division_code)
    )
    for code, count in session.execute(filed):
        found.add(code, cases=count)
    _add_team_problems(session, found, campaign, here)


def _add_team_problems(
    session: Session, found: CampaignProgress, campaign: Campaign, here: tuple[ColumnElement[bool], ...]
) -> None:
    query = (
        select(CampaignMember.team, Problem.status, func.count(Problem.id.distinct()))
        .join(InspectionOfficer, InspectionOfficer.officer_id == CampaignMember.officer_id)
        .join(Problem, Problem.inspection_id == InspectionOfficer.inspection_id)
        .join(Well, Well.id == Problem.well_id)
        .where(CampaignMember.campaign_id == campaign.id, *here)
        .group_by(CampaignMember.team, Problem.status)
    )
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for team, status, count in session.execute(query):
        totals[team][0] += count
        totals[team][1] += count * (status is ProblemStatus.STRUCK_OFF)
    for team, (count, struck) in totals.items():
        found.add_team(team, found=count, struck_off=struck)
