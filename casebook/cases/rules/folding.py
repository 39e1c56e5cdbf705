"""From the acts of a case to the facts that its gates look at: a pure fold over the chronology."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casebook.cases import acts
from casebook.cases.acts import ActKind
from casebook.cases.rules.facts import (
    CaseFacts,
    ClosingFact,
    HearingFact,
    NoticeFact,
    OfficerFact,
    ReviewFact,
)
from casebook.cases.rules.workflow import CaseStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from casebook.cases.acts import Act, Proposal
    from casebook.cases.rules.status import CaseStatus


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of the chronology as the rules see it."""

    sequence: int
    kind: ActKind
    step: CaseStep | None
    act: Act
    on: date
    at: datetime
    what: str
    actor_id: UUID | None
    actor_name: str
    from_status: CaseStatus | None
    to_status: CaseStatus
    document_id: UUID | None = None
    approval_id: UUID | None = None
    is_approved: bool = False
    """Of a 审批表 that was asked for: whether it was answered with 同意."""
    approval_ended_on: date | None = None


_ANEW = frozenset({CaseStep.RETURN, CaseStep.RENOTIFY, CaseStep.TAKE_BACK, CaseStep.REVOKE})
"""Steps that void what was reviewed, told, heard and approved before."""
MEMBERS = {
    ActKind.REPORTED: lambda act: act.proposal,
    ActKind.PROPOSED: lambda act: act,
    ActKind.DELIBERATED: lambda act: act.proposal,
    ActKind.DECIDED: lambda act: act.proposal,
}
"""Where the kinds of acts that propose something hold it."""
CONTENTS = ("facts", "performance", "remedies")


def proposal_of(kind: ActKind, act: Act) -> Proposal | None:
    """Return what an act proposes; None where it proposes nothing."""
    found = MEMBERS.get(kind)
    return None if found is None else found(act)


