"""Orders that were served on the spot, on the pages of problems and cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.cases import queries
from casebook.cases.rules import MeasureKind
from casebook.deadlines import queries as deadlines
from casebook.deadlines.presenters import term_view
from casebook.inspections import queries as inspections
from casebook.inspections.filed import PaperForm
from casebook.parties.rules import masked_mention
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.cases.models import Problem, SiteOrder
    from casebook.deadlines.presenters import TermView
    from casebook.wells.models import Well

USUAL = {
    "P10": MeasureKind.INSTALL_METER,
    "P11": MeasureKind.REPAIR_METER,
    "P12": MeasureKind.CONNECT_ONLINE,
    "P09": MeasureKind.CONNECT_NETWORK,
    "P15": MeasureKind.COMPLETE_RECORDS,
    "P17": MeasureKind.CLOSE_WELL,
    "P18": MeasureKind.CLOSE_WELL,
}
"""What an order to put right usually asks for, by problem code."""


@dataclass(frozen=True)
class OrderLine:
    """One order with its running clock, its problems and its paper."""

    order: SiteOrder
    receiver: str
    """Masked where it is a person's name."""
    well: Well
    problems: list[Problem]
    term: TermView | None
    paper_id: UUID | None


def order_lines(session: Session, orders: Sequence[SiteOrder], *, today: date) -> list[OrderLine]:
    """Return lines for a list of orders; a fixed number of queries whatever its length."""
    if not orders:
        return []
    ids = [one.id for one in orders]
    by_well = wells.list_wells(session, {one.well_id for one in orders})
    problems = queries.problems_of_orders(session, ids)
    terms = {one.subject_id: one for one in deadlines.list_terms(session, ids) if one.cancelled_at is None}
    papers = {one.subject_id: one.id for one in inspections.list_papers(session, ids)}
    return [
        OrderLine(
            order=one,
            receiver=masked_mention(one.receiver),
            well=by_well[one.well_id],
            problems=problems.get(one.id, []),
            term=term_view(terms[one.id], today=today) if one.id in terms else None,
            paper_id=papers.get(one.id),
        )
        for one in orders
    ]


def usual_kind(line: OrderLine) -> MeasureKind:
    """Return as what kind of measure a case would take an order over."""
    if line.order.form is PaperForm.ORDER_STOP:
        return MeasureKind.STOP_ABSTRACTION
    known = (USUAL[one.code] for one in line.problems if one.code in USUAL)
    return next(known, MeasureKind.OTHER)
