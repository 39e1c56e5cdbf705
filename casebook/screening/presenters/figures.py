"""The figures of a hit in words, and the chart that they make."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.regions.rules import Aquifer
from casebook.screening.rules import RULES, Measure, RuleId
from casebook.screening.rules.catalogue import LAST_YEAR_UNTIL
from casebook.volumes.presenters.charts import Chart, month_quality, monthly_chart, running_chart
from casebook.volumes.rules import QueryKind
from casebook.web.formats import m3
from casebook.web.labels import label
from casebook.web.wording import listed
from casebook.wells.rules import MeterKind, WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casebook.kernel.months import Month
    from casebook.plans.rules import PlanLine
    from casebook.screening.models import ScreeningHit, ScreeningHitVersion
    from casebook.screening.rules import Threshold
    from casebook.volumes.rules import MonthVolume

_LABELS: dict[str, object] = {
    "year": _l("年度"),
    "taken_m3": _l("取水量"),
    "permitted_m3": _l("许可水量"),
    "over_m3": _l("超出水量"),
    "over_percent": _l("超出比例"),
    "plan_m3": _l("计划水量"),
    "projected_m3": _l("预计全年"),
    "projected_on": _l("预计用完计划的日期"),
    "is_over": _l("已经超过"),
    "norm_m3": _l("定额水量"),
    "permit": _l("取水许可证"),
    "permits": _l("取水许可证"),
    "ended_permits": _l("已终止的许可证"),
    "valid_to": _l("有效期至"),
    "days_expired": _l("到期已过天数"),
    "zones": _l("所在管控分区"),
    "zone_from": _l("分区生效日期"),
    "built_on": _l("成井时间"),
    "depth_m": _l("井深"),
    "layer": _l("取水层位"),
    "meter": _l("计量方式"),
    "scale_m3": _l("规模"),
    "closed_on": _l("封停日期"),
    "stopped_on": _l("现场抄表时水表停走"),
    "meter_no": _l("水表编号"),
    "is_booked": _l("压采台账记为封停，登记状态没有改"),
    "first_month": _l("最早月份"),
    "last_month": _l("最近月份"),
    "kwh": _l("用电量"),
    "period": _l("报送期"),
    "due_on": _l("应报送日期"),
    "days_late": _l("逾期天数"),
    "since": _l("停止取水不晚于"),
    "discharge_m3": _l("排水量"),
    "intake_m3": _l("取水合计"),
    "metered_m3": _l("自备井计量"),
    "tap_m3": _l("自来水"),
    "reclaimed_m3": _p("source", "再生水"),
    "trade": _l("行业"),
    "status": _l("登记状态"),
    "use": _l("取水用途"),
}
_UNITS = {"over_percent": "%", "depth_m": "m", "kwh": "kWh"}
_ENUMS: dict[str, type[Any]] = {"status": WellStatus, "use": WellUse, "layer": Aquifer, "meter": MeterKind}
_THRESHOLDS: dict[str, object] = {
    "household_m3": _l("家庭生活等少量取水的年限额（0 为尚未规定）"),
    "tolerance": _l("允许超出"),
    "forecast": _l("预计超出多少就提示"),
    "forecast_from": _l("有几个月数据才预测"),
    "last_year_until": _l("上年数据看到几月"),
    "farm_wells": _l("灌溉井没有计量也提示"),
    "scale_m3": _l("在线计量的年水量规模"),
    "window": _l("往前看"),
    "least_kwh": _l("用电量超过"),
    "grace": _l("逾期宽限"),
    "idle_years": _l("连续停止取水"),
}


@dataclass(frozen=True)
class FigureLine:
    """One figure in words."""

    label: str
    value: str
    unit: str = ""


@dataclass(frozen=True)
class ThresholdLine:
    """One threshold as a hit was held against it, or as it is set."""

    name: str
    label: str
    value: int
    unit: str
    most: int
    is_certain: bool

    @property
    def shown(self) -> str:
        """The value in words."""
        return str(self.value) if self.most > 1 else str(_("是") if self.value else _("否"))


def figure_lines(figures: Mapping[str, Any]) -> list[FigureLine]:
    """Return the figures in the order in which one reads them."""
    return [
        FigureLine(str(words), _said(name, figures[name]), _unit(name))
        for name, words in _LABELS.items()
        if name in figures and figures[name] not in (None, "", []) and not isinstance(figures[name], dict)
    ]


def main_words(figures: Mapping[str, Any]) -> str:
    """Return the three figures that a line of a list has room for."""
    return "　".join(
        f"{one.label} {one.value}{one.unit and ' ' + one.unit}" for one in figure_lines(figures)[:3]
    )


def part_lines(rule: RuleId, figures: Mapping[str, Any]) -> list[FigureLine]:
    """Return what a hit says of single months or wells: what was odd or too much, what each took."""
    months, wells = figures.get("months"), figures.get("wells")
    if rule is RuleId.METER_SUSPECT and isinstance(months, dict):
        return [
            FigureLine(month, listed(label(QueryKind(kind)) for kind in kinds))
            for month, kinds in months.items()
        ]
    if rule is RuleId.OVER_PLAN_MONTH and isinstance(months, dict):
        return [FigureLine(month, _month_words(said)) for month, said in months.items()]
    if rule is RuleId.OVER_PERMIT and isinstance(wells, dict) and len(wells) > 1:
        return [FigureLine(code, m3(Decimal(volume)), "m³") for code, volume in wells.items()]
    return []


def _month_words(said: Mapping[str, Any]) -> str:
    taken, planned = m3(Decimal(said["taken_m3"])), m3(Decimal(said["plan_m3"]))
    if said["over_percent"] is None:
        return str(_("取水 %(taken)s m³，计划 %(plan)s m³", taken=taken, plan=planned))
    share = said["over_percent"]
    return str(
        _("取水 %(taken)s m³，计划 %(plan)s m³，超出 %(share)s%%", taken=taken, plan=planned, share=share)
    )


def threshold_lines(rule: RuleId, values: Mapping[str, int]) -> list[ThresholdLine]:
    """Return the thresholds of a rule with these values."""
    return [
        ThresholdLine(
            one.name,
            str(_THRESHOLDS[one.name]),
            values.get(one.name, one.default),
            _threshold_unit(one),
            one.most,
            one.is_certain,
        )
        for one in RULES[rule].thresholds
    ]


def _threshold_unit(threshold: Threshold) -> str:
    if threshold.name == LAST_YEAR_UNTIL:
        return str(_p("month", "月"))
    return "" if threshold.measure is Measure.SWITCH else label(threshold.measure)


def threshold_label(name: str) -> str:
    """Return the words of a threshold."""
    return str(_THRESHOLDS[name])


def _said(name: str, value: Any) -> str:  # noqa: ANN401 - a figure as JSON keeps it
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if name in _ENUMS:
        return str(label(_ENUMS[name](value)))
    if isinstance(value, list):
        return listed(value)
    return m3(Decimal(value)) if name.endswith("_m3") or name == "kwh" else str(value)


def _unit(name: str) -> str:
    return "m³" if name.endswith("_m3") else _UNITS.get(name, "")


def chart_of(
    hit: ScreeningHit,
    version: ScreeningHitVersion,
    year: int,
    months: Mapping[Month, MonthVolume],
    plan: PlanLine | None,
    years: Mapping[int, Decimal],
) -> Chart | None:
    """Return the chart that explains a hit, from its own figures; months of a year come from the well.

    Where no month is known the years that a register states are shown.
    """
    figures = version.figures
    if hit.rule in {RuleId.POWER_WITHOUT_WELL, RuleId.CLOSED_BUT_PUMPING}:
        return _of_months(hit.rule, figures)
    if hit.rule is RuleId.DISCHARGE_EXCEEDS_INTAKE:
        return _of_parts(figures)
    if not any(one.m3 is not None for one in months.values()):
        return _yearly(years)
    if hit.rule in {RuleId.OVER_PERMIT, RuleId.OVER_PLAN_YEAR, RuleId.OVER_NORM}:
        return _running(figures, months)
    return _monthly(year, months, plan)


def _yearly(years: Mapping[int, Decimal]) -> Chart | None:
    points = [{"label": str(year), "value": volume} for year, volume in sorted(years.items())]
    return Chart(_("登记的年取水量"), "m³", points, []) if points else None


def _of_months(rule: RuleId, figures: Mapping[str, Any]) -> Chart | None:
    is_power = rule is RuleId.POWER_WITHOUT_WELL or not figures["months"]
    told = figures["kwh"] if is_power and isinstance(figures.get("kwh"), dict) else figures["months"]
    recent = list(told.items())[-24:]
    points = [{"label": month[2:], "value": Decimal(value)} for month, value in recent]
    title = _("每月用电") if is_power else _("封停以后每月取水")
    return Chart(title, "kWh" if is_power else "m³", points, []) if points else None


def _of_parts(figures: Mapping[str, Any]) -> Chart:
    parts = ("discharge_m3", "metered_m3", "tap_m3", "reclaimed_m3")
    points = [{"label": str(_LABELS[name]), "value": Decimal(figures[name])} for name in parts]
    return Chart(_("%(year)s 年排水与取水", year=figures["year"]), "m³", points, [])


def _running(figures: Mapping[str, Any], months: Mapping[Month, MonthVolume]) -> Chart:
    limits = (("permitted_m3", "permit"), ("plan_m3", "plan"), ("norm_m3", "plan"))
    lines = [
        {"label": str(_LABELS[name]), "value": Decimal(figures[name]), "kind": kind}
        for name, kind in limits
        if figures.get(name)
    ]
    year = figures["year"]
    title = _("%(year)s 年累计取水", year=year)
    return running_chart(title, year, _known(months), lines=lines, qualities=_qualities(months))


def _monthly(year: int, months: Mapping[Month, MonthVolume], plan: PlanLine | None) -> Chart:
    title = _("%(year)s 年每月取水", year=year)
    return monthly_chart(title, year, _known(months), plan=plan, qualities=_qualities(months))


def _qualities(months: Mapping[Month, MonthVolume]) -> dict[Month, str]:
    return {month: month_quality(volume) for month, volume in months.items()}


def _known(months: Mapping[Month, MonthVolume]) -> dict[Month, Decimal]:
    return {month: volume.m3 for month, volume in months.items() if volume.m3 is not None}
