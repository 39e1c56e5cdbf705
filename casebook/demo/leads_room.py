"""Storylines of what is told: hotline, petition, procuratorate, the public; tasks and a small matter."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from casebook.cases import actions
from casebook.cases.actions import LeadEntry, Picture, Report, Reporter, Small
from casebook.cases.rules import FoundHow, ProblemStatus
from casebook.cases.rules.leads import Satisfaction
from casebook.cases.rules.tasks import Duty, UnrestRisk
from casebook.demo.geography import COUNTY
from casebook.demo.pictures import Shot, draw
from casebook.demo.visits import take
from casebook.kernel.clock import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.cases.models import Lead
    from casebook.demo.stage import Stage, Storyline
    from casebook.wells.models import Well


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of what was told, and of problems that several departments work on."""
    yield _hotline(stage)
    yield _petition(stage)
    yield _procuratorate(stage)
    yield _referred(stage)
    yield _reported(stage)
    yield _tasks(stage)
    yield _in_charge(stage)
    yield _small(stage)


def _told(stage: Stage, login: str, channel: FoundHow, number: str, content: str, place: str) -> Lead:
    entry = LeadEntry(
        channel=channel,
        content=content,
        received_at=stage.now,
        outer_no=number,
        place=place,
        reporter=Reporter("王先生", "10000000018"),
    )
    return actions.add_lead(stage.session, **stage.by(login, 5), entry=entry)


def _hotline(stage: Stage) -> Storyline:
    """Play a ticket that was looked into, answered and visited back within its days."""
    yield stage.ago(9, "09:05")
    content = "反映东环路一家洗车店夜里用自备井抽水洗车。"
    lead = _told(stage, "inspector2", FoundHow.HOTLINE_12345, "演示工单 0001", content, "东环路南段洗车店")
    yield stage.ago(9, "15:20")
    actions.accept_lead(stage.session, **stage.by("inspector2"), lead=lead, on=local_day(stage.now))
    yield stage.ago(7, "10:40")
    reason = "到场核查，洗车店用的是自来水，有缴费单；店内没有井。"
    actions.dismiss_lead(stage.session, **stage.by("casehead"), lead=lead, reason=reason)
    yield stage.ago(6, "16:10")
    on = local_day(stage.now)
    text = "已到现场核查：该店使用公共供水，没有自备井。感谢反映。"
    actions.answer_lead(stage.session, **stage.by("inspector2"), lead=lead, on=on, text=text)
    yield stage.ago(4, "10:00")
    actions.visit_back(
        stage.session,
        **stage.by("inspector2"),
        lead=lead,
        on=local_day(stage.now),
        said=Satisfaction.SATISFIED,
        note="核查及时",
    )


def _petition(stage: Stage) -> Storyline:
    """Play a petition whose answer did not do: it was told again."""
    yield stage.ago(70, "09:30")
    content, place = "反映邻村砖厂长期抽地下水，影响村民浇地。", "烟庄街道砖厂北侧"
    well = stage.well("over_norm")
    first = _about(stage, FoundHow.PETITION, "演示信访 0001", content, place, well)
    yield stage.ago(66, "09:30")
    actions.accept_lead(stage.session, **stage.by("inspector"), lead=first, on=local_day(stage.now))
    yield stage.ago(60, "14:30")
    reason = "当日未抽水，水表读数与台账一致。"
    actions.dismiss_lead(stage.session, **stage.by("casehead"), lead=first, reason=reason)
    yield stage.ago(58, "14:30")
    text = "核查当日没有抽水，用水量在计划以内。"
    actions.answer_lead(
        stage.session, **stage.by("inspector"), lead=first, on=local_day(stage.now), text=text
    )
    yield stage.ago(5, "11:10")
    again = "再次反映砖厂夜间抽水，水位又降了。"
    _about(stage, FoundHow.PETITION, "演示信访 0002", again, place, well)


def _about(stage: Stage, channel: FoundHow, number: str, content: str, place: str, well: Well) -> Lead:
    entry = LeadEntry(
        channel=channel, content=content, received_at=stage.now, outer_no=number, place=place, well=well
    )
    return actions.add_lead(stage.session, **stage.by("inspector", 5), entry=entry)


def _procuratorate(stage: Stage) -> Storyline:
    """Play a suggestion of the procuratorate, whose two months run."""
    yield stage.ago(16, "10:20")
    content = "建议对辖区内应封未封的机井开展排查，并书面回复整改情况。"
    lead = _told(stage, "casehead", FoundHow.PROSECUTOR, "演示检建〔演示〕1号", content, "全县")
    actions.accept_lead(stage.session, **stage.by("casehead", 30), lead=lead, on=local_day(stage.now))


