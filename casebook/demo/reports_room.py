"""A storyline of a month that was closed, and of its closed-well report from the draft to the answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casebook import config
from casebook.kernel.clock import local_day
from casebook.kernel.months import Month
from casebook.ledger.actions import close_month
from casebook.reports import actions, making

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline

_MONTH = Month(2023, 10)
_OFFICE = "聊城市水利局"


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storyline of the month and its report."""
    yield _month(stage)


def _month(stage: Stage) -> Storyline:
    """Draft the report, check it, close the month, send the report; it is accepted."""
    settings = config.in_force()
    yield stage.on(date(2023, 11, 2), "09:20")
    report = actions.draft_well_report(stage.session, **stage.by("closure"), month=_MONTH)
    yield stage.on(date(2023, 11, 3), "10:10")
    actions.check_well_report(stage.session, **stage.by("agencyhead"), report=report)
    made = making.make_month(stage.session, settings=settings, **stage.by("permit"), month=_MONTH)
    close_month(stage.session, **stage.by("permit"), made=made)
    yield stage.on(date(2023, 11, 6), "11:00")
    actions.send_well_report(
        stage.session,
        **stage.by("closure"),
        report=report,
        made=making.make_well_report(report, settings=settings, now=stage.now),
        recipient=_OFFICE,
        sent_on=local_day(stage.now),
        paper="冠水报〔2023〕10号",
    )
    yield stage.on(date(2023, 11, 15), "15:30")
    actions.answer_well_report(
        stage.session, **stage.by("closure"), report=report, is_accepted=True, answer="数据已收。"
    )
