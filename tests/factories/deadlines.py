"""A loaded calendar and clocks for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import insert

from casebook.deadlines import actions
from casebook.deadlines.models import CalendarDay, CalendarYear
from casebook.deadlines.rules import ORDER_TERM, Length, Unit, Year
from casebook.deadlines.rules.years import official_years, provisional_year
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.deadlines.models import Term

LOADED_AT = datetime(2026, 11, 22, tzinfo=UTC)
TOWNSHIP = "371525104"


@cache
def years() -> tuple[Year, ...]:
    """2004 to 2026 as announced, 2027 to 2037 provisional."""
    return (*official_years().values(), *(provisional_year(number) for number in range(2027, 2038)))


def load_calendar(session: Session) -> None:
    """Put the whole calendar into an empty database, fast and without audit."""
    rows = {year.number: new_id() for year in years()}
    session.execute(
        insert(CalendarYear),
        [
            {
                "id": rows[year.number],
                "year": year.number,
                "status": year.status,
                "source": "test",
                "loaded_at": LOADED_AT,
                "loaded_by": "test",
            }
            for year in years()
        ],
    )
    session.execute(
        insert(CalendarDay),
        [
            {
                "id": new_id(),
                "calendar_year_id": rows[year.number],
                "day": day,
                "is_working": item.is_working,
                "name": item.name,
            }
            for year in years()
            for day, item in year.exceptions.items()
        ],
    )


def make_subject(title: str = "措施 1", division_code: str = TOWNSHIP) -> Subject:
    return Subject("measure", uuid4(), title, division_code)


def make_term(
    session: Session,
    actor: Actor,
    *,
    rule_id: str = ORDER_TERM,
    started_on: date = date(2024, 9, 27),
    amount: int = 7,
    unit: Unit = Unit.WORKING_DAY,
    subject: Subject | None = None,
    now: datetime = datetime(2024, 9, 27, 2, 0, tzinfo=UTC),
) -> Term:
    """A running clock; amount and unit count only for order and rectification terms."""
    length = Length(amount, unit) if rule_id in {ORDER_TERM, "D-29"} else None
    return actions.start_term(
        session,
        actor=actor,
        now=now,
        subject=subject or make_subject(),
        rule_id=rule_id,
        started_on=started_on,
        length=length,
        assignee_id=actor.officer_id,
    )
