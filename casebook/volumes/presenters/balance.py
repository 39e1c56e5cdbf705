"""The balance of plan and measured water as its page and its sheet show it, and the wells behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from casebook.parties.presenters import masked
from casebook.quotas.rules import Grade
from casebook.regions import queries as regions
from casebook.volumes import queries
from casebook.web.labels import label
from casebook.web.sheets import SheetColumn
from casebook.web.wording import listed, with_aside
from casebook.wells.queries import parties_by_well
from casebook.wells.rules import PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.kernel.months import Month
    from casebook.volumes.queries import Balance, BalanceFilter, Behind
    from casebook.volumes.rules.coverage import Coverage
    from casebook.wells.models import Well

MOST_YEARS = 6
USUAL = (Grade.A, Grade.B, Grade.C)
"""Grades that a measured figure can have; D is what registers state."""


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """A division's year with its name, and where its figures lead."""

    balance: Balance
    name: str
    is_county: bool

    def wells_url(self, behind: Behind, grade: Grade | None = None) -> str:
        """Return the address of the wells behind a figure."""
        return url_for(
            "volumes.balance_wells",
            year=self.balance.year,
            township=None if self.is_county else self.balance.division_code,
            behind=behind.value,
            grade=grade.value if grade else None,
        )


@dataclass(frozen=True, slots=True)
class BalancePage:
    """A year's balance, and the county's years beside each other."""

    year: int
    years: tuple[int, ...]
    county: BalanceLine | None
    """None for who does not reach the county."""
    townships: tuple[BalanceLine, ...]
    by_year: tuple[BalanceLine, ...]
    """The county's years, the earliest first."""

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The grades that have a column."""
        lines = (*self.townships, *self.by_year)
        seen = {grade for line in lines for grade in line.balance.measured.by_grade}
        return tuple(sorted({*USUAL, *seen}))

    @property
    def points(self) -> list[dict[str, Any]]:
        """The county's years as a chart takes them."""
        return [
            {
                "label": line.balance.year,
                "value": measured.total_m3 if measured.is_known else None,
                "plan": line.balance.plan_m3,
            }
            for line in self.by_year
            for measured in (line.balance.measured,)
        ]


def balance_page(session: Session, actor: Actor, year: int, today: date) -> BalancePage:
    """Return the balance of a year as its page shows it, by a fixed number of statements."""
    years = balance_years(session, actor, year, today)
    found = queries.balances_of(session, actor, years, today)
    names = regions.names(session, actor.county_code)
    county = {number: _line(one, names, is_county=True) for number, one in found.county.items()}
    return BalancePage(
        year=year,
        years=years,
        county=county.get(year),
        townships=tuple(_line(one, names) for one in found.townships[year]),
        by_year=tuple(county[number] for number in sorted(county)),
    )


def balance_years(session: Session, actor: Actor, year: int, today: date) -> tuple[int, ...]:
    """Return the years to choose from, the newest first: this one, the chosen one, those with figures."""
    known = queries.list_balance_years(session, actor.county_code)[:MOST_YEARS]
    return tuple(sorted({year, today.year, *known}, reverse=True))


def _line(balance: Balance, names: dict[str, str], *, is_county: bool = False) -> BalanceLine:
    name = names.get(balance.division_code, balance.division_code)
    return BalanceLine(balance, name, is_county)


def composition(coverage: Coverage, *, of_one: bool = False) -> str:
    """Return what a total is made of in words: the share of each grade, and the months without a figure.

    `of_one`: of one well, whose months are plain months.
    """
    shares = [
        _("%(grade)s级 %(percent)s%%", grade=label(grade), percent=coverage.percent(grade))
        for grade in sorted(coverage.by_grade)
        if coverage.total_m3
    ]
    return listed([*shares, *_gaps(coverage.due, coverage.missing, of_one=of_one)])


def _gaps(due: int, missing: int, *, of_one: bool) -> list[str]:
    if not due:
        return []
    if of_one:
        words = (
            _("缺 %(n)s 个月（共 %(all)s 个月）", n=missing, all=due)
            if missing
            else _("%(all)s 个月都有数", all=due)
        )
    else:
        words = (
            _("缺 %(n)s 个井月（共 %(all)s 个）", n=missing, all=due)
            if missing
            else _("%(all)s 个井月都有数", all=due)
        )
    return [words]


def balance_columns(grades: Sequence[Grade]) -> list[SheetColumn]:
    """Return the columns of the sheet, with units in their headers; rows are BalanceLine."""
    columns: list[tuple[str, Any, int]] = [
        (_("年度"), lambda line: line.balance.year, 8),
        (_("区域"), lambda line: line.name, 16),
        (with_aside(_("地下水计划"), "m³"), lambda line: line.balance.plan_m3, 18),
        (with_aside(_("实测取水量"), "m³"), lambda line: _total(line.balance.measured), 18),
        (with_aside(_("计划减实测"), "m³"), lambda line: line.balance.difference_m3, 18),
    ]
    for grade in grades:
        columns += [
            (with_aside(_("其中%(grade)s级", grade=label(grade)), "m³"), _volume(grade), 16),
            (with_aside(_("%(grade)s级占比", grade=label(grade)), "%"), _share(grade), 14),
        ]
    columns += [
        (with_aside(_("应有数据"), _("井月")), lambda line: line.balance.measured.due, 16),
        (with_aside(_("无数据"), _("井月")), lambda line: line.balance.measured.missing, 16),
        (with_aside(_("无数据占比"), "%"), lambda line: line.balance.measured.missing_percent, 16),
    ]
    return [SheetColumn(header, value, width) for header, value, width in columns]


def _total(measured: Coverage) -> Decimal | None:
    return measured.total_m3 if measured.is_known else None


def _volume(grade: Grade) -> Any:  # noqa: ANN401 - a column's value
    return lambda line: line.balance.measured.by_grade.get(grade)


def _share(grade: Grade) -> Any:  # noqa: ANN401 - a column's value
    return lambda line: line.balance.measured.percent(grade) if line.balance.measured.is_known else None


def balance_rows(session: Session, actor: Actor, year: int, today: date) -> Iterator[BalanceLine]:
    """Yield the lines of the sheet: by year the county and its townships, the newest year first."""
    years = balance_years(session, actor, year, today)
    found = queries.balances_of(session, actor, years, today)
    names = regions.names(session, actor.county_code)
    for number in years:
        if number in found.county:
            yield _line(found.county[number], names, is_county=True)
        yield from (_line(one, names) for one in found.townships[number])


@dataclass(frozen=True, slots=True)
class BehindLine:
    """One well behind a figure."""

    well: Well
    township: str
    user: str
    coverage: Coverage
    missing: tuple[Month, ...]


def behind_lines(
    session: Session, wells: Sequence[Well], wanted: BalanceFilter, actor: Actor
) -> list[BehindLine]:
    """Return the lines of wells behind a figure, by three statements."""
    coverages = queries.coverages_of(session, wells, wanted)
    parties = parties_by_well(session, [well.id for well in wells])
    names = regions.names(session, actor.county_code)
    return [
        BehindLine(
            well,
            names.get(well.division_code, well.division_code),
            listed(masked(party).name for party in parties[well.id][PartyRole.USER]),
            *coverages[well.id],
        )
        for well in wells
    ]
