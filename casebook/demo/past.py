"""What happened in the demonstration before this autumn: the year 2023, and matters that are settled."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from casebook.cases.rules import DecisionKind, MeasureKind
from casebook.closures.rules import ClosureKind, ClosureOrigin, ConfirmingPart, ReplacementSource
from casebook.demo.casework import Charge, Matter, Mending, Order, Ruling, matter, mending, spared
from casebook.demo.closing import Closing, Word, closing
from casebook.demo.visits import BUREAU, TOWN_LIULIN, TOWN_QINGSHUI, WATER, Found, Visit, visiting
from casebook.kernel.clock import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline
    from casebook.demo.visits import Team

DAY = timedelta(days=1)
_JOINT = "经现场查验，井已封停，联合验收记录属实。"
_ON_SITE = "执法人员现场查验，封停到位。"
_NO_METER = Charge(
    Found("P10", "取水管道未安装计量设施，水泵正在运行。"),
    "涉嫌未安装取水计量设施",
    MeasureKind.INSTALL_METER,
    "安装符合标准的取水计量设施",
)
_NO_PERMIT = Charge(
    Found("P01", "大棚取水井未办理取水许可，年取水约 8 千立方米。"),
    "涉嫌未经批准擅自取水",
    MeasureKind.APPLY_PERMIT,
    "停止取水，限期申请取水许可",
)
_DEAD_DIAL = Charge(
    Found("P11", "水表停走，铅封缺失，检定证书已过期。"),
    "涉嫌取水计量设施运行不正常",
    MeasureKind.REPAIR_METER,
    "更换水表并送检",
)
_NO_LEDGER = Charge(
    Found("P15", "未建用水台账，上年度取水情况未报送。"),
    "涉嫌未按规定报送年度取水情况",
    MeasureKind.COMPLETE_RECORDS,
    "补报年度取水情况，建立逐月台账",
)
_AT_HAND = Charge(
    Found("P09", "厂区已接通公共供水管网，自备深井仍在取水，日取水约 220 m³。"),
    "涉嫌在公共供水管网覆盖范围内未按要求封停自备井",
    MeasureKind.CLOSE_WELL,
    "封停自备井，改用公共供水",
)
_FORBIDDEN = Charge(
    Found("P06", "井位于城区禁采区内，洗车取水，没有应急取水手续。"),
    "涉嫌在地下水禁止开采区内取水",
    MeasureKind.CLOSE_WELL,
    "封停取水井，改用公共供水",
)
_TOWNSHIP, _ENFORCER = ConfirmingPart.TOWNSHIP, ConfirmingPart.ENFORCING_AGENCY


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of the past."""
    yield from _programme_of_2023(stage)
    yield from _entered_late(stage)
    yield from _exits_of_2023(stage)
    yield from _settled_cases(stage)
    yield from _mended(stage)
    yield from _visits(stage)


def _programme_of_2023(stage: Stage) -> Iterator[Storyline]:
    programme, replacement = ClosureOrigin.PROGRAMME, ClosureOrigin.REPLACEMENT
    yield from (
        _booked(stage, "board_mill", programme, (4, 18), "qingshui"),
        _booked(stage, "textile_mill", programme, (5, 23), "liulin"),
        _booked(
            stage,
            "xinji_works",
            replacement,
            (6, 15),
            "xinji",
            kind=ClosureKind.MOTHBALLED,
            source=ReplacementSource.YELLOW_RIVER,
        ),
        _booked(stage, "food_works", replacement, (7, 12), "yanzhuang"),
        _booked(
            stage,
            "heating_works",
            replacement,
            (8, 22),
            "yanzhuang",
            source=ReplacementSource.RECLAIMED,
            residual_m3=12_000,
        ),
        _booked(
            stage, "bath_house", ClosureOrigin.VOLUNTARY, (9, 6), "qingquan", kind=ClosureKind.MONITORING
        ),
        _ownerless(stage),
        _reopened(stage),
    )


def _booked(
    stage: Stage,
    key: str,
    origin: ClosureOrigin,
    closed: tuple[int, int],
    lead: str,
    *,
    kind: ClosureKind = ClosureKind.PLUGGED,
    source: ReplacementSource = ReplacementSource.PUBLIC_NETWORK,
    residual_m3: int = 0,
) -> Storyline:
    """Return a closure of 2023 that the township confirmed."""
    closed_on = date(2023, *closed)
    plan = Closing(
        key,
        origin,
        closed_on,
        reported_at=stage.on(closed_on + 2 * DAY, "14:10"),
        kind=kind,
        source=source,
        connected_on=closed_on - 5 * DAY,
        residual_m3=residual_m3,
        accepted_at=stage.on(closed_on + 9 * DAY, "09:40"),
        words=(Word(lead, _TOWNSHIP, stage.on(closed_on + 14 * DAY, "15:30"), _JOINT),),
    )
    return closing(stage, plan)


