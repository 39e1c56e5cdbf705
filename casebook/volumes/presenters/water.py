"""A year of a well, or of several together, against plan and permit: charts, running total, forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.kernel.months import Month
from casebook.plans.queries import limits_on, plans_of_parties, plans_of_wells, wells_of_parties
from casebook.plans.rules import Alert, alert_of
from casebook.quotas.queries import volumes_in
from casebook.screening.queries import settings_on
from casebook.screening.rules import RuleId
from casebook.screening.rules.catalogue import FORECAST, FORECAST_FROM, TOLERANCE
from casebook.volumes import queries
from casebook.volumes.presenters.balance import composition
from casebook.volumes.presenters.charts import monthly_chart, running_chart
from casebook.volumes.rules.coverage import (
    Life,
    month_totals,
    months_due,
    months_over,
    percent,
    together,
)
from casebook.volumes.rules.overrun import OverrunLimits, overrun
from casebook.web.formats import m3, number, plain_day
from casebook.web.labels import label
from casebook.web.wording import clauses, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.parties.models import Party
    from casebook.plans.rules import AlertLimits, PlanLine
    from casebook.quotas.models import Permit
    from casebook.volumes.presenters.charts import Chart
    from casebook.volumes.rules import MonthVolume
    from casebook.volumes.rules.coverage import Coverage, MonthTotal
    from casebook.volumes.rules.overrun import Overrun
    from casebook.wells.models import Well

DECEMBER = 12
_WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence about a year; `tone` as a notice has it, empty where nothing is to be warned of."""

    tone: str
    title: str
    text: str


@dataclass(frozen=True)
class WaterYear:
    """A year of some wells together, against their plan and permit; volumes in m³."""

    year: int
    today: date
    months: tuple[MonthTotal, ...]
    wells: int
    plan: PlanLine | None
    permitted_m3: Decimal | None
    """What their permits allow; None without, or where other wells share them."""
    overrun: Overrun | None
    """None without a plan, or where no month has a figure."""
    limits: OverrunLimits
    alerts: AlertLimits

    @property
    def coverage(self) -> Coverage:
        """What the year's total is made of."""
        return together(month.coverage for month in self.months)

    @property
    def made_of(self) -> str:
        """The same in words."""
        return composition(self.coverage, of_one=self.wells == 1)

    @property
    def known(self) -> dict[Month, Decimal]:
        """The months that have a figure."""
        return {month.month: month.m3 for month in self.months if month.m3 is not None}

    @property
    def is_foretold(self) -> bool:
        """Whether the year still runs and enough months have a figure to say what it will come to."""
        runs = self.today < date(self.year, DECEMBER, 31)
        return self.overrun is not None and runs and len(self.known) >= self.limits.forecast_from

    @property
    def monthly(self) -> Chart:
        """The chart of the months."""
        return monthly_chart(
            _("%(year)s 年每月取水", year=self.year),
            self.year,
            self.known,
            plan=self.plan,
            coming=self._coming,
            until=self._until,
            qualities={month.month: self._quality(month) for month in self.months},
        )

    @property
    def running(self) -> Chart:
        """The chart of the running total."""
        permit = self.permitted_m3
        lines = [{"label": _("许可"), "value": permit, "kind": "permit"}] if permit is not None else []
        return running_chart(
            _("%(year)s 年累计取水", year=self.year),
            self.year,
            self.known,
            plan=self.plan,
            coming=self._coming,
            until=self._until,
            lines=lines,
        )

    @property
    def _coming(self) -> Mapping[Month, Decimal]:
        if not self.is_foretold or self.overrun is None:
            return {}
        return {month: volume.quantize(_WHOLE) for month, volume in self.overrun.to_come.items()}

    @property
    def _until(self) -> Month:
        """The last month that is over: what comes after it is drawn as it is projected."""
        over = months_over(self.year, self.today)
        return over[-1] if over else Month(self.year, 1).previous()

    def _quality(self, month: MonthTotal) -> str:
        if self.wells > 1:
            shares = [_("%(grade)s级", grade=label(grade)) for grade in sorted(month.coverage.by_grade)]
            missing = month.coverage.missing
            return listed([*shares, *([_("缺 %(n)s 眼", n=missing)] if missing else [])])
        words = [_("%(grade)s级", grade=label(grade)) for grade in month.coverage.by_grade]
        return listed([*words, *(label(flag) for flag in month.flags)])

    @property
    def told(self) -> list[Told]:
        """How the year stands: against the plan, and against the permit."""
        found = [self._against_plan(), *self._alerts()] if self.overrun and self.plan else []
        total = self.coverage.total_m3
        if self.permitted_m3 is not None and total > self.permitted_m3:
            over = m3(total - self.permitted_m3)
            text = _("已知取水超过许可水量 %(n)s m³。这是线索，是否违法由两名执法人员现场核定。", n=over)
            found.append(Told("warning", _("超过许可水量"), text))
        return found

    def _against_plan(self) -> Told:
        assert self.overrun is not None
        assert self.plan is not None
        found, plan = self.overrun, self.plan.year_m3
        share = percent(found.taken_m3, plan)
        parts = [
            _("已知取水 %(taken)s m³，占全年计划 %(share)s%%", taken=m3(found.taken_m3), share=share)
            if share is not None
            else _("已知取水 %(taken)s m³，全年计划为零", taken=m3(found.taken_m3))
        ]
        if found.is_over and found.crosses_on is not None:
            parts.append(_("约在 %(day)s 用完计划", day=plain_day(found.crosses_on)))
        if self.is_foretold:
            parts.append(
                _(
                    "按计划的月份分配推算，全年约 %(n)s m³",
                    n=m3(found.projected_m3.quantize(_WHOLE)),
                )
            )
            if not found.is_over and found.crosses_on is not None:
                parts.append(_("约在 %(day)s 用完计划", day=plain_day(found.crosses_on)))
        elif self.today < date(self.year, DECEMBER, 31):
            parts.append(_("有数的月份不足 %(n)s 个，不作推算", n=self.limits.forecast_from))
        if self.coverage.missing:
            parts.append(_("缺数的月份没有计入，实际只会更多"))
        text = _("%(text)s。", text=clauses(parts))
        if found.is_over:
            return Told("warning", _("已超过全年计划"), text)
        if found.is_coming:
            return Told("warning", _("预计超过全年计划"), text)
        return Told("", "", text)

    def _alerts(self) -> list[Told]:
        """Say what plan management asks for past the county's limits of month and year (rules.md 3.3)."""
        months: dict[Alert, list[str]] = {Alert.BALANCE_TEST: [], Alert.WARN: []}
        assert self.plan is not None
        for month, volume in self.known.items():
            planned = self.plan.months[month.month - 1]
            if (alert := alert_of(volume, planned, is_year=False, limits=self.alerts)) in months:
                months[alert].append(str(month))
        shares = {Alert.WARN: self.alerts.month_warn, Alert.BALANCE_TEST: self.alerts.month_test}
        parts = {
            alert: [
                _(
                    "%(months)s 超过月计划的 %(share)s%%",
                    months=listed(some),
                    share=number(float(shares[alert] * 100)),
                )
            ]
            for alert, some in months.items()
            if some
        }
        total = self.coverage.total_m3
        if alert_of(total, self.plan.year_m3, is_year=True, limits=self.alerts) is Alert.BALANCE_TEST:
            share = number(float(self.alerts.year_test * 100))
            parts.setdefault(Alert.BALANCE_TEST, []).append(_("全年超过计划的 %(share)s%%", share=share))
        rest = _("计划用水管理的提示，不作违法认定")
        return [
            Told("info", str(label(alert)), _("%(text)s。", text=clauses([*some, rest])))
            for alert, some in parts.items()
        ]


