"""Responsibility letters: what is not drafted, and what is not signed."""

from __future__ import annotations

from datetime import date

import pytest

from casebook.campaigns.rules import check_letter, check_signing
from casebook.kernel.errors import RuleBroken

TODAY = date(2023, 6, 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"targets": 0}, "letter_without_targets"),
        ({"duties": " "}, "letter_needs_duties"),
        ({"giver": ""}, "letter_needs_names"),
        ({"taker": " "}, "letter_needs_names"),
    ],
)
def test_a_letter_needs_targets_duties_and_names(changes: dict[str, object], code: str) -> None:
    whole = {"year": 2023, "targets": 2, "duties": "配合封停", "giver": "县长", "taker": "镇长"}
    check_letter(**whole)
    with pytest.raises(RuleBroken, match=code):
        check_letter(**{**whole, **changes})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"signed_on": date(2023, 6, 2)}, "date_in_future"),
        ({"signed_on": date(2021, 12, 31)}, "letter_signed_in_other_year"),
        ({"year": 2022}, "letter_signed_in_other_year"),
        ({"is_unchanged": False}, "letter_targets_changed"),
        ({"has_scan": False}, "responsibility_needs_scan"),
    ],
)
def test_what_is_signed_is_what_was_printed_in_its_year(changes: dict[str, object], code: str) -> None:
    whole = {"signed_on": TODAY, "year": 2023, "today": TODAY, "is_unchanged": True, "has_scan": True}
    check_signing(**whole)
    check_signing(**{**whole, "signed_on": date(2022, 12, 28)})
    with pytest.raises(RuleBroken, match=code):
        check_signing(**{**whole, **changes})
