"""What is overdue in a county, with who has it in hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from casebook.accounts import queries as accounts
from casebook.deadlines import queries as deadlines
from casebook.ledger.queries import TOWNSHIP_DIGITS
from casebook.supervision.queries import Behind, list_behind
from casebook.supervision.rules import BY_DAYS

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Matter:
    """One overdue thing: in which township (or the county), by how many days, and whose it is."""

    behind: Behind
    township: str
    person: str
    """Officer in whose hand it is; empty where nobody has it."""


def list_overdue(session: Session, county_code: str, today: date) -> list[Matter]:
    """Return what is overdue, the longest first; a fixed number of queries."""
    late = [one for one in list_behind(session, county_code, today) if one.lapse in BY_DAYS]
    terms = deadlines.terms_by_id(session, [_term_id(one) for one in late])
    hands = {one.assignee_id for one in terms.values() if one.assignee_id}
    officers = accounts.officers_by_id(session, hands)
    found = []
    for one in late:
        hand = terms[_term_id(one)].assignee_id
        place = one.subject.division_code[:TOWNSHIP_DIGITS]
        found.append(Matter(one, place, officers[hand].name if hand in officers else ""))
    return sorted(found, key=lambda one: (-one.behind.degree, one.township, one.behind.subject.title))


def _term_id(one: Behind) -> UUID:
    return UUID(one.occasion.partition(":")[2])
