"""What of a decision is hidden before it is published, found by rules: personal data, minors, secrets.

Personal numbers, addresses, telephones, accounts and the names of private people are found by what the
file knows of its people, and by their shape for those it does not know. An officer adds what only a reader
can see (secrets of a firm, names of minors) and may let stay what is no personal data after all; what the
file knows to be a person's number, telephone or address is never let stay (处罚法 50; 个人信息保护法 6, 31).
Each county's own list of what is hidden is not verified.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.identifiers import check_uscc
from casebook.parties.rules import PartyKind, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from typing import Any

HIDDEN = "***"
CONFIDENTIAL_WORDS = "（涉及商业秘密，略）"
_SHORTEST = 2
"""Characters: a single one would be hidden everywhere."""
_AND, _NATURAL, _PERSON = "、", "自然人", PartyKind.CITIZEN
_BIRTH = re.compile(r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dXx]")
_FULL_AGE = 18_00_00
"""Eighteen years between two days written as yyyymmdd."""


class CutKind(StrEnum):
    """What is hidden."""

    PERSONAL_NUMBER = "personal_number"
    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    ACCOUNT = "account"
    EMAIL = "email"
    MINOR = "minor"
    CONFIDENTIAL = "confidential"
    """Secrets of a firm."""
    OTHER = "other"


class Origin(StrEnum):
    """How it was found."""

    FILE = "file"
    """Known from the file's people."""
    SHAPE = "shape"
    ADDED = "added"
    """By the officer who read the text."""


@dataclass(frozen=True, slots=True)
class Known:
    """Something that the file knows of one of its people."""

    kind: CutKind
    phrase: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Words of the text and what stands in their place."""

    kind: CutKind
    phrase: str
    shown: str
    origin: Origin

    @property
    def is_must(self) -> bool:
        """Whether it may not be let stay."""
        is_of_file = self.origin is Origin.FILE and self.kind is not CutKind.NAME
        return is_of_file or self.kind in {CutKind.PERSONAL_NUMBER, CutKind.MINOR}


_SHAPES: tuple[tuple[CutKind, re.Pattern[str]], ...] = (
    (
        CutKind.PERSONAL_NUMBER,
        re.compile(
            r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
            r"(?![0-9A-Za-z])"
        ),
    ),
    (CutKind.EMAIL, re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")),
    (CutKind.PHONE, re.compile(r"(?<![0-9A-Za-z])1\d{10}(?![0-9A-Za-z])")),
    (CutKind.PHONE, re.compile(r"(?<![0-9A-Za-z])0\d{2,3}[-－]\d{7,8}(?![0-9A-Za-z])")),
    (CutKind.ACCOUNT, re.compile(r"(?<![0-9A-Za-z])[3-9]\d{15,18}(?![0-9A-Za-z])")),
)


def is_minor(number: str, on: date) -> bool:
    """Say whether the personal number is that of somebody under eighteen on a day; False where it is none."""
    if not _BIRTH.fullmatch(number):
        return False
    born = int(number[6:14])
    return int(f"{on:%Y%m%d}") - born < _FULL_AGE


def known_of_person(
    name: str, *, number: str = "", phone: str = "", address: str = "", is_young: bool = False
) -> tuple[Known, ...]:
    """Return what of a private person is hidden; nothing for what is blank."""
    facts = (
        (CutKind.MINOR if is_young else CutKind.NAME, name),
        (CutKind.PERSONAL_NUMBER, number),
        (CutKind.PHONE, phone),
        (CutKind.ADDRESS, address),
    )
    return tuple(Known(kind, text.strip()) for kind, text in facts if len(text.strip()) >= _SHORTEST)


def known_of_paper(facts: Mapping[str, Any], on: date) -> tuple[Known, ...]:
    """Return what a paper's own block of the party says of private people: the register may have changed."""
    number, phone = str(facts.get("party_id_no", "")), str(facts.get("party_phone", ""))
    names = [one for one in str(facts.get("party_name", "")).split(_AND) if kind_of(one, None) is _PERSON]
    if facts.get("party_kind") != _NATURAL or not names:
        return known_of_person("", phone=phone)
    first, *others = names
    found = known_of_person(
        first,
        number=number,
        phone=phone,
        address=str(facts.get("party_address", "")),
        is_young=is_minor(number, on),
    )
    return (*found, *(one for name in others for one in known_of_person(name)))


def proposed_cuts(text: str, known: Iterable[Known]) -> tuple[Cut, ...]:
    """Return what the rules would hide of a text, each phrase once, in the order of its first place."""
    found: dict[str, Cut] = {}
    for one in known:
        if one.phrase in text and one.phrase not in found:
            found[one.phrase] = Cut(one.kind, one.phrase, shown_for(one.kind, one.phrase), Origin.FILE)
    for kind, shape in _SHAPES:
        for match in shape.finditer(text):
            phrase = match.group()
            if phrase not in found and not check_uscc(phrase).is_valid:
                found[phrase] = Cut(kind, phrase, shown_for(kind, phrase), Origin.SHAPE)
    return tuple(sorted(found.values(), key=lambda cut: (text.index(cut.phrase), -len(cut.phrase))))


def added_cuts(text: str, kind: CutKind, lines: str) -> tuple[tuple[Cut, ...], tuple[str, ...]]:
    """Return the cuts of what an officer typed, one phrase a line, and the phrases that the text lacks."""
    phrases = dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip())
    cuts = tuple(
        Cut(kind, one, shown_for(kind, one), Origin.ADDED)
        for one in phrases
        if one in text and len(one) >= _SHORTEST
    )
    cut = {one.phrase for one in cuts}
    return cuts, tuple(one for one in phrases if one not in cut)


def shown_for(kind: CutKind, phrase: str) -> str:
    """Return what stands in place of hidden words: 王某某 for a name, three stars for most."""
    if kind in {CutKind.NAME, CutKind.MINOR}:
        return phrase[:1] + "某" * (len(phrase) - 1)
    return CONFIDENTIAL_WORDS if kind is CutKind.CONFIDENTIAL else HIDDEN


def redacted(text: str, cuts: Sequence[Cut]) -> str:
    """Return a text with all cuts made, the longest phrase first; what was put in is not cut again."""
    if not cuts:
        return text
    shown = {cut.phrase: cut.shown for cut in cuts}
    phrases = sorted(shown, key=lambda phrase: (-len(phrase), phrase))
    pattern = re.compile("|".join(map(re.escape, phrases)))
    return pattern.sub(lambda match: shown[match.group()], text)


def leaks(text: str, known: Iterable[Known]) -> tuple[Cut, ...]:
    """Return what a redacted text still says and must not."""
    return tuple(cut for cut in proposed_cuts(text, known) if cut.is_must)
