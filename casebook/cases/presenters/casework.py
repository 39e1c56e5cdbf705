"""What the pages of problems and cases show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.accounts import queries as accounts
from casebook.cases import queries
from casebook.cases.actions.opening import DECISION_TERM
from casebook.cases.rules import MeasureStatus, get_code
from casebook.deadlines import queries as deadlines
from casebook.deadlines.presenters import term_view
from casebook.parties import presenters as parties
from casebook.parties import queries as party_queries
from casebook.regions import queries as regions
from casebook.web.wording import translated
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.cases.models import Case, Measure, MeasureVerification, Problem
    from casebook.deadlines.models import TermExtension
    from casebook.deadlines.presenters import TermView
    from casebook.wells.models import Well


@dataclass(frozen=True)
class ProblemLine:
    """One line of the problem list."""

    problem: Problem
    title: str
    well: Well
    township: str
    officer: str
    term: TermView | None
    case: Case | None


@dataclass(frozen=True)
class MeasureLine:
    """One measure with its clock, its verifications and what is asked for."""

    measure: Measure
    well: Well
    term: TermView
    verifications: list[MeasureVerification]
    waiting_extension: TermExtension | None
    is_open: bool


def problem_lines(session: Session, problems: Sequence[Problem], *, today: date) -> list[ProblemLine]:
    """Return lines for a list of problems; a fixed number of queries whatever its length."""
    by_well = wells.list_wells(session, {one.well_id for one in problems})
    officers = accounts.officers_by_id(session, [one.responsible_officer_id for one in problems])
    cases = queries.cases_of_problems(session, [one.id for one in problems])
    terms = _terms_by_subject(session, [one.id for one in problems], today=today)
    names = regions.names(session, problems[0].county_code) if problems else {}
    return [
        ProblemLine(
            problem=one,
            title=translated(get_code(one.code).title),
            well=by_well[one.well_id],
            township=names.get(one.division_code, one.division_code),
            officer=officers[one.responsible_officer_id].name,
            term=terms.get(one.id),
            case=cases.get(one.id),
        )
        for one in problems
    ]


def _terms_by_subject(
    session: Session, subject_ids: Sequence[UUID], *, today: date, rule: str = ""
) -> dict[UUID, TermView]:
    """Return the newest clock of each subject, of one rule or of any."""
    found = deadlines.list_terms(session, subject_ids) if subject_ids else []
    shown = [one for one in found if one.cancelled_at is None and rule in {"", one.rule}]
    return {term.subject_id: term_view(term, today=today) for term in shown}


def measure_lines(session: Session, measures: Sequence[Measure], *, today: date) -> list[MeasureLine]:
    """Return lines for the measures of a case."""
    by_well = wells.list_wells(session, {one.well_id for one in measures})
    calendar = deadlines.get_calendar(session)
    terms = {term.id: term for term in deadlines.list_terms(session, [one.id for one in measures])}
    waiting = deadlines.list_waiting_extensions(session, [one.term_id for one in measures])
    found = queries.list_verifications(session, [one.id for one in measures])
    return [
        MeasureLine(
            measure=one,
            well=by_well[one.well_id],
            term=term_view(terms[one.term_id], today=today, calendar=calendar),
            verifications=[seen for seen in found if seen.measure_id == one.id],
            waiting_extension=waiting.get(one.term_id),
            is_open=one.status is MeasureStatus.ORDERED,
        )
        for one in measures
    ]


@dataclass(frozen=True)
class CaseLine:
    """One line of the list of cases."""

    case: Case
    party: str
    agency: str
    term: TermView | None


def case_lines(session: Session, cases: Sequence[Case], *, today: date) -> list[CaseLine]:
    """Return lines for a list of cases; a fixed number of queries whatever its length."""
    named = party_queries.list_parties(session, {one.party_id for one in cases})
    terms = _terms_by_subject(session, [one.id for one in cases], today=today, rule=DECISION_TERM)
    return [
        CaseLine(
            case=one,
            party=parties.masked(named[one.party_id]).name,
            agency=one.acts_in_name_of,
            term=terms.get(one.id),
        )
        for one in cases
    ]
