"""Loading years of the calendar, and dating anew the clocks that a new notice touches."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from sqlalchemy import delete

from casebook.audit.actions import record
from casebook.deadlines import queries
from casebook.deadlines.actions.dating import dates_of, set_dates, subject_of
from casebook.deadlines.models import CalendarDay, CalendarYear
from casebook.deadlines.rules.calendar import YearStatus
from casebook.deadlines.rules.years import PROVISIONAL_YEARS, official_years, provisional_year
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.deadlines.models import Term
    from casebook.deadlines.rules import Year

PACKAGE = "chinesecalendar"
"""The package that official years are read from; a newer edition brings newer years."""
STATUTE = "全国年节及纪念日放假办法（2024-11-10）"


@dataclass(frozen=True)
class TermChange:
    """A running clock that a loaded year has dated anew."""

    term: Term
    due_before: date
    due_after: date
    was_provisional: bool


@dataclass(frozen=True)
class CalendarLoad:
    """Which years are new, official or provisional, and which running clocks changed because of them."""

    official: tuple[int, ...]
    provisional: tuple[int, ...]
    changed: tuple[TermChange, ...]


def load_official_calendar(session: Session, *, actor: Actor, now: datetime, first_year: int) -> CalendarLoad:
    """Load the years that the package `chinesecalendar` knows from `first_year` on.

    What somebody loaded from a file stays as it is; what an earlier edition of the package gave
    otherwise is replaced; what is the same is not touched.
    """
    known = queries.get_calendar(session).years
    typed = {row.year for row in queries.list_years(session) if _is_from_file(row)}
    years = [
        year
        for number, year in official_years().items()
        if number >= first_year and number not in typed and known.get(number) != year
    ]
    return load_calendar(session, actor=actor, now=now, years=years, source=f"{PACKAGE} {version(PACKAGE)}")


def load_calendar(
    session: Session, *, actor: Actor, now: datetime, years: Iterable[Year], source: str
) -> CalendarLoad:
    """Put these years in place of what was known of them, and say what became of it.

    Provisional years are kept up to eleven beyond the last official one. Every running clock that
    passes through a changed year is dated anew.
    """
    loaded = list(years)
    for year in loaded:
        _replace(session, year, actor=actor, now=now, source=source)
    beyond = _missing_provisional(session)
    for year in beyond:
        _replace(session, year, actor=actor, now=now, source=STATUTE)
    changed = _date_anew(session, {year.number for year in loaded}, actor=actor, now=now)
    return CalendarLoad(
        official=tuple(year.number for year in loaded if year.status is YearStatus.OFFICIAL),
        provisional=tuple(
            year.number for year in [*loaded, *beyond] if year.status is YearStatus.PROVISIONAL
        ),
        changed=tuple(changed),
    )


def _is_from_file(row: CalendarYear) -> bool:
    return row.status is YearStatus.OFFICIAL and not row.source.startswith(PACKAGE)


def _replace(session: Session, year: Year, *, actor: Actor, now: datetime, source: str) -> None:
    before = queries.find_year(session, year.number)
    if before is not None:
        session.execute(delete(CalendarDay).where(CalendarDay.calendar_year_id == before.id))
        session.delete(before)
        session.flush()
    row = CalendarYear(
        year=year.number, status=year.status, source=source, loaded_at=now, loaded_by=actor.name
    )
    session.add(row)
    session.flush()
    session.add_all(
        CalendarDay(calendar_year_id=row.id, day=day, is_working=item.is_working, name=item.name)
        for day, item in sorted(year.exceptions.items())
    )
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="calendar:load",
        subject=Subject("calendar", row.id, str(year.number), actor.county_code),
        before=None if before is None else {"status": before.status, "source": before.source},
        after={"status": year.status, "source": source, "days": len(year.exceptions)},
    )


def _missing_provisional(session: Session) -> list[Year]:
    last = queries.last_official_year(session)
    if last is None:
        return []
    known = {row.year for row in queries.list_years(session)}
    wanted = range(last + 1, last + PROVISIONAL_YEARS + 1)
    return [provisional_year(number) for number in wanted if number not in known]


def _date_anew(session: Session, years: set[int], *, actor: Actor, now: datetime) -> list[TermChange]:
    calendar = queries.get_calendar(session)
    changes: list[TermChange] = []
    for term in queries.list_running_through(session, years):
        before, due, was_provisional = dates_of(term), term.due_on, term.is_provisional
        set_dates(term, calendar)
        if dates_of(term) == before:
            continue
        changes.append(TermChange(term, due, term.due_on, was_provisional))
        record(
            session,
            actor=actor,
            now=now,
            action="term:recompute",
            subject=subject_of(term),
            before=before,
            after=dates_of(term),
        )
    session.flush()
    return changes
