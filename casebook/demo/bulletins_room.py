"""Storylines of Monday's page and the ranking: who answers for whom, what weighs how much, one bulletin."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from casebook.bulletins import actions, drafting
from casebook.bulletins.queries import ranking_of
from casebook.bulletins.rules import Person
from casebook.demo.cast import LIULIN, QINGSHUI, YANZHUANG
from casebook.demo.geography import COUNTY
from casebook.documents.making import DEMO_MARK
from casebook.kernel.clock import local_day
from casebook.kernel.months import Month

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline

_PEOPLE = {
    COUNTY: Person("郑安", "县综合行政执法局局长"),
    QINGSHUI: Person("高远", "镇长"),
    LIULIN: Person("方正", "镇长"),
    YANZHUANG: Person("白川", "街道办主任"),
}
_WEIGHTS = {"wells_closed": 40, "reduction": 60}
_HEAD = "agencyhead"


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of bulletins. Monday's page itself is made by the worker, as every week."""
    yield _settings_and_bulletin(stage)


def _settings_and_bulletin(stage: Stage) -> Storyline:
    """Play the head who names people and weights, and issues last month's bulletin."""
    yield stage.ago(60, "10:20")
    paper: dict[str, Any] = {"paper": "冠水发〔2023〕试11号", "seen_version": 0}
    actions.set_people(stage.session, **stage.by(_HEAD), people=_PEOPLE, **paper)
    actions.set_weights(stage.session, **stage.by(_HEAD), weights=_WEIGHTS, **paper)
    yield stage.ago(4, "15:10")
    today = local_day(stage.now)
    month = max(Month.of(today).previous(), Month(today.year, 1))
    if all(one.place is None for one in ranking_of(stage.session, COUNTY, month)):
        return  # in the first days of a year nothing was asked of a township yet
    found = drafting.propose(stage.session, COUNTY, month, today=today)
    words = actions.Words(found.well_done, found.lagging, found.demands, today + timedelta(days=14))
    row = actions.draft_bulletin(stage.session, **stage.by("casehead"), month=month, words=words)
    yield stage.ago(4, "17:00")
    by = stage.by(_HEAD)
    actions.issue_bulletin(stage.session, **by, row=row, mark=DEMO_MARK, base_version=row.version)
