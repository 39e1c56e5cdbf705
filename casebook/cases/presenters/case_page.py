"""What a case's page shows: chronology left, the next lawful step and the clocks right; six statements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission, Role
from casebook.access.policy import PERMISSIONS
from casebook.cases.actions.history import CASE_TRANSITIONS_OF_HISTORY
from casebook.cases.acts import History
from casebook.cases.presenters.act_pages import PAGES, offered_acts
from casebook.cases.presenters.measured import AmountLine, amount_lines
from casebook.cases.queries.facts import facts_of
from casebook.cases.rules.asking import CHAINS
from casebook.cases.rules.codes import get_code
from casebook.cases.rules.course import next_step, other_steps
from casebook.cases.rules.folding import approval_on_its_way
from casebook.cases.rules.gates import GATES, missing
from casebook.cases.rules.history import gaps_of_history
from casebook.cases.rules.lacks import TYPED, Lack
from casebook.cases.rules.workflow import FINISHED, CaseStep, find_move
from casebook.deadlines.presenters import term_view
from casebook.deadlines.queries import get_calendar
from casebook.parties import presenters as parties
from casebook.web.labels import label
from casebook.web.wording import listed, translated, with_aside

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case
    from casebook.cases.queries.file import CaseFile
    from casebook.cases.rules.facts import CaseFacts
    from casebook.cases.rules.folding import Entry
    from casebook.cases.rules.gates import Missing
    from casebook.deadlines.models import Term
    from casebook.deadlines.presenters import TermView


@dataclass(frozen=True)
class MissingLine:
    """One thing that is missing, with the way to mend it."""

    text: str
    url: str | None
    article: str


@dataclass(frozen=True)
class GapLine:
    """What an old file does not show, and of which step."""

    step: str
    text: str
    article: str


@dataclass(frozen=True)
class NextLine:
    """The next lawful step as the rail shows it."""

    title: str
    article: str
    url: str | None
    missing: tuple[MissingLine, ...]
    body: str


@dataclass(frozen=True)
class ProblemShort:
    """A problem of the case in one line."""

    number: str
    title: str
    well: str
    status: str


@dataclass(frozen=True)
class CasePage:
    """Everything that a case's page shows."""

    case: Case
    parties: tuple[parties.PartyView, ...]
    officers: str
    problems: tuple[ProblemShort, ...]
    entries: tuple[dict[str, object], ...]
    clocks: tuple[tuple[str, TermView], ...]
    step: NextLine
    menu: tuple[dict[str, str], ...]
    amounts: tuple[AmountLine, ...]
    """How the penalty of the newest proposal was measured."""
    gaps: tuple[GapLine, ...]
    """Of an old file: what the law would have asked for and the file does not show."""


def case_page(session: Session, file: CaseFile, actor: Actor, *, today: date) -> CasePage:
    """Return a case's page out of its file; the calendar is the only thing still read."""
    facts = facts_of(file, on=today, actor=actor.officer_id)
    return CasePage(
        case=file.case,
        parties=tuple(parties.masked(one) for one in file.parties),
        officers=listed([one.name for one in file.investigators]),
        problems=tuple(
            ProblemShort(
                one.number,
                f"{one.code} {translated(get_code(one.code).title)}",
                file.well_codes[one.well_id],
                one.status,
            )
            for one in file.problems
        ),
        entries=tuple(_entry(one) for one in file.entries),
        clocks=tuple(_clocks(session, file, today)),
        step=_next(file, facts, actor),
        menu=(*_menu(file.case, facts, actor), *_records(file, actor)),
        amounts=tuple(amount_lines(file)),
        gaps=_gaps(file, facts),
    )


def _entry(one: Entry) -> dict[str, object]:
    url = None
    if one.approval_id is not None:
        url = url_for("approvals.show", approval_id=one.approval_id)
    elif one.document_id is not None:
        url = url_for("documents.show", document_id=one.document_id)
    tone = "done" if one.step is not None else "neutral"
    return {"on": one.on, "title": one.what, "who": one.actor_name, "url": url, "tone": tone}


