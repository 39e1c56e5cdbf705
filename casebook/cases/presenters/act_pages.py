"""What the page of each act that is no step asks, and which action takes what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import actions
from casebook.cases.actions.investigating import OPEN_TO_EXCEPTIONS
from casebook.cases.acts import (
    ActKind,
    Answered,
    ExceptionGround,
    ExceptionNoted,
    HearingHeld,
    Performed,
    Receipt,
    RecusalAsked,
)
from casebook.cases.forms import acts as forms
from casebook.cases.presenters.step_pages import Desk, StepPage
from casebook.cases.queries.facts import facts_of
from casebook.cases.rules.gates import GATES
from casebook.cases.rules.status import CaseStatus
from casebook.cases.rules.typed import lines_of
from casebook.cases.rules.workflow import PERFORMING, UNDECIDED
from casebook.deadlines.rules import find_rule
from casebook.deadlines.rules.table import Suspension
from casebook.kernel.clock import CHINA, local_day
from casebook.kernel.ids import parse_id
from casebook.parties.actions import PartyFacts
from casebook.web.forms import chosen_id, given
from casebook.web.labels import label
from casebook.web.wording import translated

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.queries.file import CaseFile

DECISION_TERM = "D-02"
YES = "yes"


def act_page_of(session: Session, file: CaseFile, kind: ActKind, actor: Actor, *, now: datetime) -> StepPage:
    """Return the page of an act."""
    return PAGES[kind][1](Desk(session, actor, now, file))


def _here(form: Any, name: str) -> datetime:  # noqa: ANN401 - a form with such a field
    """Return a moment that was typed as Chinese time."""
    typed: datetime = given(form[name])
    return typed.replace(tzinfo=CHINA)


def _present(desk: Desk) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in desk.file.investigators]


def _note(desk: Desk) -> StepPage:
    form = forms.NoteForm(data=desk.today)
    return StepPage(
        form, lambda: actions.note_down(desk.session, **desk.base, on=given(form.on), words=given(form.words))
    )


def _id_shown(desk: Desk) -> StepPage:
    form = forms.IdShownForm()
    return StepPage(
        form,
        lambda: actions.note_id_shown(desk.session, **desk.base, at=_here(form, "at"), to=given(form.to)),
    )


def _recusal_asked(desk: Desk) -> StepPage:
    form = forms.RecusalAskedForm()
    form.offer(_present(desk))

    def act() -> object:
        asked = RecusalAsked(
            at=_here(form, "at"),
            to=given(form.to),
            asked_of=parse_id(form.asked_of.data or ""),
            reason=form.reason.data or "",
        )
        return actions.note_recusal_asked(desk.session, **desk.base, act=asked)

    return StepPage(form, act)


def _recusal_decided(desk: Desk) -> StepPage:
    form = forms.RecusalDecidedForm()
    form.offer(_present(desk))

    def act() -> object:
        return actions.decide_recusal(
            desk.session,
            **desk.base,
            officer=chosen_id(form.officer),
            is_granted=given(form.is_granted) == YES,
            reason=given(form.reason),
        )

    return StepPage(form, act)


def _replaced(desk: Desk) -> StepPage:
    form = forms.ReplaceOfficerForm()
    case, on = desk.file.case, local_day(desk.now)
    certified = accounts.list_certified(
        desk.session, county_code=case.county_code, on=on, agency_id=case.agency_id
    )
    present = {one.id for one in desk.file.investigators}
    form.offer(_present(desk), [(str(one.id), one.name) for one in certified if one.id not in present])

    def act() -> object:
        return actions.replace_officer(
            desk.session,
            **desk.base,
            out=chosen_id(form.out),
            into=chosen_id(form.into),
            reason=given(form.reason),
        )

    return StepPage(form, act)


def _party_added(desk: Desk) -> StepPage:
    form = forms.AddPartyForm()

    def act() -> object:
        facts = PartyFacts(
            name=given(form.name).strip(),
            identifier=(form.identifier.data or "").strip(),
            phone=(form.phone.data or "").strip(),
            address=(form.address.data or "").strip(),
            legal_rep=(form.legal_rep.data or "").strip(),
        )
        return actions.add_party_by_facts(desk.session, **desk.base, facts=facts, reason=given(form.reason))

    return StepPage(form, act)


def _exception(desk: Desk) -> StepPage:
    form = forms.ExceptionForm()
    form.offer((gate.value, f"{gate.value} {translated(GATES[gate].title)}") for gate in OPEN_TO_EXCEPTIONS)

    def act() -> object:
        noted = ExceptionNoted(
            gate=given(form.gate), ground=ExceptionGround(given(form.ground)), reason=given(form.reason)
        )
        return actions.note_exception(desk.session, **desk.base, act=noted)

    return StepPage(form, act)


def _statement(desk: Desk) -> StepPage:
    form = forms.StatementForm(data=desk.today | {"by": desk.file.party.name})

    def act() -> object:
        return actions.note_statement(
            desk.session,
            **desk.base,
            on=given(form.on),
            by=given(form.by),
            points=lines_of(form.points.data),
            paper=form.paper.data or "",
        )

    return StepPage(form, act)


def _waiver(take: Callable[..., object]) -> Callable[[Desk], StepPage]:
    def page(desk: Desk) -> StepPage:
        form = forms.WaiverForm(data=desk.today | {"by": desk.file.party.name})
        return StepPage(
            form,
            lambda: take(
                desk.session, **desk.base, on=given(form.on), by=given(form.by), paper=given(form.paper)
            ),
        )

    return page


def _answered(desk: Desk) -> StepPage:
    points = facts_of(desk.file, on=local_day(desk.now)).unanswered
    form = forms.with_points(points)(data=desk.today)

    def act() -> object:
        answers = [
            Answered(
                point=point, is_adopted=form[f"adopted_{place}"].data == YES, why=form[f"why_{place}"].data
            )
            for place, point in enumerate(points)
        ]
        return actions.answer_statement(
            desk.session,
            **desk.base,
            on=given(form.on),
            answers=answers,
            is_material=bool(form.is_material.data),
        )

    return StepPage(form, act)


def _hearing_asked(desk: Desk) -> StepPage:
    form = forms.HearingAskedForm(data={"asked_on": local_day(desk.now), "by": desk.file.party.name})
    return StepPage(
        form,
        lambda: actions.ask_hearing(
            desk.session, **desk.base, by=given(form.by), asked_on=given(form.asked_on)
        ),
    )


def _hearing_held(desk: Desk) -> StepPage:
    form = forms.HearingHeldForm(data={"held_on": local_day(desk.now)})

    def act() -> object:
        assert desk.actor.officer_id is not None  # pages are for officers who signed in
        held = HearingHeld(
            held_on=given(form.held_on),
            presider=desk.actor.officer_id,
            agents=tuple(lines_of(form.agents.data)),
            opinion=given(form.opinion),
        )
        return actions.hold_hearing(desk.session, **desk.base, act=held)

    return StepPage(form, act)


def _performed(desk: Desk) -> StepPage:
    form = forms.PerformedForm(data=desk.today)

    def act() -> object:
        done = Performed(how=given(form.how), paper=form.paper.data or "")
        return actions.note_performed(desk.session, **desk.base, on=given(form.on), act=done)

    return StepPage(form, act)


def _receipt(desk: Desk) -> StepPage:
    form = forms.ReceiptForm(data=desk.today)

    def act() -> object:
        answered = Receipt(
            by=given(form.by), paper=given(form.paper), is_accepted=given(form.is_accepted) == YES
        )
        return actions.note_receipt(desk.session, **desk.base, on=given(form.on), act=answered)

    return StepPage(form, act)


def _extended(desk: Desk) -> StepPage:
    form = forms.ExtendForm()
    extension = find_rule(DECISION_TERM).extension
    form.offer(extension.most if extension and extension.most else 0)

    def act() -> object:
        return actions.extend_decision(
            desk.session,
            **desk.base,
            added=int(given(form.added)),
            reason=given(form.reason),
            paper=given(form.paper),
        )

    return StepPage(form, act)


def _stopped(desk: Desk) -> StepPage:
    form = forms.StopClockForm(data={"from_on": local_day(desk.now)})
    reasons = sorted(find_rule(DECISION_TERM).suspended_by)
    form.offer((one.value, str(label(one))) for one in reasons)

    def act() -> object:
        return actions.stop_decision_clock(
            desk.session,
            **desk.base,
            reason=Suspension(given(form.reason)),
            paper=given(form.paper),
            from_on=given(form.from_on),
        )

    return StepPage(form, act)


def _resumed(desk: Desk) -> StepPage:
    form = forms.ResumeClockForm(data={"until_on": local_day(desk.now)})
    return StepPage(
        form,
        lambda: actions.resume_decision_clock(desk.session, **desk.base, until_on=given(form.until_on)),
    )


PAGES: dict[ActKind, tuple[Permission, Callable[[Desk], StepPage]]] = {
    ActKind.NOTE: (Permission.CASE_INVESTIGATE, _note),
    ActKind.ID_SHOWN: (Permission.CASE_INVESTIGATE, _id_shown),
    ActKind.RECUSAL_ASKED: (Permission.CASE_INVESTIGATE, _recusal_asked),
    ActKind.RECUSAL_DECIDED: (Permission.DECISION_RECORD, _recusal_decided),
    ActKind.OFFICER_REPLACED: (Permission.CASE_INVESTIGATE, _replaced),
    ActKind.PARTY_ADDED: (Permission.CASE_INVESTIGATE, _party_added),
    ActKind.EXCEPTION: (Permission.CASE_INVESTIGATE, _exception),
    ActKind.STATEMENT: (Permission.CASE_INVESTIGATE, _statement),
    ActKind.STATEMENT_WAIVED: (Permission.CASE_INVESTIGATE, _waiver(actions.waive_statement)),
    ActKind.STATEMENT_ANSWERED: (Permission.CASE_INVESTIGATE, _answered),
    ActKind.HEARING_ASKED: (Permission.CASE_INVESTIGATE, _hearing_asked),
    ActKind.HEARING_WAIVED: (Permission.CASE_INVESTIGATE, _waiver(actions.waive_hearing)),
    ActKind.HEARING_HELD: (Permission.HEARING_PRESIDE, _hearing_held),
    ActKind.PERFORMED: (Permission.CASE_PERFORM, _performed),
    ActKind.RECEIPT: (Permission.CASE_INVESTIGATE, _receipt),
    ActKind.TERM_EXTENDED: (Permission.TERM_APPROVE_EXTENSION, _extended),
    ActKind.TERM_STOPPED: (Permission.CASE_INVESTIGATE, _stopped),
    ActKind.TERM_RESUMED: (Permission.CASE_INVESTIGATE, _resumed),
}
"""Acts that have a page, with who may note them."""
_TOLD = frozenset({CaseStatus.NOTIFIED, CaseStatus.HEARING})
_ONLY_AT: dict[ActKind, frozenset[CaseStatus]] = {
    ActKind.STATEMENT: _TOLD | PERFORMING,
    ActKind.STATEMENT_WAIVED: _TOLD,
    ActKind.STATEMENT_ANSWERED: _TOLD | PERFORMING,
    ActKind.HEARING_ASKED: _TOLD,
    ActKind.HEARING_WAIVED: _TOLD,
    ActKind.HEARING_HELD: frozenset({CaseStatus.HEARING}),
    ActKind.PERFORMED: PERFORMING,
    ActKind.RECEIPT: frozenset({CaseStatus.TRANSFERRED}),
    ActKind.TERM_EXTENDED: UNDECIDED,
    ActKind.TERM_STOPPED: UNDECIDED,
    ActKind.TERM_RESUMED: UNDECIDED,
    ActKind.RECUSAL_ASKED: UNDECIDED,
    ActKind.RECUSAL_DECIDED: UNDECIDED,
    ActKind.ID_SHOWN: UNDECIDED,
    ActKind.PARTY_ADDED: frozenset({CaseStatus.FILING, CaseStatus.INVESTIGATING}),
    ActKind.EXCEPTION: UNDECIDED | PERFORMING,
}
"""Where acts make sense; those that are not here do anywhere."""


def offered_acts(status: CaseStatus) -> list[ActKind]:
    """Return the acts that a case's menu offers where it stands."""
    return [kind for kind in PAGES if status in _ONLY_AT.get(kind, frozenset(CaseStatus))]
