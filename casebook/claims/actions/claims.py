"""Claims: drafted, submitted, judged by somebody else; acceptance books, withdrawing takes it back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.claims import queries, rules
from casebook.claims.actions.booking import draw, give_back, hold_reductions
from casebook.claims.models import Baseline, Claim, ClaimEvent
from casebook.claims.rules import NOTHING, Amounts, BaselineStatus, ClaimStatus, Judged
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.ledger import actions as ledger
from casebook.ledger import queries as ledger_queries
from casebook.ledger.rules import GRADES, PostingKind
from casebook.numbering.actions import issue

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.claims.models import SubstituteWater
    from casebook.claims.rules import MeasureKind


@dataclass(frozen=True, kw_only=True)
class ClaimFacts:
    """What a claim says; volumes in m³ of a full year."""

    kind: MeasureKind
    began_on: date
    claimed_m3: Decimal
    residual_m3: Decimal
    what: str
    papers: str
    emergency_m3: Decimal = NOTHING
    saving_m3: Decimal = NOTHING
    explanation: str = ""

    def amounts(self) -> Amounts:
        """Return the volumes."""
        return Amounts(
            claimed_m3=self.claimed_m3,
            residual_m3=self.residual_m3,
            emergency_m3=self.emergency_m3,
            saving_m3=self.saving_m3,
        )


def subject_of_claim(claim: Claim) -> Subject:
    """Return a claim as the subject of postings and audit."""
    owner = claim.baseline.well.code if claim.baseline.well else ""
    return Subject("reduction_claim", claim.id, f"{claim.number} {owner}".strip(), claim.division_code)


def amounts_of(claim: Claim) -> Amounts:
    """Return the volumes that a claim says."""
    return Amounts(
        claimed_m3=claim.claimed_m3,
        residual_m3=claim.residual_m3,
        emergency_m3=claim.emergency_m3,
        saving_m3=claim.saving_m3,
    )


def draft_claim(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    baseline: Baseline,
    facts: ClaimFacts,
    substitute: SubstituteWater | None = None,
) -> Claim:
    """Draft a claim against a locked baseline. Nothing is booked; RuleBroken for parts that do not fit."""
    actor.need(Permission.CLAIM_EDIT)
    actor.need_reach(baseline.division_code, "claim_baseline", baseline.id)
    _check(session, baseline, facts, substitute, today=local_day(now))
    claim = Claim(
        id=new_id(),
        number="",
        county_code=baseline.county_code,
        division_code=baseline.division_code,
        baseline=baseline,
        substitute=substitute,
        status=ClaimStatus.DRAFT,
        version=0,
        **_columns(facts, actor),
    )
    year = local_day(now).year
    subject = subject_of_claim(claim)
    claim.number = issue(
        session, county_code=claim.county_code, kind="YC", year=year, subject=subject, now=now
    )
    session.add(claim)
    _move(session, actor, now, claim, ClaimStatus.DRAFT, "起草", "reduction_claim:draft")
    return claim


def change_claim(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    claim: Claim,
    facts: ClaimFacts,
    substitute: SubstituteWater | None = None,
    base_version: int | None = None,
) -> None:
    """Change a draft, or a claim that was returned."""
    actor.need(Permission.CLAIM_EDIT)
    _hold(session, actor, claim, base_version)
    if claim.status not in rules.OPEN:
        raise RuleBroken("claim_closed", number=claim.number)
    _check(session, claim.baseline, facts, substitute, today=local_day(now))
    for column, value in _columns(facts, actor).items():
        setattr(claim, column, value)
    claim.substitute = substitute
    _move(session, actor, now, claim, claim.status, "修改", "reduction_claim:change")


def submit_claim(
    session: Session, *, actor: Actor, now: datetime, claim: Claim, base_version: int | None = None
) -> None:
    """Hand a claim in to be judged; from then on it cannot be changed."""
    actor.need(Permission.CLAIM_EDIT)
    _hold(session, actor, claim, base_version)
    rules.claim_step(claim.status, ClaimStatus.SUBMITTED, claim.number)
    claim.submitted_by_id = actor.officer_id
    _move(session, actor, now, claim, ClaimStatus.SUBMITTED, "提交审核", "reduction_claim:submit")


def decide_claim(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    claim: Claim,
    to: ClaimStatus,
    words: str = "",
    base_version: int | None = None,
) -> Decimal:
    """Accept, return or refuse a claim; never one's own. Returns what was booked, m³ of a full year.

    Judged anew under a lock against all that is counted by now: what is above is cut off, a claim of which
    nothing is left is not accepted (`claim_nothing_left`). A remaining use below the metered one must be
    explained (`claim_outlier`).
    """
    actor.need(Permission.CLAIM_DECIDE)
    _hold(session, actor, claim, base_version)
    rules.claim_step(claim.status, to, claim.number)
    is_yes = to is ClaimStatus.ACCEPTED
    editors = {claim.edited_by_id, claim.submitted_by_id}
    rules.check_decision(editor_ids=editors, decider_id=actor.officer_id, words=words, is_yes=is_yes)
    booked = _accept(session, actor, now, claim) if is_yes else NOTHING
    claim.decided_by, claim.decided_on = actor.name, local_day(now)
    told = {
        ClaimStatus.ACCEPTED: f"审核通过，入账 {booked:f} m³",
        ClaimStatus.RETURNED: "退回修改",
        ClaimStatus.REFUSED: "不予认定",
    }
    what = "：".join(part for part in (told[to], words.strip()) if part)
    _move(session, actor, now, claim, to, what, "reduction_claim:decide", words)
    return booked


def judged(session: Session, claim: Claim) -> tuple[list[rules.Room], Judged]:
    """Return what holds a claim down as it is counted now, and what of it is admissible."""
    rooms = queries.rooms_of(session, claim.baseline, claim.substitute)
    return rooms, rules.judge(amounts_of(claim), rooms)


def _accept(session: Session, actor: Actor, now: datetime, claim: Claim) -> Decimal:
    hold_reductions(session, claim.county_code)
    baseline = claim.baseline
    session.refresh(baseline, with_for_update={"of": Baseline})
    _check_baseline(session, baseline, claim.began_on, local_day(now))
    wells = queries.wells_of_baseline(session, baseline)
    after = claim.began_on.year + 1
    metered = queries.metered_in_year(session, wells, after)
    rules.check_metered_after(claim.residual_m3, metered, claim.explanation, year=after)
    _rooms, found = judged(session, claim)
    if found.admissible_m3 <= 0:
        raise RuleBroken("claim_nothing_left", number=claim.number, by=found.held_by)
    booked = found.admissible_m3
    claim.booked_m3 = booked
    claim.booked_this_year_m3 = rules.this_year_m3(booked, claim.began_on)
    if claim.substitute is not None:
        volume = rules.drawn_m3(booked, claim.saving_m3)
        subject = subject_of_claim(claim)
        draw(session, now=now, substitute=claim.substitute, subject=subject, volume_m3=volume)
    _post(session, actor, now, claim)
    return booked


def _post(session: Session, actor: Actor, now: datetime, claim: Claim) -> None:
    assert claim.booked_m3 is not None  # the caller has set both
    assert claim.booked_this_year_m3 is not None
    baseline = claim.baseline
    files = [paper.file_hash for paper in queries.papers_of(session, claim.id, baseline.id)]
    ledger.post(
        session,
        actor=actor,
        now=now,
        kind=PostingKind.REDUCTION,
        on=claim.began_on,
        year=claim.year,
        well_code=baseline.well.code if baseline.well else None,
        division_code=claim.division_code,
        subject=subject_of_claim(claim),
        full_year_m3=claim.booked_m3,
        this_year_m3=claim.booked_this_year_m3,
        aquifer_group=baseline.aquifer_group,
        method=baseline.method,
        grade=GRADES[baseline.method],
        papers=[digest(canonical_json(frozen(claim))), *files],
    )


def frozen(claim: Claim) -> dict[str, Any]:
    """Return what stands of a booked claim; the ledger keeps the hash of its canonical JSON."""
    baseline = claim.baseline
    return {
        "number": claim.number,
        "kind": claim.kind,
        "began_on": claim.began_on.isoformat(),
        "claimed_m3": f"{claim.claimed_m3:.3f}",
        "residual_m3": f"{claim.residual_m3:.3f}",
        "emergency_m3": f"{claim.emergency_m3:.3f}",
        "saving_m3": f"{claim.saving_m3:.3f}",
        "booked_m3": f"{claim.booked_m3 or NOTHING:.3f}",
        "substitute": str(claim.substitute_id) if claim.substitute_id else None,
        "what": claim.what,
        "papers": claim.papers,
        "explanation": claim.explanation,
        "baseline": {
            "id": str(baseline.id),
            "method": baseline.method,
            "m3": f"{baseline.baseline_m3:.3f}",
            "figures": baseline.figures,
            "papers": baseline.papers,
            "paper": baseline.lock_paper,
            "locked_on": baseline.locked_on.isoformat() if baseline.locked_on else None,
        },
    }


def withdraw_claim(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    claim: Claim,
    reason: str,
    base_version: int | None = None,
) -> None:
    """Withdraw a claim with a reason; what an accepted one booked is reversed, its water is free again."""
    _hold(session, actor, claim, base_version)
    is_booked = claim.status is ClaimStatus.ACCEPTED  # as it is now, not as it was read
    actor.need(Permission.CLAIM_DECIDE if is_booked else Permission.CLAIM_EDIT)
    rules.claim_step(claim.status, ClaimStatus.WITHDRAWN, claim.number)
    if not reason.strip():
        raise RuleBroken("claim_reason_missing", field="words")
    _move(
        session,
        actor,
        now,
        claim,
        ClaimStatus.WITHDRAWN,
        f"撤回：{reason.strip()}",
        "reduction_claim:withdraw",
        reason,
    )
    give_back(session, now=now, subject_id=claim.id)
    for entry in ledger_queries.list_entries_of_subject(session, claim.id, actor):
        if entry.reverses is None and entry.reversed_by is None:
            on = max(local_day(now), entry.posting.on)
            ledger.reverse(session, actor=actor, now=now, entry_id=entry.id, on=on, reason=reason)


def _check(
    session: Session,
    baseline: Baseline,
    facts: ClaimFacts,
    substitute: SubstituteWater | None,
    *,
    today: date,
) -> None:
    _check_baseline(session, baseline, facts.began_on, today)
    if not facts.what.strip():
        raise RuleBroken("claim_what_missing", field="what")
    rules.check_claim(
        facts.kind,
        facts.amounts(),
        has_substitute=substitute is not None,
        baseline_m3=baseline.baseline_m3,
        papers=facts.papers,
    )


def _check_baseline(session: Session, baseline: Baseline, began_on: date, today: date) -> None:
    """Refuse a baseline that does not stand, a measure before it, and water that no well gives any more."""
    if baseline.status is not BaselineStatus.LOCKED:
        raise RuleBroken("baseline_not_locked", field="baseline")
    if began_on > today:
        raise RuleBroken("date_in_future", field="began_on")
    rules.check_began(began_on, locked_on=baseline.locked_on)
    well = baseline.well
    if well is None:
        return
    kinds = frozenset({PostingKind.WELL_CLOSED})
    for _code, on, _n in ledger_queries.standing_closings(session, well.county_code, [well.code], kinds):
        if began_on > on:
            raise RuleBroken("claim_well_closed", field="began_on", well=well.code, on=on)


def _columns(facts: ClaimFacts, actor: Actor) -> dict[str, Any]:
    told = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(facts).items()}
    return {**told, "year": facts.began_on.year, "edited_by_id": actor.officer_id}


def _hold(session: Session, actor: Actor, claim: Claim, base_version: int | None) -> None:
    actor.need_reach(claim.division_code, "reduction_claim", claim.number)
    session.refresh(claim, with_for_update={"of": Claim})
    if base_version is not None and claim.version != base_version:
        raise Conflict("claim_changed", number=claim.number, status=claim.status)


def _move(
    session: Session,
    actor: Actor,
    now: datetime,
    claim: Claim,
    to: ClaimStatus,
    what: str,
    action: str,
    reason: str = "",
) -> None:
    claim.status, claim.version = to, claim.version + 1
    _note(session, actor, now, claim, what)
    after = {
        "status": to,
        "kind": claim.kind,
        "claimed_m3": claim.claimed_m3,
        "residual_m3": claim.residual_m3,
        "booked_m3": claim.booked_m3,
    }
    subject = subject_of_claim(claim)
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject=subject,
        after=after,
        reason=reason.strip()[:400],
    )
    session.flush()


def _note(session: Session, actor: Actor, now: datetime, claim: Claim, what: str) -> None:
    """Write a claim's next event."""
    session.flush()
    last = session.scalar(select(func.max(ClaimEvent.sequence)).where(ClaimEvent.claim_id == claim.id))
    session.add(
        ClaimEvent(
            claim_id=claim.id,
            sequence=(last or 0) + 1,
            to_status=claim.status,
            at=now,
            what=what[:600],
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()
