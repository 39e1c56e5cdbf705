"""All that is on file about one party (诚信档案, 地下水管理条例 53), as far as the reader reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import or_, select

from casebook.cases.models import Case, CaseParty, CaseProblem, Decision, Measure, Problem
from casebook.cases.queries.file import entries_of
from casebook.cases.rules.books import books
from casebook.cases.rules.performing import Line, lines
from casebook.deadlines.queries import list_terms
from casebook.inspections.models import Inspection
from casebook.inspections.rules import InspectionState
from casebook.kernel.errors import NotFound
from casebook.parties.models import Party
from casebook.publications.models import CreditRepair, Publication
from casebook.wells.models import Well, WellParty
from casebook.wells.rules import PartyRole

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor

_Row = TypeVar("_Row", Publication, Decision, Measure)
_Told = TypeVar("_Told", Publication, Decision)
PAY_RULE = "D-10"
MOST = 200
"""Rows of one kind; the newest first."""


@dataclass(frozen=True)
class Record:
    """What is on file about a party, the newest first of each kind."""

    party: Party
    wells: tuple[Well, ...]
    """Those it uses now."""
    inspections: tuple[Inspection, ...]
    """Submitted visits to these wells, whoever used them then."""
    problems: tuple[Problem, ...]
    """Of its cases, and those at its wells that name it as who puts them right."""
    cases: tuple[Case, ...]
    decisions: tuple[Decision, ...]
    measures: tuple[Measure, ...]
    money: dict[UUID, tuple[Line, ...]]
    """By case: what the party owes by its decision, and paid."""
    publications: tuple[Publication, ...]
    repairs: tuple[CreditRepair, ...]


def get_record(session: Session, party_id: UUID, actor: Actor, on: date) -> Record:
    """Return the record of a party that has a well or a case within reach, or raise NotFound.

    A fixed number of statements.
    """
    party = session.scalar(select(Party).where(Party.id == party_id, Party.county_code == actor.county_code))
    if party is None:
        raise NotFound("party", party_id)
    wells = _wells(session, party, actor)
    cases = _cases(session, party, actor)
    if not wells and not cases and not actor.reaches(party.county_code):
        raise NotFound("party", party_id)
    case_ids = [one.id for one in cases]
    publications = _of_party(_of_cases(session, Publication, case_ids), party)
    return Record(
        party=party,
        wells=wells,
        inspections=_inspections(session, [one.id for one in wells], actor),
        problems=_problems(session, party, [one.id for one in wells], case_ids, actor),
        cases=cases,
        decisions=_of_party(_of_cases(session, Decision, case_ids), party),
        measures=_of_cases(session, Measure, case_ids),
        money=_money(session, party, cases, on),
        publications=publications,
        repairs=_repairs(session, [one.id for one in publications]),
    )


def _wells(session: Session, party: Party, actor: Actor) -> tuple[Well, ...]:
    query = (
        select(Well)
        .join(WellParty, WellParty.well_id == Well.id)
        .where(WellParty.party_id == party.id, WellParty.role == PartyRole.USER)
        .where(Well.division_code.startswith(actor.jurisdiction))
        .order_by(Well.code)
        .limit(MOST)
    )
    return tuple(session.scalars(query).unique())


def _cases(session: Session, party: Party, actor: Actor) -> tuple[Case, ...]:
    joined = select(CaseParty.case_id).where(CaseParty.party_id == party.id)
    query = select(Case).where(
        or_(Case.party_id == party.id, Case.id.in_(joined)),
        Case.division_code.startswith(actor.jurisdiction),
    )
    return tuple(session.scalars(query.order_by(Case.number.desc()).limit(MOST)))


def _inspections(session: Session, well_ids: Sequence[UUID], actor: Actor) -> tuple[Inspection, ...]:
    query = select(Inspection).where(
        Inspection.well_id.in_(well_ids),
        Inspection.state == InspectionState.SUBMITTED,
        Inspection.division_code.startswith(actor.jurisdiction),
    )
    query = query.order_by(Inspection.started_at.desc(), Inspection.rowid.desc())
    return tuple(session.scalars(query.limit(MOST)).unique())


def _problems(
    session: Session, party: Party, well_ids: Sequence[UUID], case_ids: Sequence[UUID], actor: Actor
) -> tuple[Problem, ...]:
    of_cases = select(CaseProblem.problem_id).where(CaseProblem.case_id.in_(case_ids))
    own = Problem.well_id.in_(well_ids) & (Problem.rectifier == party.name)
    query = select(Problem).where(
        or_(Problem.id.in_(of_cases), own), Problem.division_code.startswith(actor.jurisdiction)
    )
    return tuple(session.scalars(query.order_by(Problem.number.desc()).limit(MOST)))


def _of_cases(session: Session, table: type[_Row], case_ids: Collection[UUID]) -> tuple[_Row, ...]:
    query = select(table).where(table.case_id.in_(case_ids))
    return tuple(session.scalars(query.order_by(table.rowid.desc()).limit(MOST)).unique())


def _of_party(rows: tuple[_Told, ...], party: Party) -> tuple[_Told, ...]:
    """Return what is about the party, or about all of its case."""
    return tuple(one for one in rows if one.party_id in {None, party.id})


def _repairs(session: Session, publication_ids: Sequence[UUID]) -> tuple[CreditRepair, ...]:
    query = select(CreditRepair).where(CreditRepair.publication_id.in_(publication_ids))
    return tuple(session.scalars(query.order_by(CreditRepair.rowid.desc()).limit(MOST)))


def _money(session: Session, party: Party, cases: Sequence[Case], on: date) -> dict[UUID, tuple[Line, ...]]:
    entries = entries_of(session, [one.id for one in cases])
    pay_by = _pay_by(session, party, cases)
    found: dict[UUID, tuple[Line, ...]] = {}
    for case in cases:
        due = pay_by.get(case.id)
        accounts = books(
            entries.get(case.id, ()),
            parties=list(dict.fromkeys([case.party_id, party.id])),
            pay_by={party.id: due} if due else {},
            on=on,
        )
        found[case.id] = tuple(
            line for account in accounts if account.party == party.id for line in lines(account, on)
        )
    return found


def _pay_by(session: Session, party: Party, cases: Sequence[Case]) -> dict[UUID, date]:
    """Return the last day to pay by case: of the party's own clock where it has one, else of the case's."""
    query = select(CaseParty.id, CaseParty.case_id).where(
        CaseParty.party_id == party.id, CaseParty.case_id.in_([one.id for one in cases])
    )
    seats = dict(session.execute(query).all())
    terms = [one for one in list_terms(session, [*(one.id for one in cases), *seats]) if one.rule == PAY_RULE]
    whole = {one.subject_id: one.due_on for one in terms if one.subject_id not in seats}
    own = {seats[one.subject_id]: one.due_on for one in terms if one.subject_id in seats}
    return whole | own
