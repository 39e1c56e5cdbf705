"""Storylines of permits and plans: the year's plan, an application, reclaimed water left unused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.demo.cast import QINGSHUI
from casebook.demo.geography import COUNTY
from casebook.kernel.clock import local_day
from casebook.kernel.months import Month
from casebook.parties.actions import PartyFacts
from casebook.parties.rules import PartyKind
from casebook.plans import actions
from casebook.plans.rules import Answer, Condition, NormKind, PlanStep, SettingKey
from casebook.quotas import actions as permits
from casebook.quotas import queries
from casebook.quotas.queries import PermitFilter, Shown
from casebook.quotas.rules import PermitStep, WaterSource, source_of
from casebook.regions.queries import list_divisions
from casebook.wells.rules import WellUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline
    from casebook.parties.models import Party
    from casebook.plans.models import PlanNode

CLERK, HEAD = "permit", "agencyhead"
_TOWNS, _USERS = 4, 3
_LEAST = Decimal(24_000)
_MONTHLY = (1500, 1400, 900, 0, 700, 1200, 1300, 1250, 800, 900, 1100, 1000)
_STOPPED, _STOPPED_M3 = 4, Decimal(2_000)


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of permits and plans."""
    yield _year(stage)
    yield _application(stage)


def _act(stage: Stage, paper: str, reason: str = "") -> actions.Act:
    return actions.Act(on=local_day(stage.now), paper=paper, reason=reason)


def _issue(stage: Stage, node: PlanNode, paper: str) -> None:
    """Approve, issue and begin a line."""
    act = _act(stage, paper, "按定额、近三年实际用水和许可水量核定。")
    for login, step in ((HEAD, PlanStep.APPROVE), (CLERK, PlanStep.ISSUE), (CLERK, PlanStep.BEGIN)):
        actions.take_plan_step(stage.session, **stage.by(login), node=node, step=step, act=act)


def _year(stage: Stage) -> Storyline:
    """Play the year's plan, its norms and settings, and the cut for what a firm left unused."""
    yield stage.ago(300, "09:00")
    year = local_day(stage.now).year
    paper = f"冠水计〔{year}〕1号"
    _norms(stage)
    total = actions.set_total(
        stage.session,
        **stage.by(CLERK),
        year=year,
        source=WaterSource.SHALLOW,
        figures=actions.Figures(volume_m3=Decimal(9_999_800), basis="上级下达的地下水取水总量控制指标。"),
        act=_act(stage, paper),
    )
    _issue(stage, total, paper)
    towns = list_divisions(stage.session, COUNTY)[:_TOWNS]
    lines = {town.code: _deal(stage, total, Decimal(600_000), division_code=town.code) for town in towns}
    home = lines.get(QINGSHUI) or next(iter(lines.values()))
    firms = _firms(stage)
    users = [_deal(stage, home, volume, party_id=firm.id) for firm, volume in firms]
    yield stage.ago(150, "10:00")
    giver, taker = [node for node in lines.values() if node is not home][:2]
    moved = actions.Transfer(
        volume_m3=Decimal(50_000), act=_act(stage, f"冠水调〔{year}〕1号", "汛前墒情较好，调剂给缺水乡镇。")
    )
    actions.transfer_water(stage.session, **stage.by(HEAD), giver=giver, taker=taker, transfer=moved)
    if firms:
        yield stage.ago(120, "09:30")
        _unused(stage, firms[0][0], users[0], year - 1)


def _norms(stage: Stage) -> None:
    for kind, item, per, value in (
        (NormKind.IRRIGATION, "冬小麦", "亩", "150"),
        (NormKind.INDUSTRY, "机制纸", "吨", "18"),
        (NormKind.SERVICE, "洗车", "辆", "0.04"),
    ):
        facts = actions.NormFacts(
            kind=kind,
            item=item,
            per=per,
            value_m3=Decimal(value),
            valid_from=date(2020, 1, 1),
            paper="演示用定额，以省里发布的为准",
        )
        actions.set_norm(stage.session, **stage.by(CLERK), facts=facts)


