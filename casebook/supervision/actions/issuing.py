"""An officer issues a proposed step with its paper, or drops it with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.accounts import queries as accounts
from casebook.deadlines import queries as deadlines
from casebook.deadlines.actions import start_term
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import SUPERVISION_REPLY
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.numbering.actions import issue
from casebook.supervision import queries
from casebook.supervision.actions.steps import Move, hold, move, need_issuer, subject_of
from casebook.supervision.rules import NEEDS_REPLY, WORDS, StepState, check_day, check_issue, check_words

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.supervision.models import SupervisionStep

NUMBER_KIND = "DB"


@dataclass(frozen=True)
class Paper:
    """What the paper of a step says: to whom, what is demanded, from which day, by when to answer."""

    to_person: str
    demand: str
    on: date
    reply_on: date | None = None


def issue_step(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: SupervisionStep,
    paper: Paper,
    base_version: int | None = None,
) -> SupervisionStep:
    """Issue a proposed step: it takes its number, its paper is frozen with its hash, the reply's clock runs.

    RuleBroken `supervision_settled` when the matter was done meanwhile.
    """
    need_issuer(row, actor)
    if actor.officer_id is None or actor.agency_id is None:
        raise Forbidden("supervision_needs_officer")
    hold(session, row, base_version)
    check_issue(
        to_person=paper.to_person, demand=paper.demand, on=paper.on, reply_on=paper.reply_on, rung=row.rung
    )
    check_day(paper.on, after=local_day(row.proposed_at), today=local_day(now))
    if row.state is not StepState.PROPOSED:
        raise RuleBroken("supervision_out_of_order", state=row.state, to=StepState.ISSUED)
    if queries.is_settled(session, row):
        raise RuleBroken("supervision_settled", title=row.subject_title)
    agency = accounts.get_agency(session, actor.agency_id)
    row.number, row.issued_on = _number(session, row, agency.number_word, paper.on, now), paper.on
    row.to_person, row.demand, row.reply_on = paper.to_person.strip(), paper.demand.strip(), paper.reply_on
    row.issued_by_id, row.issued_by = actor.officer_id, actor.name
    row.agency_id, row.agency = agency.id, agency.name
    taken = Move(StepState.ISSUED, paper.on, f"发出 {row.number}", "supervision:issue")
    move(session, row, taken, actor=actor, now=now)
    _freeze(session, row)
    if row.rung in NEEDS_REPLY:
        start_reply(session, row, paper.on, actor=actor, now=now)
    return row


def drop_step(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: SupervisionStep,
    reason: str,
    base_version: int | None = None,
) -> None:
    """Drop a proposed step with a reason that is remembered; the same rung does not come again for it."""
    need_issuer(row, actor)
    hold(session, row, base_version)
    words = check_words(reason, field="reason")
    taken = Move(StepState.DROPPED, local_day(now), f"不予发出：{words}", "supervision:drop")
    move(session, row, taken, actor=actor, now=now)


def _number(session: Session, row: SupervisionStep, word: str, on: date, now: datetime) -> str:
    return issue(
        session,
        county_code=row.county_code,
        kind=NUMBER_KIND,
        word=f"{word}{WORDS[row.rung]}",
        year=on.year,
        subject=subject_of(row),
        now=now,
    )


def _freeze(session: Session, row: SupervisionStep) -> None:
    body = canonical_json(
        {
            "rung": row.rung,
            "number": row.number,
            "agency": row.agency,
            "unit": row.unit,
            "to": row.to_person,
            "subject": [row.subject_kind, row.subject_id, row.subject_title],
            "lapse": row.lapse,
            "degree": row.degree,
            "demand": row.demand,
            "issued_on": row.issued_on,
            "reply_on": row.reply_on,
        }
    )
    row.body, row.body_hash = body.decode(), digest(body)
    session.flush()


def start_reply(session: Session, row: SupervisionStep, on: date, *, actor: Actor, now: datetime) -> None:
    """Start the clock of the reply: to the day that the paper names, else the trigger's working days."""
    length = deadlines.setting_on(session, row.county_code, SUPERVISION_REPLY, on)
    length = length or Length(row.reply_days, Unit.WORKING_DAY)
    if row.reply_on is not None:
        length = Length((row.reply_on - on).days, Unit.CALENDAR_DAY)
    term = start_term(
        session,
        actor=actor,
        now=now,
        subject=subject_of(row),
        rule_id=SUPERVISION_REPLY,
        started_on=on,
        length=length,
        assignee_id=row.issued_by_id,
    )
    row.reply_on = term.due_on
    session.flush()
