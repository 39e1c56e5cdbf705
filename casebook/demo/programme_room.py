"""Storylines of the next year's programme of closings, and of a reserve well opened in an emergency."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.closures import actions
from casebook.closures.rules import (
    ClosureOrigin,
    EmergencyAsked,
    PlanFacts,
    PlanStep,
    ReplacementSource,
    StepFacts,
)
from casebook.demo.register import wells
from casebook.kernel.clock import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline

CLERK, HEAD = "closure", "agencyhead"
_LINES = 5


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of the programme."""
    yield _programme(stage)
    yield _emergency(stage)


def _programme(stage: Stage) -> Storyline:
    """Play next year's programme: some lines listed, one announced, one with its water running."""
    yield stage.ago(40, "15:00")
    year = local_day(stage.now).year + 1
    crowd = [one.code for one in wells() if not one.key][10 : 10 + _LINES]
    listed = actions.plan_wells(
        stage.session,
        **stage.by(CLERK),
        codes=crowd[:4],
        facts=PlanFacts(
            year=year,
            origin=ClosureOrigin.PROGRAMME,
            obliged="各村民委员会",
            executor="冠县水利局",
            source=ReplacementSource.PUBLIC_NETWORK,
            basis=f"冠水字〔{year - 1}〕41号",
        ),
    )
    _nobodys(stage, crowd[4], year)
    for number, line in enumerate(listed[:3], start=1):
        covered = StepFacts(on=local_day(stage.now), network="县城公共供水管网")
        notice = StepFacts(on=local_day(stage.now), paper=f"冠水封通〔{year - 1}〕{number}号")
        for minutes, step, told in ((30, PlanStep.COVER, covered), (40, PlanStep.NOTIFY, notice)):
            actions.take_plan_step(
                stage.session, **stage.by(CLERK, minutes), plan=line, step=step, facts=told
            )
    yield stage.ago(30, "10:20")
    first, applied = listed[0], StepFacts(on=local_day(stage.now))
    actions.take_plan_step(stage.session, **stage.by(CLERK), plan=first, step=PlanStep.APPLY, facts=applied)
    yield stage.ago(26, "10:20")
    joined = StepFacts(on=local_day(stage.now), paper="接水单 1107")
    actions.take_plan_step(stage.session, **stage.by(CLERK), plan=first, step=PlanStep.JOIN, facts=joined)


def _nobodys(stage: Stage, code: str, year: int) -> None:
    """List an ownerless well, and announce it."""
    ownerless = PlanFacts(
        year=year,
        origin=ClosureOrigin.OWNERLESS,
        obliged="",
        executor="清水镇人民政府",
        source=ReplacementSource.NONE_NEEDED,
    )
    (nobodys,) = actions.plan_wells(stage.session, **stage.by(CLERK), codes=[code], facts=ownerless)
    announced = StepFacts(on=local_day(stage.now), paper=f"清政告〔{year - 1}〕3号")
    actions.take_plan_step(
        stage.session, **stage.by(CLERK, 20), plan=nobodys, step=PlanStep.ANNOUNCE, facts=announced
    )


def _emergency(stage: Stage) -> Storyline:
    """Play a burst main: the hotel's reserve well is opened for some days and closed again."""
    yield stage.ago(45, "08:30")
    closure = stage.closures["hotel"]
    day = local_day(stage.now)
    asked = EmergencyAsked(
        cause="镇区供水主管爆管抢修，宾馆和周边居民临时取水。",
        limit_m3=Decimal(600),
        from_on=day,
        until_on=day + timedelta(days=14),
    )
    row = actions.ask_emergency(stage.session, **stage.by(CLERK), closure=closure, asked=asked)
    actions.decide_emergency(
        stage.session, **stage.by(HEAD, 30), row=row, is_allowed=True, decision=f"冠水应〔{day.year}〕1号"
    )
    actions.open_emergency(
        stage.session, **stage.by(CLERK, 60), row=row, opened_on=day, first_reading=Decimal(18_204)
    )
    yield stage.ago(41, "16:00")
    actions.seal_emergency(
        stage.session,
        **stage.by(CLERK),
        row=row,
        sealed_on=local_day(stage.now),
        last_reading=Decimal(18_516),
        tag_no="冠封备 0012",
    )
