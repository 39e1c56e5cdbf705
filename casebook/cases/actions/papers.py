"""Papers of a case: drafted, and served with the clocks and the step that their service brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.cases.actions.court_clock import set_court_clock
from casebook.cases.actions.reaching import reached_on
from casebook.cases.actions.steps import hold, note_case, subject_of_case, subject_of_party
from casebook.cases.actions.taking import need_nothing, take_step
from casebook.cases.acts import ActKind, Notified, PaperMade, PaperServed
from casebook.cases.queries.facts import facts_of
from casebook.cases.queries.file import reload_file
from casebook.cases.rules.folding import fresh
from casebook.cases.rules.gate_checks import DECISIONS, HEARING_NOTICE, NOTICES
from casebook.cases.rules.gates import missing
from casebook.cases.rules.papers import MEETS, OF_PARTY, OWN_CLOCKS, starts
from casebook.cases.rules.status import CaseStatus
from casebook.cases.rules.workflow import CaseStep
from casebook.deadlines import actions as deadlines
from casebook.deadlines.queries import find_running
from casebook.documents import actions as documents
from casebook.documents.rules import FORMS, FormCode
from casebook.kernel.clock import local_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case
    from casebook.cases.queries.file import CaseFile
    from casebook.documents.models import Delivery, Document
    from casebook.documents.rules import DeliveryFacts
    from casebook.kernel.subjects import Subject
    from casebook.storage.actions import Scan


def draft_paper(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    form: FormCode,
    facts: Mapping[str, object],
    party: UUID | None = None,
) -> Document:
    """Draft a paper of a case in the name of its agency, to all its parties or one; note it."""
    actor.need_reach(case.division_code, "case", case.number)
    hold(session, case)
    document = documents.draft(
        session,
        actor=actor,
        now=now,
        subject=subject_of_case(case),
        form=form,
        agency_id=case.agency_id,
        facts=facts,
    )
    note_case(
        session,
        case,
        actor=actor,
        now=now,
        on=local_day(now),
        what=f"制作《{FORMS[form].title}》",
        kind=ActKind.PAPER_MADE,
        act=PaperMade(form=form, party=party),
        document_id=document.id,
    )
    return document


def serve_paper(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    document: Document,
    delivery: DeliveryFacts,
    scan: Scan | None = None,
) -> Delivery:
    """Serve a paper of a case: its clocks start, those that it meets stop, its step is taken.

    After a public notice the day of service lies thirty days ahead: clocks count from it, the step is
    taken when it has come.
    """
    actor.need(Permission.DOCUMENT_SERVE)
    actor.need_reach(case.division_code, "case", case.number)
    hold(session, case)
    made = documents.serve(session, actor=actor, now=now, document=document, delivery=delivery, scan=scan)
    served_on = made.served_on or delivery.on
    file = reload_file(session, case)
    party = file.party_of_paper(document.id)
    rules = starts(document.form, has_fine=_has_fine(file, party))
    note_service(session, case, document, made, rules, party, actor=actor, now=now)
    _run_clocks(session, file.only(party), document.form, rules, served_on, party, actor=actor, now=now)
    if "D-14" in rules:
        set_court_clock(session, actor=actor, now=now, case=case)
    if served_on <= local_day(now):
        take_served_step(session, actor=actor, now=now, case=case, form=document.form, on=served_on)
    return made


def note_service(
    session: Session,
    case: Case,
    document: Document,
    made: Delivery,
    rules: tuple[str, ...],
    party: UUID | None,
    *,
    actor: Actor,
    now: datetime,
    is_correction: bool = False,
) -> None:
    """Write into the chronology that a paper was served, or that the record of it was wrong."""
    word = "更正送达" if is_correction else "送达"
    act = PaperServed(
        form=document.form,
        number=document.number or "",
        mode=made.mode,
        receiver=made.receiver,
        servers=made.servers,
        served_on=made.served_on,
        terms=rules,
        party=party,
    )
    note_case(
        session,
        case,
        actor=actor,
        now=now,
        on=made.delivered_on,
        what=f"{word}《{document.sheet.title}》{document.number or ''}".strip(),
        kind=ActKind.PAPER_SERVED,
        act=act,
        document_id=document.id,
    )


def take_after_notice(
    session: Session, *, actor: Actor, now: datetime, case: Case, step: CaseStep, on: date
) -> None:
    """Take the step of a paper whose public notice has run its thirty days."""
    actor.need_reach(case.division_code, "case", case.number)
    hold(session, case)
    facts = facts_of(reload_file(session, case), on=on, actor=actor.officer_id)
    need_nothing(missing(step, facts))
    forms = NOTICES if step is CaseStep.NOTIFY else DECISIONS
    form = max(facts.papers_served & forms)
    take_served_step(session, actor=actor, now=now, case=case, form=FormCode(form), on=on)


def take_served_step(
    session: Session, *, actor: Actor, now: datetime, case: Case, form: FormCode, on: date
) -> None:
    """Take the step that the service of a form brings, on the day on which every party has its own.

    Nothing where the case is elsewhere, or a party of several still waits for its paper.
    """
    file = reload_file(session, case)
    reached = reached_on(file, NOTICES if form in NOTICES else DECISIONS, by=on)
    if reached is None:
        return
    on = max(on, reached)
    if form in NOTICES and case.status is CaseStatus.PROPOSED:
        proposal = facts_of(file, on=on).proposal
        served = {one.act.form for one in fresh(file.entries) if isinstance(one.act, PaperServed)}
        told = Notified(
            form=HEARING_NOTICE if HEARING_NOTICE in served else form,
            fines=proposal.fines if proposal else (),
            offers_hearing=HEARING_NOTICE in served | {form},
        )
        step, act = CaseStep.NOTIFY, told
        take_step(session, actor=actor, now=now, case=case, step=step, on=on, act=act, what="告知书送达")
    elif form in DECISIONS and case.status is CaseStatus.DECIDED:
        take_step(session, actor=actor, now=now, case=case, step=CaseStep.SERVE, on=on, what="决定书送达")


def _run_clocks(
    session: Session,
    file: CaseFile,
    form: FormCode,
    rules: tuple[str, ...],
    on: date,
    party: UUID | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    case = file.case
    for rule in MEETS.get(form, ()):
        running = find_running(session, subject_id=case.id, rule_id=rule)
        if running is not None and on <= local_day(now):
            deadlines.meet_term(session, actor=actor, now=now, term=running, on=on)
    for rule in rules:
        subject = clock_subject(file, rule, party)
        former = find_running(session, subject_id=subject.id, rule_id=rule)
        if former is not None:
            reason = f"重新送达《{FORMS[form].title}》"
            deadlines.cancel_term(session, actor=actor, now=now, term=former, reason=reason)
        deadlines.start_term(
            session,
            actor=actor,
            now=now,
            subject=subject,
            rule_id=rule,
            started_on=on,
            assignee_id=None if rule in OF_PARTY else case.investigator_id,
        )


def clock_subject(file: CaseFile, rule: str, party: UUID | None) -> Subject:
    """Return what a clock that a paper starts runs on: the party that it is made out to, or the case."""
    if party is None or rule not in OWN_CLOCKS:
        return subject_of_case(file.case)
    named = next(one for one in file.parties if one.id == party)
    return subject_of_party(file.case, file.seats[party], named)


def _has_fine(file: CaseFile, party: UUID | None) -> bool:
    proposal = facts_of(file, on=file.case.opened_on).proposal
    return proposal is not None and any(party in {None, one.party} for one in proposal.fines)