def _referred(stage: Stage) -> Storyline:
    """Play a ticket that is not water's matter and was handed on to who has the powers."""
    yield stage.ago(11, "10:30")
    content = "反映路边餐馆把洗碗水直接倒进沟渠。"
    lead = _told(stage, "inspector2", FoundHow.HOTLINE_12345, "演示工单 0002", content, "北环路餐馆门前沟渠")
    yield stage.ago(10, "14:20")
    actions.refer_lead(
        stage.session,
        **stage.by("casehead"),
        lead=lead,
        to="市生态环境局冠县分局",
        paper="冠综执转〔演示〕1号",
    )


def _reported(stage: Stage) -> Storyline:
    """Play two reports of the public about one place: the second is merged into the first."""
    well = stage.well("water_seller")
    lon, lat = round(well.lon + 0.004, 6), round(well.lat + 0.003, 6)
    yield stage.ago(3, "20:40")
    words = "大棚后面新打了一眼井，白天盖着，晚上用罐车往外拉水。"
    pictures = tuple(
        Picture(io.BytesIO(_shot(stage.now, scene, lon, lat)), f"IMG_{place}.jpg")
        for place, scene in enumerate(("head", "pumping"), start=1)
    )
    _send(stage, Report(words, place="大棚后面", lon=lon, lat=lat, pictures=pictures), "a")
    yield stage.ago(2, "07:15")
    named = Report(
        "昨晚又拉了三车水。", place="大棚后面", lon=lon, lat=lat, name="李女士", contact="10000000026"
    )
    _send(stage, named, "b")


def _send(stage: Stage, report: Report, mark: str) -> None:
    actions.file_report(stage.session, now=stage.now, county_code=COUNTY, report=report, caller_mark=mark)


def _shot(at: datetime, scene: str, lon: float, lat: float) -> bytes:
    return draw(Shot(scene, "—", at - timedelta(minutes=20), lon, lat))


def _tasks(stage: Stage) -> Storyline:
    """Play three tasks about one problem: accepted, answered, running."""
    yield stage.ago(12, "14:10")
    problem = stage.problems["no_reclaimed"][0]
    given = [
        ("liaison", Duty.PRICE, "协调再生水价格，形成与自来水可比的报价。", 10),
        ("permit", Duty.PERMIT, "在用上再生水以前，暂缓受理该单位新增取水。", 20),
        ("yanzhuang", Duty.TOWNSHIP, "上门宣传再生水政策，拍照留存。", 25),
    ]
    tasks = [
        actions.give_task(
            stage.session,
            **stage.by("casehead"),
            problem=problem,
            agency=stage.officer(login).agency,
            duty=duty,
            what=what,
            due_on=local_day(stage.now) + timedelta(days=days),
        )
        for login, duty, what, days in given
    ]
    yield stage.ago(6, "10:30")
    text = "已出具报价意见，每立方米 1.2 元，低于自来水。"
    price = tasks[0]
    actions.answer_task(stage.session, **stage.by("liaison"), task=price, problem=problem, text=text)
    yield stage.ago(5, "09:10")
    actions.accept_task(stage.session, **stage.by("casehead"), task=price, problem=problem)
    yield stage.ago(2, "16:00")
    photo = stage.well("no_reclaimed")
    actions.answer_task(
        stage.session,
        **stage.by("yanzhuang"),
        task=tasks[2],
        problem=problem,
        text="已上门讲解，经理表示愿意接入。",
        uploads=[take(photo, "head", stage.now)],
    )


def _in_charge(stage: Stage) -> Storyline:
    """Play a county leader in charge, and a well in a village that is sealed after the risk was assessed."""
    yield stage.ago(2, "11:00")
    actions.put_in_charge(
        stage.session,
        **stage.by("deputy"),
        problem=stage.problems["water_seller"][0],
        leader=stage.officer("leader"),
        responsible=stage.officer("inspector"),
        unit="县综合行政执法局",
    )
    plan = "先由村干部入户说明坠井危险，封填当天乡镇、派出所到场；有人阻拦即停，另约时间。"
    shaft = stage.problems["open_shaft"][0]
    actions.assess_unrest(
        stage.session, **stage.by("casehead", 20), problem=shaft, risk=UnrestRisk.MID, plan=plan
    )
    how = "已备好封填材料，乡镇、派出所到场，开始封填废弃井。"
    actions.start_way(
        stage.session, **stage.by("casehead", 30), problem=shaft, to=ProblemStatus.SEALING, how=how
    )


def _small(stage: Stage) -> Storyline:
    """Play a small matter that leaves by the fourth exit: its approval goes round."""
    yield stage.ago(8, "15:00")
    problem = stage.problems["odd_readings"][0]
    village = stage.well("odd_readings").village
    item = Small(
        problem=problem,
        act_code="MF-04",
        corrected_on=problem.found_on + timedelta(days=12),
        order_no="冠综执改〔演示〕第 12 号",
        commitment_no="承〔演示〕3 号",
    )
    reason = "初次违法，补报的水量属实，没有造成危害后果，已在期限内改正。"
    actions.submit_small(
        stage.session, **stage.by("inspector2"), village=village, reason=reason, items=[item]
    )
