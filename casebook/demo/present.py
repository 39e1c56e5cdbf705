"""What is going on in the demonstration just now; every day is counted from today."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.cases.rules import DecisionKind, MeasureKind
from casebook.closures.rules import (
    BaselineMethod,
    ClosureKind,
    ClosureOrigin,
    ConfirmingPart,
    ReplacementSource,
)
from casebook.demo.casework import Charge, Matter, Mending, Order, Ruling, matter, mending
from casebook.demo.closing import Closing, Word, closing
from casebook.demo.visits import (
    BUREAU,
    TOWN_QINGSHUI,
    WATER,
    Found,
    Visit,
    arrive,
    begin,
    fill_in,
    visiting,
)
from casebook.kernel.clock import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casebook.demo.stage import Stage, Storyline
    from casebook.demo.visits import Team

_DAY = timedelta(days=1)

_NO_METER = Charge(
    Found("P10", "取水泵房内无计量设施，出水管直通储水罐。", 90),
    "涉嫌未安装取水计量设施",
    MeasureKind.INSTALL_METER,
    "安装符合标准的取水计量设施",
)
_BYPASS = Charge(
    Found("P14", "水表前另接旁通管一根，阀门开启，管内有水流声。"),
    "涉嫌干扰取水计量、旁通取水",
    MeasureKind.STOP_ABSTRACTION,
    "立即停止旁通取水，拆除旁通管",
)
_NOT_ONLINE = Charge(
    Found("P12", "年取水 12 万立方米，计量设施未联网。"),
    "涉嫌未按规定安装在线计量设施",
    MeasureKind.CONNECT_ONLINE,
    "接入取水在线监测平台",
)
_EXPIRED = Charge(
    Found("P02", "取水许可证已到期，未申请延续，仍在取水。"),
    "涉嫌取水许可证过期后继续取水",
    MeasureKind.APPLY_PERMIT,
    "停止取水，限期补办取水许可",
)
_NETWORK = Charge(
    Found("P09", "厂区门前已有公共供水管网，自备深井仍在取水。"),
    "涉嫌在公共供水管网覆盖范围内未按要求封停自备井",
    MeasureKind.CONNECT_NETWORK,
    "接入公共供水管网",
)
_OVER_PERMIT = Charge(
    Found("P03", "前三季度取水量已超过全年许可水量 12%。"),
    "涉嫌年取水量超过许可水量",
    MeasureKind.REDUCE_ABSTRACTION,
    "压减取水，四季度取水量不超过许可余量",
)
_PUMPED_AGAIN = Charge(
    Found("P17", "2023 年封停的井，井盖被撬开，重新下泵取水。"),
    "涉嫌私自启用已封停取水井",
    MeasureKind.CLOSE_WELL,
    "立即停止取水，重新封停",
)
_METER_DOWN = Charge(
    Found("P11", "在线流量计故障停用两个月。", 90),
    "涉嫌取水计量设施运行不正常",
    MeasureKind.REPAIR_METER,
    "修复流量计并恢复联网",
)
_DIM_DIAL = Charge(
    Found("P11", "水表表盘模糊，检定已过期。"),
    "涉嫌取水计量设施运行不正常",
    MeasureKind.REPAIR_METER,
    "更换水表并送检",
)


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of the present."""
    yield from _closures(stage)
    yield from _orders(stage)
    yield from _late_stages(stage)
    yield from _problems(stage)
    yield from _fresh_findings(stage)
    yield _draft(
        stage, Visit("network_at_hand", BUREAU, situation="回访：已提交接水申请。"), 0, is_whole=True
    )
    yield _draft(stage, Visit("demo_farm", BUREAU), 1, is_whole=False)


def _closures(stage: Stage) -> Iterator[Storyline]:
    """Yield this year's programme: some booked, each waiting step once."""
    township = ConfirmingPart.TOWNSHIP
    programme, replacement = ClosureOrigin.PROGRAMME, ClosureOrigin.REPLACEMENT
    for key, origin, ago, lead, kind in (
        ("dye_works", programme, 230, "qingshui", ClosureKind.PLUGGED),
        ("oil_works", replacement, 161, "liulin", ClosureKind.PLUGGED),
        ("hotel", ClosureOrigin.VOLUNTARY, 97, "qingquan", ClosureKind.MOTHBALLED),
        ("pig_farm", programme, 58, "xinji", ClosureKind.PLUGGED),
    ):
        closed_on = local_day(stage.ago(ago))
        plan = Closing(
            key,
            origin,
            closed_on,
            stage.ago(ago - 1, "14:30"),
            kind=kind,
            connected_on=closed_on - 4 * _DAY,
            method=BaselineMethod.B2 if key == "hotel" else BaselineMethod.B1,
            accepted_at=stage.ago(ago - 8, "10:05"),
            words=(Word(lead, township, stage.ago(ago - 13, "15:15"), "联合验收记录属实，同意确认。"),),
        )
        yield closing(stage, plan)
    yield _waiting(stage, "package_works", programme, 21, accepted=12)
    yield _waiting(stage, "school", replacement, 8)
    yield _waiting(stage, "duck_farm", ClosureOrigin.VOLUNTARY, 26, returned=19)


