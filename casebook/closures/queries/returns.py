"""Returns of closures: one that is being judged, and those that were kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.claims.rules import BASELINE_YEARS
from casebook.closures.models import ClosureReturn, ClosureReturnLine
from casebook.closures.queries.facts import facts_of_claims
from casebook.closures.rules import CheckOutcome, ReturnState
from casebook.closures.rules.checking import check_lines, claimed, sum_of
from casebook.closures.rules.headers import choose_return
from casebook.closures.rules.returns import read_claims
from casebook.db.paging import page
from casebook.kernel.errors import NotFound, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.rules import CheckedLine, CheckSum, ClaimLine
    from casebook.closures.rules.headers import ReturnLayout
    from casebook.db.paging import Page
    from casebook.intake.sheets.reader import SheetFile

MOST_LINES = 5_000
"""A county closes far fewer wells in a year."""


@dataclass(frozen=True)
class JudgedReturn:
    """A return that was read and held against what is known; nothing is written yet."""

    layout: ReturnLayout
    year: int | None
    lines: tuple[CheckedLine, ...]

    @property
    def claimed(self) -> CheckSum:
        """What all its lines claim."""
        return claimed(self.lines)

    def sum_of(self, outcome: CheckOutcome) -> CheckSum:
        """Wells and m³ of the lines with one outcome."""
        return sum_of(self.lines, outcome)


def judge_return(
    session: Session,
    *,
    actor: Actor,
    file: SheetFile,
    today: date,
    sheet: str | None = None,
    is_history: bool = False,
) -> JudgedReturn:
    """Judge every line of a return; it only reads. `is_history`: an old ledger may span many years.

    RuleBroken (field `file`): `return_header_missing`, `return_empty`, `return_too_long`.
    """
    layout = choose_return(file.heads, sheet)
    if layout is None:
        names = "、".join(head.name for head in file.heads if sheet in {None, head.name}) or sheet
        raise RuleBroken("return_header_missing", field="file", sheets=names)
    claims = list(read_claims(file.rows(layout.sheet), layout, file.heads[layout.sheet].merges))
    if not claims:
        raise RuleBroken("return_empty", field="file", sheet=layout.sheet_name)
    if len(claims) > MOST_LINES:
        raise RuleBroken("return_too_long", field="file", lines=len(claims), most=MOST_LINES)
    year = layout.year or _year_of(claims)
    first = None if is_history or year is None else date(year - BASELINE_YEARS, 1, 1)
    facts = facts_of_claims(session, actor, claims, today=today)
    lines = check_lines(claims, facts, today=today, baseline_from=first)
    return JudgedReturn(layout, year, tuple(lines))


def _year_of(claims: Sequence[ClaimLine]) -> int | None:
    """Return the year that most lines were closed in, the later of two."""
    years = Counter(claim.closed_on.year for claim in claims if claim.closed_on is not None)
    return max(years, key=lambda year: (years[year], year), default=None)


def get_return(session: Session, return_id: UUID, actor: Actor) -> ClosureReturn:
    """Return a checked return in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(ClosureReturn).where(ClosureReturn.id == return_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("closure_return", return_id)
    return found


def page_returns(session: Session, actor: Actor, cursor: str | None = None) -> Page[ClosureReturn]:
    """Return a page of the returns that were checked, newest first."""
    query = select(ClosureReturn).where(
        ClosureReturn.county_code == actor.county_code,
        ClosureReturn.division_code.startswith(actor.jurisdiction, autoescape=True),
    )
    return page(
        session,
        query,
        columns=[ClosureReturn.checked_at, ClosureReturn.rowid],
        key=lambda row: [row.checked_at, row.rowid],
        cursor=cursor,
        descending=True,
    )


def list_lines(
    session: Session, return_id: UUID, outcome: CheckOutcome | None = None
) -> list[ClosureReturnLine]:
    """Return the lines of a checked return in their order, all or those of one outcome."""
    query = select(ClosureReturnLine).where(ClosureReturnLine.return_id == return_id)
    if outcome is not None:
        query = query.where(ClosureReturnLine.outcome == outcome)
    return list(session.scalars(query.order_by(ClosureReturnLine.line)))


def get_line(session: Session, line_id: UUID) -> ClosureReturnLine:
    """Return the line that a posting names, or raise NotFound."""
    found = session.scalar(select(ClosureReturnLine).where(ClosureReturnLine.id == line_id))
    if found is None:
        raise NotFound("closure_return_line", line_id)
    return found


def find_posted(session: Session, county_code: str, file_hash: str) -> ClosureReturn | None:
    """Return the return of exactly these bytes that stands in the ledger as history, or None."""
    query = select(ClosureReturn).where(
        ClosureReturn.county_code == county_code,
        ClosureReturn.file_hash == file_hash,
        ClosureReturn.state == ReturnState.POSTED,
    )
    return session.scalar(query.order_by(ClosureReturn.rowid).limit(1))
