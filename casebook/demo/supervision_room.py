"""Storylines of the ladder: what the nights proposed, what was issued, and a talk with its sweep."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.accounts.queries import find_agency_by_name
from casebook.demo.cast import LIULIN, QINGSHUI
from casebook.demo.geography import COUNTY
from casebook.demo.offices import TOWNSHIP_OFFICES
from casebook.kernel.clock import local_day
from casebook.kernel.subjects import Subject
from casebook.regions.queries import get_division
from casebook.supervision import actions, queries
from casebook.supervision.actions import Paper, Reply, Talk
from casebook.supervision.queries import Behind
from casebook.supervision.rules import Lapse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline
    from casebook.supervision.models import SupervisionStep


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of supervision."""
    yield _nights(stage)
    yield _talk(stage)


def _nights(stage: Stage) -> Storyline:
    """Play the nights: what is overdue climbs the ladder, and the head issues the first of it."""
    for days in (30, 12):
        yield stage.ago(days, "02:10")
        actions.propose_all(stage.session, now=stage.now)
        yield stage.ago(days, "09:20")
        for row in queries.list_proposed(stage.session, stage.actor("casehead"), 3):
            _issue(stage, row, "casehead")
    yield stage.ago(1, "02:10")
    actions.propose_all(stage.session, now=stage.now)


def _issue(stage: Stage, row: SupervisionStep, login: str) -> None:
    demand = "请对照问题清单明确责任人和完成时限，限期办结，并举一反三排查同类问题。"
    paper = Paper(row.unit or "责任单位", demand, local_day(stage.now))
    actions.issue_step(stage.session, **stage.by(login), row=row, paper=paper)


def _talk(stage: Stage) -> Storyline:
    """Play a township that lags behind its yearly task, is talked to, pledges and sweeps."""
    yield stage.ago(20, "02:20")
    behind = [_lagging(stage, code, degree) for code, degree in ((LIULIN, 46), (QINGSHUI, 12))]
    for _night in range(4):
        actions.propose(stage.session, now=stage.now, county_code=COUNTY, behind=behind[:1])
        for login in ("casehead", "agencyhead"):
            for row in _proposed(stage, login):
                _issue(stage, row, login)
    actions.propose(stage.session, now=stage.now, county_code=COUNTY, behind=behind[1:])
    yield stage.ago(18, "15:00")
    row = next(one for one in _all(stage) if one.rung.value == "talk")
    by = stage.by("agencyhead")
    talk = Talk(
        local_day(stage.now),
        "县综合行政执法局二楼会议室",
        "柳林镇镇长、分管副镇长；局长、承办机构负责人",
        "通报年度封井压采任务进度和存在的突出问题；柳林镇表态十日内排出封停计划，举一反三开展拉网式排查。",
    )
    actions.record_talk(stage.session, **by, row=row, talk=talk)
    sweep = actions.add_sweep(
        stage.session,
        **by,
        row=row,
        demand="对公共管网覆盖范围内的自备井开展拉网式排查",
        due_on=local_day(stage.now) + timedelta(days=10),
    )
    yield stage.ago(12, "16:40")
    reply = Reply("已排出封停计划，落实专人，按月报送进度。", "方正", local_day(stage.now))
    actions.reply_step(stage.session, **stage.by("liulin"), row=row, reply=reply)
    yield stage.ago(9, "11:00")
    actions.finish_sweep(
        stage.session,
        **stage.by("liulin"),
        row=row,
        sweep=sweep,
        found=3,
        result="排查自备井 41 眼，发现管网内未关停 3 眼，已列入清单。",
    )


def _lagging(stage: Stage, code: str, degree: int) -> Behind:
    place = get_division(stage.session, code)
    office = find_agency_by_name(stage.session, COUNTY, TOWNSHIP_OFFICES[code].name)
    assert office is not None
    subject = Subject("division", place.id, f"{place.name} 年度封井压采任务", code)
    return Behind(Lapse.PROGRESS, subject, f"year:{stage.now.year}", degree, office.name, office.id)


def _all(stage: Stage) -> list[SupervisionStep]:
    found = queries.climbed(stage.session, COUNTY)
    return [row for rows in found.values() for row in rows if row.lapse is Lapse.PROGRESS]


def _proposed(stage: Stage, login: str) -> list[SupervisionStep]:
    roles = stage.actor(login).roles & {Role.CASE_HEAD, Role.AGENCY_HEAD}
    return [row for row in _all(stage) if row.state.value == "proposed" and row.issuer in roles]
