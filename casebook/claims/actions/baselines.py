"""Baselines: drafted, locked by somebody else before the measure begins, superseded with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.claims import queries, rules
from casebook.claims.actions.booking import hold_reductions
from casebook.claims.models import Baseline
from casebook.claims.rules import BaselineStatus
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.ledger.rules import GROUPS
from casebook.wells.models import Well

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.claims.rules import BaselineMethod
    from casebook.ledger.rules import AquiferGroup
    from casebook.parties.models import Party

TOWNSHIP_DIGITS = 9


@dataclass(frozen=True, kw_only=True)
class BaselineFacts:
    """What is said of a baseline: `stated_m3` per year may be left out where B1 follows from the figures."""

    before_year: int
    method: BaselineMethod
    stated_m3: Decimal | None
    papers: str
    explanation: str = ""


def subject_of_baseline(row: Baseline) -> Subject:
    """Return a baseline as the subject of the audit."""
    return Subject("claim_baseline", row.id, queries.owner_of(row)[:200], row.division_code)


def draft_baseline(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    owner: Well | Party,
    facts: BaselineFacts,
    group: AquiferGroup | None = None,
    supersedes: Baseline | None = None,
    reason: str = "",
) -> Baseline:
    """Draft the baseline of a well, or of a unit in one group of layers (`group` is of units only).

    B1 is computed where the three full years have their figures; RuleBroken `baseline_uncomputable`,
    `baseline_differs`, `baseline_unit_wells`, `baseline_papers_missing`, `baseline_reason_missing`.
    """
    actor.need(Permission.CLAIM_EDIT)
    wells, its_group = _wells_of(session, owner, group)
    division = _place_of(wells, owner.county_code)
    actor.need_reach(division, "claim_baseline", owner.id)
    if not facts.papers.strip():
        raise RuleBroken("baseline_papers_missing", field="papers")
    if supersedes is not None:
        _check_superseding(supersedes, owner, its_group, reason)
    row = Baseline(
        id=new_id(),
        county_code=owner.county_code,
        division_code=division,
        **{"well" if isinstance(owner, Well) else "party": owner},
        aquifer_group=its_group,
        status=BaselineStatus.DRAFT,
        drafted_by_id=actor.officer_id,
        drafted_by=actor.name,
        drafted_at=now,
        supersedes_id=None if supersedes is None else supersedes.id,
        **_figures(session, wells, facts),
    )
    session.add(row)
    _record(session, actor, now, row, "claim_baseline:draft", reason)
    return row


def _wells_of(
    session: Session, owner: Well | Party, group: AquiferGroup | None
) -> tuple[list[Well], AquiferGroup]:
    """Return the wells that a baseline is about, and their group of layers."""
    if isinstance(owner, Well):
        return [owner], GROUPS[owner.aquifer]
    if group is None:
        raise RuleBroken("choice_missing", field="group")
    wells = queries.wells_of_unit(session, owner.id, group)
    if not wells:
        raise RuleBroken("baseline_unit_wells", field="party")
    return wells, group


def _check_superseding(old: Baseline, owner: Well | Party, group: AquiferGroup, reason: str) -> None:
    """Hold that a baseline takes the place of one of the same well, or of the same unit and group."""
    if (old.well_id or old.party_id, old.aquifer_group) != (owner.id, group):
        raise RuleBroken("baseline_other_owner", field="well" if old.well_id else "party")
    if not reason.strip():
        raise RuleBroken("baseline_reason_missing", field="reason")


def _figures(session: Session, wells: list[Well], facts: BaselineFacts) -> dict[str, Any]:
    """Return what a baseline says: the mean with its figures where it is B1, else what was stated."""
    basis = queries.basis_of(session, wells, facts.before_year)
    is_mean = facts.method is rules.BaselineMethod.B1 and basis.mean_m3 is not None
    return {
        "before_year": facts.before_year,
        "method": facts.method,
        "baseline_m3": rules.check_stated(facts.method, facts.stated_m3, basis.mean_m3),
        "figures": list(basis.figures) if is_mean else [],
        "papers": facts.papers.strip(),
        "explanation": facts.explanation.strip(),
    }


def _place_of(wells: list[Well], county_code: str) -> str:
    """Return the place of a unit: that of its wells where they lie in one township, else the county."""
    townships = {well.division_code[:TOWNSHIP_DIGITS] for well in wells}
    return wells[0].division_code if len(townships) == 1 else county_code


def lock_baseline(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: Baseline,
    locked_on: date,
    paper: str,
    explanation: str = "",
    base_version: int | None = None,
) -> None:
    """Lock a baseline by the paper that approves it; measures that begin after that day may rest on it.

    Never by its drafter; what does not fit use or size has to be explained. What it supersedes ends with
    it: refused once a claim rests on that one, or where more is counted than the new one has.
    """
    actor.need(Permission.CLAIM_DECIDE)
    _hold(session, actor, row, base_version)
    rules.baseline_step(row.status, BaselineStatus.LOCKED)
    basis = queries.basis_of(session, queries.wells_of_baseline(session, row), row.before_year)
    row.explanation = explanation.strip() or row.explanation
    rules.check_lock(
        drafter_id=row.drafted_by_id,
        locker_id=actor.officer_id,
        locked_on=locked_on,
        paper=paper,
        explanation=row.explanation,
        outliers=basis.outliers(row.method, row.baseline_m3),
        method=row.method,
        today=local_day(now),
    )
    _end_standing(session, actor, now, row)
    row.status, row.locked_on, row.lock_paper = BaselineStatus.LOCKED, locked_on, paper.strip()
    row.locked_by, row.locked_at, row.version = actor.name, now, row.version + 1
    _record(session, actor, now, row, "claim_baseline:lock", paper)


def _end_standing(session: Session, actor: Actor, now: datetime, row: Baseline) -> None:
    """End the baseline that stands, if this one was drafted to supersede it."""
    standing = queries.find_standing(session, row)
    if standing is None:
        return
    if standing.id != row.supersedes_id:
        raise RuleBroken("baseline_stands", field="lock_paper", paper=standing.lock_paper)
    own = queries.rooms_of(session, standing, None)[0]
    if queries.is_relied_on(session, standing) or own.taken_m3 > row.baseline_m3:
        raise RuleBroken("baseline_booked", taken=own.taken_m3)
    rules.baseline_step(standing.status, BaselineStatus.SUPERSEDED)
    standing.status, standing.version = BaselineStatus.SUPERSEDED, standing.version + 1
    _record(session, actor, now, standing, "claim_baseline:supersede", row.papers)


def drop_baseline(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: Baseline,
    reason: str,
    base_version: int | None = None,
) -> None:
    """Let a draft be, for a reason that stays with it."""
    actor.need(Permission.CLAIM_EDIT)
    _hold(session, actor, row, base_version)
    rules.baseline_step(row.status, BaselineStatus.DROPPED)
    if not reason.strip():
        raise RuleBroken("baseline_reason_missing", field="reason")
    row.status, row.ended_reason, row.version = BaselineStatus.DROPPED, reason.strip(), row.version + 1
    _record(session, actor, now, row, "claim_baseline:drop", reason)


def _hold(session: Session, actor: Actor, row: Baseline, base_version: int | None) -> None:
    actor.need_reach(row.division_code, "claim_baseline", row.id)
    hold_reductions(session, row.county_code)
    session.refresh(row, with_for_update={"of": Baseline})
    if base_version is not None and row.version != base_version:
        raise Conflict("baseline_changed", status=row.status)


def _record(session: Session, actor: Actor, now: datetime, row: Baseline, action: str, reason: str) -> None:
    session.flush()
    after = {
        "status": row.status,
        "method": row.method,
        "baseline_m3": row.baseline_m3,
        "before_year": row.before_year,
        "papers": row.papers,
        "locked_on": row.locked_on,
    }
    about = subject_of_baseline(row)
    record(
        session, actor=actor, now=now, action=action, subject=about, after=after, reason=reason.strip()[:400]
    )
    session.flush()
