"""What a paper of the catalogue is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.documents.rules.codes import FormCode, Side, Stage
from casebook.documents.rules.fields import CASE, OFFICERS, OPINIONS, PARTY

if TYPE_CHECKING:
    from casebook.approvals.rules import ChainKind
    from casebook.documents.rules.fields import Field

_NUMBER = re.compile(r"F(\d\d)[A-Z]?")
_KIND = "WS"
"""Kind of the rows of numbers that only documents take from (文书)."""


@dataclass(frozen=True)
class Series:
    """The row of numbers that a paper takes its number from when it is issued."""

    kind: str
    word: str
    """Behind the agency's own word: 罚决字."""


@dataclass(frozen=True)
class Form:
    """One paper: who it is for, when it is made, what it holds."""

    code: FormCode
    title: str
    side: Side
    stage: Stage
    fields: tuple[Field, ...]
    series: Series | None = None
    needs_stamp: bool = False
    """A seal is put on it between approval and service (用印)."""
    is_served: bool = False
    """It is handed to the party, and the day is proved (送达)."""
    approval: ChainKind | None = None
    """The chain of approval that must have agreed about its subject before it is issued."""
    signer: str = ""
    """Who signs every page of it beside the officers (笔录); empty where nobody does."""
    is_by_party: bool = False
    """The party writes it: the agency's name does not stand above."""

    @property
    def no(self) -> int:
        """Its number in the catalogue."""
        found = _NUMBER.fullmatch(self.code)
        assert found is not None
        return int(found[1])

    @property
    def needs_number(self) -> bool:
        """Whether it bears a document number."""
        return self.series is not None

    @property
    def number_word(self) -> str:
        """The paper's word in its number, or nothing."""
        return self.series.word if self.series else ""

    def field(self, name: str) -> Field | None:
        """Return one of its fields, or None."""
        return next((field for field in self.fields if field.name == name), None)


def internal(code: FormCode, title: str, stage: Stage, *fields: Field) -> Form:
    """Return a paper for the file, about a case and its party."""
    return Form(code, title, Side.INTERNAL, stage, (*CASE, *PARTY, *fields))


def sheet(code: FormCode, title: str, stage: Stage, *fields: Field) -> Form:
    """Return a sheet that a chain of approval writes its opinions on (审批表)."""
    return internal(code, title, stage, *fields, OFFICERS, OPINIONS)


def record(code: FormCode, title: str, stage: Stage, *fields: Field, signer: str = "当事人") -> Form:
    """Return a record that the party and the officers sign page by page (笔录)."""
    return Form(code, title, Side.EXTERNAL, stage, (*CASE, *PARTY, *fields, OFFICERS), signer=signer)


def plain(code: FormCode, title: str, stage: Stage, *fields: Field, side: Side = Side.EXTERNAL) -> Form:
    """Return a paper that bears neither number nor seal of the house."""
    return Form(code, title, side, stage, fields)


def by_party(code: FormCode, title: str, stage: Stage, *fields: Field) -> Form:
    """Return a paper that the party writes and signs."""
    return Form(code, title, Side.EXTERNAL, stage, (*PARTY, *fields), is_by_party=True)


def letter(
    code: FormCode,
    title: str,
    stage: Stage,
    word: str,
    *fields: Field,
    kind: str = _KIND,
    approval: ChainKind | None = None,
    is_served: bool = True,
) -> Form:
    """Return a paper that leaves the house with number and seal; most are served.

    The ladder of supervision speaks from office to office: no officer of a case stands under it.
    """
    series = Series(kind, word) if word else None
    whole = (*CASE, *PARTY, *fields, *(() if stage is Stage.SUPERVISION else (OFFICERS,)))
    return Form(code, title, Side.EXTERNAL, stage, whole, series, True, is_served, approval)  # noqa: FBT003 - order above
