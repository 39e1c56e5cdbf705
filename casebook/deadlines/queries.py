"""Reading the calendar and running terms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from casebook.db.paging import page
from casebook.deadlines.models import CalendarDay, CalendarYear, Term, TermExtension, TermSetting
from casebook.deadlines.rules import Calendar, DayException, Length, Year, YearStatus
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page

_kept: dict[tuple[UUID, ...], Calendar] = {}
"""The calendar last read by this process, under the ids of its years: another edition has another id."""

_IS_RUNNING = and_(Term.met_on.is_(None), Term.cancelled_at.is_(None))


def get_calendar(session: Session) -> Calendar:
    """Return all years that are loaded."""
    edition = tuple(session.scalars(select(CalendarYear.id).order_by(CalendarYear.year)))
    calendar = _kept.get(edition)
    if calendar is None:
        calendar = _read_calendar(session)
        _kept.clear()
        _kept[edition] = calendar
    return calendar


def _read_calendar(session: Session) -> Calendar:
    days: dict[int, dict[date, DayException]] = {}
    rows = session.execute(select(CalendarDay.day, CalendarDay.is_working, CalendarDay.name))
    for day, is_working, name in rows:
        days.setdefault(day.year, {})[day] = DayException(is_working=is_working, name=name)
    years = session.scalars(select(CalendarYear).order_by(CalendarYear.year))
    return Calendar({row.year: Year(row.year, row.status, days.get(row.year, {})) for row in years})


def list_years(session: Session) -> list[CalendarYear]:
    """Return the loaded years with their status and source, earliest first."""
    return list(session.scalars(select(CalendarYear).order_by(CalendarYear.year)))


def get_year(session: Session, year: int) -> CalendarYear:
    """Return a loaded year, or raise NotFound."""
    found = find_year(session, year)
    if found is None:
        raise NotFound("calendar_year", year)
    return found


def find_year(session: Session, year: int) -> CalendarYear | None:
    """Return a loaded year, or None."""
    return session.scalar(select(CalendarYear).where(CalendarYear.year == year))


def last_official_year(session: Session) -> int | None:
    """Return the latest year whose notice is loaded."""
    query = select(CalendarYear.year).where(CalendarYear.status == YearStatus.OFFICIAL)
    return session.scalar(query.order_by(CalendarYear.year.desc()).limit(1))


def get_term(session: Session, term_id: UUID) -> Term:
    """Return a term, or raise NotFound."""
    found = session.scalar(select(Term).where(Term.id == term_id))
    if found is None:
        raise NotFound("term", term_id)
    return found


def terms_by_id(session: Session, term_ids: Collection[UUID]) -> dict[UUID, Term]:
    """Return these clocks by id."""
    if not term_ids:
        return {}
    return {term.id: term for term in session.scalars(select(Term).where(Term.id.in_(term_ids)))}


def find_running(session: Session, *, subject_id: UUID, rule_id: str) -> Term | None:
    """Return the clock that runs on a subject by a rule; there is at most one."""
    query = select(Term).where(Term.subject_id == subject_id, Term.rule == rule_id, _IS_RUNNING)
    return session.scalar(query)


def list_terms(session: Session, subject_ids: Collection[UUID]) -> list[Term]:
    """Return every clock of these subjects, ended ones too, in the order they were started."""
    query = select(Term).where(Term.subject_id.in_(subject_ids))
    return list(session.scalars(query.order_by(Term.started_at, Term.rowid)))


def list_running(
    session: Session,
    *,
    division_code: str,
    assignee_id: UUID | None = None,
    until: date | None = None,
    limit: int = 200,
) -> list[Term]:
    """Return the clocks that run in a division, the most urgent first, up to an alarm day."""
    query = select(Term).where(_IS_RUNNING, *_in_division(division_code))
    if assignee_id is not None:
        query = query.where(Term.assignee_id == assignee_id)
    if until is not None:
        query = query.where(Term.alarm_on <= until)
    return list(session.scalars(query.order_by(Term.alarm_on, Term.rowid).limit(limit)))


def list_settings(session: Session, county_code: str) -> list[TermSetting]:
    """Return the county's own lengths of all rules, the latest version of each rule first."""
    query = select(TermSetting).where(TermSetting.county_code == county_code)
    return list(session.scalars(query.order_by(TermSetting.rule, TermSetting.version.desc())))


