"""When a decision was served its publication is owed, and the time to publish it runs (D-21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Actor
from casebook.audit.actions import record
from casebook.cases import actions as cases
from casebook.db.holding import hold
from casebook.deadlines.actions import start_term
from casebook.documents.rules import DocumentState
from casebook.kernel.clock import local_day
from casebook.publications import queries
from casebook.publications.actions.steps import Move, note
from casebook.publications.models import Publication
from casebook.publications.rules import CountsFrom, PublicationState, clock_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.cases.models import Case
    from casebook.documents.models import Delivery, Document
    from casebook.documents.rules import DeliveryFacts
    from casebook.storage.actions import Scan

_SYSTEM = "system"


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
    """Serve a paper of a case (`cases.serve_paper`); a decision's publication is owed from then on."""
    made = cases.serve_paper(
        session, actor=actor, now=now, case=case, document=document, delivery=delivery, scan=scan
    )
    owe(session, actor=actor, now=now, case=case, document=document)
    return made


def owe(
    session: Session, *, actor: Actor, now: datetime, case: Case, document: Document
) -> Publication | None:
    """Note that a served decision is to be published and start its clock, once; None where nothing is owed.

    After a public notice nothing is owed until its thirty days are over: `gather` finds it then.
    """
    rule, on = clock_of(document.form), document.served_on
    if rule is None or on is None or on > local_day(now) or case.is_history:
        return None
    hold(session, f"publication:{document.id}")
    known = queries.find_by_document(session, document.id)
    if known is not None or document.state is not DocumentState.SERVED:
        return known
    row = _row(session, case, document, on)
    first = Move(
        row.state, on, f"{document.number or document.sheet.title} 送达，应予公示", "publication:owe"
    )
    note(session, row, first, actor=actor, now=now)
    subject = queries.subject_of(row)
    after = {"state": row.state, "on": on}
    record(session, actor=actor, now=now, action=first.act, subject=subject, after=after)
    start_term(
        session,
        actor=actor,
        now=now,
        subject=subject,
        rule_id=rule,
        started_on=_counted_from(session, row),
        assignee_id=case.investigator_id,
    )
    return row


def gather(session: Session, *, now: datetime) -> int:
    """Note what is owed and was not noted when it was served; return how many.

    Public notices whose time is over, and papers that were served another way.
    """
    made = 0
    for document, case in queries.list_unowed(session, local_day(now)):
        system = Actor(None, _SYSTEM, None, "", case.county_code)
        made += owe(session, actor=system, now=now, case=case, document=document) is not None
    return made


def _row(session: Session, case: Case, document: Document, on: date) -> Publication:
    assert document.issued_on is not None  # a served paper was issued
    row = Publication(
        county_code=case.county_code,
        document_id=document.id,
        case_id=case.id,
        party_id=queries.party_of_paper(session, document.id),
        division_code=case.division_code,
        form=document.form,
        number=document.number or document.sheet.title,
        agency=document.head["agency"],
        decided_on=document.issued_on,
        served_on=on,
        state=PublicationState.OWED,
        cause_words=case.cause,
    )
    session.add(row)
    session.flush()
    return row


def _counted_from(session: Session, row: Publication) -> date:
    figures = queries.figures_of(session, row.county_code)
    return row.decided_on if figures.counts_from is CountsFrom.DECISION else row.served_on
