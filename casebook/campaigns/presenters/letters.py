"""Responsibility letters as their list, their page and their paper show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.campaigns import queries
from casebook.campaigns.rules import ResponsibilityState
from casebook.oversight.rules import DEFINITIONS, Standing
from casebook.regions import queries as places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.campaigns.models import ResponsibilityLetter
    from casebook.campaigns.rules import Pledged
    from casebook.oversight.rules import Unit


@dataclass(frozen=True)
class LetterLine:
    """One letter of the list."""

    row: ResponsibilityLetter
    agency: str


@dataclass(frozen=True)
class PledgeLine:
    """One target with its unit and what has come of it."""

    pledged: Pledged
    unit: Unit
    is_ceiling: bool


@dataclass(frozen=True)
class LetterPage:
    """A letter with what has come of it, and what the reader may do."""

    row: ResponsibilityLetter
    agency: str
    place: str
    county: str
    pledges: tuple[PledgeLine, ...]
    is_over: bool
    """The year is over: the figures are those of its end."""
    is_outdated: bool
    """A draft whose targets were changed since."""
    may_sign: bool
    may_drop: bool

    @property
    def is_met(self) -> bool:
        """Whether every target is met."""
        return all(one.pledged.standing is Standing.MET for one in self.pledges)


def letter_lines(
    session: Session, rows: Sequence[ResponsibilityLetter], county_code: str
) -> list[LetterLine]:
    """Return the lines of the list; one statement."""
    names = {one.id: one.name for one in accounts.list_agencies(session, county_code)} if rows else {}
    return [LetterLine(one, names.get(one.agency_id, "")) for one in rows]


def letter_page(session: Session, row: ResponsibilityLetter, actor: Actor, today: date) -> LetterPage:
    """Return a letter as its page shows it."""
    names = places.names(session, row.county_code)
    is_draft = row.state is ResponsibilityState.DRAFT
    present = queries.targets_of(session, row.county_code, row.year, row.division_code)
    may = is_draft and actor.can(Permission.CAMPAIGN_EDIT)
    is_outdated = is_draft and present != row.targets
    return LetterPage(
        row=row,
        agency=accounts.get_agency(session, row.agency_id).name,
        place=names.get(row.division_code, row.division_code),
        county=names.get(row.county_code, row.county_code),
        pledges=tuple(
            PledgeLine(one, DEFINITIONS[one.indicator].unit, DEFINITIONS[one.indicator].is_ceiling)
            for one in queries.fulfilment(session, row, row.targets, today)
        ),
        is_over=today.year > row.year,
        is_outdated=is_outdated,
        may_sign=may and not is_outdated,
        may_drop=may,
    )
