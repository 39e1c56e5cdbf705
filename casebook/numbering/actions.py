"""Taking numbers, and saying what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from casebook.audit.actions import record
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.numbering import queries
from casebook.numbering.models import IssuedNumber, NumberSeries
from casebook.numbering.rules import TRANSITIONS, NumberState, spell

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def issue(
    session: Session,
    *,
    county_code: str,
    kind: str,
    year: int,
    subject: Subject,
    now: datetime,
    word: str = "",
) -> str:
    """Take the next number of a series for a subject and return its text.

    The series stays locked until the transaction ends: numbers are without gap because a
    transaction that is rolled back gives its number back before anybody else can count on.
    """
    return _take(session, (county_code, kind, word, year), NumberState.ISSUED, subject, now).text


def reserve(
    session: Session,
    *,
    county_code: str,
    kind: str,
    year: int,
    count: int,
    subject: Subject,
    now: datetime,
    word: str = "",
) -> list[str]:
    """Take `count` numbers for later use by a subject (a device, a draft) and return their texts."""
    series = (county_code, kind, word, year)
    return [_take(session, series, NumberState.RESERVED, subject, now).text for _ in range(count)]


def use_reserved(session: Session, *, county_code: str, text: str, subject: Subject, now: datetime) -> None:
    """Give a reserved number to what bears it now."""
    number = queries.get_number(session, county_code, text)
    _change(number, NumberState.ISSUED, now)
    number.subject_kind, number.subject_id = subject.kind, subject.id
    session.flush()


def void(session: Session, *, actor: Actor, county_code: str, text: str, reason: str, now: datetime) -> None:
    """Declare that a number will never be used; it stays taken. The reason is recorded."""
    number = queries.get_number(session, county_code, text)
    if not reason.strip():
        raise RuleBroken("number_void_needs_reason", field="reason")
    before = number.state
    _change(number, NumberState.VOID, now)
    number.reason = reason.strip()
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="number:void",
        subject=_as_subject(number),
        before={"state": before},
        after={"state": number.state},
        reason=number.reason,
    )


def _take(
    session: Session, key: tuple[str, str, str, int], state: NumberState, subject: Subject, now: datetime
) -> IssuedNumber:
    county_code, kind, word, year = key
    series = _count_up(session, key)
    taken = IssuedNumber(
        county_code=county_code,
        series_id=series.id,
        number=series.last,
        text=spell(county_code=county_code, kind=kind, year=year, number=series.last, word=word),
        state=state,
        subject_kind=subject.kind,
        subject_id=subject.id,
        taken_at=now,
        changed_at=now,
    )
    session.add(taken)
    session.flush()
    return taken


def _count_up(session: Session, key: tuple[str, str, str, int]) -> NumberSeries:
    """Raise the last number by one and return the series; the row is locked from here on."""
    county_code, kind, word, year = key
    found = (
        NumberSeries.county_code == county_code,
        NumberSeries.kind == kind,
        NumberSeries.word == word,
        NumberSeries.year == year,
    )
    raise_by_one = (
        update(NumberSeries)
        .where(*found)
        .values(last=NumberSeries.last + 1)
        .returning(NumberSeries)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    series = session.scalar(raise_by_one)
    if series is None:
        _begin_series(session, key)
        series = session.scalar(raise_by_one)
    assert series is not None
    return series


def _begin_series(session: Session, key: tuple[str, str, str, int]) -> None:
    county_code, kind, word, year = key
    try:
        with session.begin_nested():
            session.add(NumberSeries(county_code=county_code, kind=kind, word=word, year=year, last=0))
    except IntegrityError:  # somebody else began it at the same time; it is there, and that is all we need
        return


def _change(number: IssuedNumber, state: NumberState, now: datetime) -> None:
    if state not in TRANSITIONS[number.state]:
        raise RuleBroken("number_state", number=number.text, state=number.state)
    number.state = state
    number.changed_at = now


def _as_subject(number: IssuedNumber) -> Subject:
    return Subject("number", number.id, number.text, number.county_code)
