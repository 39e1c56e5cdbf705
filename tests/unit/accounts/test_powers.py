"""Who enforces a matter: what a power must be by itself and among others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.accounts.rules import (
    ANY_MATTER,
    MATTERS,
    AgencyKind,
    Holder,
    PowerFacts,
    PowerModel,
    applicable_power,
    faults_of_power,
    find_overlapping,
    is_place_of,
    may_delegate,
    rests_on,
)

COUNTY, TOWN = "371525", "371525104"
BUREAU = Holder(uuid4(), AgencyKind.WATER_BUREAU, COUNTY)
ENFORCER = Holder(uuid4(), AgencyKind.LAW_ENFORCEMENT, COUNTY)
TOWNSHIP = Holder(uuid4(), AgencyKind.TOWNSHIP, TOWN)
OWN = PowerFacts(matter=ANY_MATTER, model=PowerModel.OWN, division_code=COUNTY, valid_from=date(2020, 1, 1))
TRANSFERRED = replace(OWN, model=PowerModel.TRANSFERRED, authorisation="鲁政字〔2019〕试1号")
DELEGATED = replace(
    OWN,
    model=PowerModel.DELEGATED,
    principal_agency_id=BUREAU.id,
    authorisation="冠水委〔2023〕试2号",
    valid_to=date(2024, 12, 31),
)
EMPOWERED = replace(OWN, model=PowerModel.EMPOWERED, division_code=TOWN, authorisation="鲁政字〔2022〕试3号")


@dataclass
class Power:
    """A stored power."""

    model: PowerModel = PowerModel.OWN
    matter: str = ANY_MATTER
    division_code: str = COUNTY
    agency_id: UUID = BUREAU.id
    principal_agency_id: UUID | None = None
    valid_from: date = date(2020, 1, 1)
    valid_to: date | None = None


def codes(facts: PowerFacts, holder: Holder) -> set[str]:
    return {fault.code for fault in faults_of_power(facts, holder)}


@pytest.mark.parametrize(
    ("facts", "holder"),
    [(OWN, BUREAU), (TRANSFERRED, ENFORCER), (DELEGATED, ENFORCER), (EMPOWERED, TOWNSHIP)],
)
def test_the_four_grounds(facts: PowerFacts, holder: Holder) -> None:
    assert codes(facts, holder) == set()


@pytest.mark.parametrize(
    ("facts", "holder", "code"),
    [
        (OWN, ENFORCER, "power_not_by_statute"),
        (replace(OWN, division_code=TOWN), TOWNSHIP, "power_not_by_statute"),
        (replace(OWN, matter="PEN-99"), BUREAU, "power_matter_unknown"),
        (replace(OWN, principal_agency_id=uuid4()), BUREAU, "power_principal_needless"),
        (replace(OWN, valid_to=date(2019, 12, 31)), BUREAU, "power_ends_before_it_begins"),
        (replace(TRANSFERRED, authorisation=" "), ENFORCER, "power_needs_paper"),
        (replace(DELEGATED, authorisation=""), ENFORCER, "power_needs_paper"),
        (replace(DELEGATED, principal_agency_id=None), ENFORCER, "power_needs_principal"),
        (replace(DELEGATED, valid_to=None), ENFORCER, "power_needs_term"),
        (DELEGATED, BUREAU, "power_delegated_to_itself"),
        (replace(EMPOWERED, authorisation=""), TOWNSHIP, "power_needs_paper"),
        (replace(EMPOWERED, division_code=COUNTY), TOWNSHIP, "power_outside_agency"),
        (replace(EMPOWERED, division_code="371525105"), TOWNSHIP, "power_outside_agency"),
        (EMPOWERED, ENFORCER, "power_needs_township"),
    ],
)
def test_what_a_power_lacks(facts: PowerFacts, holder: Holder, code: str) -> None:
    assert codes(facts, holder) == {code}


def test_all_that_is_wrong_is_told_together() -> None:
    facts = replace(DELEGATED, principal_agency_id=None, valid_to=None, authorisation="")
    assert codes(facts, ENFORCER) == {"power_needs_principal", "power_needs_term", "power_needs_paper"}


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (Power(), True),
        (Power(matter="PEN-07"), False),
        (Power(division_code=TOWN), False),
        (Power(valid_to=date(2019, 12, 31)), False),
        (Power(valid_to=date(2020, 1, 1)), True),
        (Power(model=PowerModel.TRANSFERRED), True),
        (Power(model=PowerModel.DELEGATED), False),
    ],
)
def test_same_rank_on_the_same_day(other: Power, *, overlaps: bool) -> None:
    assert (find_overlapping(OWN, [other]) is other) is overlaps


def test_a_later_power_waits_until_the_earlier_has_ended() -> None:
    earlier = Power(valid_from=date(2010, 1, 1), valid_to=date(2019, 12, 31))
    assert find_overlapping(OWN, [earlier]) is None
    assert find_overlapping(replace(OWN, valid_from=date(2019, 12, 31)), [earlier]) is earlier
    assert find_overlapping(replace(OWN, valid_to=date(2021, 1, 1)), [Power(valid_from=date(2021, 1, 1))])
    assert not find_overlapping(
        replace(OWN, valid_to=date(2020, 12, 31)), [Power(valid_from=date(2021, 1, 1))]
    )


_days = st.dates(date(2020, 1, 1), date(2024, 12, 31))
_powers = st.builds(
    Power,
    matter=st.sampled_from([ANY_MATTER, "PEN-07", "PEN-10"]),
    division_code=st.sampled_from([COUNTY, TOWN]),
    valid_from=_days,
    valid_to=st.none() | _days,
)


@given(st.lists(_powers, max_size=8), _days)
def test_where_nothing_overlaps_exactly_one_power_of_a_rank_holds(powers: list[Power], on: date) -> None:
    kept: list[Power] = []
    for one in powers:
        if one.valid_to is not None and one.valid_to < one.valid_from:
            continue
        facts = PowerFacts(
            matter=one.matter,
            model=one.model,
            division_code=one.division_code,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
        )
        if find_overlapping(facts, kept) is None:
            kept.append(one)
    holding = [p for p in kept if p.valid_from <= on and (p.valid_to is None or on <= p.valid_to)]
    ranks = [(p.matter, p.division_code) for p in holding]
    assert len(ranks) == len(set(ranks))
    found = applicable_power(kept, matter="PEN-07", division_code=TOWN, on=on)
    assert found is applicable_power(kept[::-1], matter="PEN-07", division_code=TOWN, on=on)


def test_only_what_one_holds_oneself_can_be_delegated() -> None:
    assert may_delegate(DELEGATED, [Power()])
    assert may_delegate(replace(DELEGATED, matter="PEN-07"), [Power()])
    assert not may_delegate(DELEGATED, [Power(matter="PEN-07")])
    assert not may_delegate(DELEGATED, [Power(division_code=TOWN)])
    assert not may_delegate(DELEGATED, [Power(model=PowerModel.DELEGATED)])
    assert not may_delegate(DELEGATED, [Power(valid_to=date(2024, 12, 30))])


def test_a_delegation_rests_on_the_principals_power() -> None:
    own = Power()
    given_on = Power(
        PowerModel.DELEGATED,
        agency_id=ENFORCER.id,
        principal_agency_id=BUREAU.id,
        valid_to=date(2024, 12, 31),
    )
    special = Power(matter="PEN-07")
    assert rests_on(given_on, own, after=date(2023, 1, 1), powers=[own, given_on, special])
    assert not rests_on(given_on, own, after=date(2024, 12, 31), powers=[own, given_on])
    assert not rests_on(given_on, special, after=date(2023, 1, 1), powers=[own, given_on, special])
    assert not rests_on(own, given_on, after=date(2023, 1, 1), powers=[own, given_on])


@pytest.mark.parametrize(
    ("kind", "code", "fits"),
    [
        (AgencyKind.WATER_BUREAU, COUNTY, True),
        (AgencyKind.OTHER, TOWN, True),
        (AgencyKind.TOWNSHIP, TOWN, True),
        (AgencyKind.TOWNSHIP, COUNTY, False),
        (AgencyKind.WATER_BUREAU, "3715", False),
    ],
)
def test_where_an_agency_acts(kind: AgencyKind, code: str, *, fits: bool) -> None:
    assert is_place_of(kind, code) is fits


def test_matters_are_named_once() -> None:
    assert len(set(MATTERS)) == len(MATTERS)
    assert {"PEN-01", "PEN-07", "PEN-10"} <= set(MATTERS)
