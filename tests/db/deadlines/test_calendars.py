from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, func, select, update
from sqlalchemy.exc import IntegrityError

from casebook.access.actor import local_operator
from casebook.audit.models import AuditEntry
from casebook.deadlines import actions, queries
from casebook.deadlines.models import CalendarDay, CalendarYear
from casebook.deadlines.rules import DayException, TermState, Unit, Year, YearStatus
from casebook.deadlines.rules.years import official_years, provisional_year
from casebook.kernel.errors import NotFound, RuleBroken
from tests.factories.accounts import COUNTY
from tests.factories.deadlines import load_calendar, make_term

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.deadlines.actions import CalendarLoad

D = date.fromisoformat
NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
OPERATOR = local_operator("root", COUNTY)


def load_official(session: Session, first_year: int = 2004) -> CalendarLoad:
    return actions.load_official_calendar(session, actor=OPERATOR, now=NOW, first_year=first_year)


def load(session: Session, *years: Year, source: str = "国办发明电〔2026〕7号") -> CalendarLoad:
    return actions.load_calendar(session, actor=OPERATOR, now=NOW, years=years, source=source)


def announced_2027() -> Year:
    """An invented notice: the Spring Festival runs to 02-11, the Saturday after is worked."""
    days = dict(provisional_year(2027).exceptions)
    for day in (9, 10, 11):
        days[date(2027, 2, day)] = DayException(is_working=False, name="春节")
    days[date(2027, 2, 13)] = DayException(is_working=True, name="春节")
    return Year(2027, YearStatus.OFFICIAL, days)


def test_the_first_load_fills_official_and_provisional_years(session: Session) -> None:
    report = load_official(session)
    assert report.official == tuple(range(2004, 2027))
    assert report.provisional == tuple(range(2027, 2038))
    calendar = queries.get_calendar(session)
    assert sorted(calendar.years) == list(range(2004, 2038))
    assert calendar.years[2024] == official_years()[2024]
    assert calendar.years[2030] == provisional_year(2030)
    assert not calendar.is_working_day(D("2024-10-07"))
    assert calendar.is_working_day(D("2024-10-12"))


def test_loading_twice_changes_nothing(session: Session) -> None:
    load_official(session)
    before = [row.id for row in queries.list_years(session)]
    report = load_official(session)
    assert (report.official, report.provisional, report.changed) == ((), (), ())
    assert [row.id for row in queries.list_years(session)] == before


def test_years_before_the_first_wanted_are_left_out(session: Session) -> None:
    load_official(session, first_year=2020)
    with pytest.raises(RuleBroken) as caught:
        queries.get_calendar(session).is_working_day(D("2019-12-31"))
    assert (caught.value.code, caught.value.facts) == ("calendar_year_unknown", {"year": 2019})


def test_an_empty_calendar_guesses_nothing(session: Session) -> None:
    with pytest.raises(RuleBroken, match="calendar_year_unknown"):
        queries.get_calendar(session).is_working_day(D("2024-10-01"))


def test_a_notice_makes_a_provisional_year_official_and_dates_its_clocks_anew(session: Session) -> None:
    load_official(session)
    across = make_term(session, OPERATOR, started_on=D("2027-02-01"), amount=7)
    before_it = make_term(session, OPERATOR, started_on=D("2026-12-01"), amount=7)
    later = make_term(session, OPERATOR, started_on=D("2028-03-01"), amount=7)
    met = make_term(session, OPERATOR, started_on=D("2027-02-01"), amount=7)
    met.met_on = D("2027-02-05")
    assert (across.due_on, across.is_provisional) == (D("2027-02-12"), True)
    report = load(session, announced_2027())
    assert (report.official, report.provisional) == ((2027,), (2038,))
    assert [change.term for change in report.changed] == [across]
    assert (report.changed[0].due_before, report.changed[0].due_after) == (D("2027-02-12"), D("2027-02-16"))
    assert (across.due_on, across.alarm_on, across.is_provisional) == (
        D("2027-02-16"),
        D("2027-02-16"),
        False,
    )
    assert across.state_on(D("2027-02-15")) is TermState.DUE_SOON
    assert (before_it.is_provisional, later.is_provisional, met.due_on) == (False, True, D("2027-02-12"))


