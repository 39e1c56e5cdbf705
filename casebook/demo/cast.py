"""The wells that the story is about, by the name that the story knows them by."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.regions.rules import Aquifer
from casebook.wells.rules import MeterKind, PermitExemption, WellUse

_D, _S = Aquifer.DEEP_CONFINED, Aquifer.SHALLOW
_INDUSTRY, _SUPPLY = WellUse.INDUSTRY, WellUse.PUBLIC_SUPPLY
_TRADE, _FARM, _STOCK = WellUse.SPECIAL_TRADE, WellUse.IRRIGATION, WellUse.LIVESTOCK
_ONLINE, _DIAL, _NONE = MeterKind.ONLINE, MeterKind.MECHANICAL, MeterKind.NONE

QINGSHUI, LIULIN, XINJI = "371525104", "371525103", "371525109"
YANZHUANG, QINGQUAN, CHONGWEN, JIAZHEN = "371525003", "371525001", "371525002", "371525101"


@dataclass(frozen=True)
class Part:
    """One well of the story. `name` is its user's; empty for an invented person."""

    key: str
    township: str
    name: str
    use: WellUse
    aquifer: Aquifer
    depth_m: float
    yearly_m3: int
    """Mean of the years 2020 to 2022; zero for a well that nobody used."""
    meter: MeterKind = _ONLINE
    place: tuple[float, float] | None = None
    """Where it has to lie; None for anywhere in its township."""
    exemption: PermitExemption = PermitExemption.NONE
    has_permit: bool = True
    last_year: int = 2025
    """The last year that it gave water throughout."""