def _ownerless(stage: Stage) -> Storyline:
    """Return the closing of a dead well that nobody claimed: a well, and no water saved."""
    closed_on = date(2023, 10, 20)
    plan = Closing(
        "nobodys_well",
        ClosureOrigin.OWNERLESS,
        closed_on,
        reported_at=stage.on(closed_on + 3 * DAY, "10:15"),
        source=ReplacementSource.NONE_NEEDED,
        accepted_at=stage.on(closed_on + 11 * DAY, "10:30"),
        words=(
            Word("jiazhen", _TOWNSHIP, stage.on(closed_on + 17 * DAY, "09:20"), _JOINT),
            Word("casehead", _ENFORCER, stage.on(closed_on + 18 * DAY, "11:00"), _ON_SITE),
        ),
    )
    return closing(stage, plan)


def _reopened(stage: Stage) -> Storyline:
    """Return a closure that was booked and taken back, because the well was pumped again."""
    closed_on = date(2023, 3, 28)
    plan = Closing(
        "cold_store",
        ClosureOrigin.PROGRAMME,
        closed_on,
        reported_at=stage.on(closed_on + 1 * DAY, "16:00"),
        connected_on=closed_on - 4 * DAY,
        accepted_at=stage.on(closed_on + 8 * DAY, "10:10"),
        words=(Word("xinji", _TOWNSHIP, stage.on(closed_on + 12 * DAY, "14:45"), _JOINT),),
        reopened_at=stage.ago(17, "16:20"),
        why="巡查发现封井盖被打开、重新下泵取水。",
    )
    return closing(stage, plan)


def _entered_late(stage: Stage) -> Iterator[Storyline]:
    """Yield wells that were closed in 2023 and entered only now: claimed, not booked."""
    origin = ClosureOrigin.PROGRAMME
    accepted = (("paper_works", date(2023, 11, 29), 24), ("bearing_works", date(2023, 12, 6), 23))
    for key, closed_on, days in accepted:
        plan = Closing(
            key,
            origin,
            closed_on,
            reported_at=stage.ago(days, "10:05"),
            connected_on=closed_on - 3 * DAY,
            accepted_at=stage.ago(days - 6, "15:05"),
        )
        yield closing(stage, plan)
    closed_on = date(2023, 12, 20)
    waits = Closing(
        "feed_works", origin, closed_on, reported_at=stage.ago(9, "11:10"), connected_on=closed_on - 2 * DAY
    )
    yield closing(stage, waits)
    returned = Closing(
        "brick_works",
        origin,
        date(2023, 12, 12),
        reported_at=stage.ago(20, "09:50"),
        connected_on=date(2023, 12, 8),
        returned_at=stage.ago(15, "16:40"),
        why="封填后照片看不出井号，请补拍；回填材料数量未写明。",
    )
    yield closing(stage, returned)


def _exits_of_2023(stage: Stage) -> Iterator[Storyline]:
    """Yield two cases that ended with the well closed, each with its closure."""
    for key, charge, found_on, basis, fine_yuan in (
        ("machine_works", _AT_HAND, date(2023, 5, 9), "山东水资源条例30；748号58", 100_000),
        ("car_wash", _FORBIDDEN, date(2023, 8, 8), "748号33、35；水法69", 20_000),
    ):
        closed_on = local_day(stage.on(found_on + 56 * DAY))
        reason = "事实清楚，证据充分；当事人配合封停，从轻处罚。"
        decided_at = stage.on(closed_on + 24 * DAY, "16:00")
        ruling = Ruling(DecisionKind.PENALTY, decided_at, basis, reason, fine_yuan=fine_yuan)
        yield _exit(stage, key, charge, found_on, closed_on, ruling)
        yield _closed_by_case(stage, key, closed_on)


def _exit(
    stage: Stage, key: str, charge: Charge, found_on: date, closed_on: date, ruling: Ruling
) -> Storyline:
    order = Order(
        charge.measure,
        charge.demand,
        stage.on(found_on + 9 * DAY, "10:30"),
        days=60,
        rechecked_at=stage.on(closed_on + 20 * DAY, "09:30"),
    )
    plan = Matter(
        key,
        BUREAU,
        [charge.found],
        stage.on(found_on, "09:20"),
        charge.cause,
        stage.on(found_on + 3 * DAY, "15:10"),
        [order],
        ruling,
        struck_at=stage.on(closed_on + 30 * DAY, "10:20"),
        closed_at=stage.on(closed_on + 34 * DAY, "14:30"),
        is_old=True,
    )
    return matter(stage, plan)


def _closed_by_case(stage: Stage, key: str, closed_on: date) -> Storyline:
    """Return the closure that came of a case; its agency confirms on site."""
    plan = Closing(
        key,
        ClosureOrigin.CASE,
        closed_on,
        reported_at=stage.on(closed_on + DAY, "15:00"),
        connected_on=closed_on - 6 * DAY,
        accepted_at=stage.on(closed_on + 8 * DAY, "10:00"),
        words=(Word("casehead", _ENFORCER, stage.on(closed_on + 13 * DAY, "09:10"), _ON_SITE),),
    )
    return closing(stage, plan)


