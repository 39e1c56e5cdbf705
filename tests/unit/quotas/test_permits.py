"""The life of a permit and what it shows on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from casebook.kernel.errors import RuleBroken
from casebook.parties.rules import PartyKind
from casebook.quotas.rules import (
    TRANSITIONS,
    Finding,
    Looked,
    PermitStatus,
    PermitStep,
    Standing,
    Validity,
    check_step,
    check_validity,
    findings,
    is_bundle_lawful,
    is_dormant_by_years,
    is_renewal_late,
    next_steps,
    renewal_due_on,
    volume_after_cut,
)
from casebook.wells.rules import WellUse

VALID = PermitStatus.VALID
FROM, TO = date(2018, 7, 1), date(2023, 6, 30)


def looked(**changes: object) -> Looked:
    facts: dict[str, object] = {
        "validity": Validity(VALID, FROM, TO),
        "permitted_m3": Decimal(5000),
        "wells": 1,
        "use": WellUse.IRRIGATION,
        "holder": PartyKind.VILLAGE,
    }
    return Looked(**{**facts, **changes})


def test_every_step_but_the_first_is_in_the_table() -> None:
    steps = {step for after in TRANSITIONS.values() for some in after.values() for step in some}
    assert steps == set(PermitStep) - {PermitStep.APPLY}
    assert set(TRANSITIONS) == set(PermitStatus)


def test_the_way_from_application_to_the_end() -> None:
    status = PermitStatus.APPLIED
    for step in ("accept", "approve", "inspect", "issue", "renew", "change", "transfer", "expire", "cancel"):
        status = check_step(status, PermitStep(step))
    assert status is PermitStatus.CANCELLED
    assert next_steps(status) == ()


@pytest.mark.parametrize(
    ("status", "step"),
    [("applied_for", "approve"), ("permit_approved", "issue"), ("expired", "renew"), ("cancelled", "cancel")],
)
def test_a_step_out_of_order_is_refused(status: str, step: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_step(PermitStatus(status), PermitStep(step))
    assert refused.value.code == "permit_step_out_of_order"


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        ("2018-06-30", Standing.NOT_BEGUN),
        ("2018-07-01", Standing.GOOD),
        ("2023-05-16", Standing.GOOD),
        ("2023-05-17", Standing.RENEWAL_DUE),
        ("2023-06-30", Standing.RENEWAL_DUE),
        ("2023-07-01", Standing.PAST),
    ],
)
def test_what_a_permit_is_good_for(on: str, standing: Standing) -> None:
    assert Validity(VALID, FROM, TO).standing(date.fromisoformat(on)) is standing


def test_a_revoked_permit_held_until_that_day() -> None:
    revoked = Validity(PermitStatus.REVOKED, FROM, TO, date(2020, 3, 1))
    assert revoked.holds(date(2020, 2, 29))
    assert revoked.standing(date(2020, 3, 1)) is Standing.ENDED


def test_an_application_is_no_permit() -> None:
    assert not Validity(PermitStatus.INSPECTED, FROM, TO).holds(date(2020, 1, 1))


def test_a_late_request_for_renewal_is_a_flag_and_no_violation_before_the_last_day() -> None:
    asked = date(2023, 5, 20)
    assert is_renewal_late(TO, asked)
    assert not is_renewal_late(TO, renewal_due_on(TO))
    found = findings(looked(renewal_asked_on=asked), asked)
    assert found == (Finding.RENEWAL_LATE,)
    assert Validity(VALID, FROM, TO).holds(TO)


def test_without_a_request_renewal_is_due() -> None:
    assert findings(looked(), date(2023, 6, 1)) == (Finding.RENEWAL_DUE,)
    assert findings(looked(), date(2023, 7, 1)) == (Finding.EXPIRED,)
    assert findings(looked(), date(2022, 7, 1)) == ()


@pytest.mark.parametrize(
    ("wells", "use", "paper", "found"),
    [
        (1, WellUse.INDUSTRY, "", ()),
        (12, WellUse.IRRIGATION, "冠水许〔2020〕3号附表", ()),
        (12, WellUse.IRRIGATION, "", (Finding.BUNDLE_UNLISTED,)),
        (2, WellUse.INDUSTRY, "清单", (Finding.BUNDLE_INDUSTRY,)),
        (0, WellUse.IRRIGATION, "", (Finding.NO_WELL,)),
    ],
)
def test_several_wells_on_one_permit(
    wells: int, use: WellUse, paper: str, found: tuple[Finding, ...]
) -> None:
    subject = looked(wells=wells, use=use, list_paper=paper)
    assert findings(subject, date(2022, 1, 1)) == found
    assert is_bundle_lawful(subject) is not any("bundle" in one for one in found)


def test_a_permit_without_figures() -> None:
    bare = looked(validity=Validity(VALID, None, None), permitted_m3=None)
    assert findings(bare, date(2022, 1, 1)) == (Finding.NO_DAYS, Finding.NO_VOLUME)
    long = looked(validity=Validity(VALID, date(2015, 1, 1), date(2026, 1, 1)))
    assert findings(long, date(2022, 1, 1)) == (Finding.TOO_LONG,)


def test_dormant_by_years_needs_both_figures() -> None:
    on = date(2023, 8, 1)
    assert is_dormant_by_years({2021: Decimal(0), 2022: Decimal(0)}, FROM, on)
    assert not is_dormant_by_years({2022: Decimal(0)}, FROM, on)
    assert not is_dormant_by_years({2021: Decimal(0), 2022: Decimal("0.001")}, FROM, on)
    assert not is_dormant_by_years({2021: Decimal(0), 2022: Decimal(0)}, date(2021, 2, 1), on)


def test_validity_is_ten_years_at_most() -> None:
    check_validity(date(2023, 1, 1), date(2033, 1, 1))
    with pytest.raises(RuleBroken) as refused:
        check_validity(date(2023, 1, 1), date(2033, 1, 2))
    assert refused.value.code == "permit_too_long"
    with pytest.raises(RuleBroken) as refused:
        check_validity(date(2023, 1, 1), date(2023, 1, 1))
    assert refused.value.code == "permit_days_out_of_order"


@pytest.mark.parametrize(
    ("permitted", "cut", "code"),
    [
        (None, 1, "permit_cut_no_volume"),
        (100, None, "permit_cut_missing"),
        (100, 0, "permit_cut_missing"),
        (100, 100, "permit_cut_too_large"),
    ],
)
def test_a_cut_must_be_a_part(permitted: int | None, cut: int | None, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        volume_after_cut(
            None if permitted is None else Decimal(permitted), None if cut is None else Decimal(cut)
        )
    assert refused.value.code == code
    assert refused.value.field == "cut_m3"


def test_a_cut_leaves_the_rest() -> None:
    assert volume_after_cut(Decimal(30000), Decimal("8210.5")) == Decimal("21789.5")
