"""What the page of performance shows: what is owed, how it grew, clocks, the court, the next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from casebook.access import Permission
from casebook.cases.actions.after_decision import AFTER_DECISION
from casebook.cases.actions.court_clock import terms_ended
from casebook.cases.acts import ActKind, CourtState, DeferralAsked
from casebook.cases.presenters.case_page import with_party
from casebook.cases.presenters.enforcing_pages import WAYS
from casebook.cases.queries import performing as queries
from casebook.cases.queries.facts import accounts_of
from casebook.cases.rules import duties
from casebook.cases.rules.books import cash_at_hand, court_state, decision_of, disputes_of
from casebook.cases.rules.course import next_step
from casebook.cases.rules.enforcing import Window, court_window
from casebook.cases.rules.folding import last
from casebook.cases.rules.papers import OF_PARTY
from casebook.cases.rules.performing import day_by_day, late_days, late_from, lines, pieces, surcharge_on
from casebook.cases.rules.workflow import CaseStep, find_move
from casebook.deadlines import queries as clocks
from casebook.deadlines.presenters import term_view
from casebook.documents.rules import DocumentState, FormCode
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case, Dispute, Instalment, Payment, SubstituteCost
    from casebook.cases.queries.file import CaseFile
    from casebook.cases.rules.duties import Duty
    from casebook.cases.rules.facts import CaseFacts
    from casebook.cases.rules.performing import Account, DayLine, Line
    from casebook.deadlines.presenters import TermView
    from casebook.deadlines.rules import Calendar

SHOWN = frozenset(
    {"D-10", "D-13", "D-13.hear", "D-14", "D-14.after_review", "D-15", "D-16", "D-17", "D-18", "D-20"}
)
"""Clocks that belong here; those of the investigation stand on the case's first page."""


@dataclass(frozen=True)
class PartyBalance:
    """What one party owes, and how its surcharge grew."""

    name: str
    lines: list[Line]
    grown_fen: int
    decided_fen: int
    days: list[DayLine]
    late_from: date | None
    counted: int
    paused: int
    is_revoked: bool
    on_whole: bool
    """Whether a part that was paid lowers what the surcharge is counted of only once all is paid."""


@dataclass(frozen=True)
class PartLine:
    """One instalment with its clock."""

    part: Instalment
    party: str
    term: TermView


@dataclass(frozen=True)
class NextAct:
    """What to do next, with the article that asks for it."""

    title: str
    article: str
    url: str | None
    body: str


@dataclass(frozen=True)
class PerformancePage:
    """Everything that the page shows."""

    case: Case
    is_open: bool
    balances: list[PartyBalance]
    payments: list[Payment]
    reversed: set[UUID | None]
    parts: list[PartLine]
    costs: list[SubstituteCost]
    estimate_fen: int
    spent_fen: int
    disputes: list[Dispute]
    names: dict[UUID, str]
    clocks: list[tuple[str, TermView]]
    window: Window | None
    court: str
    step: NextAct
    menu: list[dict[str, str]]


def performance_page(
    session: Session, file: CaseFile, facts: CaseFacts, actor: Actor, *, today: date
) -> PerformancePage:
    """Return the page: a fixed number of statements, however much was paid."""
    case, names = file.case, {one.id: one.name for one in file.parties}
    accounts = accounts_of(file, on=today)
    calendar = clocks.get_calendar(session)
    costs = queries.list_costs(session, case.id)
    payments = queries.list_payments(session, case.id)
    window = _window(file, today, calendar)
    state = court_state(file.entries)
    return PerformancePage(
        case=case,
        is_open=_is_open(file),
        balances=[_balance(one, names[one.party], today) for one in accounts],
        payments=payments,
        reversed={one.reverses_id for one in payments},
        parts=_parts(session, file, names, today, calendar),
        costs=costs,
        estimate_fen=sum(one.fen for one in costs if one.is_estimate),
        spent_fen=sum(one.cost_fen for one in accounts),
        disputes=queries.list_disputes(session, case.id),
        names=names,
        clocks=_clocks(file, today, calendar),
        window=window,
        court=str(label(state)) if state else "",
        step=_next(file, facts, accounts, window, actor, today),
        menu=_menu(file, actor),
    )


def _is_open(file: CaseFile) -> bool:
    return file.case.status in AFTER_DECISION and decision_of(file.entries) is not None


def _balance(account: Account, name: str, today: date) -> PartyBalance:
    late, paused = late_days(account, today)
    return PartyBalance(
        name=name,
        lines=lines(account, today),
        grown_fen=surcharge_on(account, today),
        decided_fen=account.decided_fen,
        days=day_by_day(account, today),
        late_from=late_from(account, today),
        counted=late - paused,
        paused=paused,
        is_revoked=account.is_revoked,
        on_whole=account.on_whole,
    )


def _parts(
    session: Session, file: CaseFile, names: dict[UUID, str], today: date, calendar: Calendar
) -> list[PartLine]:
    rows = queries.list_instalments(session, file.case.id)
    newest = {one.party_id: one.plan for one in rows}
    shown = [one for one in rows if one.plan == newest[one.party_id]]
    terms = clocks.terms_by_id(session, [one.term_id for one in shown])
    return [
        PartLine(one, names[one.party_id], term_view(terms[one.term_id], today=today, calendar=calendar))
        for one in shown
    ]


