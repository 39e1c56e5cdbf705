"""Interviews: lines of a list, and the page of one with the person hidden from who may not see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.inspections import queries
from casebook.inspections.presenters.answers import title_of
from casebook.kernel.identifiers import mask_citizen_id, mask_phone
from casebook.parties.rules import PartyKind, masked_address, masked_name
from casebook.regions import queries as regions
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from casebook.inspections.models import Interview, SitePaper
    from casebook.wells.models import Well


@dataclass(frozen=True)
class Person:
    """Who was asked, as the reader may see it."""

    name: str
    identity: str
    phone: str
    address: str
    work: str


@dataclass(frozen=True)
class InterviewLine:
    """One line of the list of interviews."""

    interview: Interview
    person: str
    well: Well
    township: str


@dataclass(frozen=True)
class InterviewPage:
    """Everything that the page of an interview shows."""

    interview: Interview
    person: Person
    well: Well
    township: str
    problems: list[str]
    papers: list[SitePaper]
    is_open: bool
    """Whether the reader sees person, questions and answers."""


def interview_lines(session: Session, found: Sequence[Interview]) -> list[InterviewLine]:
    """Return lines for a list; a fixed number of queries whatever its length."""
    by_well = wells.list_wells(session, {one.well_id for one in found})
    names = regions.names(session, found[0].county_code) if found else {}
    return [
        InterviewLine(
            interview=one,
            person=masked_name(one.person_name, PartyKind.CITIZEN),
            well=by_well[one.well_id],
            township=names.get(one.division_code, one.division_code),
        )
        for one in found
    ]


def interview_page(session: Session, interview: Interview, *, is_open: bool) -> InterviewPage:
    """Return an interview's page; whoever shows an open one logs the look."""
    return InterviewPage(
        interview=interview,
        person=_plain(interview) if is_open else _masked(interview),
        well=wells.get_well_by_id(session, interview.well_id),
        township=regions.name_of(session, interview.division_code),
        problems=[f"{code} {title_of(code)}" for code in interview.problem_codes],
        papers=queries.list_papers(session, [interview.id]),
        is_open=is_open,
    )


def _plain(interview: Interview) -> Person:
    return Person(
        name=interview.person_name,
        identity=interview.person_identity,
        phone=interview.person_phone,
        address=interview.person_address,
        work=interview.person_work,
    )


def _masked(interview: Interview) -> Person:
    kind = PartyKind.CITIZEN
    return Person(
        name=masked_name(interview.person_name, kind),
        identity=mask_citizen_id(interview.person_identity),
        phone=mask_phone(interview.person_phone),
        address=masked_address(interview.person_address, kind),
        work=masked_address(interview.person_work, kind),
    )
