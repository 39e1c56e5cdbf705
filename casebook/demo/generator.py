"""The whole demonstration, written into an empty database by the acts that officers use themselves."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.access.actor import local_operator
from casebook.accounts.queries import actor_of
from casebook.deadlines import actions as deadlines
from casebook.demo import past, present
from casebook.demo.filling import fill_register
from casebook.demo.geography import COUNTY
from casebook.demo.offices import open_offices
from casebook.demo.stage import Stage
from casebook.kernel.clock import CHINA, local_day
from casebook.oversight.actions import set_target
from casebook.oversight.rules import Indicator

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

_BEGAN = datetime(2022, 12, 5, 9, 0, tzinfo=CHINA)
"""When the county began to work with casebook, in the story."""
_SET = datetime(2023, 1, 16, 10, 0, tzinfo=CHINA)

_TARGETS_2023 = ((Indicator.WELLS_CLOSED, "14"), (Indicator.REDUCTION, "1150000"))
"""The two figures of the county's own plan for 2023 (rules.md 1)."""
_TARGETS_NOW = ((Indicator.WELLS_CLOSED, "10"), (Indicator.REDUCTION, "480000"))


def fill(session: Session, *, now: datetime, first_year: int) -> Stage:
    """Fill an empty database with the demonstration; flush, never commit. `now` is the real present.

    The calendar and the offices are the local operator's work; every later act is an officer's.
    """
    today, operator = local_day(now), local_operator("demo", COUNTY)
    deadlines.load_official_calendar(session, actor=operator, now=_BEGAN, first_year=first_year)
    officers = open_offices(session, actor=operator, since=_BEGAN, now=now, today=today)
    keeper = actor_of(officers["permit"], device="demo")
    well_ids = fill_register(session, actor=keeper, now=_BEGAN, today=today)
    stage = Stage(session, officers=officers, well_ids=well_ids, present=now)
    _set_targets(stage, today)
    stage.play([*past.storylines(stage), *present.storylines(stage)])
    session.flush()
    return stage


def _set_targets(stage: Stage, today: date) -> None:
    keeper = stage.actor("permit")
    began = datetime(today.year, 1, 1, 10, 0, tzinfo=CHINA)
    for year, at, targets in ((2023, _SET, _TARGETS_2023), (today.year, began, _TARGETS_NOW)):
        for indicator, amount in targets:
            set_target(
                stage.session,
                actor=keeper,
                now=at,
                year=year,
                division_code=COUNTY,
                indicator=indicator,
                amount=Decimal(amount),
                paper=f"冠县 {year} 年地下水压采任务书（演示）",
            )