CAST: tuple[Part, ...] = (
    # Closed in 2023 and booked: nine wells, 702 400 m³.
    Part("board_mill", QINGSHUI, "冠县清水瑞泰板材有限公司", _INDUSTRY, _D, 286.0, 126_200, last_year=2022),
    Part("textile_mill", LIULIN, "冠县柳林宏发纺织有限公司", _INDUSTRY, _D, 312.5, 148_400, last_year=2022),
    Part("xinji_works", XINJI, "冠县辛集镇水厂", _SUPPLY, _D, 356.0, 134_600, last_year=2022),
    Part("food_works", YANZHUANG, "冠县烟庄金穗食品有限公司", _INDUSTRY, _D, 268.0, 74_300, last_year=2022),
    Part("heating_works", YANZHUANG, "冠县城东热力有限公司", _INDUSTRY, _D, 301.0, 98_900, last_year=2022),
    Part(
        "bath_house",
        QINGQUAN,
        "冠县清泉碧波洗浴中心",
        _TRADE,
        _S,
        52.0,
        21_800,
        _DIAL,
        (115.436, 36.496),
        last_year=2022,
    ),
    Part(
        "machine_works",
        "371525107",
        "冠县店子盛达机械有限公司",
        _INDUSTRY,
        _D,
        242.0,
        82_500,
        _DIAL,
        last_year=2022,
    ),
    Part(
        "car_wash",
        CHONGWEN,
        "冠县崇文捷净洗车行",
        _TRADE,
        _S,
        48.0,
        27_700,
        _DIAL,
        (115.457, 36.481),
        last_year=2022,
    ),
    Part("nobodys_well", JIAZHEN, "", _FARM, _D, 205.0, 0, _NONE, has_permit=False, last_year=2022),
    # Closed in 2023, booked, then pumped again.
    Part("cold_store", XINJI, "冠县辛集润丰冷藏有限公司", _INDUSTRY, _D, 228.0, 34_600, last_year=2022),
    # Closed in 2023, entered late and not booked yet.
    Part("paper_works", QINGSHUI, "冠县清水恒源纸业有限公司", _INDUSTRY, _D, 295.0, 92_300, last_year=2022),
    Part("bearing_works", LIULIN, "冠县柳林百川轴承有限公司", _INDUSTRY, _D, 264.0, 76_400, last_year=2022),
    Part(
        "feed_works",
        "371525105",
        "冠县东古城联兴饲料有限公司",
        _INDUSTRY,
        _D,
        218.0,
        58_100,
        _DIAL,
        last_year=2022,
    ),
    Part(
        "brick_works",
        "371525209",
        "冠县万善鑫隆建材有限公司",
        _INDUSTRY,
        _S,
        55.0,
        41_000,
        _DIAL,
        last_year=2022,
    ),
    # The present year's programme.
    Part("dye_works", QINGSHUI, "冠县清水华润印染有限公司", _INDUSTRY, _D, 308.0, 88_400),
    Part("oil_works", LIULIN, "冠县柳林丰源粮油有限公司", _INDUSTRY, _D, 255.0, 52_000),
    Part("hotel", QINGQUAN, "冠县清泉宾馆", _TRADE, _S, 57.0, 9_600, _DIAL, (115.441, 36.503)),
    Part("pig_farm", XINJI, "冠县辛集和顺养殖场", _STOCK, _S, 58.0, 18_700, _DIAL),
    Part("package_works", QINGSHUI, "冠县清水天和包装有限公司", _INDUSTRY, _D, 276.0, 61_500),
    Part("school", YANZHUANG, "冠县烟庄街道中心学校", WellUse.RURAL_DOMESTIC, _D, 214.0, 47_300, _DIAL),
    Part(
        "ice_works", YANZHUANG, "冠县烟庄德泰制冰厂", _INDUSTRY, _D, 231.0, 39_800, _DIAL, (115.492, 36.507)
    ),
    Part("duck_farm", "371525112", "冠县甘官屯禾润养殖场", _STOCK, _S, 46.0, 12_900, _NONE, has_permit=False),
    # Cases and problems of earlier years, all settled.
    Part("mill_without_meter", QINGSHUI, "冠县清水金禾面粉有限公司", _INDUSTRY, _S, 57.5, 38_200, _NONE),
    Part(
        "mushroom_farm", LIULIN, "冠县柳林食用菌种植合作社", _FARM, _S, 44.0, 8_300, _DIAL, has_permit=False
    ),
    Part("old_dial", QINGSHUI, "冠县清水德隆钢管有限公司", _INDUSTRY, _S, 58.0, 31_600, _DIAL),
    Part("no_ledger", LIULIN, "冠县柳林恒泰包装有限公司", _INDUSTRY, _S, 53.0, 24_900, _DIAL),
    Part("lost_plate", "371525206", "", _FARM, _S, 32.0, 3_500),
    Part("wrong_place", "371525102", "", _FARM, _S, 28.0, 3_900),
    Part("over_plan", "371525111", "冠县范寨盛泰化工有限公司", _INDUSTRY, _D, 247.0, 67_800),
    # Under way at present.
    Part("no_meter", "371525107", "冠县店子源达机械有限公司", _INDUSTRY, _S, 56.0, 44_100, _NONE),
    Part("bypass", "371525206", "冠县兰沃宏盛化工有限公司", _INDUSTRY, _D, 258.0, 79_200),
    Part("expired_permit", "371525110", "冠县梁堂顺德饲料有限公司", _INDUSTRY, _S, 54.0, 28_700, _DIAL),
    Part("not_online", "371525112", "冠县甘官屯达润纺织有限公司", _INDUSTRY, _D, 283.0, 121_000, _DIAL),
    Part(
        "network_at_hand",
        QINGQUAN,
        "冠县清泉兴达塑料制品厂",
        _INDUSTRY,
        _D,
        236.0,
        33_400,
        _DIAL,
        (115.430, 36.494),
    ),
    Part("over_permit", "371525108", "冠县定远寨隆华建材有限公司", _INDUSTRY, _S, 59.0, 47_900),
    Part("two_faults", "371525101", "冠县贾镇瑞和板材有限公司", _INDUSTRY, _S, 51.0, 36_300, _NONE),
    Part("stubborn_dial", QINGSHUI, "冠县清水联达轴承有限公司", _INDUSTRY, _S, 55.0, 29_800, _DIAL),
    Part("paid_up", "371525111", "冠县范寨天润食品有限公司", _INDUSTRY, _S, 58.5, 42_600, _NONE),
    Part("nearly_closed", "371525102", "冠县桑阿百泰机械有限公司", _INDUSTRY, _S, 52.5, 35_200, _NONE),
    Part("late_decision", "371525106", "冠县北馆陶金源印染有限公司", _INDUSTRY, _D, 292.0, 103_500),
    Part("odd_readings", "371525105", "冠县东古城恒川包装有限公司", _INDUSTRY, _S, 57.0, 26_400, _DIAL),
    Part("over_norm", "371525003", "冠县烟庄联盛食品有限公司", _INDUSTRY, _S, 56.5, 51_800, _ONLINE),
    Part(
        "no_reclaimed",
        YANZHUANG,
        "冠县城东环卫服务中心",
        WellUse.OTHER,
        _S,
        49.0,
        15_200,
        _DIAL,
        (115.496, 36.503),
    ),
    Part(
        "never_permitted",
        "371525209",
        "冠县万善旺达养殖场",
        _STOCK,
        _D,
        196.0,
        14_800,
        _NONE,
        has_permit=False,
    ),
    Part("open_shaft", "371525200", "", _FARM, _S, 38.0, 0, _NONE, has_permit=False),
    Part(
        "fresh_drilling",
        "371525101",
        "冠县贾镇圣果种植合作社",
        _FARM,
        _S,
        42.0,
        5_100,
        _NONE,
        has_permit=False,
    ),
    Part("water_seller", "371525108", "冠县定远寨便民供水站", WellUse.OTHER, _S, 47.0, 11_300, _DIAL),
    Part(
        "household",
        "371525107",
        "",
        WellUse.RURAL_DOMESTIC,
        _S,
        24.0,
        180,
        _NONE,
        exemption=PermitExemption.HOUSEHOLD,
        has_permit=False,
    ),
    Part("tax_gap", "371525109", "冠县辛集川达钢管有限公司", _INDUSTRY, _S, 53.5, 33_700),
    Part("quiet_works", "371525106", "冠县北馆陶盛和板材有限公司", _INDUSTRY, _S, 54.5, 37_100),
    Part("village_works", "371525110", "冠县梁堂镇供水站", _SUPPLY, _D, 388.0, 112_000),
    Part("demo_farm", QINGSHUI, "", _FARM, _S, 36.0, 3_400, MeterKind.POWER),
)

BY_KEY = {part.key: part for part in CAST}