def _clocks(file: CaseFile, today: date, calendar: Calendar) -> list[tuple[str, TermView]]:
    """Return the clocks that still matter: a window that the party let pass is nobody's delay."""
    wanted = [
        one
        for one in file.terms
        if one.rule in SHOWN
        and one.cancelled_at is None
        and not (one.rule in OF_PARTY and one.alarm_on < today)
    ]
    ordered = sorted(wanted, key=lambda one: (not one.is_running, one.alarm_on))
    views = [(one, term_view(one, today=today, calendar=calendar)) for one in ordered]
    return [(with_party(file, one, str(view.rule_title)), view) for one, view in views]


def _window(file: CaseFile, today: date, calendar: Calendar) -> Window | None:
    """Return the court's window of a decision that is not performed; None where nothing is to be enforced."""
    if not _is_open(file):
        return None
    urged = [one.served_on for one in file.papers if one.form is FormCode.F34A and one.is_served(today)]
    return court_window(
        urged_on=urged[-1] if urged else None, terms_ended_on=terms_ended(file), calendar=calendar
    )


def _next(
    file: CaseFile,
    facts: CaseFacts,
    accounts: Sequence[Account],
    window: Window | None,
    actor: Actor,
    today: date,
) -> NextAct:
    if not _is_open(file):
        why = str(_("送达之后才有履行和执行。"))
        return NextAct(str(_("等待决定书送达")), duties.AWAIT_SERVICE.article, None, why)
    duty = _by_money(file, accounts, today)
    is_done = duty is None and not facts.closing.unpaid_fen and not facts.closing.open_measures
    if is_done or next_step(facts) is CaseStep.REVOKE:
        return _main_line(file, facts, actor)
    duty = duty or _by_time(file, accounts, window, today)
    if duty.act in _ROOMS:
        title, why, endpoint = _ROOMS[duty.act]
        return NextAct(str(title), duty.article, url_for(endpoint, number=file.case.number), str(why))
    may = actor.can(Permission.CASE_PERFORM)
    url = url_for("cases.perform", number=file.case.number, act=duty.act) if may else None
    return NextAct(str(WAYS[duty.act].title), duty.article, url, str(WAYS[duty.act].hint) if may else "")


def _main_line(file: CaseFile, facts: CaseFacts, actor: Actor) -> NextAct:
    """Return the step of the case itself that follows, with the article of its row."""
    case, step = file.case, next_step(facts)
    assert step is not None  # every state after a decision has one
    move = find_move(step, case.status, case.procedure)
    assert move is not None  # the main line follows the table
    may = actor.can(move.permission)
    url = url_for("cases.take_step", number=case.number, step=step.value) if may else None
    return NextAct(str(label(step)), move.article, url, "" if may else str(_("由有权限的人员办理。")))


def _by_money(file: CaseFile, accounts: Sequence[Account], today: date) -> Duty | None:
    """Return what has to be done whatever the day: cash, refunds, publication, what was approved."""
    held = cash_at_hand(file.entries)
    asked = last(file.entries, ActKind.INSTALMENT_ASKED, ActKind.INSTALMENT)
    if any(one.rule == "D-20" and one.is_running for one in file.terms):
        return duties.UNPUBLISH
    if held:
        return duties.HAND_IN
    if any(line.over_fen for one in accounts for line in lines(one, today)):
        return duties.REFUND
    if asked is not None and isinstance(asked.act, DeferralAsked) and asked.is_approved:
        return duties.GRANT_DEFERRAL
    return None


def _by_time(file: CaseFile, accounts: Sequence[Account], window: Window | None, today: date) -> Duty:
    """Return what the day brings: waiting, surcharge, urging, the court."""
    if any(one.is_open for one in disputes_of(file.entries)):
        return duties.AWAIT_COURTS
    left = [piece for one in accounts for piece in pieces(one) if piece.paid_on is None]
    if not left and not any(line.left_fen for one in accounts for line in lines(one, today)):
        return duties.CHECK_MEASURES
    if left and all(piece.due_on >= today for piece in left):
        return duties.AWAIT_PAYMENT
    return _by_force(file, accounts, window, today)


_ROOMS = {
    "measures": (_l("复查责令措施"), _l("款项已经缴清，还有责令措施没有核实。"), "cases.measures"),
    "papers": (_l("送达催告书"), _l("催告书已经编号，盖章后送达当事人。"), "cases.papers"),
}
"""What is done on another page of the case."""
_READY = frozenset({DocumentState.ISSUED, DocumentState.STAMPING, DocumentState.STAMPED})


def _by_force(file: CaseFile, accounts: Sequence[Account], window: Window | None, today: date) -> Duty:
    state = court_state(file.entries)
    if state not in {None, CourtState.REFUSED}:
        return duties.AWAIT_ANSWER
    if any(surcharge_on(one, today) > one.decided_fen == 0 for one in accounts):
        return duties.ADD_SURCHARGE
    if any(one.form is FormCode.F34A and one.state in _READY for one in file.papers):
        return duties.SERVE_URGING
    if window is None or window.earliest is None:
        is_urged = any(one.form is FormCode.F34A and one.is_served(today) for one in file.papers)
        return duties.AWAIT_WINDOW if is_urged else duties.URGE
    is_open = window.latest is not None and window.earliest <= today <= window.latest
    return duties.APPLY_TO_COURT if is_open else duties.AWAIT_PAYMENT


def _menu(file: CaseFile, actor: Actor) -> list[dict[str, str]]:
    """Return every act, for whoever may; the action says what is not lawful now, and why."""
    if not _is_open(file) or not actor.can(Permission.CASE_PERFORM):
        return []
    number = file.case.number
    return [
        {"label": str(way.title), "url": url_for("cases.perform", number=number, act=name)}
        for name, way in WAYS.items()
    ]
