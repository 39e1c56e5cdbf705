"""Taking water without or against a permit, and what was done to get or keep one (rules.md 4.1)."""

from __future__ import annotations

from casebook.penalties.rules.catalogue.money import grave, lapsed, normal
from casebook.penalties.rules.laws import ABSTRACTION, SHANDONG_WATER, SOUTH_TO_NORTH, WATER, YELLOW_RIVER
from casebook.penalties.rules.provisions import Basis, Condition, Flag, Provision, Tier

_STOP = "停止违法行为，限期采取补救措施"
_STOP_AND_CORRECT = "停止违法行为，限期改正"
_REMOVED = "拆除或者封闭，费用由违法行为人承担"
_BY_THE_RIVER = frozenset({Flag.YELLOW_RIVER_BASIN})

PROVISIONS = (
    Provision(
        "PEN-01",
        "未经批准擅自取水",
        (
            Basis(
                WATER,
                "69(1)",
                ("水法 48", "地下水管理条例 55", "取水条例 48"),
                (normal(20_000, 100_000),),
                _STOP,
            ),
        ),
    ),
    Provision(
        "PEN-01Y",
        "未经批准擅自取水（黄河流域）",
        (
            Basis(
                YELLOW_RIVER,
                "113",
                ("黄河保护法 50",),
                (normal(50_000, 500_000), grave(50_000, 500_000)),
                _STOP,
                special=True,
                flags_any=_BY_THE_RIVER,
            ),
        ),
        variant_of="PEN-01",
    ),
    Provision(
        "PEN-02",
        "未依照取水许可规定条件取水",
        (
            Basis(
                WATER,
                "69(2)",
                ("水法 48", "地下水管理条例 55", "取水条例 48"),
                (normal(20_000, 100_000), grave(20_000, 100_000)),
                _STOP,
            ),
        ),
    ),
    Provision(
        "PEN-02Y",
        "未依照取水许可规定条件取水（黄河流域）",
        (
            Basis(
                YELLOW_RIVER,
                "113",
                ("黄河保护法 50",),
                (normal(50_000, 500_000), grave(50_000, 500_000)),
                _STOP,
                special=True,
                flags_any=_BY_THE_RIVER,
            ),
        ),
        variant_of="PEN-02",
    ),
    Provision(
        "PEN-03",
        "未取得批准文件擅自建设取水工程",
        (
            Basis(
                ABSTRACTION,
                "49",
                ("取水条例 21",),
                (lapsed(0, 50_000, other="逾期不拆除、不封闭的，组织拆除或者封闭，费用由违法行为人承担"),),
                "停止违法行为，限期补办有关手续；逾期不补办或者补办未被批准的，限期拆除或者封闭",
                cost_recovery=True,
            ),
        ),
    ),
    Provision(
        "PEN-04",
        "隐瞒情况或以虚假材料骗取许可",
        (
            Basis(
                ABSTRACTION,
                "50",
                ("取水条例 11",),
                (normal(20_000, 100_000, other="许可无效，警告；涉嫌犯罪的移送"),),
                "限期补缴",
            ),
        ),
    ),
    Provision(
        "PEN-05",
        "拒不执行取水量限制决定，擅自转让取水权",
        (
            Basis(
                ABSTRACTION,
                "51",
                ("取水条例 27、41",),
                (
                    normal(20_000, 100_000),
                    grave(20_000, 100_000),
                    lapsed(20_000, 100_000, revoke=True),
                ),
                _STOP_AND_CORRECT,
            ),
        ),
    ),
    Provision(
        "PEN-06",
        "不报送年度取水情况，拒绝检查或弄虚作假",
        (
            Basis(
                ABSTRACTION,
                "52",
                ("取水条例 42、45",),
                (normal(5_000, 20_000), grave(5_000, 20_000)),
                _STOP_AND_CORRECT,
            ),
        ),
    ),
    Provision(
        "PEN-18",
        "伪造、涂改、冒用批准文件或许可证",
        (
            Basis(
                ABSTRACTION,
                "56",
                ("取水条例 56",),
                (normal(20_000, 100_000, other="没收；涉嫌犯罪或者违反治安管理的移送"),),
                "改正",
            ),
        ),
    ),
    Provision(
        "PEN-20",
        "农业灌溉取用深层地下水（黄河流域）",
        (
            Basis(
                YELLOW_RIVER,
                "116",
                ("黄河保护法 55",),
                (normal(0, 100_000), grave(100_000, 500_000)),
                "限期整改",
                special=True,
                flags_any=_BY_THE_RIVER,
            ),
        ),
    ),
    Provision(
        "PEN-21",
        "南水北调受水区禁采区、超采区违法取水",
        (
            Basis(
                SOUTH_TO_NORTH,
                "50(2)",
                ("南水北调条例 34",),
                (normal(20_000, 100_000, when="依照水法 69 处罚"), grave(20_000, 100_000)),
                _STOP,
                special=True,
                flags_any=frozenset({Flag.SNWD_RECEIVING_AREA}),
            ),
        ),
    ),
    Provision(
        "PEN-19",
        "地源热泵取灌不同层或未全部回灌",
        (
            Basis(
                SHANDONG_WATER,
                "64",
                ("山东水资源条例 32",),
                (
                    normal(20_000, 100_000),
                    Tier(Condition.REFUSES, None, needs_overdue=True, other=_REMOVED),
                ),
                _STOP_AND_CORRECT,
                cost_recovery=True,
            ),
        ),
    ),
)
