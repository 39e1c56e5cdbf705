"""Acts that others punish: this house hands them over and fines nobody (rules.md 4.1)."""

from __future__ import annotations

from datetime import date

from casebook.deadlines.rules.table import Certainty
from casebook.penalties.rules.catalogue.money import yuan
from casebook.penalties.rules.laws import GROUNDWATER, PUBLIC_ORDER, WATER
from casebook.penalties.rules.provisions import Basis, Condition, Provision, Recipient, Tier

_REVISED = date(2026, 1, 1)
_LAST_OF_2012 = date(2025, 12, 31)
_DETENTION = "拘留 5–10 日"

PROVISIONS = (
    Provision(
        "PEN-25",
        "利用岩层孔隙、废弃矿坑等贮存有害物质",
        (
            Basis(
                GROUNDWATER,
                "59",
                ("地下水管理条例 40",),
                (Tier(Condition.NORMAL, None, other="由生态环境或者排水主管部门处理"),),
            ),
        ),
        hands_over_to=Recipient.ENVIRONMENT,
    ),
    Provision(
        "PEN-26",
        "使用淘汰的高耗水工艺、设备",
        (Basis(WATER, "68", ("水法 51",), (Tier(Condition.NORMAL, yuan(20_000, 100_000)),)),),
        hands_over_to=Recipient.ECONOMY,
    ),
    Provision(
        "PEN-27",
        "阻碍执法人员依法执行职务",
        (
            Basis(
                PUBLIC_ORDER,
                "50",
                ("治安管理处罚法 50",),
                (
                    Tier(Condition.NORMAL, yuan(0, 200), other="警告"),
                    Tier(Condition.GRAVE, yuan(0, 500), other=_DETENTION),
                ),
                valid_to=_LAST_OF_2012,
            ),
            Basis(
                PUBLIC_ORDER,
                "61",
                ("治安管理处罚法 61",),
                (
                    Tier(Condition.NORMAL, yuan(0, 500), other="警告"),
                    Tier(Condition.GRAVE, yuan(0, 1_000), other=_DETENTION),
                ),
                certainty=Certainty.MEMORY,
                valid_from=_REVISED,
                note="2025 年修订后的条文号和幅度待核实",
            ),
        ),
        hands_over_to=Recipient.POLICE,
    ),
    Provision(
        "PEN-28",
        "隐匿、转移登记保存或查封的物品，伪造、毁灭证据",
        (
            Basis(
                PUBLIC_ORDER,
                "60",
                ("治安管理处罚法 60",),
                (Tier(Condition.NORMAL, yuan(200, 500), other=_DETENTION),),
                valid_to=_LAST_OF_2012,
            ),
            Basis(
                PUBLIC_ORDER,
                "72",
                ("治安管理处罚法 72",),
                (Tier(Condition.NORMAL, yuan(0, 1_000), other=_DETENTION),),
                certainty=Certainty.MEMORY,
                valid_from=_REVISED,
                note="2025 年修订后的条文号和幅度待核实",
            ),
        ),
        hands_over_to=Recipient.POLICE,
    ),
)
