"""One header cell: which field it names, for which year, in which unit, in which coordinate system."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from casebook.intake.rules.fields import (
    EXACT,
    IDENTIFIER,
    PHONE,
    ROLES,
    UNITS,
    VOLUME_WORDS,
    VOLUME_YEAR,
    WEAK,
    Field,
)
from casebook.kernel.cells import Cell, Unreadable, fold, read_number
from casebook.kernel.coordinates import CrsSource, read_crs

LONGEST_HEADER = 60
"""Characters; a longer cell is a sentence, not a header."""

_BRACKETED = re.compile(r"[(\[【〔<{]([^()\[\]【】〔〕<>{}]*)[)\]】〕>}]")
_UNIT_BEHIND = re.compile(r"[:/,]?单位[:为]?(.+)$|[:/,]([^:/,]+)$")
_FACTOR = re.compile(r"(0*[1-9][0-9]{0,7}(\.[0-9]{1,6})?|0\.0{0,5}[1-9][0-9]{0,5})?")
_MARKS = re.compile(r"[\s*★※:：、,，。.;；_\-]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds."""

    field: Field
    is_weak: bool = False
    """Whether the word means this only when no other column claims the field."""
    year: int | None = None
    factor: Decimal = Decimal(1)
    """What a bare number in this column counts in the field's unit: 10 000 under 万m³."""
    crs: CrsSource | None = None
    """The system that the header of a coordinate names."""

    @property
    def key(self) -> str:
        """The field's word, with the year of a volume: `volume:2020`."""
        return f"{self.field.value}:{self.year}" if self.year else self.field.value

    @property
    def word(self) -> str:
        """How a mapping says all of it: `volume:2020`, `permit_volume*10000` for a column in 万m³."""
        return self.key if self.factor == 1 else f"{self.key}*{self.factor.normalize():f}"


@lru_cache(maxsize=2048)
def read_header(text: str) -> Meaning | None:
    """Return what a header means, or None when it is none that a register is known to use.

    Brackets hold units, coordinate systems or alternatives: 井深(m), 经度（GCJ-02）, 乡镇（街道）.
    """
    folded = fold(text)
    if not folded or len(folded) > LONGEST_HEADER:
        return None
    notes = _BRACKETED.findall(folded)
    base = _BRACKETED.sub("", folded)
    behind = _UNIT_BEHIND.search(base)
    if behind:
        notes.append(behind[1] or behind[2])
    for words in (base, _UNIT_BEHIND.sub("", base), _MARKS.sub("", folded)):
        found = _meaning(_MARKS.sub("", words))
        if found is not None:
            return _with_notes(found, notes)
    return None


def meaning_of(word: str) -> Meaning | None:
    """Return what a word of a mapping means: a field's own word, or a known header."""
    key, _, factor = word.strip().partition("*")
    name, _, year = key.partition(":")
    if name not in Field.__members__.values():
        return read_header(word)
    is_volume = name == Field.VOLUME.value
    if is_volume != bool(VOLUME_YEAR.fullmatch(year)) or not _FACTOR.fullmatch(factor):
        return None
    meaning = Meaning(Field(name), year=int(year[:4]) if is_volume else None)
    return replace(meaning, factor=Decimal(factor)) if factor else meaning


def with_header_unit(meaning: Meaning, text: str) -> Meaning:
    """Return a mapped column's meaning with the system, and where it says none the unit, of its header."""
    folded = fold(text)
    notes = _BRACKETED.findall(folded)
    if behind := _UNIT_BEHIND.search(_BRACKETED.sub("", folded)):
        notes.append(behind[1] or behind[2])
    found = _with_notes(meaning, notes)
    return found if meaning.factor == 1 else replace(found, factor=meaning.factor)


def unit_factor(field: Field, words: str) -> Decimal | None:
    """Return what one of the written unit counts in the field's own, or None for another quantity."""
    if field not in UNITS:
        return None
    factor = read_number(f"1{words}", UNITS[field]) if words else None
    return None if isinstance(factor, Unreadable) else factor


def _with_notes(meaning: Meaning, notes: list[str]) -> Meaning:
    for note in notes:
        factor = unit_factor(meaning.field, note.removeprefix("单位").strip(":为"))
        if factor is not None:
            meaning = replace(meaning, factor=factor)
        if meaning.field in {Field.LON, Field.LAT, Field.PLACE}:
            source = read_crs(note)
            if isinstance(source, CrsSource):
                meaning = replace(meaning, crs=source)
    return meaning


def _meaning(words: str) -> Meaning | None:
    if not words:
        return None
    if year := VOLUME_YEAR.search(words):
        rest = words[: year.start()] + words[year.end() :]
        return Meaning(Field.VOLUME, year=int(year[1])) if VOLUME_WORDS.fullmatch(rest) else None
    for field, pattern in EXACT:
        if pattern.fullmatch(words):
            return Meaning(field)
    if IDENTIFIER.search(words):
        return Meaning(Field(f"{_role(words)}_identifier"))
    if PHONE.search(words):
        return Meaning(Field(f"{_role(words)}_phone"))
    weak = (Meaning(field, is_weak=True) for field, pattern in WEAK if pattern.fullmatch(words))
    return next(weak, None)


def _role(words: str) -> str:
    named = [role for role, pattern in ROLES if pattern.search(words)]
    return named[-1] if named else "holder"


def header_text(cell: Cell) -> str:
    """Return a header cell as one line of text."""
    return "" if cell is None else " ".join(str(cell).split())
