"""Closed months in the list, and the sheets of a monthly report."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.kernel import clock
from casebook.kernel.months import Month
from casebook.ledger import queries as ledger
from casebook.ledger.rules import AquiferGroup, PostingKind
from casebook.oversight.rules import Indicator, Standing
from casebook.reports import queries
from casebook.web.labels import label
from casebook.web.sheets import SheetColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from casebook.ledger.queries import Closed
    from casebook.reports.making import MonthRow
    from casebook.reports.models import MonthSending


@dataclass(frozen=True)
class MonthLine:
    """One closed month with where it went."""

    closed: Closed
    sendings: list[MonthSending]


def month_lines(session: Session, closed: Sequence[Closed]) -> list[MonthLine]:
    """Return closed months with their sendings; one query whatever their number."""
    sent = queries.list_sendings(session, [one.id for one in closed])
    return [MonthLine(one, [row for row in sent if row.closed_id == one.id]) for one in closed]


def next_to_close(session: Session, county_code: str) -> str:
    """Return the month that is closed next: the one after the last closed, else the last that is over."""
    last = ledger.last_closed_month(session, county_code)
    return str(last.next() if last else Month.of(clock.today()).previous())


def month_points(rows: Sequence[MonthRow]) -> list[dict[str, Any]]:
    """Return a year's months as points of a chart: m³ of a full year booked in each, and their sum."""
    return [
        {
            "label": _("%(n)s 月", n=one.month.month),
            "value": max(one.booked.full_year_m3, Decimal(0)),
            "total": one.total.full_year_m3,
        }
        for one in rows
    ]


def _column(header: str, value: Callable[[Any], Any], width: int = 12) -> SheetColumn:
    return SheetColumn(header, value, width)


def entry_columns() -> list[SheetColumn]:
    """Return the columns of entries; a row is an entry of the report's JSON."""
    kinds = {one.value: str(label(one)) for one in PostingKind}
    groups = {one.value: str(label(one)) for one in AquiferGroup}
    return [
        _column(_("序号"), lambda row: row["sequence"], 8),
        _column(_("类别"), lambda row: kinds[row["kind"]]),
        _column(_("生效日"), lambda row: row["on"]),
        _column(_("入账日"), lambda row: row["booked_on"]),
        _column(_("计入年度"), lambda row: row["year"], 8),
        _column(_("井编号"), lambda row: row["well"], 20),
        _column(_("乡镇"), lambda row: row["township_name"]),
        _column(_("层位"), lambda row: groups[row["aquifer"]]),
        _column(_("数目（眼、个）"), lambda row: row["count"]),
        _column(_("全年压减（m³）"), lambda row: Decimal(row["full_year_m3"]), 16),
        _column(_("当年压减（m³）"), lambda row: Decimal(row["this_year_m3"]), 16),
        _column(_("方法"), lambda row: row["method"], 6),
        _column(_("等级"), lambda row: row["grade"], 6),
        _column(_("冲销序号"), lambda row: row["reverses"], 8),
        _column(_("本笔的哈希"), lambda row: row["hash"], 40),
    ]


def place_columns(definitions: dict[str, Any]) -> list[SheetColumn]:
    """Return the columns of the board; a row is (place, indicator, figures) of the report's JSON."""
    units = {name: found["unit"] for name, found in definitions.items()}
    unit_words = {"wells": _("眼"), "m3": "m³", "percent": "%"}
    return [
        _column(_("地区"), lambda row: row[0]["name"], 16),
        _column(_("指标"), lambda row: str(label(Indicator(row[1]))), 18),
        _column(_("计量单位"), lambda row: unit_words[units[row[1]]], 8),
        _column(_("任务"), lambda row: _number(row[2]["target"]), 16),
        _column(_("已入账"), lambda row: _number(row[2]["booked"]), 16),
        _column(_("其中当年"), lambda row: _number(row[2].get("booked_this_year")), 16),
        _column(_("待入账"), lambda row: _number(row[2]["claimed"]), 16),
        _column(_("还差"), lambda row: _number(row[2]["difference"]), 16),
        _column(_("分子"), lambda row: _number(row[2].get("numerator"))),
        _column(_("分母"), lambda row: _number(row[2].get("denominator"))),
        _column(_("结果"), lambda row: str(label(Standing(row[2]["standing"])))),
    ]


def _number(value: int | str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