def fresh(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the acts since the file last went back."""
    back = [place for place, one in enumerate(entries) if one.step in _ANEW]
    return entries[back[-1] + 1 :] if back else entries


def before_suspension(entries: Sequence[Entry]) -> CaseStatus:
    """Return where a suspended case stood."""
    stopped = next(one for one in reversed(entries) if one.step is CaseStep.SUSPEND)
    assert stopped.from_status is not None  # only a filed case is suspended
    return stopped.from_status


def last(entries: Sequence[Entry], *kinds: ActKind) -> Entry | None:
    """Return the newest act of these kinds."""
    return next((one for one in reversed(entries) if one.kind in kinds), None)


def of_kind(entries: Sequence[Entry], kind: ActKind) -> Iterator[Entry]:
    """Yield the acts of a kind in order."""
    return (one for one in entries if one.kind is kind)


def approved_steps(entries: Sequence[Entry]) -> frozenset[CaseStep]:
    """Return the steps whose approval was given and not used up; going back voids what was given."""
    found: set[CaseStep] = set()
    for one in entries:
        if one.step in _ANEW:
            found.clear()
        elif one.step is not None:
            found.discard(one.step)
        if one.kind is ActKind.APPROVAL_ASKED and isinstance(one.act, acts.ApprovalAsked) and one.is_approved:
            found.add(CaseStep(one.act.step))
    return frozenset(found)


def approved_on(entries: Sequence[Entry], step: CaseStep) -> date | None:
    """Return the day on which the newest approval of a step was given; None where none was."""
    given = (
        one
        for one in reversed(entries)
        if one.is_approved and isinstance(one.act, acts.ApprovalAsked) and one.act.step == step
    )
    return next((one.approval_ended_on for one in given), None)


def approval_on_its_way(entries: Sequence[Entry], step: CaseStep) -> UUID | None:
    """Return the 审批表 of a step that nobody has ended yet; None where none is on its way."""
    asked = (
        one
        for one in reversed(entries)
        if one.kind is ActKind.APPROVAL_ASKED and isinstance(one.act, acts.ApprovalAsked)
        if one.act.step == step
    )
    newest = next(asked, None)
    return newest.approval_id if newest is not None and newest.approval_ended_on is None else None


def fold(facts: CaseFacts, entries: Sequence[Entry], *, dues: Mapping[str, date]) -> CaseFacts:
    """Return the facts with what the acts tell; `dues` are the due days of the case's clocks by rule."""
    present = fresh(entries)
    proposed = last(entries, *MEMBERS)
    return replace(
        facts,
        id_shown=any(of_kind(entries, ActKind.ID_SHOWN)),
        recusal_asked=any(of_kind(entries, ActKind.RECUSAL_ASKED)),
        recusals_open=_open_recusals(entries, facts.investigators),
        investigators=_with_recusals(entries, facts.investigators),
        ever_investigated=facts.ever_investigated | _replaced(entries) | _investigators(entries),
        approved=approved_steps(entries),
        filing_lacks=_filing_lacks(entries),
        proposal=proposal_of(proposed.kind, proposed.act) if proposed else None,
        is_deliberated=last(present, ActKind.DELIBERATED) is not None,
        review=_review(present),
        notice=_notice(present, dues),
        statement_waived=last(present, ActKind.STATEMENT_WAIVED) is not None,
        unanswered=_unanswered(present),
        must_notify_again=any(
            isinstance(one.act, acts.StatementAnswered) and one.act.is_material for one in present
        ),
        hearing=_hearing(present),
        papers_served=frozenset(
            one.act.form
            for one in present
            if isinstance(one.act, acts.PaperServed) and (one.act.served_on or one.on) <= facts.on
        ),
        closing=_closing(entries, facts),
    )


def candidate(facts: CaseFacts, kind: ActKind, act: Act) -> CaseFacts:
    """Return the facts as they are with the act that is about to be written."""
    proposal = proposal_of(kind, act)
    if proposal is not None:
        facts = replace(facts, proposal=proposal)
    if isinstance(act, acts.Deliberation):
        facts = replace(facts, is_deliberated=True)
    if isinstance(act, acts.Decided):
        lacks = [name for name in CONTENTS if not getattr(act, name).strip()]
        basis = act.proposal.basis.strip() and act.proposal.reason.strip()
        facts = replace(
            facts,
            decision_lacks=tuple(lacks if basis else [*lacks, "basis"]),
            pay_to=act.pay_to,
        )
    return facts


def _asked_officers(entries: Sequence[Entry]) -> dict[UUID, bool | None]:
    """Return for every officer whose recusal was asked for what was decided."""
    found: dict[UUID, bool | None] = {}
    for one in entries:
        if isinstance(one.act, acts.RecusalAsked) and one.act.asked_of is not None:
            found[one.act.asked_of] = None
        if isinstance(one.act, acts.RecusalDecided):
            found[one.act.officer] = one.act.is_granted
    return found


def _open_recusals(entries: Sequence[Entry], them: Sequence[OfficerFact]) -> tuple[str, ...]:
    names = {one.id: one.name for one in them}
    asked = _asked_officers(entries)
    return tuple(names.get(who, "") for who, decided in asked.items() if decided is None)


def _with_recusals(entries: Sequence[Entry], them: Sequence[OfficerFact]) -> tuple[OfficerFact, ...]:
    asked = _asked_officers(entries)
    return tuple(replace(one, is_recused=bool(asked.get(one.id))) for one in them)


def _replaced(entries: Sequence[Entry]) -> frozenset[UUID]:
    return frozenset(one.act.out for one in entries if isinstance(one.act, acts.OfficerReplaced))


_INVESTIGATING = frozenset({ActKind.FILING_ASKED, ActKind.ID_SHOWN, ActKind.REPORTED})
"""Acts that only those who investigate do; who handed the case over since has investigated it too."""


def _investigators(entries: Sequence[Entry]) -> frozenset[UUID]:
    did = {one.actor_id for one in entries if one.kind in _INVESTIGATING}
    opened = {one.actor_id for one in entries[:1]}
    return frozenset(one for one in did | opened if one is not None)


def _filing_lacks(entries: Sequence[Entry]) -> tuple[str, ...]:
    asked = last(entries, ActKind.FILING_ASKED)
    if asked is None or not isinstance(asked.act, acts.FilingAsked):
        return ()
    found = [] if asked.act.has_facts else ["facts"]
    return tuple(found if asked.act.deserves_penalty else [*found, "penalty"])


def _review(entries: Sequence[Entry]) -> ReviewFact | None:
    found = last(entries, ActKind.REVIEWED)
    if found is None or not isinstance(found.act, acts.Review):
        return None
    if found.act.verdict is not acts.ReviewVerdict.AGREE:
        return None
    return ReviewFact(found.on, found.actor_id, found.act.is_qualified)


def _notice(entries: Sequence[Entry], dues: Mapping[str, date]) -> NoticeFact | None:
    found = last(entries, ActKind.NOTIFIED)
    if found is None or not isinstance(found.act, acts.Notified):
        return None
    return NoticeFact(
        served_on=found.on,
        offers_hearing=found.act.offers_hearing,
        fines={one.party: one.fen for one in found.act.fines},
        statement_until=dues.get("D-08"),
        hearing_until=dues.get("D-06"),
    )


def _unanswered(entries: Sequence[Entry]) -> tuple[str, ...]:
    said: dict[str, None] = {}
    for one in entries:
        if isinstance(one.act, acts.Statement):
            said |= dict.fromkeys(one.act.points)
        if isinstance(one.act, acts.StatementAnswered):
            for answer in one.act.answers:
                said.pop(answer.point, None)
    return tuple(said)


def _hearing(entries: Sequence[Entry]) -> HearingFact:
    held = last(entries, ActKind.HEARING_HELD)
    found = HearingFact(
        is_asked=any(of_kind(entries, ActKind.HEARING_ASKED)),
        is_waived=any(of_kind(entries, ActKind.HEARING_WAIVED)),
        is_called=any(of_kind(entries, ActKind.HEARING_CALLED)),
    )
    if held is None or not isinstance(held.act, acts.HearingHeld):
        return found
    act = held.act
    return replace(found, held_on=act.held_on, presider=act.presider, agents=len(act.agents))


def _closing(entries: Sequence[Entry], facts: CaseFacts) -> ClosingFact:
    receipt = last(fresh(entries), ActKind.RECEIPT)
    court = last(entries, ActKind.COURT)
    return replace(
        facts.closing,
        court_ended=bool(court and isinstance(court.act, acts.Court) and court.act.is_ended),
        transfer_accepted=bool(receipt and isinstance(receipt.act, acts.Receipt) and receipt.act.is_accepted),
    )
