"""Permit numbers, well codes, masks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.cells import Cell, Unreadable
from casebook.kernel.identifiers import (
    PermitNumber,
    PermitNumberKind,
    WaterKind,
    mask_citizen_id,
    mask_phone,
    read_permit_number,
    read_well_code,
    well_code_pattern,
)

PATTERN = well_code_pattern("371525")


@pytest.mark.parametrize(
    "cell",
    ["D371525G2019-0001", " d371525g2019-0001 ", "Ｄ３７１５２５Ｇ２０１９－０００１", "D371525G2019—0001"],
)
def test_electronic_permit_numbers(cell: str) -> None:
    assert read_permit_number(cell) == PermitNumber(
        "D371525G2019-0001", PermitNumberKind.ELECTRONIC, WaterKind.GROUNDWATER, 2019, "371525", "D"
    )


def test_a_surface_water_permit() -> None:
    found = read_permit_number("C440114S2020-0005")
    assert isinstance(found, PermitNumber)
    assert (found.water, found.level, found.division) == (WaterKind.SURFACE, "C", "440114")


@pytest.mark.parametrize(
    "cell",
    [
        "取水（冠县）字〔2007〕第B37150001号",
        "取水(冠县)字[2007]第B37150001号",
        "取水（冠县）字【2007】第b37150001号",
        "取水 （冠县） 字 （2007） 第 B37150001 号",
        "取水冠县字［２００７］Ｂ３７１５０００１",
    ],
)
def test_paper_permit_numbers(cell: str) -> None:
    assert read_permit_number(cell) == PermitNumber(
        "取水（冠县）字〔2007〕第B37150001号",
        PermitNumberKind.PAPER,
        WaterKind.GROUNDWATER,
        2007,
        None,
        None,
    )


def test_a_paper_permit_for_surface_water() -> None:
    found = read_permit_number("取水（鲁）字〔2010〕第A37000012号")
    assert isinstance(found, PermitNumber)
    assert found.water == WaterKind.SURFACE


@pytest.mark.parametrize("cell", [None, "", "—", "无"])
def test_no_permit(cell: Cell) -> None:
    assert read_permit_number(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "E371525G2019-0001",
        "D371525X2019-0001",
        "D37152G2019-0001",
        "D371525G2019-001",
        "D371525G20190001",
        "取水（冠县）字〔2007〕第C37150001号",
        "取水（冠县）字〔07〕第B37150001号",
        "办理中",
        20190001.0,
    ],
    ids=repr,
)
def test_what_is_no_permit_number(cell: Cell) -> None:
    assert isinstance(read_permit_number(cell), Unreadable)


@pytest.mark.parametrize(
    "cell",
    ["371525104JJ00037", " 371525104jj00037", "３７１５２５１０４ＪＪ０００３７", "371525104 JJ 00037"],
)
def test_well_codes(cell: str) -> None:
    assert read_well_code(cell, PATTERN) == "371525104JJ00037"


@pytest.mark.parametrize(
    "cell",
    ["371526104JJ00037", "371525104JJ0037", "371525104J00037", "371525104JJ000370", "JJ00037", 371525104.0],
    ids=repr,
)
def test_malformed_well_codes(cell: Cell) -> None:
    assert isinstance(read_well_code(cell, PATTERN), Unreadable)


@pytest.mark.parametrize("cell", [None, "", "/", "无"])
def test_a_missing_well_code(cell: Cell) -> None:
    assert read_well_code(cell, PATTERN) is None


def test_a_county_may_have_another_form() -> None:
    pattern = well_code_pattern("410482", r"{county}-W[0-9]{4}")
    assert read_well_code("410482-w0012", pattern) == "410482-W0012"
    assert isinstance(read_well_code("371525104JJ00037", pattern), Unreadable)
    with pytest.raises(re.error):
        well_code_pattern("410482", "[")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("37152519781108000X", "371***********000X"),
        ("371525781108000", "371********8000"),
        ("123456", "******"),
        ("", ""),
    ],
)
def test_masked_citizen_numbers(number: str, shown: str) -> None:
    assert mask_citizen_id(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("10076847031", "100****7031"), ("0635-1005678", "063*****5678"), ("1005678", "*******"), ("", "")],
)
def test_masked_telephones(number: str, shown: str) -> None:
    assert mask_phone(number) == shown


@given(st.text(max_size=30))
def test_a_mask_keeps_the_length_and_never_shows_the_whole(number: str) -> None:
    shown = mask_phone(number)
    assert len(shown) == len(number)
    assert shown.count("*") >= min(4, len(number))