def test_a_clock_that_keeps_its_date_is_no_longer_provisional(session: Session) -> None:
    load_official(session)
    term = make_term(session, OPERATOR, started_on=D("2027-06-21"), amount=3)
    report = load(session, announced_2027())
    assert [(change.term, change.due_before, change.due_after) for change in report.changed] == [
        (term, D("2027-06-24"), D("2027-06-24"))
    ]
    assert (report.changed[0].was_provisional, term.is_provisional) == (True, False)


def test_a_backward_clock_is_found_by_its_days_too(session: Session) -> None:
    load_official(session)
    term = make_term(session, OPERATOR, rule_id="D-07", started_on=D("2027-02-12"))
    before = term.due_on
    report = load(session, announced_2027())
    assert [change.term for change in report.changed] == [term]
    assert term.due_on < before


def test_a_corrected_official_year_dates_its_clocks_anew(session: Session) -> None:
    load_official(session)
    term = make_term(session, OPERATOR, started_on=D("2024-09-20"), amount=15, unit=Unit.CALENDAR_DAY)
    assert term.due_on == D("2024-10-08")
    year = official_years()[2024]
    longer = dict(year.exceptions) | {D("2024-10-08"): DayException(is_working=False, name="国庆节")}
    report = load(session, replace(year, exceptions=longer))
    assert (term.due_on, len(report.changed)) == (D("2024-10-09"), 1)


def test_a_year_from_a_file_is_not_overwritten_by_the_package(session: Session) -> None:
    load_official(session)
    year = official_years()[2024]
    typed = replace(
        year, exceptions={**year.exceptions, D("2024-10-08"): DayException(is_working=False, name="国庆节")}
    )
    load(session, typed)
    assert load_official(session).official == ()
    assert queries.get_calendar(session).years[2024] == typed


def test_what_an_older_package_gave_otherwise_is_replaced(session: Session) -> None:
    load_official(session)
    year = official_years()[2024]
    wrong = replace(year, exceptions={})
    load(session, wrong, source="chinesecalendar 1.10.0")
    assert load_official(session).official == (2024,)
    assert queries.get_calendar(session).years[2024] == year


def test_the_calendar_is_read_once_for_an_edition(session: Session) -> None:
    load_calendar(session)
    first = queries.get_calendar(session)
    statements: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert queries.get_calendar(session) is first
    assert len(statements) == 1
    load(session, announced_2027())
    assert queries.get_calendar(session).years[2027].status is YearStatus.OFFICIAL


def test_a_year_tells_its_source(session: Session) -> None:
    load_official(session)
    load(session, announced_2027())
    row = queries.get_year(session, 2027)
    assert (row.status, row.source, row.loaded_by) == (
        YearStatus.OFFICIAL,
        "国办发明电〔2026〕7号",
        OPERATOR.name,
    )
    assert queries.get_year(session, 2024).source.startswith("chinesecalendar ")
    with pytest.raises(NotFound):
        queries.get_year(session, 2003)


def test_loads_and_new_dates_are_audited(session: Session) -> None:
    load_official(session)
    make_term(session, OPERATOR, started_on=D("2027-02-01"), amount=7)
    load(session, announced_2027())
    counts = dict(session.execute(select(AuditEntry.action, func.count()).group_by(AuditEntry.action)).all())
    assert counts == {"calendar:load": 34 + 2, "term:start": 1, "term:recompute": 1}


def test_the_database_keeps_one_row_of_a_year_and_of_a_day(session: Session) -> None:
    load_calendar(session)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(CalendarYear).where(CalendarYear.year == 2025).values(year=2024))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            update(CalendarDay).where(CalendarDay.day == D("2024-10-02")).values(day=D("2024-10-01"))
        )
