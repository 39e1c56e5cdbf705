"""The county's report of a month or a year: from the stored months where closed, else as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson
from flask_babel import force_locale
from flask_babel import gettext as _

from casebook.claims import queries as claims
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month, months_of_year
from casebook.ledger import queries as ledger
from casebook.ledger.queries import Scope, Totals
from casebook.ledger.rules import BOOKED, AquiferGroup, PostingKind
from casebook.oversight.presenters import board_statement
from casebook.oversight.rules import Indicator, Standing, Unit
from casebook.regions import queries as regions
from casebook.reports.making.months import month_facts, stored
from casebook.reports.making.parts import Bars, Figures, Report
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.ledger.queries import Closed, Entry

MOST_LISTED = 500
"""Entries and corrections of a month in this report; its workbook at the ledger's month has all."""


@dataclass(frozen=True)
class MonthRow:
    """A month of a year: what was booked in it for the year, and what had been booked by its end."""

    month: Month
    closed: Closed | None
    booked: Totals
    total: Totals


def month_report(session: Session, *, actor: Actor, now: datetime, month: Month) -> Report:
    """Return the county's report of a month: of a closed one what was stored, with later corrections beside.

    RuleBroken `month_not_begun` for a month to come.
    """
    county = actor.county_code
    actor.need_reach(county, "ledger_month", str(month))
    if month.first > clock.local_day(now):
        raise RuleBroken("month_not_begun", field="month", month=str(month))
    closed = ledger.find_closed_month(session, county, month)
    later = ledger.list_corrections(session, county, month.first, month.last, most=MOST_LISTED)
    with force_locale("zh"):
        if closed is not None:
            facts = stored_facts(closed)
        else:
            head = ledger.head_as_of(session, county, month.last)
            facts = month_facts(session, county, month, head=head, number="", actor=actor, now=now)
        tables = [
            _by_kind(facts["booked"]),
            _indicators(facts["board"]),
            _townships(facts["board"]),
            _entries(_("本月入账"), facts["entries"][:MOST_LISTED], facts["entries_total"]),
            _entries(
                _("对以前月份的更正和补记"),
                facts["adjustments"][:MOST_LISTED],
                facts["adjustments_total"],
            ),
            _corrections(later),
        ]
        return Report(
            title=_("%(month)s 地下水压采月报", month=month),
            number=facts["number"],
            county=facts["county"]["name"],
            state=_state(closed),
            is_closed=closed is not None,
            tables=tables,
            notes=(_("本表截至 %(day)s 24 时。以后的更正单列，不改本月数字。", day=month.last.isoformat()),),
        )


def year_report(session: Session, *, actor: Actor, now: datetime, year: int) -> Report:
    """Return the county's report of a year: its twelve months, indicators, townships, kinds of measures.

    The figures of a year of which December is closed are those stored then; what was booked for it later
    stands apart. RuleBroken `year_not_begun` for a year to come.
    """
    county, today = actor.county_code, clock.local_day(now)
    actor.need_reach(county, "ledger_year", str(year))
    if year > today.year:
        raise RuleBroken("year_not_begun", field="period", year=year)
    months = year_months(session, county, year, today)
    last = ledger.find_closed_month(session, county, Month(year, 12))
    with force_locale("zh"):
        as_of = min(Month(year, 12).last, today)
        board = stored_facts(last)["board"] if last else board_statement(session, county, year, as_of=as_of)
        return Report(
            title=_("%(year)s 年地下水压采年报", year=year),
            number=last.number if last else "",
            county=regions.name_of(session, county),
            state=_state(last),
            is_closed=last is not None,
            tables=[
                _months(months, today),
                _indicators(board),
                _townships(board),
                _measures(session, actor, year),
                _later(session, county, year, months),
            ],
            notes=(
                _("各月按入账月份，只计计入本年的分录，已减去冲销；已结账月份取自当时存档的月报。"),
                _("各措施的量按现在的总账；年后入账和更正单列。"),
            ),
        )