def _deal(stage: Stage, above: PlanNode, volume: Decimal, **whose: object) -> PlanNode:
    paper = f"冠水计〔{above.year}〕2号"
    node = actions.deal_out(
        stage.session,
        **stage.by(CLERK),
        above=above,
        whose=actions.Whose(**whose),  # type: ignore[arg-type] # one of the three
        figures=actions.Figures(volume_m3=volume, basis="用水定额、近三年实际用水。"),
        act=_act(stage, paper),
    )
    _issue(stage, node, paper)
    return node


def _firms(stage: Stage) -> list[tuple[Party, Decimal]]:
    """Return firms that hold a permit of shallow water through the year, with what their plan is."""
    actor, today = stage.actor(CLERK), local_day(stage.present)
    found: dict[object, tuple[Party, Decimal]] = {}
    wanted = PermitFilter(on=today, shown=Shown.IN_FORCE)
    for permit in queries.page_permits(stage.session, actor, wanted).items:
        holder, volume = permit.holder, permit.permitted_m3
        layers = {source_of(one.aquifer) for one in queries.list_wells_of(stage.session, permit.id)}
        if layers != {WaterSource.SHALLOW}:
            continue
        if holder is not None and holder.kind is PartyKind.ORGANISATION and volume and permit.valid_to:
            found.setdefault(holder.id, (holder, min(volume, Decimal(60_000))))
    return list(found.values())[:_USERS]


def _unused(stage: Stage, firm: Party, node: PlanNode, year: int) -> None:
    """Play a year in which a firm could have used reclaimed water, and the notice of the cut."""
    today = local_day(stage.now)
    for key, value in ((SettingKey.CUT_ALPHA, "1"), (SettingKey.CUT_CAP, "0.2")):
        actions.set_plan_setting(
            stage.session,
            **stage.by(HEAD),
            key=key,
            value=value,
            paper="冠政办字〔2026〕9号（演示）",
            valid_from=today,
        )
    clerk = {**stage.by(CLERK), "party": firm}
    actions.set_minimum(
        stage.session, **clerk, year=year, minimum_m3=_LEAST, paper=f"冠水计〔{year}〕6号", reason=""
    )
    facts = actions.OfferFacts(
        answers=dict.fromkeys(Condition, Answer.YES),
        served_on=date(year, 1, 15),
        evidence="再生水供水要约、送达回证、管网接口照片、水质检测报告。",
    )
    actions.note_offer(stage.session, **clerk, year=year, facts=facts)
    for number, used in enumerate(_MONTHLY, start=1):
        outage = _STOPPED_M3 if number == _STOPPED else Decimal(0)
        use = actions.UseFacts(
            month=Month(year, number), used_m3=Decimal(used), is_metered=True, outage_m3=outage
        )
        actions.note_use(stage.session, **clerk, facts=use)
    cut = actions.draft_cut(stage.session, **clerk, year=year, node=node)
    told = actions.Step(on=today, paper=f"冠水核告〔{year + 1}〕1号")
    actions.notify_cut(stage.session, **stage.by(CLERK), cut=cut, step=told)


def _application(stage: Stage) -> Storyline:
    """Play an application that waits for its pre-check, and a renewal that was asked for."""
    yield stage.ago(25, "10:20")
    permit = permits.apply_permit(
        stage.session,
        **stage.by(CLERK),
        on=local_day(stage.now),
        application=permits.Application(
            holder=PartyFacts(name="冠县新禾食品有限公司"),
            source=WaterSource.SHALLOW,
            use=WellUse.INDUSTRY,
            volume_m3=Decimal(36_000),
            conditions="只用于生产，不得转供。",
        ),
    )
    yield stage.ago(21, "15:00")
    act = permits.Act(on=local_day(stage.now), paper="冠审受字〔2026〕31号")
    permits.take_permit_step(stage.session, **stage.by(CLERK), permit=permit, step=PermitStep.ACCEPT, act=act)