def _clocks(session: Session, file: CaseFile, today: date) -> list[tuple[str, TermView]]:
    """Return every clock of the case and its measures: those that run first, the most urgent on top."""
    shown = [one for one in file.terms if one.cancelled_at is None]
    calendar = get_calendar(session) if shown else None
    ordered = sorted(shown, key=lambda one: (not one.is_running, one.alarm_on))
    measures = {one.term_id: one for one in file.measures}
    found = []
    for term in ordered:
        view = term_view(term, today=today, calendar=calendar)
        measure = measures.get(term.id)
        title = str(label(measure.kind) if measure is not None else view.rule_title)
        found.append((with_party(file, term, title), view))
    return found


def with_party(file: CaseFile, term: Term, title: str) -> str:
    """Return a clock's title with the party that it is of, where a case has several."""
    seated = {seat: party for party, seat in file.seats.items()}
    party = next((one for one in file.parties if one.id == seated.get(term.subject_id)), None)
    return title if party is None else with_aside(title, parties.masked(party).name)


def _next(file: CaseFile, facts: CaseFacts, actor: Actor) -> NextLine:
    case = file.case
    step = next_step(facts)
    if step is None:
        return NextLine(label(case.status), "", None, (), str(_("本案已经办结。")))
    move = find_move(step, case.status, case.procedure)
    assert move is not None  # the main line follows the table
    may = actor.can(move.permission)
    who = facts if may else replace(facts, actor=None)
    lacks = () if case.is_history else missing_lines(file, step, who, actor)
    return NextLine(
        title=str(label(step)),
        article=move.article,
        url=_step_url(case, step) if may else None,
        missing=lacks,
        body="" if may else str(_("由%(roles)s办理。", roles=_who_may(move.permission))),
    )


def _who_may(permission: Permission) -> str:
    return listed([str(label(role)) for role in Role if permission in PERMISSIONS[role]])


def missing_lines(file: CaseFile, step: CaseStep, facts: CaseFacts, actor: Actor) -> tuple[MissingLine, ...]:
    """Return what a step still lacks in words, each with its article and where it is mended.

    What the step's own form asks for is not missing before the form is filled in.
    """
    return tuple(
        MissingLine(_text(one), _mend(file, step, one, actor), one.article or _title(one))
        for one in missing(step, facts)
        if one.lack not in TYPED
    )


def _text(one: Missing) -> str:
    words = str(label(one.lack))
    if not one.names:
        return words
    names = listed([str(translated(name)) for name in one.names])
    return str(_("%(words)s：%(names)s", words=words, names=names))


def _title(one: Missing) -> str:
    return str(translated(GATES[one.gate].title))


_ACTS = {
    Lack.ID_NOT_SHOWN: "id_shown",
    Lack.RECUSAL_NOT_ASKED: "recusal_asked",
    Lack.RECUSAL_UNDECIDED: "recusal_decided",
    Lack.RECUSED: "officer_replaced",
    Lack.UNCERTIFIED: "officer_replaced",
    Lack.ONE_OFFICER: "officer_replaced",
    Lack.STATEMENT_RUNS: "statement_waived",
    Lack.STATEMENT_UNANSWERED: "statement_answered",
    Lack.HEARING_RUNS: "hearing_waived",
    Lack.HEARING_NOT_HELD: "hearing_held",
    Lack.HEARING_NOT_ASKED: "hearing_asked",
    Lack.INSPECTION_UNANNOUNCED: "exception",
    Lack.NO_RECEIPT: "receipt",
}
"""Acts by which a lack is mended."""
_STEPS = {
    Lack.NOT_REVIEWED: CaseStep.REVIEW,
    Lack.REVIEW_BEFORE_HEARING: CaseStep.REVIEW,
    Lack.NOT_DELIBERATED: CaseStep.DELIBERATE,
    Lack.MUST_NOTIFY_AGAIN: CaseStep.RENOTIFY,
    Lack.HEAVIER: CaseStep.RENOTIFY,
    Lack.CRIME: CaseStep.TRANSFER,
}
"""Steps that have to come first."""
_ROOMS = (
    dict.fromkeys((Lack.NOT_NOTIFIED, Lack.HEARING_NOT_OFFERED, Lack.NOT_SERVED), "cases.papers")
    | dict.fromkeys((Lack.NO_ORDER, Lack.ORDER_NOT_LAPSED, Lack.MEASURE_OPEN), "cases.measures")
    | dict.fromkeys((Lack.UNPAID, Lack.CASH_UNBANKED, Lack.URGE_RUNS, Lack.NOT_URGED), "cases.performance")
)
"""Pages of the case on which papers, orders and money are seen to."""
_APPROVED = {Lack.NO_APPROVAL, Lack.FILING_NOT_APPROVED}


