"""Letters and statements as their pages and papers show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.access import Permission
from casebook.approvals.rules import ApprovalState
from casebook.cases import queries as cases
from casebook.cases.rules import ProblemStatus
from casebook.deadlines import queries as deadlines
from casebook.deadlines.presenters import TermView, term_view
from casebook.handovers import queries
from casebook.handovers.actions.statements import figures_of
from casebook.handovers.rules import (
    KINDS,
    Asked,
    Holder,
    LetterKind,
    LetterState,
    Tally,
    Way,
    holder_of,
    last_of,
    tally,
)
from casebook.kernel.clock import local_day
from casebook.kernel.hashing import digest
from casebook.web.waiting import addresses_of
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval
    from casebook.deadlines.models import Term
    from casebook.handovers.models import Letter, LetterEvent, LetterStatement
    from casebook.handovers.queries import Exchange

_KINDS_OF = {
    "lead": (LetterKind.LEAD_TRANSFER, LetterKind.ASSISTANCE, LetterKind.SUPERVISORY),
    "problem": (
        LetterKind.LEAD_TRANSFER,
        LetterKind.ASSISTANCE,
        LetterKind.PERMIT_LIMIT,
        LetterKind.CASE_TRANSFER,
        LetterKind.POLICE,
        LetterKind.TAX,
        LetterKind.ENVIRONMENT,
        LetterKind.SUPERVISORY,
    ),
    "case": (
        LetterKind.DETERMINATION,
        LetterKind.ASSISTANCE,
        LetterKind.CASE_TRANSFER,
        LetterKind.POLICE,
        LetterKind.TAX,
        LetterKind.ENVIRONMENT,
        LetterKind.SUPERVISORY,
    ),
}


def kinds_of(subject_kind: str) -> tuple[LetterKind, ...]:
    """Return the kinds of letters that can be written about a record."""
    return _KINDS_OF.get(subject_kind, ())


@dataclass(frozen=True)
class LetterLine:
    """One line of the list."""

    row: Letter
    to_or_from: str
    is_ours: bool
    holder: str
    days: int
    term: TermView | None


@dataclass(frozen=True)
class LetterPage:
    """All that the page of one letter shows."""

    row: Letter
    subject_url: str | None
    holder: str
    days: int
    terms: tuple[TermView, ...]
    events: tuple[LetterEvent, ...]
    wells: tuple[str, ...]
    asked: tuple[Asked, ...]
    replies: tuple[Letter, ...]
    former: Letter | None
    approval: Approval | None
    is_ours: bool
    may_send: bool
    may_ask: bool
    may_receive: bool
    may_answer: bool
    may_close: bool
    may_ask_more: bool
    may_withdraw: bool
    may_reply: bool
    """Whether a 处理结果反馈函 or 解除限批函 can be written on it."""
    should_lift: bool
    """The problem of the limit is struck off: it has to be lifted."""
    needs_scan: bool
    sees_evidence: bool


@dataclass(frozen=True)
class StatementLine:
    """What an agency and another owed each other in a month."""

    exchange: Exchange
    we_owe: Tally
    they_owe: Tally
    figures_hash: str
    ours: LetterStatement | None
    theirs: LetterStatement | None

    @property
    def is_agreed(self) -> bool:
        """Whether both sides have confirmed the figures as they are now."""
        return self.ours is not None and self.theirs is not None


def letter_lines(session: Session, rows: Sequence[Letter], actor: Actor, today: date) -> list[LetterLine]:
    """Return the lines of a list; a fixed number of statements."""
    terms = _running(session, [row.id for row in rows])
    return [
        LetterLine(
            row=row,
            to_or_from=row.to_name if queries.is_sender(row, actor) else row.from_agency.name,
            is_ours=queries.is_sender(row, actor),
            holder=holder_words(row),
            days=days_of(row, today),
            term=term_view(terms[row.id], today=today) if row.id in terms else None,
        )
        for row in rows
    ]


def letter_page(session: Session, row: Letter, actor: Actor, today: date) -> LetterPage:
    """Return one letter as its page shows it, with the steps that the reader may take."""
    is_ours = queries.is_sender(row, actor) and actor.can(Permission.HANDOVER_SEND)
    is_theirs = queries.is_receiver(row, actor) and actor.can(Permission.HANDOVER_ANSWER)
    by_hand = is_ours and (row.way is Way.PAPER or row.to_agency_id is None)
    subject = (row.subject_kind, row.subject_id)
    approval = queries.find_approval(session, row) if KINDS[row.kind].needs_approval else None
    is_draft = row.state is LetterState.DRAFT
    asked = approval.state if approval is not None else None
    needs_approval = KINDS[row.kind].needs_approval and asked is not ApprovalState.APPROVED
    is_limit = row.kind is LetterKind.PERMIT_LIMIT and row.state in {LetterState.SENT, LetterState.RECEIVED}
    is_lead = row.kind is LetterKind.LEAD_TRANSFER and row.state is LetterState.RECEIVED
    known = wells.list_wells(session, [one.well_id for one in row.wells]) if row.wells else {}
    return LetterPage(
        row=row,
        subject_url=addresses_of(session, actor, {subject}).get(subject),
        holder=holder_words(row),
        days=days_of(row, today),
        terms=tuple(term_view(one, today=today) for one in _terms(session, row)),
        events=tuple(queries.list_events(session, row.id)),
        wells=tuple(known[one.well_id].code for one in row.wells),
        asked=tuple(Asked(one) for one in row.asked),
        replies=tuple(queries.list_replies(session, row.id)),
        former=queries.find_letter(session, row.in_reply_to_id) if row.in_reply_to_id else None,
        approval=approval,
        is_ours=is_ours,
        may_send=is_ours and (is_draft or row.state is LetterState.RETURNED) and not needs_approval,
        may_ask=is_ours and is_draft and needs_approval and asked is not ApprovalState.REQUESTED,
        may_receive=row.state is LetterState.SENT and (is_theirs or by_hand),
        may_answer=row.state is LetterState.RECEIVED
        and KINDS[row.kind].needs_answer
        and (is_theirs or by_hand),
        may_close=is_ours and row.state in {LetterState.ANSWERED, LetterState.RETURNED},
        may_ask_more=is_ours and row.state is LetterState.ANSWERED,
        may_withdraw=is_ours and row.state in {LetterState.DRAFT, LetterState.SENT},
        may_reply=(is_ours and is_limit) or (is_lead and queries.is_receiver(row, actor)),
        should_lift=is_limit and _is_struck_off(session, row, actor),
        needs_scan=not is_theirs,
        sees_evidence=actor.can(Permission.EVIDENCE_SEE),
    )


def holder_words(row: Letter) -> str:
    """Return who has to move a letter next, by name."""
    holder = holder_of(row.kind, row.state)
    if holder is Holder.NOBODY:
        return ""
    return row.from_agency.name if holder is Holder.SENDER else row.to_name


def days_of(row: Letter, today: date) -> int:
    """Return the age of a letter in days: since it was sent, or drafted; up to its end."""
    begun = row.sent_on or local_day(row.drafted_at)
    return max(((row.ended_on or today) - begun).days, 0)


def statement_lines(
    session: Session, actor: Actor, agency_id: UUID, agency_name: str, month: date
) -> list[StatementLine]:
    """Return what an agency and each other owed each other in a month, without those with nothing."""
    last = last_of(month)
    exchanges = queries.list_exchanges(session, agency_id, last=last)
    rows = queries.list_confirmations(session, actor.county_code, month, [agency_id])
    lines = []
    for one in exchanges:
        line = _statement(one, rows, agency_id, agency_name, month)
        if not (line.we_owe.is_nothing and line.they_owe.is_nothing):
            lines.append(line)
    return lines


def _statement(
    one: Exchange, rows: Sequence[LetterStatement], agency_id: UUID, agency_name: str, month: date
) -> StatementLine:
    last = last_of(month)
    hash_ = digest(figures_of(one, agency_name, month))
    same = [row for row in rows if row.figures_hash == hash_]
    ours = (row for row in same if row.agency_id == agency_id and row.other_name == one.other_name)
    theirs = (row for row in same if row.agency_id == one.other_id and row.other_id == agency_id)
    return StatementLine(
        exchange=one,
        we_owe=tally(one.incoming, month, last),
        they_owe=tally(one.outgoing, month, last),
        figures_hash=hash_,
        ours=next(ours, None),
        theirs=next(theirs, None),
    )


def reply_title(row: Letter) -> str:
    """Return how a reply to a letter is called at first."""
    if row.kind is LetterKind.PERMIT_LIMIT:
        return str(_("关于解除%(number)s的函", number=row.number))
    return str(_("关于%(number)s处理结果的反馈函", number=row.number))


def _terms(session: Session, row: Letter) -> list[Term]:
    return [one for one in deadlines.list_terms(session, [row.id]) if one.cancelled_at is None]


def _running(session: Session, letter_ids: Sequence[UUID]) -> dict[UUID, Term]:
    terms = deadlines.list_terms(session, letter_ids) if letter_ids else []
    return {one.subject_id: one for one in terms if one.is_running}


def _is_struck_off(session: Session, row: Letter, actor: Actor) -> bool:
    return cases.get_problem_by_id(session, row.subject_id, actor).status is ProblemStatus.STRUCK_OFF
