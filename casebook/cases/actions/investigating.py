"""Acts of an investigation, its report, and the legal review of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import structs

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases.actions.grounds import need_grounds
from casebook.cases.actions.opening import check_party
from casebook.cases.actions.proposing import key_of, list_matches, make_proposal
from casebook.cases.actions.steps import hold
from casebook.cases.actions.taking import need_nothing, note_act, take_step
from casebook.cases.acts import (
    ActKind,
    ExceptionGround,
    ExceptionNoted,
    Handling,
    IdShown,
    Note,
    OfficerReplaced,
    PartyAdded,
    RecusalAsked,
    RecusalDecided,
    Report,
    Returned,
    Review,
    ReviewVerdict,
)
from casebook.cases.models import CaseParty
from casebook.cases.queries.facts import evidence_gaps, facts_of
from casebook.cases.queries.file import reload_file
from casebook.cases.rules.checks import two_officers
from casebook.cases.rules.gates import missing
from casebook.cases.rules.status import CaseStatus
from casebook.cases.rules.workflow import CaseStep, GateId
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.parties import queries as parties
from casebook.parties.actions import find_or_create

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.actions.proposing import Wish
    from casebook.cases.models import Case, CaseEvent
    from casebook.parties.actions import PartyFacts

OPEN_TO_EXCEPTIONS = {
    GateId.G18: frozenset({ExceptionGround.URGENT}),
    GateId.G20: frozenset(ExceptionGround) - {ExceptionGround.URGENT},
}
"""The gates from which the law has exceptions, with their grounds; no other gate opens."""


def note_id_shown(
    session: Session, *, actor: Actor, now: datetime, case: Case, at: datetime, to: str
) -> CaseEvent:
    """Note that both investigators showed their certificates (处罚法 55)."""
    both = (case.investigator_id, case.second_investigator_id)
    on = local_day(at)
    for officer_id in both:
        _need_certificate(session, officer_id, on, field="at")
    return note_act(
        session,
        actor=actor,
        now=now,
        case=case,
        kind=ActKind.ID_SHOWN,
        act=IdShown(at=at, to=to.strip(), officers=both),
        on=on,
        what=f"向{to.strip()}出示执法证件",
    )


def note_recusal_asked(
    session: Session, *, actor: Actor, now: datetime, case: Case, act: RecusalAsked
) -> CaseEvent:
    """Note that the party was told of the right to ask for recusal, and whom it asked it of (处罚法 43)."""
    if act.asked_of is not None and act.asked_of not in {case.investigator_id, case.second_investigator_id}:
        raise RuleBroken("recusal_of_stranger", field="asked_of", article="处罚法 43")
    what = "告知回避权利，当事人不申请回避" if act.asked_of is None else f"当事人申请回避：{act.reason}"
    return note_act(
        session,
        actor=actor,
        now=now,
        case=case,
        kind=ActKind.RECUSAL_ASKED,
        act=act,
        on=local_day(act.at),
        what=what,
    )


def decide_recusal(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    officer: UUID,
    is_granted: bool,
    reason: str,
) -> CaseEvent:
    """Decide on a recusal as the agency's head; never the officer concerned (处罚法 43)."""
    if actor.officer_id in {officer, case.investigator_id, case.second_investigator_id}:
        raise RuleBroken("recusal_by_itself", article="处罚法 43")
    answer = "同意" if is_granted else "不同意"
    return note_act(
        session,
        actor=actor,
        now=now,
        case=case,
        kind=ActKind.RECUSAL_DECIDED,
        act=RecusalDecided(officer=officer, is_granted=is_granted, reason=reason.strip()),
        on=local_day(now),
        what=f"回避决定：{answer}",
        permission=Permission.DECISION_RECORD,
    )


