"""Deciding a case: its paper is issued, the decision recorded, the clock of the ninety days stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec import structs

from casebook.access import Permission
from casebook.cases import queries
from casebook.cases.actions.drawing_up import known_facts
from casebook.cases.actions.grounds import need_grounds
from casebook.cases.actions.opening import meet_decision_term
from casebook.cases.actions.paper_facts import defence_words, fine_of, penalty_words
from casebook.cases.actions.proposing import make_proposal, penal_kind
from casebook.cases.actions.reaching import addressed
from casebook.cases.actions.steps import hold, note_case, subject_of_case
from casebook.cases.actions.taking import judge_step, write_step
from casebook.cases.acts import ActKind, Decided, Handling, PaperMade
from casebook.cases.models import Decision
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStep, DecisionKind
from casebook.documents import actions as documents
from casebook.documents.rules import FORMS, FormCode
from casebook.documents.rules.citing import official
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.penalties import rules as penal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.actions.proposing import Wish
    from casebook.cases.acts import Proposal
    from casebook.cases.models import Case
    from casebook.cases.queries.file import CaseFile
    from casebook.documents.models import Document


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a decision says beside its proposal (处罚法 59), and to whom the party may turn."""

    facts: str
    performance: str
    review_agency: str
    court: str
    pay_to: str = ""

    @property
    def remedies(self) -> str:
        """Ways and terms of review and suit; empty where one has no address."""
        if not self.review_agency.strip() or not self.court.strip():
            return ""
        return f"六十日内向{self.review_agency.strip()}申请行政复议，或者六个月内向{self.court.strip()}起诉"


@dataclass(frozen=True)
class _Way:
    """How one of the decisions is taken."""

    step: CaseStep
    kind: DecisionKind
    form: FormCode


PENALTY = _Way(CaseStep.DECIDE, DecisionKind.PENALTY, FormCode.F27)
NO_PENALTY = _Way(CaseStep.DECIDE_NO_PENALTY, DecisionKind.NO_PENALTY, FormCode.F28)
ON_SPOT = _Way(CaseStep.DECIDE_ON_SPOT, DecisionKind.PENALTY, FormCode.F29)


def decide(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, wish: Wish, wording: Wording
) -> Decision:
    """Decide on a penalty, or that there is none: by one who may, and never investigated (处罚法 57).

    The paper is drafted and issued with the decision, so that both bear one number. Everything is refused
    together: gates with their articles, an amount outside its range, what the paper lacks.
    """
    way = PENALTY if wish.outcome is Handling.PENALTY else NO_PENALTY
    return _decide(session, actor, now, case, on, wish, wording, way)


def decide_on_spot(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    on: date,
    wish: Wish,
    wording: Wording,
    place: str,
) -> Decision:
    """当场处罚 by the two investigators, within the limits of 处罚法 51."""
    extra = {"at": now, "place": place.strip(), "paying": wording.performance}
    return _decide(session, actor, now, case, on, wish, wording, ON_SPOT, extra)


def _decide(
    session: Session,
    actor: Actor,
    now: datetime,
    case: Case,
    on: date,
    wish: Wish,
    wording: Wording,
    way: _Way,
    extra: dict[str, object] | None = None,
) -> Decision:
    _hold_for(session, actor, case, on_spot=way is ON_SPOT)
    file = reload_file(session, case)
    proposal = make_proposal(session, file, wish, on=on)
    if way.kind is DecisionKind.PENALTY:
        need_grounds(session, file.problems, case)
    act = Decided(
        proposal=proposal,
        facts=wording.facts.strip(),
        performance=wording.performance.strip(),
        remedies=wording.remedies,
        pay_to=wording.pay_to.strip(),
        decision=new_id(),
    )
    known: dict[str, object] = {"fined_before": tuple(queries.list_fined_elsewhere(session, case.id))}
    if way is ON_SPOT:
        known["simple_allowed"] = _is_simple(file, proposal, on)
    ready = judge_step(session, actor=actor, now=now, case=case, step=way.step, on=on, act=act, known=known)
    papers = _issue_all(session, actor, now, file, way, act, wording, extra or {})
    first = next(iter(papers.values()))
    act = structs.replace(act, number="、".join(one.number or "" for one in papers.values()))
    what = f"作出决定 {act.number}：{penalty_words(file, proposal)}"
    _note_papers(session, case, papers, actor=actor, now=now, on=on)
    write_step(session, ready, actor=actor, now=now, on=on, act=act, what=what, document_id=first.id)
    decision = _write_rows(session, file, act, way, papers, on, actor=actor, now=now)
    meet_decision_term(session, actor=actor, now=now, case=case, on=on)
    return decision


