from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.evidence.rules import (
    DeviceStanding,
    Doubt,
    EvidenceKind,
    EvidenceMethod,
    EvidenceOrigin,
    Review,
    ReviewKind,
    check_grounds,
    check_review,
    doubts_of,
)
from casebook.kernel.errors import RuleBroken

DAY = date(2023, 6, 1)
CAMERA, CHAT = EvidenceOrigin.CAMERA, EvidenceOrigin.CHAT
ELECTRONIC = EvidenceKind.ELECTRONIC


def review(kind: ReviewKind, *, passed: bool = True, on: date = DAY, days: int = 365) -> Review:
    return Review(kind, passed, on, on, on + timedelta(days=days))


BOTH = (review(ReviewKind.LEGAL), review(ReviewKind.TECHNICAL))
SOUND = DeviceStanding(BOTH, DAY)


def doubts(
    *,
    origin: EvidenceOrigin = CAMERA,
    kind: EvidenceKind = ELECTRONIC,
    method: EvidenceMethod | None = EvidenceMethod.EXTRACT,
    device: DeviceStanding | None = SOUND,
    on: date = DAY,
) -> list[Doubt]:
    return doubts_of(origin=origin, kind=kind, method=method, device=device, on=on)


def test_what_a_camera_took_carries_a_finding() -> None:
    assert doubts(kind=EvidenceKind.AUDIOVISUAL, method=EvidenceMethod.PHOTOGRAPH, device=None) == []


def test_what_came_by_chat_supports_leads_only() -> None:
    found = doubts(origin=CHAT, kind=EvidenceKind.AUDIOVISUAL, method=None, device=None)
    assert found == [Doubt.NOT_ORIGINAL]


def test_data_of_a_reviewed_device_carry_a_finding() -> None:
    assert doubts() == []


def test_data_that_name_no_device_support_leads_only() -> None:
    assert doubts(device=None) == [Doubt.DEVICE_UNNAMED]


def test_a_photographed_screen_needs_no_device() -> None:
    assert doubts(device=None, method=EvidenceMethod.PHOTOGRAPH) == []


@pytest.mark.parametrize(
    ("standing", "missing"),
    [
        (DeviceStanding(BOTH[:1], DAY), [Doubt.TECHNICAL_REVIEW_MISSING]),
        (DeviceStanding(BOTH[1:], DAY), [Doubt.LEGAL_REVIEW_MISSING]),
        (DeviceStanding(BOTH, None), [Doubt.LOCATION_UNPUBLISHED]),
        (DeviceStanding(BOTH, DAY + timedelta(days=1)), [Doubt.LOCATION_UNPUBLISHED]),
        (
            DeviceStanding(),
            [Doubt.LEGAL_REVIEW_MISSING, Doubt.TECHNICAL_REVIEW_MISSING, Doubt.LOCATION_UNPUBLISHED],
        ),
    ],
)
def test_what_a_device_lacks(standing: DeviceStanding, missing: list[Doubt]) -> None:
    assert doubts(device=standing) == missing


@pytest.mark.parametrize(
    ("day", "holds"),
    [(-1, False), (0, True), (365, True), (366, False)],
    ids=["before", "first", "last", "after"],
)
def test_a_review_holds_for_its_days_only(day: int, holds: bool) -> None:
    assert (doubts(on=DAY + timedelta(days=day)) == []) is (holds and day >= 0)


def test_a_later_failed_review_speaks_louder() -> None:
    failed = review(ReviewKind.TECHNICAL, passed=False, on=DAY + timedelta(days=10))
    standing = DeviceStanding((*BOTH, failed), DAY)
    assert doubts(device=standing, on=DAY + timedelta(days=9)) == []
    assert doubts(device=standing, on=DAY + timedelta(days=10)) == [Doubt.TECHNICAL_REVIEW_MISSING]


def test_of_two_reviews_on_one_day_the_one_given_last_counts() -> None:
    standing = DeviceStanding((*BOTH, review(ReviewKind.LEGAL, passed=False)), DAY)
    assert doubts(device=standing) == [Doubt.LEGAL_REVIEW_MISSING]


@given(st.lists(st.sampled_from([[], [Doubt.NOT_ORIGINAL], [Doubt.DEVICE_UNNAMED]]), max_size=6))
def test_one_sound_item_is_enough(found: list[list[Doubt]]) -> None:
    if found and all(found):
        with pytest.raises(RuleBroken) as refusal:
            check_grounds(found)
        assert refusal.value.code == "evidence_supports_leads_only"
    else:
        check_grounds(found)


@pytest.mark.parametrize(
    ("reviewed_on", "valid_to", "code"),
    [
        (DAY + timedelta(days=1), DAY, "review_in_future"),
        (DAY, DAY - timedelta(days=1), "review_span_reversed"),
    ],
)
def test_a_review_that_cannot_be(reviewed_on: date, valid_to: date, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_review(ReviewKind.LEGAL, reviewed_on, DAY, valid_to, DAY)
    assert refusal.value.code == code
