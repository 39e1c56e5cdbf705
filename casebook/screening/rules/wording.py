"""What a lead of screening says: what is suspected and by which figures, never that it is so."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from casebook.screening.rules.catalogue import RULES, RuleId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SUSPICION: dict[RuleId, str] = {
    RuleId.NO_PERMIT: "涉嫌未经批准取水",
    RuleId.PERMIT_EXPIRED: "涉嫌许可证到期后继续取水",
    RuleId.OVER_PERMIT: "涉嫌超许可水量取水",
    RuleId.OVER_PLAN_MONTH: "月取水量高于计划",
    RuleId.OVER_PLAN_YEAR: "年取水量高于或将高于计划",
    RuleId.FORBIDDEN_ZONE: "涉嫌在禁采区取水",
    RuleId.RESTRICTED_ZONE_NEW: "涉嫌在限采区、超采区新增取水",
    RuleId.DEEP_CONFINED: "涉嫌违规取用深层承压水",
    RuleId.INSIDE_PUBLIC_NETWORK: "公共管网覆盖范围内自备井仍在取水",
    RuleId.METER_MISSING: "登记为没有计量设施",
    RuleId.METER_NOT_ONLINE: "达到规模，登记为没有在线计量",
    RuleId.METER_SUSPECT: "水表停走，或者计量数据异常没有解释",
    RuleId.POWER_WITHOUT_WELL: "有用电，没有登记的井",
    RuleId.CLOSED_BUT_PUMPING: "涉嫌封停后继续取水",
    RuleId.RETURN_MISSING: "取水情况到期没有报送",
    RuleId.PERMIT_DORMANT: "持证连续停止取水",
    RuleId.DISCHARGE_EXCEEDS_INTAKE: "排水量大于已知的取水量",
    RuleId.NO_WATER_SOURCE: "查不到水源的用水单位",
    RuleId.OVER_NORM: "取水量高于用水定额",
}
"""What each rule suspects. A visit of two officers says what is so."""

_FIGURES = {
    "year": "年度 {}",
    "taken_m3": "取水 {} m³",
    "permitted_m3": "许可 {} m³",
    "plan_m3": "计划 {} m³",
    "norm_m3": "定额 {} m³",
    "projected_m3": "按进度全年约 {} m³",
    "projected_on": "预计 {} 用完",
    "permit": "许可证 {}",
    "permits": "许可证 {}",
    "valid_to": "有效期至 {}",
    "zones": "位于{}",
    "built_on": "成井 {}",
    "closed_on": "封停 {}",
    "stopped_on": "{} 现场抄表时水表停走",
    "first_month": "自 {} 起",
    "last_month": "至 {}",
    "kwh": "用电 {} kWh",
    "due_on": "应于 {} 前报送",
    "discharge_m3": "排水 {} m³",
    "intake_m3": "取水合计 {} m³",
    "trade": "行业 {}",
    "since": "自 {} 起没有取水",
}


def lead_text(rule: RuleId, title: str, figures: Mapping[str, Any]) -> str:
    """Return the words of a lead: what is suspected where, figures, article, and what they are not."""
    told = "，".join(_told(figures))
    return (
        f"筛查线索：{title} {SUSPICION[rule]}（{RULES[rule].article}）。{told}{'。' if told else ''}"
        "数据线索不作为违法认定，须由两名执法人员现场核查。"
    )


def _told(figures: Mapping[str, Any]) -> Iterator[str]:
    for name, words in _FIGURES.items():
        value = figures.get(name)
        if value not in (None, "", [], {}) and not isinstance(value, dict):
            yield words.format(_said(name, value))


def _said(name: str, value: Any) -> str:  # noqa: ANN401 - a figure as JSON keeps it
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return f"{Decimal(value):,.0f}" if name.endswith("_m3") or name == "kwh" else str(value)
