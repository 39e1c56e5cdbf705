"""Storylines of campaigns: one that runs with tasks, a sweep from a problem, letters, and a draw."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.accounts.queries import find_agency_by_name
from casebook.campaigns import actions, queries
from casebook.campaigns.actions import CampaignFacts, LetterFacts, SpotWish, TaskWish
from casebook.campaigns.rules import Scope, SpotKind, SweepFinding, TownshipTaskKind
from casebook.demo.cast import LIULIN, QINGSHUI, YANZHUANG
from casebook.demo.geography import COUNTY
from casebook.demo.inkwork import page
from casebook.demo.offices import TOWNSHIP_OFFICES
from casebook.demo.pictures import Shot, photograph
from casebook.kernel.clock import local_day
from casebook.storage.actions import Scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.campaigns.models import TownshipTask
    from casebook.demo.stage import Stage, Storyline
    from casebook.evidence.rules import Upload

_TEAMS = (("第一组", "inspector", True), ("第一组", "inspector2", False), ("第二组", "water1", True))


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of campaigns."""
    yield _letters(stage)
    yield _campaign(stage)
    yield _sweep(stage)
    yield _draw(stage)


def _letters(stage: Stage) -> Storyline:
    """Play two townships that take on the year's task: one has signed, the other's paper lies there."""
    yield stage.ago(40, "10:00")
    for code, who in ((QINGSHUI, "高远"), (LIULIN, "方正")):
        office = find_agency_by_name(stage.session, COUNTY, TOWNSHIP_OFFICES[code].name)
        assert office is not None
        facts = LetterFacts(
            local_day(stage.present).year,
            "按期完成封井和压采任务；每月巡查一次；配合县里检查，发现违规取水当天报告。",
            "副县长 许诺",
            f"镇长 {who}",
        )
        letter = actions.draft_letter(stage.session, **stage.by("casehead"), agency=office, facts=facts)
        if code == QINGSHUI:
            scan = Scan(io.BytesIO(page(1, "responsibility letter").data), "目标责任书（已签字）.png")
            signed_on = local_day(stage.now)
            by = stage.by("casehead", 30)
            actions.sign_letter(stage.session, **by, letter=letter, signed_on=signed_on, scan=scan)


def _campaign(stage: Stage) -> Storyline:
    """Play a campaign that runs: its teams, a week of publicity, a self-check that is late."""
    yield stage.ago(30, "09:00")
    first = local_day(stage.now)
    facts = CampaignFacts(
        "违规取用地下水专项整治行动",
        "冠县 2026 年专项整治方案（演示）",
        "查清全县在用取水井，违规取用地下水的全部立案查处，能改的当场改。",
        Scope(first - timedelta(days=10), first + timedelta(days=60)),
    )
    by = stage.by("casehead")
    campaign = actions.plan_campaign(stage.session, **by, facts=facts)
    for team, login, is_leader in _TEAMS:
        officer_id = stage.officer(login).id
        actions.join_campaign(
            stage.session, **by, campaign=campaign, officer_id=officer_id, team=team, is_leader=is_leader
        )
    actions.start_campaign(stage.session, **by, campaign=campaign)
    both = (QINGSHUI, LIULIN)
    demand = "村村张贴通告，入户发放明白纸，拍照上报。"
    wish = TaskWish(TownshipTaskKind.PUBLICITY, "节约用水宣传周", demand, 8, both, campaign)
    done, waits = actions.give_tasks(stage.session, **stage.by("casehead"), wish=wish)
    yield stage.ago(22, "15:30")
    _answer(stage, done, "qingshui", "已在 31 个村张贴通告，入户发放明白纸 1200 份。")
    yield stage.ago(21, "09:10")
    actions.accept_township_task(stage.session, **stage.by("casehead"), task=done)
    demand = "逐村核对在用机井的许可、计量和标牌，列出清单。"
    wish = TaskWish(TownshipTaskKind.SELF_CHECK, "机井自查", demand, 5, (LIULIN,), campaign)
    actions.give_tasks(stage.session, **stage.by("casehead"), wish=wish)
    yield stage.ago(20, "16:20")
    _answer(stage, waits, "liulin", "已张贴通告。")
    yield stage.ago(19, "10:00")
    by = stage.by("casehead")
    actions.return_township_task(stage.session, **by, task=waits, reason="请写明张贴了哪些村。")


def _answer(stage: Stage, task: TownshipTask, login: str, text: str) -> None:
    by = stage.by(login)
    actions.answer_township_task(stage.session, **by, task=task, text=text, uploads=[_shot(stage)])


def _shot(stage: Stage) -> Upload:
    well = stage.well("no_reclaimed")
    return photograph(Shot("plate", well.code, stage.now - timedelta(hours=2), well.lon, well.lat))


def _sweep(stage: Stage) -> Storyline:
    """Play a sweep that began at a problem: some wells were looked at, one has the same problem."""
    yield stage.ago(10, "11:20")
    problem = stage.problems["over_norm"][0]
    tasks = actions.begin_sweep(
        stage.session,
        **stage.by("casehead"),
        problem=problem,
        demand="对照问题清单逐眼查看同类取水井，有同类问题的当天报告。",
        days=10,
        townships=(QINGSHUI, YANZHUANG),
    )
    yield stage.ago(7, "16:00")
    task = next(one for one in tasks if one.division_code == QINGSHUI)
    findings = ((SweepFinding.CLEAR, ""), (SweepFinding.SAME, "单位产品用水超定额约一成。"))
    rows = queries.list_sweep_wells(stage.session, task.id)
    for row, (finding, note) in zip(rows, findings, strict=False):
        by = stage.by("qingshui")
        actions.note_finding(stage.session, **by, task=task, row=row, finding=finding, note=note)


def _draw(stage: Stage) -> Storyline:
    """Play the draw before the prefecture comes."""
    yield stage.ago(5, "14:30")
    wish = SpotWish(stage.now.year, tuple(SpotKind), 8, seed="26-11-08-33", seed_by="市水利局 检查组")
    actions.draw_spot_check(stage.session, **stage.by("casehead"), wish=wish)