def replace_officer(
    session: Session, *, actor: Actor, now: datetime, case: Case, out: UUID, into: UUID, reason: str
) -> CaseEvent:
    """Put another certified officer of the same agency in an investigator's place."""
    hold(session, case)
    both = [case.investigator_id, case.second_investigator_id]
    if out not in both:
        raise RuleBroken("officer_not_investigating", field="out")
    if not reason.strip():
        raise RuleBroken("replacement_needs_reason", field="reason")
    other = next(one for one in both if one != out)
    two_officers(other, into, field="into")
    officer = accounts.get_officer(session, into)
    _need_certificate(session, into, local_day(now), field="into")
    if officer.agency_id != case.agency_id:
        raise RuleBroken("officer_of_other_agency", field="into", name=officer.name)
    event = note_act(
        session,
        actor=actor,
        now=now,
        case=case,
        kind=ActKind.OFFICER_REPLACED,
        act=OfficerReplaced(out=out, into=into, reason=reason.strip()),
        on=local_day(now),
        what=f"更换执法人员为{officer.name}：{reason.strip()}",
    )
    column = "investigator_id" if case.investigator_id == out else "second_investigator_id"
    setattr(case, column, into)
    session.flush()
    return event


def _need_certificate(session: Session, officer_id: UUID, on: date, *, field: str) -> None:
    officer = accounts.get_officer(session, officer_id)
    if not officer.is_active or not officer.is_certified(on):
        raise RuleBroken(
            "officer_not_certified", field=field, article="处罚法 42", name=officer.name, on=on.isoformat()
        )


def add_party(
    session: Session, *, actor: Actor, now: datetime, case: Case, party: UUID, reason: str
) -> CaseEvent:
    """Add a party before the case is reported; thresholds and fines are judged for each by itself."""
    hold(session, case)
    if case.status not in {CaseStatus.FILING, CaseStatus.INVESTIGATING}:
        raise RuleBroken("party_too_late", field="name")
    found = parties.get_party(session, party)
    check_party(found)
    if found.id in {one.id for one in reload_file(session, case).parties}:
        raise RuleBroken("party_in_case", field="name", name=found.name)
    event = note_act(
        session,
        actor=actor,
        now=now,
        case=case,
        kind=ActKind.PARTY_ADDED,
        act=PartyAdded(party=found.id, reason=reason.strip()),
        on=local_day(now),
        what=f"追加当事人：{reason.strip()}",
    )
    session.add(CaseParty(county_code=case.county_code, case_id=case.id, party_id=found.id))
    session.flush()
    return event


def add_party_by_facts(
    session: Session, *, actor: Actor, now: datetime, case: Case, facts: PartyFacts, reason: str
) -> CaseEvent:
    """Add a party as its papers name it: the one that the county knows by code and name, or a new one."""
    actor.need(Permission.CASE_INVESTIGATE)
    actor.need_reach(case.division_code, "case", case.number)
    if not facts.name:
        raise RuleBroken("case_party_unnamed", field="name", article="处罚法 59")
    columns = facts.columns(case.county_code)
    if columns["is_identifier_sound"] is False:
        raise RuleBroken("case_party_code_wrong", field="identifier", article="处罚法 59", name=facts.name)
    party = find_or_create(session, county_code=case.county_code, facts=facts)
    return add_party(session, actor=actor, now=now, case=case, party=party.id, reason=reason)


def note_exception(
    session: Session, *, actor: Actor, now: datetime, case: Case, act: ExceptionNoted
) -> CaseEvent:
    """Record the ground of an exception that the law has from a gate; there is none from the others."""
    gate = GateId(act.gate)
    if act.ground not in OPEN_TO_EXCEPTIONS.get(gate, frozenset()):
        raise RuleBroken("gate_without_exception", field="ground", gate=gate)
    if not act.reason.strip():
        raise RuleBroken("exception_needs_reason", field="reason")
    return note_act(
        session,
        actor=actor,
        now=now,
        case=case,
        kind=ActKind.EXCEPTION,
        act=act,
        on=local_day(now),
        what=f"记录法定例外情形（{gate.value}）：{act.reason.strip()}",
    )


