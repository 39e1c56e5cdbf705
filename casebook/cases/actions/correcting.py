"""A service of a case's paper that was recorded wrongly: recorded anew, its clocks counted anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.cases.actions.court_clock import set_court_clock
from casebook.cases.actions.papers import clock_subject, note_service, take_served_step
from casebook.cases.actions.steps import hold
from casebook.cases.queries.file import reload_file
from casebook.cases.rules.papers import OF_PARTY
from casebook.cases.rules.papers import STARTS as STARTED
from casebook.cases.rules.workflow import FINISHED
from casebook.deadlines import actions as deadlines
from casebook.deadlines.queries import list_terms
from casebook.documents import actions as documents
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case
    from casebook.cases.queries.file import CaseFile
    from casebook.deadlines.models import Term
    from casebook.documents.models import Delivery, Document
    from casebook.documents.rules import DeliveryFacts, FormCode
    from casebook.storage.actions import Scan

REASON = "更正送达记录，重新起算"


def correct_service(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    document: Document,
    wrong: Delivery,
    delivery: DeliveryFacts,
    reason: str,
    scan: Scan | None = None,
) -> Delivery:
    """Correct a service of a case's paper: the clocks that it started are counted anew, the old ones kept.

    A clock that was met already is met again on its day. RuleBroken `case_closed` once the case is closed:
    what was decided on the old day then stands.
    """
    actor.need(Permission.DOCUMENT_SERVE)
    actor.need_reach(case.division_code, "case", case.number)
    hold(session, case)
    if case.status in FINISHED:
        raise RuleBroken("case_closed", number=case.number)
    by: dict[str, object] = {"wrong": wrong, "delivery": delivery, "reason": reason, "scan": scan}
    made = documents.correct_delivery(session, actor=actor, now=now, document=document, **by)  # type: ignore[arg-type]  # names and values as its signature has them
    file = reload_file(session, case)
    party = file.party_of_paper(document.id)
    started = [
        one for one in _clocks(session, file, document.form, party) if one.started_on == wrong.served_on
    ]
    rules = tuple(dict.fromkeys(one.rule for one in started))
    note_service(session, case, document, made, rules, party, actor=actor, now=now, is_correction=True)
    served_on = made.served_on or delivery.on
    for term in started:
        _count_anew(session, case, term, file, party, served_on, actor=actor, now=now)
    if "D-14" in rules:
        set_court_clock(session, actor=actor, now=now, case=case)
    if served_on <= local_day(now):
        take_served_step(session, actor=actor, now=now, case=case, form=document.form, on=served_on)
    return made


def _clocks(session: Session, file: CaseFile, form: FormCode, party: UUID | None) -> list[Term]:
    """Return the clocks that the service of a form started, those that still stand: running or met."""
    subjects = {clock_subject(file, rule, party).id for rule in STARTED[form]} if form in STARTED else set()
    found = list_terms(session, sorted(subjects, key=str))
    return [one for one in found if one.rule in STARTED[form] and one.cancelled_at is None]


def _count_anew(
    session: Session,
    case: Case,
    term: Term,
    file: CaseFile,
    party: UUID | None,
    on: date,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    met_on = term.met_on
    if met_on is None:
        deadlines.cancel_term(session, actor=actor, now=now, term=term, reason=REASON)
    fresh = deadlines.start_term(
        session,
        actor=actor,
        now=now,
        subject=clock_subject(file, term.rule, party),
        rule_id=term.rule,
        started_on=on,
        assignee_id=None if term.rule in OF_PARTY else case.investigator_id,
    )
    if met_on is not None:
        deadlines.meet_term(session, actor=actor, now=now, term=fresh, on=max(met_on, on))