def _waiting(
    stage: Stage,
    key: str,
    origin: ClosureOrigin,
    ago: int,
    *,
    accepted: int | None = None,
    returned: int | None = None,
) -> Storyline:
    """Return a closure of the last weeks that waits for its next step."""
    closed_on = local_day(stage.ago(ago))
    needs_none = origin is ClosureOrigin.VOLUNTARY
    plan = Closing(
        key,
        origin,
        closed_on,
        stage.ago(ago - 1, "16:10"),
        source=ReplacementSource.NONE_NEEDED if needs_none else ReplacementSource.PUBLIC_NETWORK,
        connected_on=None if needs_none else closed_on - 3 * _DAY,
        method=BaselineMethod.B2 if needs_none else BaselineMethod.B1,
        accepted_at=None if accepted is None else stage.ago(accepted, "09:50"),
        returned_at=None if returned is None else stage.ago(returned, "11:30"),
        why="缺少封填过程照片，基线水量依据不足。",
    )
    return closing(stage, plan)


def _orders(stage: Stage) -> Iterator[Storyline]:
    """Yield cases whose orders are overdue, due today, due soon, and running."""
    for key, due_in, days, charge in (
        ("no_meter", -6, 20, _NO_METER),
        ("bypass", -2, 7, _BYPASS),
        ("not_online", 0, 30, _NOT_ONLINE),
        ("expired_permit", 2, 15, _EXPIRED),
        ("cold_store", 20, 30, _PUMPED_AGAIN),
    ):
        yield _running(stage, key, charge, due_in=due_in, days=days)
    yield _running(
        stage,
        "network_at_hand",
        _NETWORK,
        due_in=9,
        days=30,
        asked=4,
        why="管网接入须破路施工，施工许可尚在办理。",
    )
    yield _running(
        stage,
        "over_permit",
        _OVER_PERMIT,
        due_in=12,
        days=30,
        asked=14,
        answered=12,
        why="环保设施改造期间用水不能立即压减。",
    )


def _running(
    stage: Stage,
    key: str,
    charge: Charge,
    *,
    due_in: int,
    days: int,
    asked: int | None = None,
    answered: int | None = None,
    why: str = "",
) -> Storyline:
    """Return a case whose order falls due so many days from today; `asked` and `answered` are days ago."""
    added = 10 if answered is not None else 0
    served = days + added - due_in
    order = Order(
        charge.measure,
        charge.demand,
        stage.ago(served, "10:40"),
        days=days,
        asked_at=None if asked is None else stage.ago(asked, "16:30"),
        answered_at=None if answered is None else stage.ago(answered, "09:15"),
        why=why,
    )
    found_at, opened_at = stage.ago(served + 7, "09:30"), stage.ago(served + 3, "14:50")
    return matter(stage, Matter(key, BUREAU, [charge.found], found_at, charge.cause, opened_at, [order]))


def _late_stages(stage: Stage) -> Iterator[Storyline]:
    """Yield cases that wait for a decision, a striking off, a closing, or a second re-check."""
    yield _long(stage, "late_decision", BUREAU, _METER_DOWN, 88)
    yield _long(stage, "paid_up", BUREAU, _NO_METER, 82, ruling="748号22、56①")
    yield _long(stage, "nearly_closed", BUREAU, _NO_METER, 75, ruling="748号22、56①", struck=10)
    yield _long(stage, "stubborn_dial", TOWN_QINGSHUI, _DIM_DIAL, 44, is_met=False)
    yield _two_orders(stage)
    yield from _exit_under_way(stage)


def _long(
    stage: Stage,
    key: str,
    team: Team,
    charge: Charge,
    ago: int,
    *,
    is_met: bool = True,
    ruling: str = "",
    struck: int | None = None,
) -> Storyline:
    """Return a case of some weeks ago whose order was re-checked; decided where a basis is given."""
    order = Order(
        charge.measure,
        charge.demand,
        stage.ago(ago - 8, "10:00"),
        days=20,
        rechecked_at=stage.ago(ago - 26, "09:20"),
        is_met=is_met,
    )
    reason = "事实清楚，证据充分，裁量适当。"
    decided = Ruling(DecisionKind.PENALTY, stage.ago(ago - 40, "15:30"), ruling, reason, fine_yuan=100_000)
    plan = Matter(
        key,
        team,
        [charge.found],
        stage.ago(ago, "09:10"),
        charge.cause,
        stage.ago(ago - 4, "15:00"),
        [order],
        decided if ruling else None,
        struck_at=None if struck is None else stage.ago(struck, "10:50"),
    )
    return matter(stage, plan)


