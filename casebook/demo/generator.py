"""The whole demonstration, written into an empty database by the acts that officers use themselves."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.access.actor import local_operator
from casebook.accounts.queries import actor_of
from casebook.deadlines import actions as deadlines
from casebook.demo import (
    approvals_room,
    blanks_room,
    bulletins_room,
    campaigns_room,
    casework_room,
    claims_room,
    documents_room,
    dossier_room,
    evidence_room,
    fieldwork,
    handovers_room,
    leads_room,
    metering_room,
    notices_room,
    past,
    penalties_room,
    performing_room,
    present,
    programme_room,
    publications_room,
    quotas_room,
    reporting_room,
    reports_room,
    returns_room,
    rounds,
    screening_room,
    supervision_room,
    volumes_room,
)
from casebook.demo.cast import CHONGWEN, JIAZHEN, LIULIN, QINGQUAN, QINGSHUI, XINJI, YANZHUANG
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

_TASKS_2023 = {
    COUNTY: (14, 1_150_000),
    QINGSHUI: (4, 370_000),
    LIULIN: (2, 220_000),
    XINJI: (1, 130_000),
    YANZHUANG: (2, 160_000),
    QINGQUAN: (1, 30_000),
    CHONGWEN: (1, 30_000),
    "371525107": (1, 90_000),
    JIAZHEN: (1, 0),
    "371525105": (1, 120_000),
}
"""Wells and m³ by division. The county's two figures are those of its own plan (rules.md 1); how they
are shared out is invented.
"""
_TASKS_NOW = {COUNTY: (10, 480_000), QINGSHUI: (3, 200_000), LIULIN: (2, 100_000), YANZHUANG: (3, 120_000)}

_ROOMS = (
    past,
    present,
    fieldwork,
    rounds,
    evidence_room,
    leads_room,
    approvals_room,
    handovers_room,
    penalties_room,
    documents_room,
    casework_room,
    performing_room,
    publications_room,
    dossier_room,
    programme_room,
    claims_room,
    quotas_room,
    returns_room,
    volumes_room,
    metering_room,
    reporting_room,
    screening_room,
    reports_room,
    supervision_room,
    campaigns_room,
    blanks_room,
    bulletins_room,
    notices_room,
)
"""Whose storylines are played together."""


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
    stage.play([story for room in _ROOMS for story in room.storylines(stage)])
    session.flush()
    return stage


_SET_FOR = (Indicator.WELLS_CLOSED, Indicator.REDUCTION)


def _set_targets(stage: Stage, today: date) -> None:
    keeper = stage.actor("permit")
    began = datetime(today.year, 1, 1, 10, 0, tzinfo=CHINA)
    for year, at, tasks in ((2023, _SET, _TASKS_2023), (today.year, began, _TASKS_NOW)):
        for division, amounts in tasks.items():
            for indicator, amount in zip(_SET_FOR, amounts, strict=True):
                set_target(
                    stage.session,
                    actor=keeper,
                    now=at,
                    year=year,
                    division_code=division,
                    indicator=indicator,
                    amount=Decimal(amount),
                    paper=f"冠县 {year} 年地下水压采任务书（演示）",
                )
