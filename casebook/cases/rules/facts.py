"""What the gates look at: the case as it stands on the day of a step, told in plain facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook.cases.acts import Handling
from casebook.cases.rules.workflow import CaseStep, Procedure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from casebook.cases.acts import Proposal
    from casebook.cases.rules.status import CaseStatus


@dataclass(frozen=True, slots=True)
class OfficerFact:
    """An officer who acted, and whether the certificate was valid on that day."""

    id: UUID
    name: str
    is_certified: bool = True
    is_recused: bool = False


@dataclass(frozen=True, slots=True)
class VisitFact:
    """A field check that the case rests on."""

    on: date
    officers: tuple[OfficerFact, ...]
    id_shown: bool = True
    recusal_asked: bool = True
    is_submitted: bool = True
    is_enterprise: bool = False
    is_announced: bool = True
    """Approved and notified before, or on a ground that needs neither (G20)."""


@dataclass(frozen=True, slots=True)
class NoticeFact:
    """告知 as it was served."""

    served_on: date
    offers_hearing: bool
    fines: Mapping[UUID, int]
    statement_until: date | None = None
    hearing_until: date | None = None


@dataclass(frozen=True, slots=True)
class HearingFact:
    """A hearing: asked for, given up, called, held."""

    is_asked: bool = False
    is_waived: bool = False
    notice_days_kept: bool = True
    """Whether it was called seven working days before (D-07)."""
    is_called: bool = False
    held_on: date | None = None
    presider: UUID | None = None
    agents: int = 0


@dataclass(frozen=True, slots=True)
class ReviewFact:
    """A legal review that was passed."""

    on: date
    reviewer: UUID | None
    is_qualified: bool


@dataclass(frozen=True, slots=True)
class EnforcementFact:
    """What forced performance rests on (强制法 35, 43, 51)."""

    is_night_or_holiday: bool = False
    is_urgent: bool = False
    cuts_livelihood: bool = False
    is_substitute: bool = False
    has_cost_estimate: bool = True
    is_urged: bool = True
    urge_until: date | None = None
    """Last day that 催告 leaves the party (强制法 51, 54)."""
    is_supervised: bool = True
    signatures: int = 3


@dataclass(frozen=True, slots=True)
class ClosingFact:
    """What 结案 may rest on."""

    open_measures: int = 0
    unpaid_fen: int = 0
    court_ended: bool = False
    transfer_accepted: bool = False
    cash_unbanked: bool = False


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case on the day of a step. Plain values are those of a case in which nothing is wrong or done."""

    status: CaseStatus
    on: date
    procedure: Procedure = Procedure.GENERAL
    investigators: tuple[OfficerFact, ...] = ()
    ever_investigated: frozenset[UUID] = frozenset()
    """Everybody who investigated at any time, replaced ones too."""
    visits: tuple[VisitFact, ...] = ()
    id_shown: bool = False
    recusal_asked: bool = False
    recusals_open: tuple[str, ...] = ()
    """Names of officers whose recusal was asked for and not decided."""
    approved: frozenset[CaseStep] = frozenset()
    """Steps whose 审批表 was answered with 同意."""
    filing_lacks: tuple[str, ...] = ()
    is_out_of_time: bool = False
    has_power: bool = True
    essential_gaps: tuple[str, ...] = ()
    supports_leads_only: bool = False
    has_record: bool = True
    proposal: Proposal | None = None
    """The newest: of the report, of the head or of the leaders, of the decision."""
    is_deliberated: bool = False
    review: ReviewFact | None = None
    notice: NoticeFact | None = None
    statement_waived: bool = False
    unanswered: tuple[str, ...] = ()
    """Points of the party that nobody answered."""
    must_notify_again: bool = False
    hearing: HearingFact = field(default_factory=HearingFact)
    unordered_wells: tuple[str, ...] = ()
    """Wells for which no 责令改正 was served."""
    is_order_lapsed: bool = False
    """A served order with a term ran out, and a re-check found it not obeyed (rules.md 4.2)."""
    has_authority: bool = True
    fined_before: tuple[str, ...] = ()
    """Problems of the case that another decision fined already."""
    decision_lacks: tuple[str, ...] = ()
    """Which of the six contents of 处罚法 59 are empty."""
    pay_to: str = ""
    papers_served: frozenset[str] = frozenset()
    must_remake: bool = False
    """A review or suit revoked the decision and has it made anew."""
    simple_allowed: bool = True
    enforcement: EnforcementFact = field(default_factory=EnforcementFact)
    closing: ClosingFact = field(default_factory=ClosingFact)
    actor: UUID | None = None
    """Who takes the step."""

    @property
    def outcome(self) -> Handling | None:
        """What the newest proposal comes to."""
        return self.proposal.outcome if self.proposal else None

    @property
    def is_penalty(self) -> bool:
        """Whether a penalty is proposed."""
        return self.outcome is Handling.PENALTY
