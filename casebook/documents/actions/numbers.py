"""Numbers of papers taken ahead, such as for a block of preprinted forms, and given up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.audit.actions import record
from casebook.documents.rules import FORMS
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.numbering import actions as numbering
from casebook.numbering import queries as numbers
from casebook.numbering.rules import NumberState

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.documents.models import Document
    from casebook.documents.rules import FormCode

MOST_RESERVED = 50
HOLDER = "agency"
"""What a reserved number is kept for until a paper bears it."""


def reserve_numbers(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    agency_id: UUID,
    form: FormCode,
    count: int,
    reason: str,
) -> list[str]:
    """Take the next numbers of an agency's form for later papers of this year and return them."""
    actor.need(Permission.DOCUMENT_MAKE)
    agency = accounts.get_agency_within(session, agency_id, actor)
    series = FORMS[form].series
    if series is None:
        raise RuleBroken("number_form_without", field="form", form=FORMS[form].title)
    if not 1 <= count <= MOST_RESERVED:
        raise RuleBroken("number_reserve_count", field="count", most=MOST_RESERVED)
    if not reason.strip():
        raise RuleBroken("number_reserve_reason", field="reason")
    holder = Subject(HOLDER, agency.id, agency.name, agency.division_code)
    texts = numbering.reserve(
        session,
        county_code=agency.county_code,
        kind=series.kind,
        word=f"{agency.number_word}{series.word}",
        year=local_day(now).year,
        count=count,
        subject=holder,
        now=now,
    )
    after = {"numbers": texts}
    record(session, actor=actor, now=now, action="number:reserve", subject=holder, after=after, reason=reason)
    return texts


def void_reserved(session: Session, *, actor: Actor, now: datetime, text: str, reason: str) -> None:
    """Give a reserved number up; one that a paper bears is voided with the paper."""
    actor.need(Permission.DOCUMENT_MAKE)
    number = numbers.get_number(session, actor.county_code, text)
    if number.state is not NumberState.RESERVED or number.subject_kind != HOLDER:
        raise RuleBroken("number_not_reserved", number=text)
    agency = accounts.get_agency_within(session, number.subject_id, actor)
    actor.need_reach(agency.division_code, "number", text)
    numbering.void(session, actor=actor, county_code=agency.county_code, text=text, reason=reason, now=now)


def take_reserved(session: Session, *, document: Document, text: str, year: int, now: datetime) -> str:
    """Give a paper a reserved number of its own agency, form and year."""
    number = numbers.get_number(session, document.county_code, text)
    series = numbers.get_series(session, number.series_id)
    wanted = document.sheet.series
    word = f"{document.agency.number_word}{wanted.word}" if wanted else ""
    if wanted is None or (series.kind, series.word, series.year) != (wanted.kind, word, year):
        raise RuleBroken("number_of_other_form", field="number", number=text)
    numbering.use_reserved(
        session, county_code=document.county_code, text=text, subject=document.as_subject(), now=now
    )
    return text