def _settled_cases(stage: Stage) -> Iterator[Storyline]:
    """Yield cases of three kinds of agencies, all closed."""
    penalty = (DecisionKind.PENALTY, "748号22、56①", 100_000)
    no_penalty = (DecisionKind.NO_PENALTY, "处罚法33", None)
    yield _settled(stage, "mill_without_meter", BUREAU, _NO_METER, date(2023, 3, 14), penalty)
    yield _settled(stage, "mushroom_farm", BUREAU, _NO_PERMIT, date(2023, 11, 7), no_penalty)
    yield _spared(stage, "old_dial", TOWN_QINGSHUI, _DEAD_DIAL, date(2024, 4, 16), "清水诺〔2024〕3号")
    yield _spared(stage, "no_ledger", TOWN_LIULIN, _NO_LEDGER, date(2025, 2, 18), "柳林诺〔2025〕1号")


def _spared(
    stage: Stage, key: str, team: Team, charge: Charge, found_on: date, commitment_no: str
) -> Storyline:
    """Return a small matter that was not filed on a promise."""
    reason = "初次违法，后果轻微并及时改正。"
    ruling = Ruling(
        DecisionKind.NO_FILING,
        stage.on(found_on + 3 * DAY, "14:20"),
        "处罚法33",
        reason,
        commitment_no=commitment_no,
    )
    plan = Mending(
        key,
        team,
        [charge.found],
        stage.on(found_on, "09:05"),
        stage.on(found_on + 20 * DAY, "10:30"),
        how=f"{charge.demand}，已完成。",
        rechecked_at=stage.on(found_on + 24 * DAY, "09:40"),
        struck_at=stage.on(found_on + 38 * DAY, "09:50"),
    )
    return spared(stage, plan, charge.cause, ruling)


def _settled(
    stage: Stage,
    key: str,
    team: Team,
    charge: Charge,
    found_on: date,
    ruling: tuple[DecisionKind, str, int | None],
) -> Storyline:
    """Return a case that went its way in some seven weeks."""
    kind, basis, fine_yuan = ruling
    is_penalty = kind is DecisionKind.PENALTY
    reason = "事实清楚，证据充分，裁量适当。" if is_penalty else "初次违法，后果轻微并及时改正。"
    order = Order(
        charge.measure,
        charge.demand,
        stage.on(found_on + 6 * DAY, "10:00"),
        days=20,
        rechecked_at=stage.on(found_on + 24 * DAY, "09:40"),
    )
    plan = Matter(
        key,
        team,
        [charge.found],
        stage.on(found_on, "09:05"),
        charge.cause,
        stage.on(found_on + 3 * DAY, "14:20"),
        [order],
        Ruling(kind, stage.on(found_on + 31 * DAY, "15:40"), basis, reason, fine_yuan),
        struck_at=stage.on(found_on + 38 * DAY, "09:50"),
        closed_at=stage.on(found_on + 48 * DAY, "11:20"),
        is_old=True,
    )
    return matter(stage, plan)


def _mended(stage: Stage) -> Iterator[Storyline]:
    """Yield small problems that were put right and struck off without a case."""
    plans = (
        ("lost_plate", Found("P20", "井口标识牌缺失，二维码无法扫描。"), date(2024, 6, 4), "已补装标识牌。"),
        (
            "wrong_place",
            Found("P19", "井位与台账相距约 90 米，经核为台账录入有误。"),
            date(2024, 9, 10),
            "已更正台账井位。",
        ),
        (
            "over_plan",
            Found("P04", "1 至 8 月取水量超过计划 18%。", 60),
            date(2025, 9, 16),
            "已压减生产用水，四季度按计划取水。",
        ),
    )
    for key, found, found_on, how in plans:
        yield mending(
            stage,
            Mending(
                key,
                WATER,
                [found],
                stage.on(found_on, "10:10"),
                stage.on(found_on + 9 * DAY, "15:20"),
                how,
                stage.on(found_on + 16 * DAY, "09:45"),
                struck_at=stage.on(found_on + 22 * DAY, "14:05"),
            ),
        )


def _visits(stage: Stage) -> Iterator[Storyline]:
    """Yield visits that found nothing."""
    plans = (
        ("quiet_works", date(2023, 6, 13), "设施完好，计量正常，与台账一致。"),
        ("quiet_works", date(2025, 6, 10), "年度例行检查，未发现问题。"),
        ("village_works", date(2024, 3, 19), "水厂运行正常，在线计量已联网。"),
        ("dye_works", date(2025, 4, 22), "列入下一年度封停计划，用户知情。"),
    )
    for key, day, situation in plans:
        visit = Visit(key, BUREAU, situation=situation, is_clock_wrong=key == "village_works")
        yield visiting(stage, visit, stage.on(day, "10:30"))
