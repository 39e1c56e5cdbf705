"""A bulletin (通报): drafted, changed, issued and frozen, or dropped with a reason."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.audit.actions import record
from casebook.bulletins import drafting, queries
from casebook.bulletins.models import Bulletin, BulletinEvent
from casebook.bulletins.rules import BulletinState, check_reason, check_reply, check_text, step
from casebook.documents.actions import DOCX_TYPE
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, Forbidden, RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.numbering.actions import issue
from casebook.storage.actions import keep_made
from casebook.supervision.actions import Paper, issue_step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.kernel.months import Month
    from casebook.supervision.models import SupervisionStep

NUMBER_KIND = "TB"
NUMBER_WORD = "通报"
PDF_TYPE = "application/pdf"


@dataclass(frozen=True)
class Words:
    """What an officer writes into a bulletin."""

    well_done: str
    lagging: str
    demands: str
    reply_on: date


def draft_bulletin(session: Session, *, actor: Actor, now: datetime, month: Month, words: Words) -> Bulletin:
    """Draft a bulletin on a month; RuleBroken before the month, and where no township can be ranked."""
    _check_may(actor)
    today = local_day(now)
    if month.first > today:
        raise RuleBroken("bulletin_month", field="month")
    ranked = queries.ranking_of(session, actor.county_code, month)
    if all(one.place is None for one in ranked):
        raise RuleBroken("bulletin_nothing_ranked", field="month", month=str(month))
    row = Bulletin(
        id=new_id(),
        county_code=actor.county_code,
        month=str(month),
        state=BulletinState.DRAFT,
        **_checked(words, today),
        drafted_by_id=actor.officer_id,
        drafted_by=actor.name,
        drafted_at=now,
        version=1,
    )
    session.add(row)
    session.flush()
    _note(session, row, "起草", "bulletin:draft", actor=actor, now=now)
    return row


def edit_bulletin(
    session: Session, *, actor: Actor, now: datetime, row: Bulletin, words: Words, base_version: int
) -> None:
    """Change the words of a draft; Conflict where somebody else did meanwhile."""
    _hold(session, actor, row, base_version)
    if row.state is not BulletinState.DRAFT:
        raise RuleBroken("bulletin_out_of_order", state=row.state, to=BulletinState.DRAFT)
    for name, value in _checked(words, local_day(now)).items():
        setattr(row, name, value)
    row.version += 1
    session.flush()
    _note(session, row, "修改", "bulletin:edit", actor=actor, now=now)


def issue_bulletin(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: Bulletin,
    steps: Sequence[SupervisionStep] = (),
    mark: str = "",
    base_version: int,
) -> Bulletin:
    """Issue a draft in the name of one's agency: number, figures and words are frozen, both files kept.

    `steps` are the proposed circulars of the ladder that go out with it: their replies are due when its
    demands are. `mark` stands across the top of both files.
    """
    _hold(session, actor, row, base_version)
    if actor.agency_id is None:
        raise Forbidden("bulletin_needs_officer")
    step(row.state, BulletinState.ISSUED)
    today = local_day(now)
    check_reply(row.reply_on, today)
    agency = accounts.get_agency(session, actor.agency_id)
    number = _number(session, row, agency, today, now)
    body = drafting.body_of(session, row, agency=agency.name, number=number, on=today)
    made = drafting.files_of(body, mark=mark)
    frozen = canonical_json(body)
    row.state, row.number, row.issued_on = BulletinState.ISSUED, number, today
    row.issued_by, row.agency = actor.name, agency.name
    row.body, row.body_hash = frozen.decode(), digest(frozen)
    row.pdf_hash = _kept(session, made.pdf, PDF_TYPE, now)
    row.docx_hash = _kept(session, made.docx, DOCX_TYPE, now)
    row.version += 1
    session.flush()
    for one in steps:
        paper = Paper(one.unit, f"{number}：{row.demands}", today, row.reply_on)
        issue_step(session, actor=actor, now=now, row=one, paper=paper)
    _note(session, row, f"印发 {number}", "bulletin:issue", actor=actor, now=now)
    return row


def drop_bulletin(
    session: Session, *, actor: Actor, now: datetime, row: Bulletin, reason: str, base_version: int
) -> None:
    """Drop a draft with a reason that is remembered."""
    _hold(session, actor, row, base_version)
    words = check_reason(reason)
    step(row.state, BulletinState.DROPPED)
    row.state, row.reason = BulletinState.DROPPED, words
    row.version += 1
    session.flush()
    _note(session, row, f"不予印发：{words}", "bulletin:drop", actor=actor, now=now)


def _check_may(actor: Actor) -> None:
    actor.need(Permission.BULLETIN_ISSUE)
    actor.need_reach(actor.county_code, queries.SUBJECT, actor.county_code)


def _hold(session: Session, actor: Actor, row: Bulletin, base_version: int) -> None:
    """Lock a bulletin and read it anew; Conflict when it is no longer the one that was seen."""
    _check_may(actor)
    actor.need_reach(row.county_code, queries.SUBJECT, row.id)
    session.refresh(row, with_for_update=True)
    if row.version != base_version:
        raise Conflict("bulletin_changed")


def _checked(words: Words, today: date) -> dict[str, Any]:
    check_reply(words.reply_on, today)
    texts = {name: text for name, text in asdict(words).items() if name != "reply_on"}
    return {
        **{name: check_text(text, field=name) for name, text in texts.items()},
        "reply_on": words.reply_on,
    }


def _number(session: Session, row: Bulletin, agency: Agency, on: date, now: datetime) -> str:
    return issue(
        session,
        county_code=row.county_code,
        kind=NUMBER_KIND,
        word=f"{agency.number_word}{NUMBER_WORD}",
        year=on.year,
        subject=_subject(row),
        now=now,
    )


def _subject(row: Bulletin) -> Subject:
    return Subject(queries.SUBJECT, row.id, row.number or f"{row.month} 通报", row.county_code)


def _note(session: Session, row: Bulletin, what: str, act: str, *, actor: Actor, now: datetime) -> None:
    """Write an event of a bulletin and its audit entry."""
    session.add(
        BulletinEvent(
            bulletin_id=row.id,
            sequence=queries.last_sequence(session, row.id) + 1,
            to_state=row.state,
            at=now,
            what=what,
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()
    facts = {"state": row.state, "month": row.month, "version": row.version, "hash": row.body_hash}
    record(session, actor=actor, now=now, action=act, subject=_subject(row), after=facts)


def _kept(session: Session, data: bytes, media_type: str, now: datetime) -> str:
    return keep_made(session, stream=io.BytesIO(data), limit=len(data), media_type=media_type, now=now).hash
