"""What stands on a plate's QR code, and how it is read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.plates.rules import address, bare, parse, spell, statement

SIGNATURE = "ecdsa-p256-sha256:0123456789abcdef:" + 86 * "A"
FIELD = st.text(st.characters(codec="ascii", categories=["Lu", "Nd"]), min_size=1, max_size=20)


@given(FIELD, FIELD, FIELD)
def test_a_text_is_read_back_as_it_was_spelled(county: str, well: str, serial: str) -> None:
    found = parse(spell(county, well, serial, SIGNATURE))
    assert found is not None
    assert (found.county_code, found.well_code, found.serial) == (county, well, serial)
    assert (found.key, found.signature) == ("0123456789abcdef", 86 * "A")


def test_a_well_code_may_hold_a_colon() -> None:
    found = parse(spell("371525", "A:1", "371525-2026-PZ-00001", SIGNATURE))
    assert found is not None
    assert found.well_code == "A:1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CB1",
        "CB1:371525",
        "CB1:371525:W:S:K",
        "CB2:371525:W:S:K:V",
        "CB1:371525::S:K:V",
        "CB1::W:S:K:V",
        "x" * 401,
    ],
)
def test_anything_else_is_no_plate(text: str) -> None:
    assert parse(text) is None


@given(st.text(max_size=500))
def test_no_text_breaks_the_reading(text: str) -> None:
    parse(bare(text))


def test_an_address_leads_to_the_same_text() -> None:
    text = spell("371525", "W1", "371525-2026-PZ-00001", SIGNATURE)
    assert address("", text) == text
    assert address("https://casebook.example/", text) == f"https://casebook.example/p/{text}"
    assert bare(f" https://casebook.example/p/{text}\n") == text
    assert bare(text) == text


def test_the_signature_is_over_county_well_and_serial() -> None:
    assert statement("371525", "W1", "S1") == b"casebook-plate:371525:W1:S1"
