"""A compliance record as its page and its paper show it; masked for who may not see personal data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.cases.rules import MeasureStatus, get_code
from casebook.kernel.clock import local_day
from casebook.parties.presenters import PartyView, masked, plain
from casebook.parties.rules import masked_mention

if TYPE_CHECKING:
    from datetime import date

    from casebook.access import Actor
    from casebook.cases.models import Case, Problem
    from casebook.inspections.models import Inspection
    from casebook.publications.models import CreditRepair, Publication
    from casebook.publications.queries import Record


@dataclass(frozen=True)
class ProblemLine:
    """One problem with its title."""

    row: Problem
    title: str


@dataclass(frozen=True)
class InspectionLine:
    """One visit with the well and what was found."""

    row: Inspection
    on: date
    codes: tuple[str, ...]


@dataclass(frozen=True)
class CaseLine:
    """One case with its decision, what is owed and paid (fen), and the measures that are still open."""

    row: Case
    decision_no: str
    decided_on: date | None
    decision: object | None
    owed_fen: int
    paid_fen: int
    left_fen: int
    open_measures: int
    measures: int


@dataclass(frozen=True)
class RepairOf:
    """One application for repair as the record lists it."""

    row: CreditRepair
    number: str


@dataclass(frozen=True)
class RecordPage:
    """A whole compliance record."""

    party: PartyView
    party_id: str
    legal_rep: str
    wells: tuple[str, ...]
    inspections: tuple[InspectionLine, ...]
    problems: tuple[ProblemLine, ...]
    cases: tuple[CaseLine, ...]
    publications: tuple[Publication, ...]
    repairs: tuple[RepairOf, ...]
    on: date
    may_open: bool
    """Whether the reader may ask for what is hidden."""
    is_open: bool

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind, for the head of the page."""
        return {
            "inspections": len(self.inspections),
            "problems": len(self.problems),
            "open_problems": sum(one.row.struck_off_on is None for one in self.problems),
            "cases": len(self.cases),
        }


def record_page(record: Record, actor: Actor, today: date, *, is_open: bool = False) -> RecordPage:
    """Return a record for a reader; `is_open`: with personal data, whose look is logged."""
    party = record.party
    numbers = {one.id: one.number for one in record.publications}
    return RecordPage(
        party=plain(party) if is_open else masked(party),
        party_id=str(party.id),
        legal_rep=party.legal_rep if is_open or not party.legal_rep else masked_mention(party.legal_rep),
        wells=tuple(one.code for one in record.wells),
        inspections=tuple(_inspection(one) for one in record.inspections),
        problems=tuple(ProblemLine(one, get_code(one.code).title) for one in record.problems),
        cases=tuple(_case(record, one) for one in record.cases),
        publications=record.publications,
        repairs=tuple(RepairOf(one, numbers[one.publication_id]) for one in record.repairs),
        on=today,
        may_open=not is_open and actor.can(Permission.PARTY_SEE_PERSONAL),
        is_open=is_open,
    )


def _inspection(row: Inspection) -> InspectionLine:
    on = local_day(row.arrival_at or row.started_at)
    return InspectionLine(row, on, tuple(one.problem_code for one in row.findings))


def _case(record: Record, row: Case) -> CaseLine:
    decision = next((one for one in record.decisions if one.case_id == row.id), None)
    money = record.money.get(row.id, ())
    measures = [one for one in record.measures if one.case_id == row.id]
    return CaseLine(
        row=row,
        decision_no=decision.number if decision else "",
        decided_on=decision.decided_on if decision else None,
        decision=decision.kind if decision else None,
        owed_fen=sum(one.owed_fen for one in money),
        paid_fen=sum(one.paid_fen for one in money),
        left_fen=sum(one.left_fen for one in money),
        open_measures=sum(one.status is MeasureStatus.ORDERED for one in measures),
        measures=len(measures),
    )
