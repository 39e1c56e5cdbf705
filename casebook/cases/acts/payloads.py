"""What is kept of each act.

Days are Chinese days, instants aware, money fen. What a payload leaves out has its plain value, so that
acts of earlier versions can still be read.
"""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - msgspec reads the annotations when it decodes
from uuid import UUID  # noqa: TC003 - msgspec reads the annotations when it decodes

import msgspec

from casebook.cases.acts.kinds import ExceptionGround, Handling, ReviewVerdict  # noqa: TC001 - see above


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The base of every payload."""


class Note(Act, frozen=True, kw_only=True):
    """Something worth keeping that no other act says."""


class FilingAsked(Act, frozen=True, kw_only=True):
    """立案呈批: what speaks for filing, and since when the act has or had ended."""

    source: str = ""
    grounds: str = ""
    act_ended_on: date | None = None
    """None where it goes on (处罚法 36)."""
    has_facts: bool = True
    deserves_penalty: bool = True


class FilingRefused(Act, frozen=True, kw_only=True):
    """不予立案: why; on the 免罚清单 with the number of the 承诺书."""

    reason: str
    commitment_no: str = ""


class IdShown(Act, frozen=True, kw_only=True):
    """Two officers showed their certificates before they acted (处罚法 55)."""

    at: datetime
    to: str
    officers: tuple[UUID, UUID]


class RecusalAsked(Act, frozen=True, kw_only=True):
    """The party was told of the right to ask for recusal, and what it said (处罚法 43)."""

    at: datetime
    to: str
    asked_of: UUID | None = None
    """The officer whose recusal was asked for; None where nobody's was."""
    reason: str = ""


class RecusalDecided(Act, frozen=True, kw_only=True):
    """The head decided on a recusal."""

    officer: UUID
    is_granted: bool
    reason: str


class OfficerReplaced(Act, frozen=True, kw_only=True):
    """Another officer investigates in place of one."""

    out: UUID
    into: UUID
    reason: str


class PartyAdded(Act, frozen=True, kw_only=True):
    """Another party joins the case."""

    party: UUID
    reason: str


class ExceptionNoted(Act, frozen=True, kw_only=True):
    """The law has an exception from a gate, and this is its ground."""

    gate: str
    ground: ExceptionGround
    reason: str


class Fine(Act, frozen=True, kw_only=True):
    """What one party is to pay."""

    party: UUID
    fen: int


class Needs(Act, frozen=True, kw_only=True):
    """What the law asks for a proposal of this kind, as it was judged on the day."""

    hearing: bool = False
    deliberation: bool = False
    review: bool = False
    needs_overdue: bool = False
    """A fine is lawful only after an order that lapsed (rules.md 4.2)."""
    authority: bool = False
    """Only a government-authorised department may order it (PEN-10)."""
    reasons: tuple[str, ...] = ()


class Measured(Act, frozen=True, kw_only=True):
    """How a fine was measured: the range of the law, the level of the 裁量基准 within it; fen."""

    least_fen: int
    most_fen: int
    level: str = ""
    """The level's name with its paper; empty where none was applied."""
    level_least_fen: int = 0
    level_most_fen: int = 0
    owed_fen: int | None = None
    """What the law multiplies, where it counts by what is owed."""


class Proposal(Act, frozen=True, kw_only=True):
    """What is to be done: outcome, fines for each party, the provision that was chosen and why."""

    outcome: Handling
    reason: str
    pen_id: str = ""
    tier: str = ""
    basis: str = ""
    violated: str = ""
    level: str = ""
    """The version of the level of the 裁量基准 that was applied, by its id."""
    weight: str = "normal"
    factors: tuple[str, ...] = ()
    provision_reason: str = ""
    """Why another provision than the proposed one was chosen."""
    fines: tuple[Fine, ...] = ()
    confiscated_fen: int = 0
    """Illegal gains (处罚法 28): what came in by the act, less what was refunded."""
    gains_fen: int = 0
    refunded_fen: int = 0
    measured: Measured | None = None
    revokes_permit: bool = False
    is_complex: bool = False
    is_public: bool = False
    """It touches a major public interest (处罚法 58)."""
    crime_suspected: bool = False
    fined_problems: tuple[UUID, ...] = ()
    """Problems of the case that were fined already, in this or another case (处罚法 29)."""
    needs: Needs = msgspec.field(default_factory=Needs)

    @property
    def total_fen(self) -> int:
        """All fines together."""
        return sum(one.fen for one in self.fines)


class Report(Act, frozen=True, kw_only=True):
    """调查终结报告: what was found, what it is in law, what is proposed, and what the evidence lacks."""

    found: str
    nature: str
    proposal: Proposal
    gaps: tuple[str, ...] = ()
    """Supporting facts of the matrix that nothing proves; essential ones hold the report back."""


class Returned(Act, frozen=True, kw_only=True):
    """The file went back to an earlier step."""

    reason: str
    is_material: bool = False