def year_months(session: Session, county: str, year: int, today: date) -> list[MonthRow]:
    """Return the months of a year up to today's; of a closed one the total is what was stored."""
    by_month = ledger.totals_by_month(session, county, Scope(year, BOOKED))
    closed = {one.month: one for one in ledger.list_closed_months(session, county)}
    total = _sum(totals for month, totals in by_month.items() if month < Month(year, 1))
    rows = []
    for month in months_of_year(year):
        if month.first > today:
            break
        before, known = total, closed.get(month)
        total = _stored_total(known) if known else _sum((total, by_month.get(month, Totals())))
        rows.append(MonthRow(month, known, _less(total, before), total))
    return rows


def stored_facts(closed: Closed) -> dict[str, Any]:
    """Return what a closed month's stored data file says."""
    facts: dict[str, Any] = orjson.loads(stored(closed, "json"))
    return facts


def _stored_total(closed: Closed) -> Totals:
    indicators = stored_facts(closed)["board"]["county"]["indicators"]
    water = indicators[Indicator.REDUCTION]
    wells = indicators[Indicator.WELLS_CLOSED]["booked"]
    return Totals(wells, Decimal(water["booked"]), Decimal(water["booked_this_year"]))


def _sum(parts: Any) -> Totals:  # noqa: ANN401 - any iterable of totals
    found = list(parts)
    zero = Totals()
    return Totals(
        sum(one.count for one in found),
        sum((one.full_year_m3 for one in found), zero.full_year_m3),
        sum((one.this_year_m3 for one in found), zero.this_year_m3),
    )


def _less(one: Totals, other: Totals) -> Totals:
    return Totals(
        one.count - other.count,
        one.full_year_m3 - other.full_year_m3,
        one.this_year_m3 - other.this_year_m3,
    )


def _state(closed: Closed | None) -> str:
    if closed is None:
        return str(_("未结账：数字是现在的，结账前还会变。"))
    day = clock.local_day(closed.closed_at)
    return str(_("已结账：%(at)s，%(by)s", at=day.isoformat(), by=closed.closed_by))


def _by_kind(booked: Mapping[str, Mapping[str, Any]]) -> Figures:
    rows = [
        (
            str(label(PostingKind(kind))),
            one["entries"],
            one["count"],
            _m3(one["full_year_m3"]),
            _m3(one["this_year_m3"]),
        )
        for kind, one in booked.items()
    ]
    headers = (_("类别"), _("笔数（笔）"), _("数目（眼、个）"), _("全年压减（m³）"), _("当年压减（m³）"))
    return Figures(_("本月入账合计"), headers, rows)


def _indicators(board: Mapping[str, Any]) -> Figures:
    units = {name: str(label(Unit(one["unit"]))) for name, one in board["definitions"].items()}
    rows = [
        (
            f"{label(Indicator(name))}（{units[name]}）",
            _m3(one["target"]),
            _m3(one["booked"]),
            _m3(one.get("booked_this_year")),
            _m3(one["claimed"]),
            _m3(one["difference"]),
            _fraction(one),
            str(label(Standing(one["standing"]))),
        )
        for name, one in board["county"]["indicators"].items()
    ]
    headers = (
        _("指标（单位）"),
        _("任务"),
        _("已入账"),
        _("其中当年"),
        _("待入账"),
        _("还差"),
        _("分子/分母"),
        _("结果"),
    )
    return Figures(_("全县指标"), headers, rows)


def _fraction(one: Mapping[str, Any]) -> str:
    return f"{one['numerator']}/{one['denominator']}" if one.get("denominator") else ""


