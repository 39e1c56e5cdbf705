"""What a file is examined by: all that its acts and papers show, told in plain facts.

Plain values are those of a file in which nothing is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from casebook.cases.acts import Handling, Needs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from casebook.cases.rules.facts import OfficerFact, VisitFact
    from casebook.documents.rules import DeliveryMode, DocumentState, FormCode
    from casebook.evidence.rules import Doubt


class Mark(StrEnum):
    """A day of the course that others are held against."""

    FILING_APPROVED = "filing_approved"
    FILED = "filed"
    REPORTED = "reported"
    REVIEWED = "reviewed"
    AGREED = "agreed"
    """The head examined it, or the leaders discussed it."""
    DELIBERATED = "deliberated"
    NOTIFIED = "notified"
    STATED = "stated"
    STATEMENT_WAIVED = "statement_waived"
    HEARING_ASKED = "hearing_asked"
    HEARING_WAIVED = "hearing_waived"
    HEARING_HELD = "hearing_held"
    ORDER_LAPSED = "order_lapsed"
    """A re-check found that a served order with a term was not obeyed."""
    DECISION_APPROVED = "decision_approved"
    DECIDED = "decided"
    SERVED = "served"
    ENFORCED = "enforced"
    URGED = "urged"
    CLOSING_APPROVED = "closing_approved"
    CLOSED = "closed"


class NumberFault(StrEnum):
    """What is wrong with the number of a paper."""

    UNKNOWN = "unknown"
    VOID = "void"
    OF_ANOTHER = "of_another"
    OUT_OF_SERIES = "out_of_series"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service of a paper, or an attempt that failed (`served_on` None)."""

    mode: DeliveryMode
    on: date
    served_on: date | None
    servers: tuple[OfficerFact, ...]
    has_receipt: bool = True
    ground: str = ""
    """Of a public notice: why no other way was left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper of the file that is not void."""

    form: FormCode
    state: DocumentState
    id: UUID | None = None
    number: str = ""
    place: int = 0
    """Of its number in the row of numbers."""
    issued_on: date | None = None
    is_stamped: bool = True
    services: tuple[Service, ...] = ()
    kept: Mapping[str, Any] = field(default_factory=dict)
    """Its facts, as they are kept."""
    number_fault: NumberFault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One item of evidence."""

    name: str
    id: UUID | None = None
    doubts: tuple[Doubt, ...] = ()
    contradicts: bool = False
    """Its file says another time or place than its record."""
    is_broken: bool = False
    """Chain of custody or original are not whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFact:
    """A party."""

    name: str
    is_code_sound: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FineFact:
    """A party's fine in fen, what it was told before, what was agreed on; None where nothing was."""

    party: str
    fen: int
    told_fen: int | None = None
    agreed_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFact:
    """The provision that was used."""

    citation: str
    least_fen: int = 0
    most_fen: int | None = None
    """None where the step has no fine of its own, so that none may be set."""
    is_reduced: bool = False
    """减轻: below the least of the law, for a factor that allows it."""
    holds: bool = True
    """In force on the day of the act, or later and lighter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A term of the file: what is kept, and what comes out when it is counted again."""

    rule: str
    started_on: date
    due_on: date
    counted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """A file on the day of its examination."""

    number: str
    cause: str
    outcome: Handling | None = None
    """What was decided; None where nothing is."""
    is_simple: bool = False
    """By the simple procedure, decided on the spot."""
    is_simple_allowed: bool = True
    days: Mapping[Mark, date] = field(default_factory=dict)
    parties: tuple[PartyFact, ...] = ()
    has_power: bool = True
    has_authority: bool = True
    needs: Needs = field(default_factory=Needs)
    investigators: tuple[OfficerFact, ...] = ()
    """With their certificates on the day of filing."""
    visits: tuple[VisitFact, ...] = ()
    id_shown: bool = True
    """Recorded in the case or at each visit."""
    recusal_asked: bool = True
    evidence: tuple[Evidence, ...] = ()
    essential_gaps: tuple[str, ...] = ()
    has_record: bool = True
    kept_too_long: tuple[str, ...] = ()
    """Numbers of notices of 先行登记保存 that nobody decided on within seven working days."""
    decision_lacks: tuple[str, ...] = ()
    is_out_of_time: bool = False
    law: LawFact | None = None
    fines: tuple[FineFact, ...] = ()
    unordered_wells: tuple[str, ...] = ()
    fined_before: tuple[str, ...] = ()
    crime_suspected: bool = False
    unanswered: tuple[str, ...] = ()
    offers_hearing: bool = True
    statement_until: date | None = None
    hearing_until: date | None = None
    """Both counted again from the service of the notice."""
    is_hearing_called_late: bool = False
    presider_investigated: bool = False
    is_reviewer_fit: bool = True
    decided_by_investigator: bool = False
    decide_until: date | None = None
    """The ninety days with what was granted and what was left out."""
    serve_until: date | None = None
    windows: tuple[Window, ...] = ()
    papers: tuple[Paper, ...] = ()
    sheets: frozenset[FormCode] = frozenset()
    """Forms that the file has in another shape: 审批表 of a chain, records signed on site."""

    @property
    def is_penalty(self) -> bool:
        """Whether a penalty was decided."""
        return self.outcome is Handling.PENALTY

    def on(self, mark: Mark) -> date | None:
        """Return a day of the course, None where it never came."""
        return self.days.get(mark)

    def has(self, *marks: Mark) -> bool:
        """Say whether all these days came."""
        return all(mark in self.days for mark in marks)