class Review(Act, frozen=True, kw_only=True):
    """法制审核意见."""

    verdict: ReviewVerdict
    opinion: str
    points: tuple[str, ...] = ()
    """What was looked at: jurisdiction, subject, facts, evidence, law, procedure, discretion."""
    is_qualified: bool = False
    """Whether the reviewer has passed the state examination of law (处罚法 58)."""
    provision: str = ""
    """The provision that the reviewer holds to apply, as it is cited."""
    provision_key: str = ""
    provision_reason: str = ""
    """Why this one, where several fit or it is not the proposed one (rules.md 4.3)."""


class Opinion(Act, frozen=True, kw_only=True):
    """What one who was present said."""

    name: str
    words: str


class Deliberation(Act, frozen=True, kw_only=True):
    """集体讨论笔录 with what the leaders concluded."""

    presider: str
    opinions: tuple[Opinion, ...]
    """Each of those present, with what each said."""
    proposal: Proposal
    absent: tuple[str, ...] = ()
    conclusion: str = ""


class Notified(Act, frozen=True, kw_only=True):
    """告知 was served: what was proposed to whom, and whether a hearing was offered."""

    form: str
    fines: tuple[Fine, ...] = ()
    offers_hearing: bool = False


class Statement(Act, frozen=True, kw_only=True):
    """陈述申辩: what the party said, point by point."""

    by: str
    points: tuple[str, ...]
    paper: str = ""


class Waived(Act, frozen=True, kw_only=True):
    """The party gave up statement and defence, or the hearing, by a paper that it signed."""

    by: str
    paper: str


class Answered(Act, frozen=True, kw_only=True):
    """One point of the party, whether it was adopted, and why."""

    point: str
    is_adopted: bool
    why: str


class StatementAnswered(Act, frozen=True, kw_only=True):
    """复核意见: every point answered."""

    answers: tuple[Answered, ...]
    is_material: bool = False
    """Whether facts, grounds or basis change so much that the party must be told anew."""


class HearingAsked(Act, frozen=True, kw_only=True):
    """The party asked for a hearing."""

    by: str
    asked_on: date


class HearingCalled(Act, frozen=True, kw_only=True):
    """听证通知: when, where, who presides; served at least seven working days before (处罚法 64)."""

    held_on: date
    place: str
    presider: UUID
    served_on: date
    is_public: bool = True


class HearingHeld(Act, frozen=True, kw_only=True):
    """The hearing was held; the presider's report."""

    held_on: date
    presider: UUID
    agents: tuple[str, ...] = ()
    opinion: str


class Considered(Act, frozen=True, kw_only=True):
    """The time for statement, defence and hearing is over, and all that was said was answered."""

    result: str


class Decided(Act, frozen=True, kw_only=True):
    """The decision, as its paper says it."""

    proposal: Proposal
    number: str = ""
    facts: str = ""
    performance: str = ""
    """Way and term of performance."""
    remedies: str = ""
    """Ways and terms of review and suit."""
    pay_to: str = ""
    """The bank account that fines are paid into (处罚法 67)."""
    decision: UUID | None = None


class PaperMade(Act, frozen=True, kw_only=True):
    """A paper of the case was drafted; to one party where it is made out to it alone."""

    form: str
    party: UUID | None = None


class PaperServed(Act, frozen=True, kw_only=True):
    """A paper was served: how, by whom, to whom, on which day."""

    form: str
    number: str
    mode: str
    receiver: str
    servers: str
    served_on: date | None = None
    """The day that counts; after a public notice it lies ahead."""
    terms: tuple[str, ...] = ()
    """Rules whose clocks it started."""
    party: UUID | None = None
    """The party that it was made out to; None: all of them."""


class ApprovalAsked(Act, frozen=True, kw_only=True):
    """A 审批表 was sent on its way for a step."""

    step: str
    chain: str


class TermChanged(Act, frozen=True, kw_only=True):
    """A clock was extended, stopped or let run again, by a paper."""

    rule: str
    reason: str
    paper: str = ""
    added: int = 0
    from_on: date | None = None
    until_on: date | None = None


class Reasoned(Act, frozen=True, kw_only=True):
    """An act of which only the reason and the paper are kept."""

    reason: str
    paper: str = ""


class Transferred(Act, frozen=True, kw_only=True):
    """移送: to whom, why."""

    to: str
    reason: str
    is_crime: bool = False


class Receipt(Act, frozen=True, kw_only=True):
    """What the receiver answered to a transfer."""

    by: str
    paper: str
    is_accepted: bool


class Closed(Act, frozen=True, kw_only=True):
    """结案: by which of its conditions."""

    ground: str
    reason: str


class History(Act, frozen=True, kw_only=True):
    """A paper of an old file, with its number and day, and its form where the catalogue has it."""

    paper: str
    number: str = ""
    form: str = ""
    gaps: tuple[str, ...] = ()
