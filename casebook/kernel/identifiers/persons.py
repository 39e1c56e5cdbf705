"""Numbers of persons and firms with their check digits (rules.md 12.2 and 12.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casebook.kernel.cells import Cell, is_blank, normalise

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: digits and capitals without I, O, S, V, Z; the place is the value."""

_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHECKS = "0X987654321"
_CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_CHECKS = "10X98765432"
_DIGITS = "0123456789"
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
"""The first two digits of GB/T 2260."""

_FIRST_BIRTH_YEAR, _LAST_BIRTH_YEAR = 1880, 2100
_LONG, _SHORT = 18, 9
_OLD = 15
"""Digits of a citizen number of before 1999."""


class IdentifierKind(StrEnum):
    """What sort of number it is."""

    USCC = "uscc"
    """统一社会信用代码 of a firm or agency, GB 32100-2015, 18 characters."""
    ORGANISATION = "organisation"
    """组织机构代码, GB 11714, 9 characters; characters 9 to 17 of a USCC."""
    CITIZEN = "citizen"
    """公民身份号码, GB 11643-1999, 18 characters; personal data."""
    UNKNOWN = "unknown"
    """Nothing of the three by its length."""


class IdentifierProblem(StrEnum):
    """What is wrong with a number."""

    LENGTH = "length"
    ALPHABET = "alphabet"
    DIVISION = "division"
    DATE = "date"
    ORGANISATION_PART = "organisation_part"
    CHECK_DIGIT = "check_digit"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number in capitals without blanks, and everything that is wrong with it."""

    kind: IdentifierKind
    value: str
    problems: tuple[IdentifierProblem, ...]

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def is_personal(self) -> bool:
        """Whether it is, or may be, a person's number: a mistyped one still is. Mask it."""
        return self.kind in {IdentifierKind.CITIZEN, IdentifierKind.UNKNOWN}


def uscc_check_digit(body: str) -> str:
    """Return the last character of a USCC for its first 17, all of the alphabet."""
    total = sum(USCC_ALPHABET.index(sign) * weight for sign, weight in zip(body, _USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]


def organisation_check_digit(body: str) -> str:
    """Return the last character of an organisation code for its first 8 (GB 11714)."""
    pairs = zip(body, _ORGANISATION_WEIGHTS, strict=True)
    total = sum(_ORGANISATION_ALPHABET.index(sign) * weight for sign, weight in pairs)
    return _ORGANISATION_CHECKS[total % 11]


def citizen_check_digit(body: str) -> str:
    """Return the last character of a citizen number for its first 17 digits."""
    total = sum(int(sign) * weight for sign, weight in zip(body, _CITIZEN_WEIGHTS, strict=True))
    return _CITIZEN_CHECKS[total % 11]


def check_uscc(text: str) -> Identifier:
    """Check a unified social credit code: length, alphabet, division, organisation part, check digit."""
    value = _plain(text)
    problems = _shape(value, _LONG, USCC_ALPHABET, USCC_ALPHABET)
    if not problems:
        problems = _where(
            (IdentifierProblem.DIVISION, not value[2:8].isdigit()),
            (IdentifierProblem.ORGANISATION_PART, organisation_check_digit(value[8:16]) != value[16]),
            (IdentifierProblem.CHECK_DIGIT, uscc_check_digit(value[:17]) != value[17]),
        )
    return Identifier(IdentifierKind.USCC, value, problems)


def check_organisation_code(text: str) -> Identifier:
    """Check an organisation code, written with or without the hyphen before its check digit."""
    value = _plain(text).replace("-", "")
    problems = _shape(value, _SHORT, _ORGANISATION_ALPHABET, _DIGITS + "X")
    if not problems:
        wrong = organisation_check_digit(value[:8]) != value[8]
        problems = _where((IdentifierProblem.CHECK_DIGIT, wrong))
    return Identifier(IdentifierKind.ORGANISATION, value, problems)


def check_citizen_id(text: str) -> Identifier:
    """Check a citizen number: length, digits, division, date of birth, check digit.

    The 15-digit numbers of before 1999 are no longer valid: LENGTH.
    """
    value = _plain(text)
    problems = _shape(value, _LONG, _DIGITS, _DIGITS + "X")
    if not problems:
        problems = _where(
            (IdentifierProblem.DIVISION, _PROVINCES.match(value) is None),
            (IdentifierProblem.DATE, _birth_date(value) is None),
            (IdentifierProblem.CHECK_DIGIT, citizen_check_digit(value[:17]) != value[17]),
        )
    return Identifier(IdentifierKind.CITIZEN, value, problems)


def read_identifier(cell: Cell) -> Identifier | None:
    """Read a cell that holds a number of either a firm or a person; None when blank.

    The kind is told by the form. Where 18 digits could be both, the one that is valid is
    meant; with none valid, a person when a birth date stands in its place.
    """
    if is_blank(cell):
        return None
    value = _plain(normalise(cell))
    if len(value.replace("-", "")) == _SHORT:
        return check_organisation_code(value)
    if len(value) == _OLD and value.isdecimal():
        return check_citizen_id(value)
    if len(value) != _LONG:
        return Identifier(IdentifierKind.UNKNOWN, value, (IdentifierProblem.LENGTH,))
    citizen, firm = check_citizen_id(value), check_uscc(value)
    if citizen.is_valid or firm.is_valid:
        return citizen if citizen.is_valid else firm
    return citizen if _birth_date(value) else firm


def _plain(text: str) -> str:
    return "".join(normalise(text).upper().split())


def _shape(value: str, length: int, body: str, last: str) -> tuple[IdentifierProblem, ...]:
    if len(value) != length:
        return (IdentifierProblem.LENGTH,)
    fits = all(sign in body for sign in value[:-1]) and value[-1] in last
    return _where((IdentifierProblem.ALPHABET, not fits))


def _where(*found: tuple[IdentifierProblem, bool]) -> tuple[IdentifierProblem, ...]:
    return tuple(problem for problem, is_wrong in found if is_wrong)


def _birth_date(value: str) -> date | None:
    digits = value[6:14]
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if _FIRST_BIRTH_YEAR <= born.year <= _LAST_BIRTH_YEAR else None
