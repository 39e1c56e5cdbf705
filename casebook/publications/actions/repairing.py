"""信用修复: a party asks to have a publication taken down, somebody else decides on its conditions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.deadlines import queries as clocks
from casebook.deadlines.actions import meet_term, start_term
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import CREDIT_REPAIR
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, Refused, RuleBroken
from casebook.kernel.hashing import canonical_json
from casebook.publications import queries
from casebook.publications.actions.steps import Move, hold, note
from casebook.publications.models import CreditRepair
from casebook.publications.rules import (
    PublicationState,
    RepairState,
    check_day,
    check_second,
    check_words,
    step_repair,
    unmet_conditions,
)
from casebook.storage.actions import store_scan

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.publications.models import Publication
    from casebook.storage.actions import Scan

LONGEST_STATEMENT, LONGEST_NAME = 4000, 120


@dataclass(frozen=True)
class Application:
    """What the party hands in: who asks, on which day, what it did, and its pledge (信用承诺书)."""

    applicant: str
    statement: str
    asked_on: date
    pledge: Scan | None = None


def ask_repair(
    session: Session, *, actor: Actor, now: datetime, row: Publication, application: Application
) -> CreditRepair:
    """Record an application; the time to decide it runs. One at a time for each publication."""
    hold(session, row, actor=actor, permission=Permission.PUBLICATION_EDIT)
    if row.state is not PublicationState.PUBLISHED or row.published_on is None:
        raise RuleBroken("repair_not_published")
    if queries.find_open_repair(session, row.id) is not None:
        raise RuleBroken("repair_open_already")
    check_day(application.asked_on, after=row.published_on, today=local_day(now))
    made = CreditRepair(
        county_code=row.county_code,
        publication_id=row.id,
        division_code=row.division_code,
        state=RepairState.ASKED,
        applicant=_text(application.applicant, "applicant", LONGEST_NAME),
        asked_on=application.asked_on,
        statement=_text(application.statement, "statement", LONGEST_STATEMENT),
        recorded_by_id=actor.officer_id,
        recorded_by=actor.name,
        recorded_at=now,
    )
    if application.pledge is not None:
        made.pledge_hash = store_scan(session, scan=application.pledge, now=now)
        made.pledge_name = application.pledge.safe_name
    session.add(made)
    session.flush()
    _tell(session, row, made, "收到信用修复申请", "repair:ask", actor=actor, now=now)
    _start_clock(session, made, actor=actor, now=now)
    return made


def decide_repair(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: Publication,
    repair: CreditRepair,
    is_granted: bool,
    reason: str,
    base_version: int | None = None,
) -> CreditRepair:
    """Grant or refuse an application as another officer than who recorded it.

    Refused names every condition that is not met; after a grant the publication is to be taken down.
    """
    _hold_repair(session, row, repair, actor, Permission.PUBLICATION_DECIDE, base_version)
    check_second(repair.recorded_by_id, actor.officer_id)
    on, words = local_day(now), check_words(reason)
    facts = queries.repair_facts(session, repair, on)
    if is_granted:
        unmet = unmet_conditions(facts, queries.figures_of(session, row.county_code))
        if unmet:
            raise Refused([RuleBroken("repair_unmet", field="is_granted", what=one) for one in unmet])
    repair.findings_json = canonical_json(asdict(facts)).decode()
    to = RepairState.GRANTED if is_granted else RepairState.REFUSED
    _end(session, repair, to, words, actor=actor, now=now)
    what = f"{'同意' if is_granted else '不同意'}信用修复：{words}"
    _tell(session, row, repair, what, "repair:decide", actor=actor, now=now)
    return repair


def withdraw_repair(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: Publication,
    repair: CreditRepair,
    reason: str,
    base_version: int | None = None,
) -> CreditRepair:
    """Record that the party took its application back."""
    _hold_repair(session, row, repair, actor, Permission.PUBLICATION_EDIT, base_version)
    words = check_words(reason)
    _end(session, repair, RepairState.WITHDRAWN, words, actor=actor, now=now)
    _tell(session, row, repair, f"信用修复申请撤回：{words}", "repair:withdraw", actor=actor, now=now)
    return repair


def _hold_repair(
    session: Session,
    row: Publication,
    repair: CreditRepair,
    actor: Actor,
    permission: Permission,
    base_version: int | None,
) -> None:
    hold(session, row, actor=actor, permission=permission)
    session.refresh(repair, with_for_update={"of": type(repair)})
    if base_version is not None and base_version != repair.version:
        raise Conflict("publication_moved_meanwhile")


def _end(
    session: Session, repair: CreditRepair, to: RepairState, reason: str, *, actor: Actor, now: datetime
) -> None:
    step_repair(repair.state, to)
    on = local_day(now)
    repair.state, repair.decided_on, repair.reason = to, on, reason
    repair.decided_by_id, repair.decided_by = actor.officer_id, actor.name
    repair.version += 1
    session.flush()
    term = clocks.find_running(session, subject_id=repair.id, rule_id=CREDIT_REPAIR)
    if term is not None:
        meet_term(session, actor=actor, now=now, term=term, on=on)


def _start_clock(session: Session, repair: CreditRepair, *, actor: Actor, now: datetime) -> None:
    figures = queries.figures_of(session, repair.county_code)
    start_term(
        session,
        actor=actor,
        now=now,
        subject=queries.subject_of_repair(repair),
        rule_id=CREDIT_REPAIR,
        started_on=repair.asked_on,
        length=Length(figures.repair_days, Unit.WORKING_DAY),
        assignee_id=repair.recorded_by_id,
    )


def _tell(
    session: Session,
    row: Publication,
    repair: CreditRepair,
    what: str,
    act: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    note(session, row, Move(row.state, local_day(now), what, act), actor=actor, now=now)
    after = {"state": repair.state, "asked_on": repair.asked_on, "pledge": repair.pledge_hash}
    subject = queries.subject_of_repair(repair)
    record(session, actor=actor, now=now, action=act, subject=subject, after=after)


def _text(words: str, field: str, most: int) -> str:
    text = words.strip()
    if not text or len(text) > most:
        raise RuleBroken("publication_needs_words", field=field, most=most)
    return text
