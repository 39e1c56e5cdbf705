"""Measuring the water that is taken (rules.md 4.1, trap 12)."""

from __future__ import annotations

from casebook.deadlines.rules.table import Certainty
from casebook.penalties.rules.catalogue.money import grave, lapsed, normal
from casebook.penalties.rules.laws import (
    ABSTRACTION,
    GROUNDWATER,
    PERMIT_RULES,
    SAVING,
    SHANDONG_WATER,
    YELLOW_RIVER,
)
from casebook.penalties.rules.provisions import Basis, Flag, Provision

_INSTALL = "限期安装"
_REPAIR = "限期更换或者修复"
_BY_CAPACITY = "按日最大取水能力计征"

_NO_METER = Basis(
    ABSTRACTION, "53(1)", ("取水条例 43",), (normal(5_000, 20_000), grave(5_000, 20_000)), _INSTALL
)
"""Of all water. For groundwater 地下水管理条例 56 is the newer and special one since 2021-12-01."""
_BAD_METER = Basis(
    ABSTRACTION,
    "53(2)",
    ("取水条例 43",),
    (lapsed(0, 10_000), grave(0, 10_000, needs_overdue=True)),
    _REPAIR,
)

PROVISIONS = (
    Provision(
        "PEN-07",
        "地下水取水工程未安装计量设施",
        (
            Basis(
                GROUNDWATER,
                "56(1)",
                ("地下水管理条例 22",),
                (normal(100_000, 500_000, other=_BY_CAPACITY), grave(100_000, 500_000)),
                _INSTALL,
                special=True,
            ),
            _NO_METER,
        ),
    ),
    Provision("PEN-07S", "地表水取水未安装计量设施", (_NO_METER,)),
    Provision(
        "PEN-08",
        "地下水计量设施不合格或运行不正常",
        (
            Basis(
                GROUNDWATER,
                "56(2)",
                ("地下水管理条例 22",),
                (
                    lapsed(100_000, 500_000, other=_BY_CAPACITY),
                    grave(100_000, 500_000, needs_overdue=True),
                ),
                _REPAIR,
                special=True,
            ),
            _BAD_METER,
        ),
    ),
    Provision("PEN-08S", "地表水计量设施不合格或运行不正常", (_BAD_METER,)),
    Provision(
        "PEN-09",
        "规模以上取水未建设远程在线计量设施",
        (
            Basis(
                SHANDONG_WATER,
                "67",
                ("山东水资源条例 47",),
                (normal(20_000, 50_000, other=_BY_CAPACITY), grave(20_000, 50_000)),
                "限期改正",
            ),
        ),
    ),
    Provision(
        "PEN-09Y",
        "规模以上取水未安装在线计量设施（黄河）",
        (
            Basis(
                YELLOW_RIVER,
                "115",
                ("黄河保护法 53",),
                (normal(20_000, 100_000), grave(100_000, 500_000)),
                _INSTALL,
                special=True,
                flags_any=frozenset({Flag.YELLOW_RIVER_BASIN, Flag.YELLOW_RIVER_SUPPLY_AREA}),
            ),
        ),
        variant_of="PEN-09",
    ),
    Provision(
        "PEN-14",
        "侵占、损毁、擅自移动用水计量设施或干扰计量",
        (
            Basis(
                SAVING,
                "46",
                ("节水条例 14",),
                (normal(10_000, 100_000, other="造成损失的，依法赔偿"),),
                "停止违法行为，限期采取补救措施",
            ),
        ),
    ),
    Provision(
        "PEN-23",
        "擅自停用计量设施，不提供计量资料",
        (
            Basis(
                PERMIT_RULES,
                "50",
                ("取水许可管理办法 50",),
                (normal(0, 1_000),),
                "限期改正",
                certainty=Certainty.PUBLIC,
            ),
        ),
    ),
)
