"""Storylines of notices: the county's own settings, and the daily round of the last weeks."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from casebook.deadlines import actions as deadlines
from casebook.deadlines.rules import Length, Unit
from casebook.kernel.clock import CHINA, local_day
from casebook.notices import actions, queries
from casebook.notices.rules import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline

_WEEKS = timedelta(days=28)
_READ_UNTIL = timedelta(days=4)
"""What was told before these last days has been read."""


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of notices."""
    yield _settings(stage)
    yield _rounds(stage)


def _settings(stage: Stage) -> Storyline:
    yield stage.present - _WEEKS - timedelta(days=30)
    actions.set_plan(
        stage.session, **stage.by("system"), rule="D-03", plan=Plan(ahead=(3, 1)), seen_version=0
    )
    deadlines.set_length(
        stage.session,
        **stage.by("legal"),
        rule_id="D-08",
        length=Length(3, Unit.WORKING_DAY),
        from_on=local_day(stage.now),
        reason="冠县行政处罚程序工作指引（演示）",
        seen_version=0,
    )


def _rounds(stage: Stage) -> Storyline:
    """Tell each working morning what was due then; the inspectors read what is some days old."""
    first = local_day(stage.present - _WEEKS)
    for days in range(_WEEKS.days + 1):
        morning = datetime.combine(first + timedelta(days=days), time(8), CHINA)
        yield morning
        rows = list(queries.find_tellings(stage.session, today=local_day(stage.now)))
        actions.tell_all(stage.session, now=stage.now, rows=rows)
        if stage.present - morning > _READ_UNTIL:
            for login in ("inspector", "inspector2", "casehead"):
                _read(stage, login)


def _read(stage: Stage, login: str) -> None:
    page = queries.page_notices(stage.session, stage.officer(login).id)
    if page.items:
        actions.mark_read(stage.session, **stage.by(login), until=page.items[0].rowid)