def _townships(board: Mapping[str, Any]) -> Figures:
    rows = []
    for place in board["townships"]:
        wells, water = place["indicators"]["wells_closed"], place["indicators"]["reduction"]
        rows.append(
            (
                place["name"],
                wells["target"],
                wells["booked"],
                _m3(water["target"]),
                _m3(water["booked"]),
                _m3(water["booked_this_year"]),
                _m3(water["claimed"]),
                str(label(Standing(place["standing"]))),
            )
        )
    headers = (
        _("乡镇（街道）"),
        _("封井任务（眼）"),
        _("封井入账（眼）"),
        _("压减任务（m³）"),
        _("压减入账（m³）"),
        _("其中当年（m³）"),
        _("待入账（m³）"),
        _("结果"),
    )
    return Figures(_("各乡镇（街道）"), headers, rows, Bars(_("各乡镇压减入账"), 4))


def _entries(title: str, lines: list[dict[str, Any]], total: int) -> Figures:
    rows = [
        (
            str(line["sequence"]),
            str(label(PostingKind(line["kind"]))),
            line["on"],
            line["booked_on"],
            line["township_name"],
            line["well"] or line["subject"],
            str(label(AquiferGroup(line["aquifer"]))),
            line["count"],
            _m3(line["full_year_m3"]),
            _m3(line["this_year_m3"]),
        )
        for line in lines
    ]
    note = _("共 %(n)s 笔，此处列前 %(shown)s 笔。", n=total, shown=len(rows)) if total > len(rows) else ""
    headers = (
        _("总账序号"),
        _("类别"),
        _("生效日"),
        _("入账日"),
        _("乡镇（街道）"),
        _("井、事项"),
        _("层位"),
        _("数目（眼、个）"),
        _("全年压减（m³）"),
        _("当年压减（m³）"),
    )
    return Figures(title, headers, rows, note=note)


def _corrections(later: list[Entry]) -> Figures:
    rows = [
        (
            str(one.sequence),
            str(label(one.posting.kind)),
            one.posting.on.isoformat(),
            one.booked_on.isoformat(),
            str(one.reverses or ""),
            one.posting.well_code or one.subject.title,
            one.posting.count,
            one.posting.full_year_m3,
            one.posting.this_year_m3,
        )
        for one in later
    ]
    headers = (
        _("总账序号"),
        _("类别"),
        _("生效日"),
        _("入账日"),
        _("冲销序号"),
        _("井、事项"),
        _("数目（眼、个）"),
        _("全年压减（m³）"),
        _("当年压减（m³）"),
    )
    return Figures(_("本月以后的更正"), headers, rows)


def _months(months: list[MonthRow], today: date) -> Figures:
    rows = [
        (
            _("%(n)s 月", n=one.month.month),
            one.booked.count,
            one.booked.full_year_m3,
            one.booked.this_year_m3,
            one.total.count,
            one.total.full_year_m3,
            one.total.this_year_m3,
            one.closed.number if one.closed else _("未结账") if one.month.last < today else _("未过完"),
        )
        for one in months
    ]
    headers = (
        _("月份"),
        _("封井（眼）"),
        _("全年压减（m³）"),
        _("当年压减（m³）"),
        _("累计封井（眼）"),
        _("累计全年压减（m³）"),
        _("累计当年压减（m³）"),
        _("结账编号"),
    )
    return Figures(_("各月"), headers, rows, Bars(_("各月入账"), 2))


def _measures(session: Session, actor: Actor, year: int) -> Figures:
    found = claims.booked_by_kind(session, actor, year)
    rows = [(str(label(kind)), amount) for kind, amount in found.items()]
    headers = (_("压采措施"), _("全年压减（m³）"))
    return Figures(_("按措施"), headers, rows, Bars(_("各措施压减入账"), 1))


def _later(session: Session, county: str, year: int, months: list[MonthRow]) -> Figures:
    """Return what was booked for the year after it ended, by month of booking."""
    by_month = ledger.totals_by_month(session, county, Scope(year, BOOKED))
    shown = {one.month for one in months}
    rows = [
        (str(month), totals.count, totals.full_year_m3, totals.this_year_m3)
        for month, totals in by_month.items()
        if month not in shown
    ]
    headers = (_("入账月份"), _("封井（眼）"), _("全年压减（m³）"), _("当年压减（m³）"))
    return Figures(_("年外入账和更正"), headers, rows)


def _m3(value: int | str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