def limits_of(session: Session, county_code: str, today: date) -> OverrunLimits:
    """Return from where on an overrun is told: as screening's rule is set in the county."""
    setting = settings_on(session, county_code, today)[RuleId.OVER_PLAN_YEAR]
    return OverrunLimits(setting[TOLERANCE], setting[FORECAST], setting[FORECAST_FROM])


def water_year(
    wells: Sequence[Well],
    volumes: Mapping[UUID, Mapping[Month, MonthVolume]],
    *,
    year: int,
    today: date,
    plan: PlanLine | None,
    permitted_m3: Decimal | None,
    limits: OverrunLimits,
    alerts: AlertLimits,
) -> WaterYear:
    """Return the year of some wells together; `volumes` as `months_of` gives them."""
    due = {
        well.id: months_due(year, today, Life(well.status, well.built_on, well.closed_on)) for well in wells
    }
    months = month_totals(year, {well.id: volumes.get(well.id, {}) for well in wells}, due)
    known = {month.month: month.m3 for month in months if month.m3 is not None}
    day = min(today, date(year, DECEMBER, 31))
    found = overrun(year, plan, known, day, limits) if plan else None
    return WaterYear(year, today, months, len(wells), plan, permitted_m3, found, limits, alerts)


@dataclass(frozen=True)
class WellWater:
    """A year of one well, with the years to choose from."""

    water: WaterYear
    years: tuple[int, ...]
    user: Party | None
    """Its user, where the plan is the user's and not the well's own."""
    user_plan: PlanLine | None


def well_water(
    session: Session,
    well: Well,
    *,
    user: Party | None,
    permits: Sequence[Permit],
    year: int | None,
    today: date,
) -> WellWater | None:
    """Return a well's year, the newest with a figure or plan unless one is named; None where there is none.

    `permits` are those of this well alone. A fixed number of statements.
    """
    years = queries.list_water_years(session, [well.id], party_id=user.id if user else None)
    if not years:
        return None
    shown = year if year in years else next((one for one in years if one <= today.year), years[-1])
    volumes = queries.months_of(session, [well.id], Month(shown, 1), Month(shown, DECEMBER))
    plan = plans_of_wells(session, [well.id], shown).get(well.id)
    user_plan = None
    if plan is None and user is not None:
        user_plan = plans_of_parties(session, well.county_code, shown, [user.id]).get(user.id)
        if user_plan and wells_of_parties(session, [user.id]).get(user.id) == [well.id]:
            plan, user_plan = user_plan, None
    allowed = [one for one in volumes_in(session, permits, shown).values() if one is not None]
    water = water_year(
        [well],
        volumes,
        year=shown,
        today=today,
        plan=plan,
        permitted_m3=sum(allowed[1:], allowed[0]) if allowed else None,
        limits=limits_of(session, well.county_code, today),
        alerts=limits_on(session, well.county_code, today),
    )
    return WellWater(water, tuple(years), user if user_plan else None, user_plan)
