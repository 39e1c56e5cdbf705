"""Numbers of persons and firms; real ones are public codes of agencies (rules.md 12.2, 12.3)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.identifiers import (
    IdentifierKind,
    IdentifierProblem,
    check_citizen_id,
    check_organisation_code,
    check_uscc,
    citizen_check_digit,
    organisation_check_digit,
    read_identifier,
    uscc_check_digit,
)
from casebook.kernel.identifiers.persons import USCC_ALPHABET

if TYPE_CHECKING:
    from casebook.kernel.cells import Cell

LENGTH, ALPHABET, CHECK = (
    IdentifierProblem.LENGTH,
    IdentifierProblem.ALPHABET,
    IdentifierProblem.CHECK_DIGIT,
)
DIVISION, DATE, PART = (
    IdentifierProblem.DIVISION,
    IdentifierProblem.DATE,
    IdentifierProblem.ORGANISATION_PART,
)

PUBLIC_USCC = ("11371525004442025C", "113417000032450703", "113708810043398535")
PUBLIC_CITIZEN = ("11010519491231002X", "371525199001010017")


@st.composite
def usccs(draw: st.DrawFn) -> str:
    organisation = "0000" + draw(st.text("0123456789", min_size=4, max_size=4))
    body = draw(st.sampled_from(("91", "11", "52", "Y1"))) + "371525" + organisation
    body += organisation_check_digit(organisation)
    return body + uscc_check_digit(body)


@st.composite
def citizen_ids(draw: st.DrawFn) -> str:
    born = draw(st.dates(min_value=date(1900, 1, 1), max_value=date(2030, 12, 31)))
    body = f"371525{born:%Y%m%d}000"
    return body + citizen_check_digit(body)


@pytest.mark.parametrize("code", PUBLIC_USCC)
def test_public_usccs_are_valid(code: str) -> None:
    assert check_uscc(code).is_valid
    found = read_identifier(code)
    assert found is not None
    assert (found.kind, found.is_valid) == (IdentifierKind.USCC, True)


@pytest.mark.parametrize("number", PUBLIC_CITIZEN)
def test_known_citizen_numbers_are_valid(number: str) -> None:
    assert check_citizen_id(number).is_valid
    found = read_identifier(number)
    assert found is not None
    assert (found.kind, found.is_valid) == (IdentifierKind.CITIZEN, True)


@pytest.mark.parametrize(
    ("code", "problems"),
    [
        ("11371525004442025D", (CHECK,)),
        ("1137152500444202", (LENGTH,)),
        ("1137152500444202IC", (ALPHABET,)),
        ("1137152A004442025C", (DIVISION, CHECK)),
        ("11371525004442015C", (PART, CHECK)),
        ("", (LENGTH,)),
    ],
)
def test_what_is_wrong_with_a_uscc(code: str, problems: tuple[IdentifierProblem, ...]) -> None:
    assert check_uscc(code).problems == problems


@pytest.mark.parametrize(
    ("number", "problems"),
    [
        ("371525199001010018", (CHECK,)),
        ("371525199002300011", (DATE, CHECK)),
        ("371525179001010017", (DATE, CHECK)),
        ("991525199001010017", (DIVISION, CHECK)),
        ("37152519900101001", (LENGTH,)),
        ("371525900101001", (LENGTH,)),
        ("3715251990010100A7", (ALPHABET,)),
        ("37152519900101001Y", (ALPHABET,)),
        ("37152519900101001²", (CHECK,)),
    ],
)
def test_what_is_wrong_with_a_citizen_number(number: str, problems: tuple[IdentifierProblem, ...]) -> None:
    assert check_citizen_id(number).problems == problems


@pytest.mark.parametrize(
    ("code", "problems"),
    [
        ("00444202-5", ()),
        ("004442025", ()),
        ("00444202-6", (CHECK,)),
        ("0044420?5", (ALPHABET,)),
        ("00444202Y", (ALPHABET,)),
        ("0044", (LENGTH,)),
    ],
)
def test_organisation_codes(code: str, problems: tuple[IdentifierProblem, ...]) -> None:
    found = check_organisation_code(code)
    assert (found.kind, found.problems) == (IdentifierKind.ORGANISATION, problems)


@pytest.mark.parametrize(
    ("body", "check"), [("00000000", "0"), ("00000001", "9"), ("0000000A", "2"), ("00000005", "1")]
)
def test_organisation_check_digits(body: str, check: str) -> None:
    assert organisation_check_digit(body) == check


@pytest.mark.parametrize("cell", [None, "", "/", "无"])
def test_blank(cell: Cell) -> None:
    assert read_identifier(cell) is None


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        (" 37152519781108000x ", IdentifierKind.CITIZEN, "37152519781108000X"),
        ("３７１５２５１９７８１１０８０００Ｘ", IdentifierKind.CITIZEN, "37152519781108000X"),
        ("371525 19781108 0009", IdentifierKind.CITIZEN, "371525197811080009"),
        ("913715250000695429", IdentifierKind.USCC, "913715250000695429"),
        ("91371525000054527r", IdentifierKind.USCC, "91371525000054527R"),
        ("00444202-5", IdentifierKind.ORGANISATION, "004442025"),
        (4442025.0, IdentifierKind.UNKNOWN, "4442025"),
        ("371525900101001", IdentifierKind.CITIZEN, "371525900101001"),
        ("37152519900101001", IdentifierKind.UNKNOWN, "37152519900101001"),
        ("身份证遗失", IdentifierKind.UNKNOWN, "身份证遗失"),
    ],
    ids=repr,
)
def test_the_kind_is_told_by_the_form(cell: Cell, kind: IdentifierKind, value: str) -> None:
    found = read_identifier(cell)
    assert found is not None
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize(
    ("cell", "is_personal"),
    [
        ("371525199001010017", True),
        ("37152519900101001", True),
        ("371525900101001", True),
        ("11371525004442025C", False),
        ("00444202-5", False),
    ],
)
def test_what_may_be_a_persons_number_is_personal(cell: str, *, is_personal: bool) -> None:
    found = read_identifier(cell)
    assert found is not None
    assert found.is_personal == is_personal


def test_a_number_that_a_sheet_has_rounded_is_found_out() -> None:
    found = read_identifier(371525199001010017.0)
    assert found is not None
    assert found.kind == IdentifierKind.CITIZEN
    assert found.problems == (CHECK,)


@given(usccs())
def test_every_uscc_made_by_rule_is_valid(code: str) -> None:
    assert check_uscc(code).is_valid
    assert check_organisation_code(code[8:17]).is_valid


@given(usccs(), st.integers(min_value=0, max_value=17), st.sampled_from(USCC_ALPHABET))
def test_one_wrong_character_of_a_uscc_is_found(code: str, place: int, sign: str) -> None:
    changed = code[:place] + sign + code[place + 1 :]
    assert check_uscc(changed).is_valid == (changed == code)


@given(citizen_ids(), st.integers(min_value=0, max_value=16), st.sampled_from("0123456789"))
def test_one_wrong_digit_of_a_citizen_number_is_found(number: str, place: int, sign: str) -> None:
    changed = number[:place] + sign + number[place + 1 :]
    assert check_citizen_id(changed).is_valid == (changed == number)


@given(st.text(max_size=20))
def test_any_text_gets_an_answer(text: str) -> None:
    found = read_identifier(text)
    assert found is None or found.kind in IdentifierKind
