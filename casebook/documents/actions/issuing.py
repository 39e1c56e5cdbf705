"""Drafting a paper, filling it anew, issuing it with its number, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.approvals.queries import is_approved
from casebook.documents import templates
from casebook.documents.actions.events import hold, move, note
from casebook.documents.actions.numbers import take_reserved
from casebook.documents.models import Document
from casebook.documents.rules import FORMS, DocumentState, Rendering, checked, lacking, step
from casebook.jobs.actions import enqueue
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Refused, RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.numbering import actions as numbering

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.documents.rules import FormCode
    from casebook.kernel.subjects import Subject

RENDER_JOB = "documents:render"
LONGEST_TITLE = 120


def draft(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    form: FormCode,
    agency_id: UUID,
    facts: Mapping[str, object],
) -> Document:
    """Draft a paper about a subject in the name of an agency; what it lacks may be filled in before issue.

    RuleBroken `document_fact_unknown` or `document_fact_wrong` for facts that the form does not take.
    """
    actor.need(Permission.DOCUMENT_MAKE)
    actor.need_reach(subject.division_code, subject.kind, subject.title)
    agency = accounts.get_agency_within(session, agency_id, actor)
    made = Document(
        county_code=actor.county_code,
        form=form,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_title=subject.title[:LONGEST_TITLE],
        division_code=subject.division_code,
        agency_id=agency.id,
        state=DocumentState.DRAFT,
        facts=_kept(checked(FORMS[form], facts)),
        drafted_by_id=actor.officer_id,
        drafted_by=actor.name,
        drafted_at=now,
    )
    session.add(made)
    note(session, made, None, f"起草{made.sheet.title}", action="document:draft", actor=actor, now=now)
    return made


def redraft(
    session: Session, *, actor: Actor, now: datetime, document: Document, facts: Mapping[str, object]
) -> Document:
    """Fill a draft anew: facts that are named replace what stood there, blank ones empty it."""
    hold(session, actor, Permission.DOCUMENT_MAKE, document)
    if document.state is not DocumentState.DRAFT:
        raise RuleBroken("document_not_draft", title=document.sheet.title, state=document.state)
    stood = {name: value for name, value in document.contents.items() if name not in facts}
    document.facts = _kept(stood | checked(document.sheet, facts))
    note(session, document, document.state, "修改草稿", action="document:redraft", actor=actor, now=now)
    return document


def issue(
    session: Session, *, actor: Actor, now: datetime, document: Document, reserved: str = ""
) -> Document:
    """Issue a draft: its number is taken, its facts are frozen with their hash, the worker renders it.

    `reserved` is a number taken ahead for this form, such as a preprinted one. Refused names every
    required item that is blank; `document_not_approved` a paper whose chain has not agreed. Two who
    issue at once take one number: the later is told that it is issued.
    """
    hold(session, actor, Permission.DOCUMENT_MAKE, document)
    step(document.sheet, document.state, DocumentState.ISSUED)
    blank = [
        RuleBroken("document_fact_missing", field=one.name, name=one.label)
        for one in lacking(document.sheet, document.contents)
    ]
    if blank:
        raise Refused(blank)
    chain = document.sheet.approval
    if chain is not None and not is_approved(session, document.subject_id, chain):
        raise RuleBroken("document_not_approved", title=document.sheet.title)
    _freeze(session, document, reserved, now)
    document.issued_at, document.issued_by = now, actor.name
    move(session, document, DocumentState.ISSUED, document.number or "成文", actor=actor, now=now)
    _queue(session, document, actor, now)
    return document


def render_again(session: Session, *, actor: Actor, now: datetime, document: Document) -> None:
    """Queue a rendering that was given up once more."""
    hold(session, actor, Permission.DOCUMENT_MAKE, document)
    if document.issued_at is None or document.rendering is Rendering.DONE:
        raise RuleBroken("document_not_to_render", title=document.sheet.title)
    note(session, document, document.state, "重新生成文件", action="document:render", actor=actor, now=now)
    _queue(session, document, actor, now)


def void(session: Session, *, actor: Actor, now: datetime, document: Document, reason: str) -> None:
    """Take a paper back before it is served; its number stays taken and is void."""
    hold(session, actor, Permission.DOCUMENT_MAKE, document)
    why = reason.strip()
    if not why:
        raise RuleBroken("document_void_needs_reason", field="reason")
    step(document.sheet, document.state, DocumentState.VOID)
    document.void_reason = why
    if document.number is not None:
        numbering.void(
            session,
            actor=actor,
            county_code=document.county_code,
            text=document.number,
            reason=why,
            now=now,
        )
    move(session, document, DocumentState.VOID, why, actor=actor, now=now)


def _number(session: Session, document: Document, reserved: str, now: datetime) -> str | None:
    series, year = document.sheet.series, local_day(now).year
    if reserved:
        return take_reserved(session, document=document, text=reserved, year=year, now=now)
    if series is None:
        return None
    return numbering.issue(
        session,
        county_code=document.county_code,
        kind=series.kind,
        word=f"{document.agency.number_word}{series.word}",
        year=year,
        subject=document.as_subject(),
        now=now,
    )


def _freeze(session: Session, document: Document, reserved: str, now: datetime) -> None:
    """Take the number and fix everything that the paper will say, with its hash."""
    on, form = local_day(now), document.sheet
    document.number = _number(session, document, reserved, now)
    in_force = templates.find_in_force(session, document.county_code, document.form, on)
    head = {
        "agency": document.agency.name,
        "stamp_name": document.agency.stamp_name,
        "title": form.title,
        "number": document.number,
        "issued_on": on,
        "template_version": in_force.version,
        "template_hash": in_force.source_hash,
    }
    whole = canonical_json({"form": document.form, "facts": document.contents, "head": head})
    document.issued_on = on
    document.facts, document.facts_hash = whole.decode(), digest(whole)


def _queue(session: Session, document: Document, actor: Actor, now: datetime) -> None:
    job = enqueue(
        session,
        kind=RENDER_JOB,
        payload={"document": str(document.id)},
        now=now,
        requested_by=actor.officer_id,
        dedupe_key=str(document.id),
    )
    document.render_job_id, document.rendering = job.id, Rendering.WAITING
    session.flush()


def _kept(facts: Mapping[str, object]) -> str:
    return canonical_json(facts).decode()
