"""What the file of a closed well lacks."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from casebook.dossier.rules.well_file import WellFileFacts, WellFileItem, missing_of

WHOLE = WellFileFacts(
    has_report=True,
    has_works=True,
    signatures=4,
    before=2,
    during=2,
    after=2,
    has_fill=True,
    has_tag=True,
    has_connection=True,
    has_power_cut=True,
    has_permit_change=True,
    years=3,
    has_basis=True,
    is_booked=True,
    is_published=True,
    rechecks=1,
)


def test_a_whole_file_lacks_nothing() -> None:
    assert missing_of(WHOLE) == []


@pytest.mark.parametrize("field", [one.name for one in fields(WellFileFacts)])
def test_each_thing_is_missed(field: str) -> None:
    value = getattr(WHOLE, field)
    less = False if value is True else value - 1
    assert len(missing_of(replace(WHOLE, **{field: less}))) == 1


def test_an_empty_file_lacks_everything_in_order() -> None:
    nothing = {one.name: type(getattr(WHOLE, one.name))() for one in fields(WellFileFacts)}
    assert missing_of(WellFileFacts(**nothing)) == list(WellFileItem)