def note_down(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, words: str
) -> CaseEvent:
    """Keep something in the chronology that no other act says."""
    if not words.strip():
        raise RuleBroken("note_needs_words", field="words")
    return note_act(
        session, actor=actor, now=now, case=case, kind=ActKind.NOTE, act=Note(), on=on, what=words.strip()
    )


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What an investigation found, and what its officers would do."""

    found: str
    nature: str
    wish: Wish


def report_case(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, findings: Findings
) -> CaseEvent:
    """调查终结报告: every essential fact proven, the rest listed as gaps, a proposal held against the law."""
    hold(session, case)
    file = reload_file(session, case)
    if not case.is_history:
        need_nothing(missing(CaseStep.REPORT, facts_of(file, on=on, actor=actor.officer_id)))
    need_grounds(session, file.problems, case)
    gaps = tuple(f"{gap.code} {gap.title}" for gap in evidence_gaps(file) if not gap.is_essential)
    act = Report(
        found=findings.found.strip(),
        nature=findings.nature.strip(),
        proposal=make_proposal(session, file, findings.wish, on=on),
        gaps=gaps,
    )
    return take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=CaseStep.REPORT,
        on=on,
        act=act,
        what=f"调查终结，建议：{findings.wish.reason.strip()}",
    )


def return_case(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, reason: str
) -> CaseEvent:
    """Send the file back to the investigation; what was reviewed and proposed is void."""
    if not reason.strip():
        raise RuleBroken("case_return_needs_reason", field="reason")
    return take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=CaseStep.RETURN,
        on=on,
        act=Returned(reason=reason.strip()),
        what=f"退回补充调查：{reason.strip()}",
    )


def review_case(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, act: Review
) -> CaseEvent:
    """法制审核: passed it goes on; otherwise the file goes back, before the notice or to a new one."""
    if not act.opinion.strip():
        raise RuleBroken("review_needs_opinion", field="opinion", article="处罚法 58")
    act = _with_provision(session, case, act, on=on)
    what = f"法制审核：{act.opinion.strip()}"
    if act.verdict is ReviewVerdict.AGREE:
        return take_step(
            session, actor=actor, now=now, case=case, step=CaseStep.REVIEW, on=on, act=act, what=what
        )
    hold(session, case)
    back = CaseStep.RENOTIFY if case.status is CaseStatus.CONSIDERED else CaseStep.RETURN
    note_act(
        session,
        actor=actor,
        now=now,
        case=case,
        kind=ActKind.REVIEWED,
        act=act,
        on=on,
        what=what,
        permission=Permission.CASE_REVIEW,
    )
    returned = Returned(reason=act.opinion.strip(), is_material=back is CaseStep.RENOTIFY)
    return take_step(
        session, actor=actor, now=now, case=case, step=back, on=on, act=returned, what="按审核意见退回"
    )


def _with_provision(session: Session, case: Case, act: Review, *, on: date) -> Review:
    """Return a review with the provision that it holds to apply, cited; its reason is kept (rules.md 4.3).

    Refused: a provision that does not fit, one without its reason where several fit, and agreement with
    a proposal that applies another one.
    """
    file = reload_file(session, case)
    proposal = facts_of(file, on=on).proposal
    if proposal is None or proposal.outcome is not Handling.PENALTY:
        return act
    matches = list_matches(session, file, on=on)
    present = key_of(matches, proposal)
    key = act.provision_key or present
    every = {one.key: one for each in matches for one in (*each.ranked, *each.later)}
    if not every or key not in every:
        return act
    if key != present and act.verdict is ReviewVerdict.AGREE:
        raise RuleBroken("review_other_provision", field="verdict", article="处罚法 58")
    if key != present and not act.provision_reason.strip():
        raise RuleBroken("provision_needs_reason", field="provision_reason", article="处罚法 29、37")
    return structs.replace(
        act,
        provision=every[key].basis.citation,
        provision_key=key,
        provision_reason=act.provision_reason.strip(),
    )
