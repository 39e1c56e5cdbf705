"""Electricity by account, share and month: whose pump it ran, and whether it ran any known one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.kernel.months import Month
from casebook.screening.queries import collect
from casebook.volumes.models import ElectricityAccount, ElectricityAccountWell, ElectricityShare
from casebook.volumes.queries import own_power_of
from casebook.wells.rules import WellStatus
from tests.factories.accounts import COUNTY, NOW
from tests.factories.quotas import make_permit
from tests.factories.screening import make_watch, put_power
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from casebook.screening.rules import Hit
    from casebook.wells.models import Well

YEAR_END, THEN = date(2023, 12, 31), date(2024, 1, 15)
NUMBER = "3700000001"


@pytest.fixture(autouse=True)
def county(session: Session) -> None:
    make_watch(session)


def hits(session: Session) -> Mapping[str, Hit]:
    """By rule; each test has one subject."""
    return {hit.rule.value: hit for hit in collect(session, COUNTY, YEAR_END, THEN).hits}


def share(session: Session, well: Well, part: int, first: Month, last: Month | None) -> None:
    """Let a well take a part of the account, of 10 000, in a span of months."""
    account = session.scalars(select(ElectricityAccount).where(ElectricityAccount.number == NUMBER)).one()
    link = ElectricityAccountWell
    if not session.scalars(select(link).where(link.account_id == account.id, link.well_id == well.id)).all():
        session.add(link(account_id=account.id, well_id=well.id, by_share=True))
    session.add(
        ElectricityShare(
            county_code=COUNTY,
            account_id=account.id,
            well_id=well.id,
            share=part,
            from_on=first.first,
            to_on=last.last if last else None,
            ground="分表",
            recorded_at=NOW,
            actor_name="周平",
        )
    )
    session.flush()


def resting(session: Session, code: str = "A") -> Well:
    well = make_well(session, code=code, status=WellStatus.PLUGGED, closed_on=date(2023, 2, 10))
    make_permit(session, well, number=f"D371525G2020-{code}")
    return well


def test_an_account_runs_a_well_only_in_the_months_of_its_shares(session: Session) -> None:
    put_power(session, NUMBER, 2023, [90] * 12)
    share(session, resting(session), 10_000, Month(2023, 1), Month(2023, 6))
    found = hits(session)
    assert set(found) == {"closed_but_pumping", "power_without_well"}
    assert list(found["closed_but_pumping"].figures["kwh"]) == ["2023-04", "2023-05", "2023-06"]
    loose = found["power_without_well"].figures
    assert (loose["first_month"], loose["last_month"]) == (Month(2023, 7), Month(2023, 12))
    assert loose["kwh"] == Decimal(540)


def test_a_part_of_an_account_tells_of_no_single_pump(session: Session) -> None:
    put_power(session, NUMBER, 2023, [90] * 12)
    share(session, resting(session), 6_000, Month(2023, 1), None)
    assert hits(session) == {}


def test_shares_come_before_the_register(session: Session) -> None:
    put_power(session, NUMBER, 2023, [90] * 12)
    closed = make_well(
        session,
        code="A",
        status=WellStatus.PLUGGED,
        closed_on=date(2023, 2, 10),
        electricity_account=NUMBER,
    )
    assert next(iter(hits(session)["closed_but_pumping"].figures["kwh"])) == "2023-04"
    other = make_well(session, code="B")
    make_permit(session, other)
    share(session, other, 10_000, Month(2023, 1), Month(2023, 10))
    assert list(hits(session)["closed_but_pumping"].figures["kwh"]) == ["2023-11", "2023-12"]
    span = Month(2023, 9), Month(2023, 11)
    assert own_power_of(session, COUNTY, [closed.id, other.id], *span) == {
        closed.id: {Month(2023, 11): Decimal(90)},
        other.id: {Month(2023, 9): Decimal(90), Month(2023, 10): Decimal(90)},
    }


def test_an_account_that_the_register_names_for_two_wells_tells_of_neither(session: Session) -> None:
    put_power(session, NUMBER, 2023, [90] * 12)
    for code in "AB":
        well = make_well(session, code=code, electricity_account=NUMBER)
        make_permit(session, well, number=f"D371525G2020-{code}")
        well.status, well.closed_on = WellStatus.PLUGGED, date(2023, 2, 10)
    session.flush()
    assert hits(session) == {}
