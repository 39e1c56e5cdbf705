"""Saving water, and the fee of former days (rules.md 4.1, 3.4, trap 13)."""

from __future__ import annotations

from casebook.penalties.rules.catalogue.money import lapsed, normal, times_owed
from casebook.penalties.rules.laws import SAVING, SHANDONG_SAVING, WATER
from casebook.penalties.rules.provisions import YUAN, Basis, Condition, Provision, Range, Tier

PROVISIONS = (
    Provision(
        "PEN-15",
        "高耗水工业超定额未按期改造",
        (
            Basis(
                SAVING,
                "48",
                ("节水条例 27",),
                (
                    Tier(Condition.NORMAL, Range(0, 100_000 * YUAN), needs_overdue=True),
                    lapsed(100_000, 500_000, revoke=True, other="限制用水"),
                ),
                "改正",
            ),
        ),
    ),
    Provision(
        "PEN-16",
        "冷却水、冷凝水未回收利用",
        (
            Basis(
                SAVING,
                "49",
                ("节水条例 49",),
                (
                    Tier(Condition.NORMAL, Range(0, 50_000 * YUAN), needs_overdue=True),
                    lapsed(50_000, 100_000),
                ),
                "改正",
            ),
            Basis(
                SHANDONG_SAVING,
                "47",
                ("山东节水条例 47",),
                (
                    Tier(Condition.NORMAL, None, other="警告"),
                    lapsed(100_000, 500_000),
                ),
                "限期改正",
                note="与节水条例 49 的幅度不同，由法制审核人员选择并写明理由",
            ),
        ),
    ),
    Provision(
        "PEN-17",
        "节水设施未建成即投入使用",
        (Basis(WATER, "71", ("水法 53",), (normal(50_000, 100_000),), "停止使用，限期改正"),),
    ),
    Provision(
        "PEN-24",
        "拒缴水资源费（收费时期）",
        (
            Basis(
                WATER,
                "70",
                ("水法 48",),
                (times_owed(1, 5, other="自滞纳之日起每日加收 2‰ 滞纳金"),),
                "限期缴纳",
                ends_with_fee=True,
                note="征收水资源税之日起停收水资源费，此后的行为由税务机关处理",
            ),
        ),
    ),
)
