from __future__ import annotations

from uuid import uuid4

import pytest

from casebook.inspections.filed import SignedHow
from casebook.inspections.rules import (
    InspectionKind,
    ReviewState,
    Verdict,
    check_verdict,
    needs_of,
    state_of,
)
from casebook.inspections.rules.needs import STARTABLE
from casebook.inspections.rules.signing import is_confirmed
from casebook.kernel.errors import RuleBroken

REVIEWER, LEAD = uuid4(), uuid4()


def give(**changes: object) -> None:
    told = {
        "verdict": Verdict.APPROVED,
        "note": "",
        "state": ReviewState.TO_REVIEW,
        "reviewer": REVIEWER,
        "officers": frozenset({LEAD}),
        "is_second_confirmed": True,
    } | changes
    check_verdict(told.pop("verdict"), told.pop("note"), **told)  # type: ignore[arg-type]  # told by name


def test_a_verdict_that_holds() -> None:
    give()
    give(verdict=Verdict.RETURNED, note="照片不清。", is_second_confirmed=False)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reviewer": LEAD}, "review_own"),
        ({"reviewer": None}, "review_own"),
        ({"is_second_confirmed": False}, "review_second_declared"),
        ({"verdict": Verdict.RETURNED, "note": " \n"}, "review_needs_note"),
        ({"state": ReviewState.APPROVED}, "review_done"),
        ({"state": ReviewState.RETURNED}, "review_done"),
        ({"state": ReviewState.REPLACED, "verdict": Verdict.RETURNED, "note": "x"}, "review_done"),
    ],
)
def test_a_verdict_that_does_not(changes: dict[str, object], code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        give(**changes)


def test_where_a_record_stands() -> None:
    assert state_of(None, is_replaced=False) is ReviewState.TO_REVIEW
    assert state_of(Verdict.APPROVED, is_replaced=False) is ReviewState.APPROVED
    assert state_of(Verdict.RETURNED, is_replaced=False) is ReviewState.RETURNED
    assert state_of(Verdict.RETURNED, is_replaced=True) is ReviewState.REPLACED


def test_every_act_says_what_it_needs() -> None:
    assert [kind for kind in InspectionKind if needs_of(kind).earlier] == [
        InspectionKind.RECHECK,
        InspectionKind.FOLLOW_UP,
    ]
    assert [kind for kind in InspectionKind if needs_of(kind).sketch] == [InspectionKind.SURVEY]
    assert set(InspectionKind) - set(STARTABLE) == {InspectionKind.ACCEPTANCE}
    assert all(needs_of(kind).photographs >= 1 for kind in InspectionKind)


@pytest.mark.parametrize(
    ("signings", "expected"),
    [
        ([], False),
        ([SignedHow.DECLARED], False),
        ([SignedHow.DECLARED, SignedHow.OWN_DEVICE], True),
        ([SignedHow.SIGNED_IN], True),
        ([SignedHow.SCREEN], False),
    ],
)
def test_only_ones_own_hand_confirms(signings: list[SignedHow], expected: bool) -> None:
    assert is_confirmed(signings) is expected
