"""Wells that must be closed, wells for monitoring, and works below ground (rules.md 4.1)."""

from __future__ import annotations

from casebook.penalties.rules.catalogue.money import lapsed, normal
from casebook.penalties.rules.laws import GROUNDWATER, WATER
from casebook.penalties.rules.provisions import Authority, Basis, Provision

_STOP = "停止违法行为，限期采取补救措施"

_DONE_FOR_THEM = "没有能力封井或者回填的，组织封井或者回填，费用由违法行为人承担"

PROVISIONS = (
    Provision(
        "PEN-10",
        "未按规定封井或者回填",
        (
            Basis(
                GROUNDWATER,
                "58",
                ("地下水管理条例 49",),
                (normal(100_000, 500_000, other=_DONE_FOR_THEM),),
                "封井或者回填",
                authority=Authority.GOVERNMENT_AUTHORISED,
                cost_recovery=True,
            ),
        ),
    ),
    Provision(
        "PEN-11",
        "监测井、勘探井施工前未备案",
        (
            Basis(
                GROUNDWATER,
                "61",
                ("地下水管理条例 48",),
                (lapsed(20_000, 100_000, other="逾期不封井、不回填的，组织封井或者回填"),),
                "限期补办备案手续；逾期不补办的，限期封井或者回填",
                cost_recovery=True,
            ),
        ),
    ),
    Provision(
        "PEN-12",
        "侵占、毁坏或擅自移动地下水监测设施",
        (
            Basis(
                GROUNDWATER,
                "60",
                ("地下水管理条例 47",),
                (normal(20_000, 100_000),),
                _STOP,
                cost_recovery=True,
            ),
        ),
    ),
    Provision(
        "PEN-13",
        "地下工程对地下水造成重大不利影响或未备案",
        (
            Basis(
                GROUNDWATER,
                "57",
                ("地下水管理条例 26", "地下水管理条例 52"),
                (
                    normal(100_000, 500_000, when="造成重大不利影响"),
                    lapsed(20_000, 100_000, when="未备案或者未报送，逾期不补报"),
                ),
                "限期采取措施消除不利影响；未备案、未报送的限期补报",
                cost_recovery=True,
            ),
        ),
    ),
    Provision(
        "PEN-22",
        "毁坏水工程或水文地质监测设施",
        (
            Basis(
                WATER,
                "72",
                ("水法 72",),
                (normal(10_000, 50_000, other="涉嫌犯罪或者违反治安管理的移送"),),
                _STOP,
            ),
        ),
    ),
)
