"""Days, volumes, signatures and confirming offices of closures (rules.md 10)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.closures import rules
from casebook.closures.rules import (
    ClosureOrigin,
    ClosureStatus,
    ConfirmingPart,
    ReplacementSource,
    SignatureRole,
)
from casebook.evidence.rules import EvidenceStage
from casebook.kernel.errors import RuleBroken

VOLUMES = st.decimals(min_value=0, max_value=5_000_000, places=3)
DAYS_OF_2023 = st.dates(date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("baseline", "residual", "closed_on", "full", "this"),
    [
        ("36500", "0", date(2023, 12, 31), "36500", "0"),
        ("36500", "0", date(2023, 1, 1), "36500", "36400"),
        ("83045", "0", date(2023, 10, 10), "83045", "18656.685"),
        ("36600", "0", date(2024, 6, 30), "36600", "18400"),
        ("1000", "400", date(2023, 7, 2), "600", "299.178"),
    ],
)
def test_reduction(baseline: str, residual: str, closed_on: date, full: str, this: str) -> None:
    found = rules.reduction(baseline_m3=Decimal(baseline), residual_m3=Decimal(residual), closed_on=closed_on)
    assert (found.full_year_m3, found.this_year_m3) == (Decimal(full), Decimal(this))


def test_a_remaining_use_above_the_baseline_is_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.reduction(baseline_m3=Decimal(1), residual_m3=Decimal(2), closed_on=date(2023, 1, 1))
    assert refused.value.code == "residual_above_baseline"


@pytest.mark.parametrize(
    ("baseline", "residual", "field"),
    [("-1", "0", "baseline_m3"), ("5000001", "0", "baseline_m3"), ("10", "-0.001", "residual_m3")],
)
def test_a_volume_that_cannot_be_is_refused(baseline: str, residual: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.reduction(
            baseline_m3=Decimal(baseline), residual_m3=Decimal(residual), closed_on=date(2023, 1, 1)
        )
    assert (refused.value.code, refused.value.field) == ("volume_out_of_range", field)


@given(VOLUMES, DAYS_OF_2023)
def test_this_year_is_a_part_of_the_full_year(volume: Decimal, closed_on: date) -> None:
    found = rules.reduction(baseline_m3=volume, residual_m3=Decimal(0), closed_on=closed_on)
    assert 0 <= found.this_year_m3 <= found.full_year_m3 == volume


@given(VOLUMES, DAYS_OF_2023, st.integers(0, 800))
def test_a_reopened_well_keeps_what_it_saved_and_no_more(
    volume: Decimal, closed_on: date, later: int
) -> None:
    whole = rules.reduction(baseline_m3=volume, residual_m3=Decimal(0), closed_on=closed_on)
    reopened_on = closed_on + timedelta(days=later)
    kept = rules.kept_until(volume, closed_on=closed_on, reopened_on=reopened_on)
    assert 0 <= kept <= whole.this_year_m3
    if reopened_on.year > closed_on.year:
        assert kept == whole.this_year_m3
    if later <= 1:
        assert kept == 0 or reopened_on.year > closed_on.year


def days(**changes: object) -> dict[str, Any]:
    good = {
        "closed_on": date(2023, 6, 10),
        "built_on": date(2001, 1, 1),
        "found_closed_on": None,
        "source": ReplacementSource.PUBLIC_NETWORK,
        "connected_on": date(2023, 6, 1),
        "today": date(2023, 7, 1),
    }
    return {**good, **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"connected_on": date(2023, 6, 10)},
        {"source": ReplacementSource.NONE_NEEDED, "connected_on": None},
        {"found_closed_on": date(2023, 6, 10)},
        {"built_on": None},
        {"today": date(2023, 6, 10)},
    ],
)
def test_days_in_order(changes: dict[str, Any]) -> None:
    rules.check_days(**days(**changes))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"today": date(2023, 6, 9)}, "date_in_future"),
        ({"built_on": date(2023, 6, 11)}, "closed_before_built"),
        ({"found_closed_on": date(2022, 12, 1)}, "already_closed"),
        ({"connected_on": None}, "connection_needed"),
        ({"connected_on": date(2023, 6, 11)}, "closed_before_supply"),
    ],
)
def test_days_out_of_order(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.check_days(**days(**changes))
    assert refused.value.code == code


@pytest.mark.parametrize("origin", ClosureOrigin)
def test_a_case_stands_with_the_origin_case_only(origin: ClosureOrigin) -> None:
    is_case = origin is ClosureOrigin.CASE
    rules.check_origin(origin, has_case=is_case)
    with pytest.raises(RuleBroken):
        rules.check_origin(origin, has_case=not is_case)


@pytest.mark.parametrize(
    ("origin", "involved", "parts"),
    [
        (ClosureOrigin.CASE, False, (ConfirmingPart.ENFORCING_AGENCY,)),
        (ClosureOrigin.CASE, True, (ConfirmingPart.ENFORCING_AGENCY,)),
        (ClosureOrigin.PROGRAMME, False, (ConfirmingPart.TOWNSHIP,)),
        (ClosureOrigin.PROGRAMME, True, (ConfirmingPart.COUNTY_RECHECK,)),
        (ClosureOrigin.REPLACEMENT, False, (ConfirmingPart.TOWNSHIP,)),
        (ClosureOrigin.VOLUNTARY, True, (ConfirmingPart.COUNTY_RECHECK,)),
        (ClosureOrigin.OWNERLESS, False, (ConfirmingPart.TOWNSHIP, ConfirmingPart.ENFORCING_AGENCY)),
        (ClosureOrigin.OWNERLESS, True, (ConfirmingPart.COUNTY_RECHECK,)),
    ],
)
def test_who_confirms(origin: ClosureOrigin, involved: bool, parts: tuple[ConfirmingPart, ...]) -> None:
    assert rules.confirming_parts(origin, is_township_involved=involved) == parts


def test_an_enforcer_who_took_part_leaves_an_ownerless_well_to_the_recheck() -> None:
    about = {"is_township_involved": False, "is_enforcer_involved": True}
    assert rules.confirming_parts(ClosureOrigin.OWNERLESS, **about) == (ConfirmingPart.COUNTY_RECHECK,)
    assert rules.confirming_parts(ClosureOrigin.CASE, **about) == (ConfirmingPart.ENFORCING_AGENCY,)
    assert rules.confirming_parts(ClosureOrigin.VOLUNTARY, **about) == (ConfirmingPart.TOWNSHIP,)


@pytest.mark.parametrize("status", ClosureStatus)
def test_a_booked_closure_takes_no_more_photographs(status: ClosureStatus) -> None:
    if status in {ClosureStatus.REPORTED, ClosureStatus.RETURNED, ClosureStatus.ACCEPTED}:
        rules.check_photographable(status, "n")
        return
    with pytest.raises(RuleBroken):
        rules.check_photographable(status, "n")


def test_what_is_missing_is_named() -> None:
    assert rules.missing_stages({EvidenceStage.BEFORE: 1, EvidenceStage.AFTER: 2}) == [EvidenceStage.DURING]
    assert rules.missing_signatures({SignatureRole.OWNER, SignatureRole.BUILDER}) == [
        SignatureRole.SUPERVISOR,
        SignatureRole.WATER_AUTHORITY,
    ]


@given(st.sampled_from(ClosureStatus), st.sampled_from(ClosureStatus))
def test_only_the_table_moves_a_closure(present: ClosureStatus, to: ClosureStatus) -> None:
    if to in rules.TRANSITIONS[present]:
        rules.step(present, to, "n")
        return
    with pytest.raises(RuleBroken):
        rules.step(present, to, "n")
