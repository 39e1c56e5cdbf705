"""Accounts, their wells by period and part, and coefficients that change nothing that was found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.kernel.errors import Forbidden, Refused, RuleBroken
from casebook.kernel.months import Month
from casebook.volumes import actions, queries
from casebook.volumes.actions import CoefficientPaper, set_coefficient
from casebook.volumes.actions.sharing import Division, ShareLine, divide_account
from casebook.volumes.models import ElectricityAccount, WellMonth, WellMonthPast
from casebook.volumes.queries import accounts
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.volumes import take_electricity

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.models import Well

ACCOUNT = "3700000001"


def paper(litres: int = 2500, **changes: object) -> CoefficientPaper:
    said: dict[str, object] = {
        "division_code": COUNTY,
        "litres_per_kwh": litres,
        "low_per_kwh": litres - 500,
        "high_per_kwh": litres + 500,
        "valid_from": date(2020, 1, 1),
        "source": "率定报告",
    }
    return CoefficientPaper(**(said | changes))  # type: ignore[arg-type]  # as the table above says


def power(session: Session, keeper: Actor, *months: str) -> ElectricityAccount:
    take_electricity(session, keeper, *(f"{ACCOUNT},{month},100" for month in months))
    return session.scalars(select(ElectricityAccount)).one()


def divide(
    session: Session,
    keeper: Actor,
    account: ElectricityAccount,
    *lines: tuple[str, int | None],
    first: Month,
    last: Month | None = None,
    ground: str = "分表",
) -> object:
    said = tuple(ShareLine(number, well, share) for number, (well, share) in enumerate(lines, start=1))
    division = Division(first=first, last=last, lines=said, ground=ground)
    return divide_account(session, actor=keeper, now=NOW, account=account, division=division)


def m3(session: Session, well: Well) -> list[str | None]:
    months = queries.year_of(session, well.id, 2023).months[:4]
    return [None if month.m3 is None else str(month.m3) for month in months]


def test_an_account_is_dealt_out_by_share_and_period(
    county: Session, keeper: Actor, well: Well, other: Well
) -> None:
    set_coefficient(county, actor=keeper, now=NOW, paper=paper())
    account = power(county, keeper, "202301", "202302", "202303", "202304")
    assert m3(county, other) == ["250.000"] * 4
    lines = (well.code, 6000), (other.code, 3000)
    divide(county, keeper, account, *lines, first=Month(2023, 2), last=Month(2023, 3))
    assert m3(county, other) == ["250.000", "75.000", "75.000", "250.000"]
    assert m3(county, well) == [None, "150.000", "150.000", None]
    past = county.scalars(select(WellMonthPast).where(WellMonthPast.well_id == other.id)).all()
    assert [(one.month, str(one.volume_m3), one.reason) for one in past] == [
        (2, "250.000", "share"),
        (3, "250.000", "share"),
    ]
    divide(county, keeper, account, (well.code, 10_000), first=Month(2023, 3))
    assert m3(county, other) == ["250.000", "75.000", None, None]
    assert m3(county, well) == [None, "150.000", "250.000", "250.000"]
    assert queries.last_use_of(county, [well.id, other.id]) == {
        well.id: date(2023, 4, 30),
        other.id: date(2023, 2, 28),
    }
    assert list(queries.differences(county, COUNTY)) == []
    months = accounts.power_months(county, account, 2023)
    assert [[(one.well_code[-1], one.energy_wh) for one in month.water] for month in months] == [
        [("2", 100_000)],
        [("1", 60_000), ("2", 30_000)],
        [("1", 100_000)],
        [("1", 100_000)],
    ]
    assert (months[1].rest_wh, months[1].water[0].low_l, months[1].water[0].is_used) == (
        10_000,
        120_000,
        True,
    )


@pytest.mark.parametrize(
    ("lines", "changes", "codes"),
    [
        ([("nowhere", 5000), ("371525104JJ00001", None)], {}, ["share_well_unknown", "share_unreadable"]),
        ([("371525104JJ00001", 5000)] * 2, {}, ["share_well_twice"]),
        ([("371525104JJ00001", 6000), ("371525105JJ00002", 6000)], {}, ["share_sum_wrong"]),
        ([("371525104JJ00001", 6000)], {"last": Month(2022, 12)}, ["share_months_reversed"]),
        ([("371525104JJ00001", 6000)], {"ground": " "}, ["share_ground_missing"]),
        ([], {}, ["share_lines_missing"]),
    ],
    ids=["lines", "twice", "sum", "months", "ground", "nothing"],
)
def test_a_division_that_cannot_be_is_refused_and_changes_nothing(
    county: Session,
    keeper: Actor,
    well: Well,
    other: Well,
    lines: list[tuple[str, int | None]],
    changes: dict[str, object],
    codes: list[str],
) -> None:
    account = power(county, keeper, "202301")
    with pytest.raises((RuleBroken, Refused)) as refused:
        divide(county, keeper, account, *lines, first=Month(2023, 1), **changes)  # type: ignore[arg-type]  # as listed
    reasons = getattr(refused.value, "reasons", (refused.value,))
    assert [reason.code for reason in reasons] == codes
    assert accounts.list_shares(county, account.id) == []


def test_only_who_keeps_meters_divides_accounts(county: Session, keeper: Actor, other: Well) -> None:
    account = power(county, keeper, "202301")
    inspector = make_actor(county, Role.INSPECTOR, jurisdiction=COUNTY)
    with pytest.raises(Forbidden):
        divide(county, inspector, account, (other.code, 10_000), first=Month(2023, 1))


def test_a_changed_coefficient_changes_no_figure_that_was_found(
    county: Session, keeper: Actor, other: Well
) -> None:
    first, _changes = set_coefficient(county, actor=keeper, now=NOW, paper=paper())
    account = power(county, keeper, "202301", "202302")
    reported = m3(county, other)
    second, _changes = set_coefficient(county, actor=keeper, now=NOW, paper=paper(4000))
    narrower = paper(9000, division_code="371525105")
    third, _changes = set_coefficient(county, actor=keeper, now=NOW, paper=narrower)
    actions.recompute(county, actor=keeper, now=NOW, county_code=COUNTY)
    assert m3(county, other) == reported
    assert county.scalars(select(WellMonthPast)).all() == []
    power(county, keeper, "202303")
    assert m3(county, other) == [*reported[:2], "900.000", None]
    used = county.scalars(select(WellMonth.coefficient_id).order_by(WellMonth.month)).all()
    assert used == [first.id, first.id, third.id]
    listed = accounts.list_coefficients(county, COUNTY)
    assert [(one.id, count) for one, count in listed] == [(second.id, 0), (third.id, 1), (first.id, 2)]
    months = accounts.power_months(county, account, 2023)
    assert [one.water[0].coefficient for one in months] == [first, first, third]


def test_accounts_are_listed_with_what_they_used(county: Session, keeper: Actor, other: Well) -> None:
    take_electricity(county, keeper, "3700000009,202301,5", "3700000009,202302,7", f"{ACCOUNT},202302,100")
    rows, _page = accounts.page_accounts(county, COUNTY, cursor=None)
    assert [(row.account.number, row.wells, row.months, row.year_kwh) for row in rows] == [
        (ACCOUNT, [other.code], 1, Decimal(100)),
        ("3700000009", [], 2, Decimal(12)),
    ]
    assert rows[1].last == Month(2023, 2)
    rows, _page = accounts.page_accounts(county, COUNTY, only_unlinked=True, cursor=None)
    assert [row.account.number for row in rows] == ["3700000009"]
    rows, _page = accounts.page_accounts(county, COUNTY, number="0001", cursor=None)
    assert [row.account.number for row in rows] == [ACCOUNT]
