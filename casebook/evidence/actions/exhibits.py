"""Exhibits (物证): taking one into the register, and each hand-over after that."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.evidence import queries
from casebook.evidence.actions.subjects import subject_row
from casebook.evidence.models import Exhibit, ExhibitMove
from casebook.evidence.rules import check_exhibit, check_move
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.numbering.actions import issue

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem

SUBJECT = "exhibit"
NUMBER_KIND = "WZ"


@dataclass(frozen=True)
class Described:
    """An exhibit as it is written down."""

    name: str
    specification: str
    quantity: str
    description: str


def register_exhibit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    described: Described,
    taken_from: str,
    place: str,
    photograph: EvidenceItem | None = None,
) -> Exhibit:
    """Take a thing into custody: from whom, and where it is kept from now on."""
    actor.need(Permission.EVIDENCE_EDIT)
    actor.need_reach(subject.division_code, subject.kind, subject.title)
    check_exhibit(described.name, described.quantity)
    about = subject_row(session, actor, subject)
    if photograph is not None and photograph.about_id != about.id:
        raise RuleBroken("exhibit_photograph_elsewhere", field="photograph")
    exhibit = _numbered(session, actor, now, subject, described)
    exhibit.about_id, exhibit.item_id = about.id, photograph.id if photograph else None
    session.add(exhibit)
    session.flush()
    record(session, actor=actor, now=now, action="exhibit:register", subject=subject_of(exhibit))
    first, then = ("", taken_from.strip()), (place.strip(), actor.name)
    _move(session, exhibit, first, then, at=now, reason="登记入库", actor=actor, now=now)
    return exhibit


def _numbered(
    session: Session, actor: Actor, now: datetime, subject: Subject, described: Described
) -> Exhibit:
    number = issue(
        session,
        county_code=actor.county_code,
        kind=NUMBER_KIND,
        year=local_day(now).year,
        subject=subject,
        now=now,
    )
    return Exhibit(
        county_code=actor.county_code,
        number=number,
        registered_by=actor.name,
        registered_at=now,
        **{name: text.strip() for name, text in asdict(described).items()},
    )


def hand_over(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    exhibit: Exhibit,
    to_holder: str,
    to_place: str,
    at: datetime,
    reason: str,
    seen: int,
) -> ExhibitMove:
    """Note a hand-over; `seen` is how many the page showed, so that two at once do not cross."""
    actor.need(Permission.EVIDENCE_EDIT)
    actor.need_reach(exhibit.about.division_code, SUBJECT, exhibit.id)
    last = queries.last_move(session, exhibit.id)
    if last.sequence != seen:
        raise RuleBroken("exhibit_moved_meanwhile", number=exhibit.number)
    check_move(to_holder, to_place, reason, at=at, after=last.at, now=now)
    return _move(
        session,
        exhibit,
        (last.to_place, last.to_holder),
        (to_place.strip(), to_holder.strip()),
        at=at,
        reason=reason.strip(),
        actor=actor,
        now=now,
    )


def subject_of(exhibit: Exhibit) -> Subject:
    """Return an exhibit as audit names it."""
    return Subject(SUBJECT, exhibit.id, exhibit.number, exhibit.about.division_code)


def _move(
    session: Session,
    exhibit: Exhibit,
    before: tuple[str, str],
    after: tuple[str, str],
    *,
    at: datetime,
    reason: str,
    actor: Actor,
    now: datetime,
) -> ExhibitMove:
    move = ExhibitMove(
        exhibit_id=exhibit.id,
        sequence=len(exhibit.moves) + 1,
        from_place=before[0],
        from_holder=before[1],
        to_place=after[0],
        to_holder=after[1],
        at=at,
        reason=reason,
        recorded_by=actor.name,
        recorded_at=now,
    )
    session.add(move)
    session.flush()
    session.expire(exhibit, ["moves"])
    facts = {"place": after[0], "holder": after[1]}
    subject = subject_of(exhibit)
    record(session, actor=actor, now=now, action="exhibit:move", subject=subject, after=facts, reason=reason)
    return move