def _write_rows(
    session: Session,
    file: CaseFile,
    act: Decided,
    way: _Way,
    papers: Mapping[UUID | None, Document],
    on: date,
    *,
    actor: Actor,
    now: datetime,
) -> Decision:
    """Write a row for each paper and return the first, which is the one that the act names."""
    rows = [
        _row(file.only(party), act, way, paper, party, on, actor=actor, now=now)
        for party, paper in papers.items()
    ]
    rows[0].id = act.decision or rows[0].id
    session.add_all(rows)
    session.flush()
    return rows[0]


def _issue_all(
    session: Session,
    actor: Actor,
    now: datetime,
    file: CaseFile,
    way: _Way,
    act: Decided,
    wording: Wording,
    extra: dict[str, object],
) -> dict[UUID | None, Document]:
    return {
        party: _issue(session, actor, now, file.only(party), way, act, wording, extra)
        for party in _addressees(file, act.proposal)
    }


def _addressees(file: CaseFile, proposal: Proposal) -> list[UUID | None]:
    """Return whom a paper of its own is made out to; the only party of a case needs no name."""
    if len(file.parties) == 1:
        return [None]
    wanted = addressed(file, proposal)
    return [one.id for one in file.parties if one.id in wanted]


def _note_papers(
    session: Session,
    case: Case,
    papers: Mapping[UUID | None, Document],
    *,
    actor: Actor,
    now: datetime,
    on: date,
) -> None:
    """Keep which paper is made out to which party; service finds it here."""
    for party, paper in papers.items():
        if party is not None:
            made = PaperMade(form=paper.form, party=party)
            what = f"制作《{FORMS[paper.form].title}》{paper.number or ''}"
            by: dict[str, Any] = {"actor": actor, "now": now, "on": on, "document_id": paper.id}
            note_case(session, case, what=what, kind=ActKind.PAPER_MADE, act=made, **by)


def _hold_for(session: Session, actor: Actor, case: Case, *, on_spot: bool) -> None:
    """Hold the case for whoever may decide it and reaches it."""
    actor.need(Permission.CASE_INVESTIGATE if on_spot else Permission.DECISION_RECORD)
    actor.need_reach(case.division_code, "case", case.number)
    if actor.officer_id is None:
        raise RuleBroken("officer_needed")
    hold(session, case)


def _issue(
    session: Session,
    actor: Actor,
    now: datetime,
    file: CaseFile,
    way: _Way,
    act: Decided,
    wording: Wording,
    extra: dict[str, object],
) -> Document:
    """Draft and issue the paper of a decision out of the file and what was written for it."""
    written: dict[str, object] = {
        "facts": act.facts,
        "violated": official(act.proposal.violated),
        "basis": official(act.proposal.basis),
        "discretion": act.proposal.reason,
        "reason": act.proposal.reason,
        "defence": defence_words(file),
        "penalty": penalty_words(file, act.proposal),
        "fine_fen": fine_of(file, act.proposal),
        "performance": act.performance,
        "education": act.performance,
        "pay_to": act.pay_to,
        "review_agency": wording.review_agency,
        "court": wording.court,
    } | extra
    form = FORMS[way.form]
    named = {name: value for name, value in written.items() if form.field(name) and value}
    document = documents.draft(
        session,
        actor=actor,
        now=now,
        subject=subject_of_case(file.case),
        form=way.form,
        agency_id=file.case.agency_id,
        facts=known_facts(session, file, way.form) | named,
    )
    return documents.issue(session, actor=actor, now=now, document=document)


def _row(
    file: CaseFile,
    act: Decided,
    way: _Way,
    paper: Document,
    party: UUID | None,
    on: date,
    *,
    actor: Actor,
    now: datetime,
) -> Decision:
    case = file.case
    return Decision(
        id=new_id(),
        county_code=case.county_code,
        case_id=case.id,
        party_id=party,
        kind=way.kind,
        number=paper.number,
        decided_on=on,
        matter=act.proposal.pen_id or case.matter,
        fine_fen=fine_of(file, act.proposal) or None,
        basis=act.proposal.basis or "处罚法 33",
        reason=act.proposal.reason,
        decided_by_id=actor.officer_id,
        recorded_at=now,
    )


def _is_simple(file: CaseFile, proposal: Proposal, on: date) -> bool:
    kinds = {one.id: penal_kind(one) for one in file.parties}
    return all(
        penal.simple_allowed(one.fen, kinds[one.party], on, revokes=proposal.revokes_permit)
        for one in proposal.fines
    )
