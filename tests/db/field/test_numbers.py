"""Blocks of document numbers: ten at most, nobody's twice, each accounted for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.field.actions import numbers
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.numbering import actions as numbering
from casebook.numbering.models import IssuedNumber
from casebook.numbering.queries import get_number, list_gaps
from casebook.numbering.rules import NumberState
from tests.factories.accounts import COUNTY, NOW, make_agency, make_officer
from tests.factories.field import Tablet, make_tablet
from tests.factories.packages import make_house, opened, pack
from tests.factories.regions import make_county

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.field.actions.packing import House

DAY = timedelta(days=1)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return make_house(tmp_path)


@pytest.fixture
def agency(session: Session) -> Agency:
    make_county(session)
    return make_agency(session, word="冠综执")


@pytest.fixture
def tablet(session: Session, agency: Agency) -> Tablet:
    return make_tablet(session, make_officer(session, Role.INSPECTOR, agency=agency))


def actor(tablet: Tablet) -> Actor:
    return actor_of(tablet.device.officer)


def held(session: Session, tablet: Tablet, house: House, now: datetime = NOW) -> list[str]:
    package = pack(session, actor(tablet), tablet.device, house, now=now)
    return [one["text"] for one in opened(session, package)["numbers"]]


def use(session: Session, text: str) -> None:
    subject = Subject("site_order", new_id(), text, COUNTY)
    numbering.use_reserved(session, county_code=COUNTY, text=text, subject=subject, now=NOW)


def give_back(session: Session, tablet: Tablet, *texts: str, reason: str = "没有用") -> list[str]:
    return numbers.give_back(
        session, actor=actor(tablet), now=NOW, device=tablet.device, texts=texts, reason=reason
    )


def test_a_block_is_five_of_each_form(session: Session, tablet: Tablet, house: House) -> None:
    package = pack(session, actor(tablet), tablet.device, house)
    found = opened(session, package)["numbers"]
    assert found == [
        *(
            {"text": f"冠综执责停字〔2023〕第00{n}号", "form": "order_stop", "year": 2023}
            for n in range(1, 6)
        ),
        *(
            {"text": f"冠综执责改字〔2023〕第00{n}号", "form": "order_rectify", "year": 2023}
            for n in range(1, 6)
        ),
    ]
    number = get_number(session, COUNTY, found[0]["text"])
    assert (number.subject_kind, number.subject_id) == ("device", tablet.device.id)
    assert number.state is NumberState.RESERVED


def test_the_next_package_brings_the_same_until_they_are_used(
    session: Session, tablet: Tablet, house: House
) -> None:
    first = held(session, tablet, house)
    assert held(session, tablet, house) == first
    use(session, first[0])
    use(session, first[7])
    again = held(session, tablet, house)
    assert len(again) == 10
    assert set(first) - set(again) == {first[0], first[7]}
    assert session.query(IssuedNumber).count() == 12


def test_two_devices_never_hold_the_same(
    session: Session, agency: Agency, tablet: Tablet, house: House
) -> None:
    other = make_tablet(session, make_officer(session, Role.INSPECTOR, agency=agency))
    assert not set(held(session, tablet, house)) & set(held(session, other, house))
    assert list_gaps(session, COUNTY) == []


def test_a_package_over_new_year_brings_numbers_of_both(
    session: Session, tablet: Tablet, house: House
) -> None:
    package = pack(session, actor(tablet), tablet.device, house, now=datetime(2023, 12, 28, 2, tzinfo=UTC))
    years = [one["year"] for one in opened(session, package)["numbers"]]
    assert (years.count(2023), years.count(2024)) == (10, 10)


def test_who_may_not_order_holds_none(session: Session, agency: Agency, house: House) -> None:
    officer = make_officer(session, Role.CLOSURE_ACCEPTOR, agency=agency)
    assert held(session, make_tablet(session, officer), house) == []


def test_what_is_given_back_is_void_with_its_reason(session: Session, tablet: Tablet, house: House) -> None:
    first, second, *_ = held(session, tablet, house)
    assert give_back(session, tablet, first, second, first) == [first, second]
    number = get_number(session, COUNTY, first)
    assert (number.state, number.reason) == (NumberState.VOID, "平板退回：没有用")
    assert give_back(session, tablet, first, reason="又一次") == [first]
    assert number.reason == "平板退回：没有用"
    assert first not in held(session, tablet, house)


def test_numbers_of_others_and_of_nobody_are_not_taken_back(
    session: Session, agency: Agency, tablet: Tablet, house: House
) -> None:
    other = make_tablet(session, make_officer(session, Role.INSPECTOR, agency=agency))
    theirs = held(session, other, house)[0]
    mine = held(session, tablet, house)[0]
    for strange in (theirs, "冠综执责停字〔2023〕第999号", "", "x" * 500):
        with pytest.raises(RuleBroken) as caught:
            give_back(session, tablet, strange)
        assert (caught.value.code, caught.value.field) == ("number_not_of_device", "numbers")
    use(session, mine)
    with pytest.raises(RuleBroken) as caught:
        give_back(session, tablet, mine)
    assert caught.value.code == "number_not_of_device"
    assert get_number(session, COUNTY, theirs).state is NumberState.RESERVED


@pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
def test_giving_back_needs_a_reason(session: Session, tablet: Tablet, house: House, reason: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        give_back(session, tablet, held(session, tablet, house)[0], reason=reason)
    assert caught.value.code == "numbers_return_unreadable"


def test_a_list_without_end_is_not_read(session: Session, tablet: Tablet, house: House) -> None:
    with pytest.raises(RuleBroken):
        give_back(session, tablet, *held(session, tablet, house) * 11)


def test_numbers_of_an_abandoned_device_are_given_up(
    session: Session, agency: Agency, tablet: Tablet, house: House
) -> None:
    other = make_tablet(session, make_officer(session, Role.INSPECTOR, agency=agency))
    mine = held(session, tablet, house)
    theirs = held(session, other, house, now=NOW + 5 * DAY)
    use(session, mine[0])
    assert numbers.void_expired(session, now=NOW + 37 * DAY) == 0
    assert numbers.void_expired(session, now=NOW + 38 * DAY) == 9
    states = {text: get_number(session, COUNTY, text).state for text in (*mine, *theirs)}
    assert states[mine[0]] is NumberState.ISSUED
    assert {states[text] for text in mine[1:]} == {NumberState.VOID}
    assert {states[text] for text in theirs} == {NumberState.RESERVED}
    assert "到期" in get_number(session, COUNTY, mine[1]).reason
    assert numbers.void_expired(session, now=NOW + 38 * DAY) == 0
    assert list_gaps(session, COUNTY) == []
