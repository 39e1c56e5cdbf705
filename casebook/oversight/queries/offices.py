"""What each department has planned, reported and booked in a year, and the problems that are its to mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.accounts import queries as accounts
from casebook.accounts.models import Officer
from casebook.cases.models import Problem
from casebook.cases.rules import ProblemStatus
from casebook.closures.models import Closure, ClosurePlan
from casebook.closures.rules import CLAIMED, ClosureStatus, PlanStatus
from casebook.kernel.errors import NotFound
from casebook.ledger.queries import Totals

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency


@dataclass
class OfficeFigures:
    """A department's year: wells and m³ of what its officers reported closed, problems it answers for."""

    agency: Agency
    planned: int = 0
    """Wells of the programme that name it as who does the works."""
    booked: Totals = field(default_factory=Totals)
    claimed: Totals = field(default_factory=Totals)
    problems: int = 0
    """Found in the year."""
    struck_off: int = 0

    @property
    def difference(self) -> int:
        """Wells planned and not booked yet; never below zero."""
        return max(self.planned - self.booked.count, 0)

    @property
    def has_any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.planned or self.booked.count or self.claimed.count or self.problems)


def office_figures(session: Session, actor: Actor, year: int) -> list[OfficeFigures]:
    """Return the departments that have anything in a year, within the actor's jurisdiction; four queries.

    Booked is what stands: a closing that was taken back counts for nobody, and what was entered from old
    ledgers was nobody's work here.
    """
    return [one for one in _figures(session, actor, year).values() if one.has_any]


def get_office_figures(session: Session, actor: Actor, agency_id: UUID, year: int) -> OfficeFigures:
    """Return one department's figures; NotFound for one that has nothing in the part that the actor sees."""
    found = _figures(session, actor, year).get(agency_id)
    if found is None or not (found.has_any or actor.reaches(actor.county_code)):
        raise NotFound("agency", agency_id)
    return found


def _figures(session: Session, actor: Actor, year: int) -> dict[UUID, OfficeFigures]:
    found = {one.id: OfficeFigures(one) for one in accounts.list_agencies(session, actor.county_code)}
    _count_plans(session, actor, year, found)
    _count_closures(session, actor, year, found)
    _count_problems(session, actor, year, found)
    return found


def list_closures_of_office(session: Session, actor: Actor, agency_id: UUID, year: int) -> list[Closure]:
    """Return the closings of a year that a department's officers reported, by number."""
    query = (
        select(Closure)
        .join(Officer, Officer.id == Closure.reported_by_id)
        .where(
            *_in_year(actor, year),
            Officer.agency_id == agency_id,
            Closure.status.in_((*CLAIMED, ClosureStatus.CONFIRMED)),
        )
    )
    return list(session.scalars(query.order_by(Closure.number)))


def list_problems_of_office(session: Session, actor: Actor, agency_id: UUID, year: int) -> list[Problem]:
    """Return the problems found in a year that a department's officers answer for, by number."""
    query = (
        select(Problem)
        .join(Officer, Officer.id == Problem.responsible_officer_id)
        .where(
            Problem.county_code == actor.county_code,
            Problem.division_code.startswith(actor.jurisdiction, autoescape=True),
            Problem.found_on.between(date(year, 1, 1), date(year, 12, 31)),
            Officer.agency_id == agency_id,
        )
    )
    return list(session.scalars(query.order_by(Problem.number)))


def _in_year(actor: Actor, year: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Closure.county_code == actor.county_code,
        Closure.division_code.startswith(actor.jurisdiction, autoescape=True),
        Closure.closed_on.between(date(year, 1, 1), date(year, 12, 31)),
    )


def _count_plans(session: Session, actor: Actor, year: int, found: dict[UUID, OfficeFigures]) -> None:
    query = select(ClosurePlan.executor, func.count(ClosurePlan.rowid)).where(
        ClosurePlan.county_code == actor.county_code,
        ClosurePlan.division_code.startswith(actor.jurisdiction, autoescape=True),
        ClosurePlan.year == year,
        ClosurePlan.status != PlanStatus.DROPPED,
    )
    by_name = {one.agency.name: one for one in found.values()}
    for executor, number in session.execute(query.group_by(ClosurePlan.executor)):
        if executor in by_name:
            by_name[executor].planned = number


def _count_closures(session: Session, actor: Actor, year: int, found: dict[UUID, OfficeFigures]) -> None:
    query = (
        select(
            Officer.agency_id,
            Closure.status,
            func.count(Closure.rowid),
            func.sum(Closure.full_year_m3),
            func.sum(Closure.this_year_m3),
        )
        .join(Officer, Officer.id == Closure.reported_by_id)
        .where(*_in_year(actor, year), Closure.status.in_((*CLAIMED, ClosureStatus.CONFIRMED)))
        .group_by(Officer.agency_id, Closure.status)
    )
    for agency_id, status, count, full, this in session.execute(query):
        one, zero = found[agency_id], Decimal("0.000")
        totals = Totals(count, full or zero, this or zero)
        if status is ClosureStatus.CONFIRMED:
            one.booked = totals
        else:
            before = one.claimed
            one.claimed = Totals(
                before.count + totals.count,
                before.full_year_m3 + totals.full_year_m3,
                before.this_year_m3 + totals.this_year_m3,
            )


def _count_problems(session: Session, actor: Actor, year: int, found: dict[UUID, OfficeFigures]) -> None:
    query = (
        select(Officer.agency_id, Problem.status, func.count(Problem.rowid))
        .join(Officer, Officer.id == Problem.responsible_officer_id)
        .where(
            Problem.county_code == actor.county_code,
            Problem.division_code.startswith(actor.jurisdiction, autoescape=True),
            Problem.found_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(Officer.agency_id, Problem.status)
    )
    for agency_id, status, number in session.execute(query):
        found[agency_id].problems += number
        found[agency_id].struck_off += number if status is ProblemStatus.STRUCK_OFF else 0
