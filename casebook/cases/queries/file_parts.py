"""The pieces of a case's file: officers with their cards, visits, papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.cases.rules.facts import OfficerFact
from casebook.documents.rules import DocumentState

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from casebook.documents.rules import FormCode


@dataclass(frozen=True)
class Person:
    """An officer of the case with the certificate as it stands."""

    id: UUID
    name: str
    certificate_no: str
    valid_from: date | None
    valid_to: date | None

    def on(self, day: date) -> OfficerFact:
        """Return the officer as the rules see him on a day."""
        start, end = self.valid_from, self.valid_to
        is_certified = bool(self.certificate_no and start and end and start <= day <= end)
        return OfficerFact(self.id, self.name, is_certified=is_certified)


@dataclass(frozen=True)
class Seen:
    """A visit that the case rests on."""

    id: UUID
    on: date
    is_submitted: bool
    id_shown: bool
    recusal_asked: bool
    officers: tuple[OfficerFact, ...]


@dataclass(frozen=True)
class Paper:
    """A document of the file."""

    id: UUID
    subject_id: UUID
    form: FormCode
    state: DocumentState
    number: str
    served_on: date | None

    def is_served(self, on: date) -> bool:
        """Say whether it counts as served by a day; a public notice only after its thirty days."""
        return self.state is DocumentState.SERVED and self.served_on is not None and self.served_on <= on
