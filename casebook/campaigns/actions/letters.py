"""Drafting, signing and dropping responsibility letters (目标责任书)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.campaigns import queries, rules
from casebook.campaigns.models import ResponsibilityLetter
from casebook.campaigns.rules import LETTER_TRANSITIONS, ResponsibilityState
from casebook.cases.rules.checks import step
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.numbering import actions as numbering
from casebook.storage.actions import store_scan
from casebook.storage.rules import safe_name

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.storage.actions import Scan

KIND = "duty_letter"
NUMBERS = "ZR"
"""Kind of the numbers of letters (责任书)."""


@dataclass(frozen=True)
class LetterFacts:
    """What a letter says beside its targets."""

    year: int
    duties: str
    giver: str
    taker: str


def subject_of(letter: ResponsibilityLetter) -> Subject:
    """Return a letter as the subject of audit."""
    return Subject(KIND, letter.id, letter.number, letter.division_code)


def draft_letter(
    session: Session, *, actor: Actor, now: datetime, agency: Agency, facts: LetterFacts
) -> ResponsibilityLetter:
    """Draft the letter of a unit and year with the targets that hold now; it is printed, signed and kept.

    RuleBroken where the unit's division has no targets, or where a draft waits to be signed.
    """
    actor.need(Permission.CAMPAIGN_EDIT)
    actor.need_reach(agency.division_code, "agency", agency.id)
    if not agency.is_active:
        raise RuleBroken("letter_needs_agency", field="agency")
    county = actor.county_code
    targets = queries.targets_of(session, county, facts.year, agency.division_code)
    rules.check_letter(
        year=facts.year, targets=len(targets), duties=facts.duties, giver=facts.giver, taker=facts.taker
    )
    waiting = queries.find_letter(session, agency.id, facts.year, ResponsibilityState.DRAFT)
    if waiting is not None:
        raise RuleBroken(
            "letter_open_already",
            field="agency",
            agency=agency.name,
            year=facts.year,
            number=waiting.number,
        )
    row = _drafted(session, actor, now, agency, facts)
    row.targets = targets
    session.add(row)
    session.flush()
    after = {"year": row.year, "agency": agency.name, "targets": targets}
    record(
        session,
        actor=actor,
        now=now,
        action="duty_letter:draft",
        subject=subject_of(row),
        after=after,
    )
    return row


def _drafted(
    session: Session, actor: Actor, now: datetime, agency: Agency, facts: LetterFacts
) -> ResponsibilityLetter:
    letter_id = new_id()
    number = numbering.issue(
        session,
        county_code=actor.county_code,
        kind=NUMBERS,
        year=facts.year,
        subject=Subject(KIND, letter_id, "", agency.division_code),
        now=now,
    )
    return ResponsibilityLetter(
        id=letter_id,
        county_code=actor.county_code,
        number=number,
        year=facts.year,
        agency_id=agency.id,
        division_code=agency.division_code,
        state=ResponsibilityState.DRAFT,
        duties=facts.duties.strip(),
        giver=facts.giver.strip(),
        taker=facts.taker.strip(),
        drafted_by_id=actor.officer_id,
        drafted_at=now,
    )


def sign_letter(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    letter: ResponsibilityLetter,
    signed_on: date,
    scan: Scan | None,
    base_version: int | None = None,
) -> None:
    """Keep the signed letter with its scan; what it says is frozen, and an earlier one is replaced.

    RuleBroken where its targets have been changed since it was drafted: the paper would say others.
    """
    _hold(session, actor, letter, base_version)
    step(LETTER_TRANSITIONS, letter.state, ResponsibilityState.SIGNED, what=letter.number)
    present = queries.targets_of(session, letter.county_code, letter.year, letter.division_code)
    rules.check_signing(
        signed_on=signed_on,
        year=letter.year,
        today=local_day(now),
        is_unchanged=present == letter.targets,
        has_scan=scan is not None,
    )
    earlier = _replaced(session, letter)
    if scan is not None:
        letter.scan_hash = store_scan(session, scan=scan, now=now)
        letter.scan_name = safe_name(scan.name)
    _freeze(letter, signed_on)
    session.flush()
    after = {"on": signed_on, "hash": letter.body_hash, "replaces": earlier.number if earlier else None}
    record(
        session,
        actor=actor,
        now=now,
        action="duty_letter:sign",
        subject=subject_of(letter),
        after=after,
    )


def _replaced(session: Session, letter: ResponsibilityLetter) -> ResponsibilityLetter | None:
    """Let the letter that the unit signed before for the year stand down, and return it."""
    earlier = queries.find_letter(session, letter.agency_id, letter.year, ResponsibilityState.SIGNED)
    if earlier is not None:
        session.refresh(earlier, with_for_update=True)
        step(LETTER_TRANSITIONS, earlier.state, ResponsibilityState.REPLACED, what=earlier.number)
        earlier.state = ResponsibilityState.REPLACED
        earlier.version += 1
        session.flush()
    return earlier


def _freeze(letter: ResponsibilityLetter, signed_on: date) -> None:
    body = canonical_json(
        {
            "number": letter.number,
            "year": letter.year,
            "agency": str(letter.agency_id),
            "division": letter.division_code,
            "targets": letter.targets,
            "duties": letter.duties,
            "giver": letter.giver,
            "taker": letter.taker,
            "signed_on": signed_on.isoformat(),
            "scan": letter.scan_hash,
        }
    )
    letter.signed_on, letter.body, letter.body_hash = signed_on, body.decode(), digest(body)
    letter.state = ResponsibilityState.SIGNED
    letter.version += 1


def drop_letter(
    session: Session, *, actor: Actor, now: datetime, letter: ResponsibilityLetter, reason: str
) -> None:
    """Drop a draft that will not be signed; its number stays taken."""
    _hold(session, actor, letter)
    if not reason.strip():
        raise RuleBroken("letter_drop_needs_reason", field="reason")
    step(LETTER_TRANSITIONS, letter.state, ResponsibilityState.DROPPED, what=letter.number)
    letter.state = ResponsibilityState.DROPPED
    letter.version += 1
    session.flush()
    subject = subject_of(letter)
    record(
        session,
        actor=actor,
        now=now,
        action="duty_letter:drop",
        subject=subject,
        reason=reason.strip(),
    )


def _hold(
    session: Session, actor: Actor, letter: ResponsibilityLetter, base_version: int | None = None
) -> None:
    actor.need(Permission.CAMPAIGN_EDIT)
    actor.need_reach(letter.division_code, KIND, letter.number)
    session.refresh(letter, with_for_update=True)
    if base_version is not None and base_version != letter.version:
        raise Conflict("campaign_moved_meanwhile")
