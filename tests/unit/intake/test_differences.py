"""What a file says otherwise than before, and mappings that somebody wrote."""

from __future__ import annotations

import pytest

from casebook.intake.rules.differences import differences, spoken_otherwise
from casebook.intake.rules.mapping import read_mapping
from casebook.kernel.errors import RuleBroken

POSITION = [115.41, 36.42, "cgcs2000"]


def test_only_names_that_the_file_speaks_of_are_compared() -> None:
    new = {"depth_m": 30.0, "village": "甲"}
    assert spoken_otherwise(new, {"depth_m": 30.0, "use": "industry"}, ["depth_m", "village"]) == ["village"]


def test_blank_is_as_good_as_missing() -> None:
    assert spoken_otherwise({"remark": ""}, {}, ["remark"]) == []
    assert (
        spoken_otherwise(
            {"permit": {"number": "a", "valid_to": None}}, {"permit": {"number": "a"}}, ["permit"]
        )
        == []
    )
    assert spoken_otherwise({"irrigated_mu": 0.0}, {}, ["irrigated_mu"]) == ["irrigated_mu"]


def test_a_value_taken_away_is_a_difference() -> None:
    (found,) = differences({}, {"depth_m": 30.0}, ["depth_m"])
    assert (found.before, found.after) == (30.0, None)


@pytest.mark.parametrize(("shift", "is_same"), [(0, True), (5e-8, True), (2e-7, False)])
def test_positions_within_a_centimetre_are_the_same(shift: float, is_same: bool) -> None:
    moved = [POSITION[0] + shift, POSITION[1], "cgcs2000"]
    assert (spoken_otherwise({"position": moved}, {"position": POSITION}, ["position"]) == []) is is_same
    renamed = [*POSITION[:2], "gcj02"]
    assert spoken_otherwise({"position": renamed}, {"position": POSITION}, ["position"]) == ["position"]


@pytest.mark.parametrize(
    ("before", "after", "is_blocked"),
    [
        ("in_use", "plugged", False),
        ("in_use", "idle", False),
        ("plugged", "in_use", True),
        ("mothballed", "in_use", True),
        ("monitoring", "in_use", True),
        ("mothballed", "plugged", False),
        ("plugged", "plugged", False),
    ],
)
def test_no_file_opens_a_closed_well(before: str, after: str, is_blocked: bool) -> None:
    (found,) = differences({"status": [after, "2022-01-01"]}, {"status": [before, None]}, ["status"])
    assert found.is_blocked is is_blocked


def test_a_mapping_is_read_in_both_directions() -> None:
    wanted = {"井位号": "code", "20年": "volume:2020"}
    assert read_mapping('{"井位号": "code", "20年": "volume:2020"}'.encode()) == wanted
    assert read_mapping('{"code": "井位号", "volume:2020": "20年"}'.encode()) == wanted
    assert read_mapping('{"井位号": "取水井编号", "备注": null}'.encode()) == {
        "井位号": "取水井编号",
        "备注": "",
    }


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b'{"a": 1}', "井".encode("gb18030")])
def test_a_mapping_that_cannot_be_read(text: bytes) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_mapping(text)
    assert refused.value.code == "mapping_unreadable"
