"""案卷评查: all faults of a file, in the order of the standard, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.dossier.rules.formalities import formalities
from casebook.dossier.rules.standard import FULL_MARKS, STANDARDS, Item, Standard, Weight
from casebook.dossier.rules.vetoes import vetoes

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.documents.rules import FormCode
    from casebook.dossier.rules.file_facts import FileFacts


class Verdict(StrEnum):
    """What the examination comes to."""

    CLEAN = "clean"
    FAULTS = "faults"
    VETOED = "vetoed"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what, in which paper, about what."""

    item: Item
    names: tuple[str, ...] = ()
    form: FormCode | None = None
    paper_id: UUID | None = None
    number: str = ""
    """Of the paper."""

    @property
    def standard(self) -> Standard:
        """Weight, article and remedy."""
        return STANDARDS[self.item]

    @property
    def is_veto(self) -> bool:
        """Whether it makes the file unfit by itself."""
        return self.standard.weight is Weight.VETO


@dataclass(frozen=True, slots=True)
class Review:
    """An examination of a file."""

    faults: tuple[Fault, ...]

    @property
    def points(self) -> int:
        """What is left of a hundred; vetoes cost none."""
        return max(0, FULL_MARKS - sum(one.standard.points for one in self.faults))

    @property
    def vetoes(self) -> tuple[Fault, ...]:
        """The vetoes alone."""
        return tuple(one for one in self.faults if one.is_veto)

    @property
    def verdict(self) -> Verdict:
        """What it comes to."""
        if self.vetoes:
            return Verdict.VETOED
        return Verdict.FAULTS if self.faults else Verdict.CLEAN


_ORDER = {item: place for place, item in enumerate(STANDARDS)}


def review(file: FileFacts) -> Review:
    """Examine a file: vetoes first, each item in the order of the standard, no fault twice."""
    found: dict[Fault, None] = {}
    for hit in (*vetoes(file), *formalities(file)):
        paper = hit.paper
        fault = Fault(
            hit.item,
            hit.names,
            form=paper.form if paper else None,
            paper_id=paper.id if paper else None,
            number=paper.number if paper else "",
        )
        found[fault] = None
    return Review(tuple(sorted(found, key=lambda one: _ORDER[one.item])))