def _mend(file: CaseFile, step: CaseStep, one: Missing, actor: Actor) -> str | None:
    case = file.case
    if one.lack in _ACTS:
        return url_for("cases.note_act", number=case.number, kind=_ACTS[one.lack])
    if one.lack in _STEPS:
        return _step_url(case, _STEPS[one.lack])
    if one.lack in _ROOMS:
        return url_for(_ROOMS[one.lack], number=case.number)
    return _approval_url(file, step, actor) if one.lack in _APPROVED else None


def _approval_url(file: CaseFile, step: CaseStep, actor: Actor) -> str | None:
    """Return the step's 审批表 that is on its way, or where it is asked for."""
    asked = approval_on_its_way(file.entries, step)
    if asked is not None:
        return url_for("approvals.show", approval_id=asked)
    if step not in CHAINS or not actor.can(Permission.CASE_INVESTIGATE):
        return None
    return url_for("cases.ask_approval", number=file.case.number, step=step.value)


def _records(file: CaseFile, actor: Actor) -> list[dict[str, str]]:
    """Return the links to what else is on file about the parties."""
    if not actor.can(Permission.COMPLIANCE_SEE):
        return []
    return [
        {
            "label": str(_("诚信档案：%(name)s", name=parties.masked(one).name)),
            "url": url_for("compliance.show", party_id=one.id),
            "icon": "file",
        }
        for one in file.parties
    ]


def _menu(case: Case, facts: CaseFacts, actor: Actor) -> list[dict[str, str]]:
    """Return what else may be done: other steps with their approvals, acts, the evidence package."""
    items = _others(case, facts, actor)
    if case.status not in FINISHED:
        items += [
            {
                "label": str(label(kind)),
                "url": url_for("cases.note_act", number=case.number, kind=kind.value),
            }
            for kind in offered_acts(case.status)
            if actor.can(PAGES[kind][0])
        ]
    if (
        case.is_history
        and case.status in CASE_TRANSITIONS_OF_HISTORY
        and actor.can(Permission.CASE_ENTER_HISTORY)
    ):
        url = url_for("cases.add_to_history", number=case.number)
        items.insert(0, {"label": str(_("补录材料和决定")), "url": url})
    if actor.can(Permission.EVIDENCE_EXPORT):
        url = url_for("dossier.index", number=case.number)
        items.append({"label": str(_("取证包")), "url": url, "icon": "download"})
    return items


def _others(case: Case, facts: CaseFacts, actor: Actor) -> list[dict[str, str]]:
    """Return the menu: lawful steps beside the main line, and the approvals that they rest on."""
    items = []
    for move in other_steps(facts):
        if actor.can(move.permission):
            items.append({"label": str(label(move.step)), "url": _step_url(case, move.step)})
        if move.step in CHAINS and move.step not in facts.approved and actor.can(Permission.CASE_INVESTIGATE):
            url = url_for("cases.ask_approval", number=case.number, step=move.step.value)
            items.append({"label": str(_("提请审批：%(step)s", step=label(move.step))), "url": url})
    return items


def _gaps(file: CaseFile, facts: CaseFacts) -> tuple[GapLine, ...]:
    """Return, for an old file, what it does not show of what the law asked on its way."""
    if not file.case.is_history:
        return ()
    forms = {one.act.form for one in file.entries if isinstance(one.act, History)}
    them = tuple(one.on(file.case.opened_on) for one in file.investigators)
    then = replace(facts, investigators=them, actor=None)
    return tuple(
        GapLine(str(label(step)), _text(one), one.article or _title(one))
        for step, one in gaps_of_history(then, forms)
    )


def _step_url(case: Case, step: CaseStep) -> str:
    return url_for("cases.take_step", number=case.number, step=step.value)
