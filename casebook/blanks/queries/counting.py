"""Counts and sums by township between two days, one or two statements each."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, and_, case, func, or_, select, type_coerce

from casebook.blanks.rules.binding import HUNDRED
from casebook.blanks.rules.catalogue import FigureId
from casebook.cases.acts.performing import Debt
from casebook.cases.models import Case, Decision, Payment, PaymentKind, Problem, ProblemEvent
from casebook.cases.rules import ProblemStatus
from casebook.kernel import clock
from casebook.kernel.volumes import cubic_metres
from casebook.ledger.queries import TOWNSHIP_DIGITS
from casebook.quotas.rules import Grade
from casebook.regions.rules import Aquifer
from casebook.volumes.models import TownshipMonth
from casebook.wells.models import Well
from casebook.wells.rules import CLOSED, WellStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.blanks.rules.catalogue import Window

    Counts = Mapping[FigureId, Mapping[str, Decimal]]

_F = FigureId
_GRADES = {
    Grade.A: _F.VOLUME_METERED,
    Grade.B: _F.VOLUME_BY_POWER,
    Grade.C: _F.VOLUME_ESTIMATED,
    Grade.D: _F.VOLUME_ESTIMATED,
}


def register_now(session: Session, county_code: str) -> Counts:
    """Count the wells of the register as it stands; planned ones are none yet."""
    query = (
        select(Well.division_code, Well.status, Well.aquifer, func.count())
        .where(Well.county_code == county_code, Well.status != WellStatus.PROPOSED)
        .group_by(Well.division_code, Well.status, Well.aquifer)
    )
    figures = (
        _F.WELLS_ALL, _F.WELLS_IN_USE, _F.WELLS_CLOSED_ALL, _F.WELLS_SHALLOW_IN_USE, _F.WELLS_DEEP_IN_USE
    )  # fmt: skip
    found: dict[FigureId, dict[str, Decimal]] = {figure: defaultdict(Decimal) for figure in figures}
    for division_code, status, aquifer, count in session.execute(query):
        code = division_code[:TOWNSHIP_DIGITS]
        found[_F.WELLS_ALL][code] += count
        found[_F.WELLS_CLOSED_ALL][code] += count if status in CLOSED else 0
        if status == WellStatus.IN_USE:
            found[_F.WELLS_IN_USE][code] += count
            found[_F.WELLS_SHALLOW_IN_USE][code] += count if aquifer == Aquifer.SHALLOW else 0
            found[_F.WELLS_DEEP_IN_USE][code] += count if aquifer == Aquifer.DEEP_CONFINED else 0
    return found


def problems_between(session: Session, county_code: str, days: Window) -> Counts:
    """Count problems found, and those struck off that still are, between two days."""
    found = (
        select(Problem.division_code, func.count())
        .where(Problem.county_code == county_code, Problem.found_on.between(*days))
        .group_by(Problem.division_code)
    )
    struck = (
        select(Problem.division_code, func.count(func.distinct(Problem.id)))
        .join(ProblemEvent, ProblemEvent.problem_id == Problem.id)
        .where(
            Problem.county_code == county_code,
            Problem.status == ProblemStatus.STRUCK_OFF,
            ProblemEvent.to_status == ProblemStatus.STRUCK_OFF,
            ProblemEvent.at >= clock.end_of_day(days.first - timedelta(days=1)),
            ProblemEvent.at < clock.end_of_day(days.last),
        )
        .group_by(Problem.division_code)
    )
    return {
        _F.PROBLEMS_FOUND: _by_township(session, found),
        _F.PROBLEMS_STRUCK_OFF: _by_township(session, struck),
    }


def cases_between(session: Session, county_code: str, days: Window) -> Counts:
    """Count cases opened and closed, and sum fines decided and received (yuan), between two days."""
    found: dict[FigureId, Mapping[str, Decimal]] = {}
    for figure, day in ((_F.CASES_OPENED, Case.opened_on), (_F.CASES_CLOSED, Case.closed_on)):
        query = (
            select(Case.division_code, func.count())
            .where(Case.county_code == county_code, day.between(*days))
            .group_by(Case.division_code)
        )
        found[figure] = _by_township(session, query)
    decided = (
        select(Case.division_code, func.sum(Decision.fine_fen))
        .join(Decision, Decision.case_id == Case.id)
        .where(
            Case.county_code == county_code,
            Decision.decided_on.between(*days),
            Decision.fine_fen.is_not(None),
        )
        .group_by(Case.division_code)
    )
    net = case((Payment.kind == PaymentKind.RECEIVED, Payment.fen), else_=-Payment.fen)
    paid = (
        select(Payment.division_code, func.sum(net))
        .where(Payment.county_code == county_code, Payment.debt == Debt.FINE, Payment.paid_on.between(*days))
        .group_by(Payment.division_code)
    )
    for figure, money in ((_F.FINES_DECIDED, decided), (_F.FINES_PAID, paid)):
        fen = _by_township(session, money)
        found[figure] = {code: amount / HUNDRED for code, amount in fen.items()}
    return found


def volumes_between(session: Session, county_code: str, days: Window) -> Counts:
    """Sum the volumes of whole months by how they were found, from the roll-up (m³)."""
    row = TownshipMonth
    first, last = days
    query = (
        select(
            row.division_code,
            row.grade,
            func.sum(type_coerce(row.volume_m3, BigInteger)),
            func.sum(row.wells),
        )
        .where(
            row.county_code == county_code,
            or_(row.year > first.year, and_(row.year == first.year, row.month >= first.month)),
            or_(row.year < last.year, and_(row.year == last.year, row.month <= last.month)),
        )
        .group_by(row.division_code, row.grade)
    )
    figures = {_F.VOLUME_TAKEN, *_GRADES.values()}
    found: dict[FigureId, dict[str, Decimal]] = {figure: {} for figure in figures}
    for division_code, grade, volume_l, wells in session.execute(query):
        if not wells:
            continue
        code, volume = division_code[:TOWNSHIP_DIGITS], cubic_metres(int(volume_l))
        for figure in (_F.VOLUME_TAKEN, _GRADES[grade]):
            found[figure][code] = found[figure].get(code, Decimal(0)) + volume
    return found


def _by_township(session: Session, query: Select[str, Any]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for division_code, amount in session.execute(query):
        found[division_code[:TOWNSHIP_DIGITS]] += int(amount)
    return found
