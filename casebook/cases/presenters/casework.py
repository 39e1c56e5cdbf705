"""What the pages of problems and cases show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import queries
from casebook.cases.rules import MeasureStatus, ProblemStatus, get_code
from casebook.cases.rules.next_step import ARTICLES, Ahead, NextStep, ahead
from casebook.deadlines import queries as deadlines
from casebook.deadlines.presenters import term_view
from casebook.parties import presenters as parties
from casebook.parties import queries as party_queries
from casebook.regions import queries as regions
from casebook.web.labels import label
from casebook.web.wording import translated
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
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


MAY_TAKE = {
    NextStep.ORDER_MEASURE: Permission.MEASURE_ORDER,
    NextStep.VERIFY_MEASURE: Permission.MEASURE_VERIFY,
    NextStep.DECIDE: Permission.DECISION_RECORD,
    NextStep.CLOSE: Permission.CASE_CLOSE,
}
"""Who is led to a step; others only read what comes next."""


@dataclass(frozen=True)
class Step:
    """The next lawful step as the page shows it."""

    title: str
    article: str
    url: str | None
    body: str


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


def _terms_by_subject(session: Session, subject_ids: Sequence[UUID], *, today: date) -> dict[UUID, TermView]:
    found = deadlines.list_terms(session, subject_ids) if subject_ids else []
    return {term.subject_id: term_view(term, today=today) for term in found if term.cancelled_at is None}


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
    terms = _terms_by_subject(session, [one.id for one in cases], today=today)
    return [
        CaseLine(
            case=one,
            party=parties.masked(named[one.party_id]).name,
            agency=one.acts_in_name_of,
            term=terms.get(one.id),
        )
        for one in cases
    ]


@dataclass(frozen=True)
class CasePage:
    """Everything that a case's page shows."""

    case: Case
    party: parties.PartyView
    officers: dict[UUID, Officer]
    problems: list[ProblemLine]
    measures: list[MeasureLine]
    decision_term: TermView | None
    step: Step


def case_page(session: Session, case: Case, actor: Actor, *, today: date) -> CasePage:
    """Return a case's page."""
    problems = queries.list_problems_of_case(session, case.id)
    measures = queries.list_measures(session, case.id)
    decisions = queries.list_decisions(session, case.id)
    lines = measure_lines(session, measures, today=today)
    terms = deadlines.list_terms(session, [case.id])
    calendar = deadlines.get_calendar(session)
    coming = ahead(
        status=case.status,
        wells=[one.well_id for one in problems],
        measured_wells=[one.well_id for one in measures],
        measures=[one.status for one in measures],
        is_penal=any(get_code(one.code).is_penal for one in problems),
        has_decision=bool(decisions),
    )
    return CasePage(
        case=case,
        party=parties.masked(party_queries.get_party(session, case.party_id)),
        officers=accounts.officers_by_id(session, [case.investigator_id, case.second_investigator_id]),
        problems=problem_lines(session, problems, today=today),
        measures=lines,
        decision_term=term_view(terms[0], today=today, calendar=calendar) if terms else None,
        step=_step(case, coming, lines, actor),
    )


def _step(case: Case, coming: Ahead, measures: Sequence[MeasureLine], actor: Actor) -> Step:
    waiting = next((line for line in measures if line.is_open), None)
    urls = {
        NextStep.ORDER_MEASURE: url_for("cases.order_measure", number=case.number),
        NextStep.DECIDE: url_for("cases.decide", number=case.number),
        NextStep.CLOSE: url_for("cases.close", number=case.number),
    }
    if waiting is not None:
        urls[NextStep.VERIFY_MEASURE] = url_for("cases.verify_measure", measure_id=waiting.measure.id)
    bodies = {
        NextStep.ORDER_MEASURE: _("还有 %(n)s 眼井没有责令改正。", n=coming.waiting),
        NextStep.VERIFY_MEASURE: _("还有 %(n)s 项措施等待复查核实。", n=coming.waiting),
        NextStep.DECIDE: _("处罚、不予处罚或按免罚清单不予立案，由负责人记录。"),
        NextStep.CLOSE: _("措施已履行，决定已作出，可以结案。"),
        NextStep.NOTHING: _("本案已经结案。"),
    }
    return Step(
        title=label(coming.step),
        article=ARTICLES[coming.step],
        url=urls.get(coming.step) if actor.can(MAY_TAKE.get(coming.step, "")) else None,
        body=str(bodies[coming.step]),
    )


def open_actions(problem: Problem, actor: Actor) -> list[dict[str, str]]:
    """Return what may be done with a problem now, by its status; the first is the main one."""
    number = problem.number
    choices = {
        ProblemStatus.LISTED: ["open", "rectified"],
        ProblemStatus.RECTIFYING: ["rectified", "open"],
        ProblemStatus.RECTIFIED: ["verify"],
        ProblemStatus.VERIFIED: ["strike_off"],
    }.get(problem.status, [])
    known = {
        "open": ("case:open", _("立案"), url_for("cases.open_case", problem=number)),
        "rectified": ("problem:edit", _("报告整改完成"), url_for("cases.rectified", number=number)),
        "verify": ("measure:verify", _("记录复查结果"), url_for("cases.verify_problem", number=number)),
        "strike_off": ("problem:strike_off", _("销号"), url_for("cases.strike_off", number=number)),
    }
    return [
        {"label": str(known[one][1]), "url": known[one][2]} for one in choices if actor.can(known[one][0])
    ]


def articles_of(problems: Sequence[Problem]) -> str:
    """Return the articles that problems are about, each once, as a decision names them."""
    return "；".join(dict.fromkeys(get_code(one.code).articles for one in problems))