def _two_orders(stage: Stage) -> Storyline:
    """Return a case over two problems of one well: one order met, the other still running."""
    plan = Matter(
        "two_faults",
        BUREAU,
        [Found("P10", "未安装计量设施。"), Found("P20", "标识牌缺失。")],
        stage.ago(33, "10:20"),
        "涉嫌未安装取水计量设施",
        stage.ago(30, "14:40"),
        [
            Order(
                MeasureKind.OTHER,
                "补装标识牌",
                stage.ago(27, "09:40"),
                days=10,
                rechecked_at=stage.ago(11, "09:25"),
            ),
            Order(
                MeasureKind.INSTALL_METER,
                "安装符合标准的取水计量设施",
                stage.ago(27, "10:10"),
                days=33,
                asked_at=stage.ago(16, "15:20"),
                answered_at=stage.ago(14, "09:30"),
                is_granted=False,
                why="设备采购周期较长。",
            ),
        ],
    )
    return matter(stage, plan)


def _exit_under_way(stage: Stage) -> Iterator[Storyline]:
    """Yield a case whose well is closed and accepted; the agency has still to confirm on site."""
    closed_on = local_day(stage.ago(13))
    order = Order(MeasureKind.CLOSE_WELL, "封停自备井，改用公共供水", stage.ago(40, "10:00"), days=45)
    yield matter(
        stage,
        Matter(
            "ice_works",
            BUREAU,
            [Found("P09", "公共供水管网覆盖范围内，自备深井仍在取水。")],
            stage.ago(50, "09:00"),
            "涉嫌在公共供水管网覆盖范围内未按要求封停自备井",
            stage.ago(46, "15:30"),
            [order],
        ),
    )
    plan = Closing(
        "ice_works",
        ClosureOrigin.CASE,
        closed_on,
        stage.ago(12, "14:20"),
        connected_on=closed_on - 5 * _DAY,
        accepted_at=stage.ago(5, "10:30"),
    )
    yield closing(stage, plan)


def _problems(stage: Stage) -> Iterator[Storyline]:
    """Yield problems outside cases: past their term, due soon, running, put right, re-checked."""
    for key, found, ago in (
        ("odd_readings", Found("P13", "抄表记录与表底数不符，相差约 4 千立方米。", 30), 35),
        ("over_norm", Found("P16", "单位产品用水超定额 23%。", 30), 27),
        ("no_reclaimed", Found("P23", "再生水管网已到门前，绿化仍用井水。", 60), 22),
        ("tax_gap", Found("P28", "申报水量比抄见水量少 11%。", 30), 15),
    ):
        yield mending(stage, Mending(key, WATER, [found], stage.ago(ago, "10:00")))
    yield mending(
        stage,
        Mending(
            "quiet_works",
            WATER,
            [Found("P20", "标识牌被遮挡，编号不可辨认。", 15)],
            stage.ago(18, "14:00"),
            stage.ago(7, "16:20"),
            "已更换标识牌。",
        ),
    )
    yield mending(
        stage,
        Mending(
            "village_works",
            WATER,
            [Found("P04", "三季度取水量超过计划 9%。", 45)],
            stage.ago(52, "09:40"),
            stage.ago(20, "11:00"),
            "已调整供水调度。",
            stage.ago(10, "10:15"),
        ),
    )


def _fresh_findings(stage: Stage) -> Iterator[Storyline]:
    """Yield what the last days brought onto the list."""
    for key, team, found, ago in _fresh():
        yield visiting(stage, Visit(key, team, found=found), stage.ago(ago, "09:15"))


def _fresh() -> Sequence[tuple[str, Team, Sequence[Found], int]]:
    return (
        ("never_permitted", BUREAU, [Found("P01", "养殖场深井取水，未办理取水许可。", None)], 6),
        ("open_shaft", WATER, [Found("P18", "废弃井未封填，井口无盖，存在坠井危险。", 5)], 5),
        ("fresh_drilling", BUREAU, [Found("P25", "未经批准新凿机井一眼，钻机已撤离。", None)], 4),
        ("water_seller", BUREAU, [Found("P21", "向周边三家企业转供井水，有收费记录。", 20)], 3),
        ("household", WATER, [Found("P01", "庭院小井，家庭生活少量取水，免办许可。", None)], 8),
    )


def _draft(stage: Stage, visit: Visit, ago: int, *, is_whole: bool) -> Storyline:
    """Play a visit whose record is not submitted yet."""
    yield stage.ago(ago, "08:40")
    inspection = begin(stage, visit)
    if is_whole:
        fill_in(stage, visit, inspection)
    else:
        arrive(stage, visit, inspection)