def find_last_setting(session: Session, county_code: str, rule_id: str) -> TermSetting | None:
    """Return the latest version of a county's length for a rule, or None."""
    query = select(TermSetting).where(TermSetting.county_code == county_code, TermSetting.rule == rule_id)
    return session.scalar(query.order_by(TermSetting.version.desc()).limit(1))


def setting_on(session: Session, county_code: str, rule_id: str, on: date) -> Length | None:
    """Return the county's length for clocks of a rule that start on a day, or None where it has none."""
    query = select(TermSetting).where(
        TermSetting.county_code == county_code, TermSetting.rule == rule_id, TermSetting.from_on <= on
    )
    found = session.scalar(query.order_by(TermSetting.version.desc()).limit(1))
    return Length(found.amount, found.unit) if found else None


def list_counties_running(session: Session) -> list[str]:
    """Return the counties in which any clock runs."""
    query = select(Term.county_code).where(_IS_RUNNING).distinct()
    return list(session.scalars(query.order_by(Term.county_code)))


def list_running_after(
    session: Session, *, county_code: str, until: date, after_rowid: int, size: int
) -> list[Term]:
    """Return a county's running clocks up to an alarm day, in the order they were started, piece by piece."""
    query = select(Term).where(
        _IS_RUNNING, Term.county_code == county_code, Term.alarm_on <= until, Term.rowid > after_rowid
    )
    return list(session.scalars(query.order_by(Term.rowid).limit(size)))


def page_running(
    session: Session,
    actor: Actor,
    *,
    kinds: Collection[str] | None = None,
    until: date | None = None,
    cursor: str | None = None,
) -> Page[Term]:
    """Return a page of running clocks, the most urgent first.

    Those of which the actor is the assignee, or with `kinds` all in the jurisdiction on subjects of
    these kinds. `until` is the last alarm day that is shown.
    """
    query = select(Term).where(_IS_RUNNING, *_in_division(actor.jurisdiction))
    if kinds is None:
        query = query.where(Term.assignee_id == actor.officer_id)
    else:
        query = query.where(Term.subject_kind.in_(kinds))
    if until is not None:
        query = query.where(Term.alarm_on <= until)
    return page(
        session,
        query,
        columns=[Term.alarm_on, Term.rowid],
        key=lambda row: [row.alarm_on, row.rowid],
        cursor=cursor,
        convert=lambda index, part: date.fromisoformat(part) if index == 0 else part,
    )


def list_extensions(session: Session, term_id: UUID) -> list[TermExtension]:
    """Return every request for more time of a clock, oldest first."""
    query = select(TermExtension).where(TermExtension.term_id == term_id)
    return list(session.scalars(query.order_by(TermExtension.requested_at, TermExtension.rowid)))


def _in_division(code: str) -> list[ColumnElement[bool]]:
    county = Term.county_code == code[:6]
    return [county] if len(code) <= len("371525") else [county, Term.division_code.startswith(code)]


def list_running_through(session: Session, years: Iterable[int]) -> list[Term]:
    """Return the running clocks of which any day may lie in one of these years."""
    touched = [_touches(date(year, 1, 1), date(year, 12, 31)) for year in years]
    if not touched:
        return []
    query = select(Term).where(_IS_RUNNING, or_(*touched))
    return list(session.scalars(query.order_by(Term.rowid)))


def _touches(first: date, last: date) -> ColumnElement[bool]:
    start, due = Term.started_on, Term.due_on
    return or_(and_(start <= last, due >= first), and_(due <= last, start >= first))


def list_waiting_extensions(session: Session, term_ids: Collection[UUID]) -> dict[UUID, TermExtension]:
    """Return the undecided request of each of these terms; the earliest where there are several."""
    query = select(TermExtension).where(
        TermExtension.term_id.in_(term_ids), TermExtension.decided_at.is_(None)
    )
    found: dict[UUID, TermExtension] = {}
    for request in session.scalars(query.order_by(TermExtension.requested_at, TermExtension.rowid)):
        found.setdefault(request.term_id, request)
    return found


def get_extension(session: Session, extension_id: UUID) -> TermExtension:
    """Return a request for more time, or raise NotFound."""
    found = session.scalar(select(TermExtension).where(TermExtension.id == extension_id))
    if found is None:
        raise NotFound("term_extension", extension_id)
    return found
