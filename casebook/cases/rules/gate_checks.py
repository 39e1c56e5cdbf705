"""What each gate looks at: pure functions from the facts of a case to what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.cases.acts import Handling
from casebook.cases.rules.lacks import Lack
from casebook.cases.rules.status import CaseStatus
from casebook.cases.rules.workflow import CaseStep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.cases.rules.facts import CaseFacts, OfficerFact

Found = tuple[Lack, tuple[str, ...]]
TWO = 2
MOST_AGENTS = 2
SIGNATURES = 3
HEARING_NOTICE = "F23"
NOTICES = frozenset({"F22", HEARING_NOTICE})
DECISIONS = frozenset({"F27", "F28"})
"""Forms whose service takes a step (rules.md 7.2)."""
_BEFORE_DECISION = frozenset({CaseStep.CONSIDER, CaseStep.DECIDE})


def _lack(lack: Lack, *names: str) -> list[Found]:
    return [(lack, names)]


def _if(condition: object, lack: Lack, *names: str) -> list[Found]:
    return _lack(lack, *names) if condition else []


def officers(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G1: two officers now, and on every visit, each certified on that day; who was recused is replaced."""
    found = _pair(facts.investigators)
    recused = [one.name for one in facts.investigators if one.is_recused]
    found += _if(recused, Lack.RECUSED, *recused)
    for visit in facts.visits:
        found += [(lack, (visit.on.isoformat(), *names)) for lack, names in _pair(visit.officers)]
    return found


def _pair(them: Iterable[OfficerFact]) -> list[Found]:
    people = {one.id: one for one in them}.values()
    found = _if(len(people) < TWO, Lack.ONE_OFFICER)
    expired = [one.name for one in people if not one.is_certified]
    return found + _if(expired, Lack.UNCERTIFIED, *expired)


def id_shown(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G2: certificates were shown, at each visit or by an act of the case."""
    unseen = [visit.on.isoformat() for visit in facts.visits if not visit.id_shown]
    shown = facts.id_shown or (facts.visits and not unseen)
    return _if(not shown, Lack.ID_NOT_SHOWN, *unseen)


def recusal(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G3: the party was asked, and what was asked for was decided."""
    asked = facts.recusal_asked or (facts.visits and all(visit.recusal_asked for visit in facts.visits))
    found = _if(not asked, Lack.RECUSAL_NOT_ASKED)
    return found + _if(facts.recusals_open, Lack.RECUSAL_UNDECIDED, *facts.recusals_open)


def filing(facts: CaseFacts, step: CaseStep) -> list[Found]:
    """G4: the head approved, and facts and punishability were affirmed."""
    found = _if(step not in facts.approved, Lack.FILING_NOT_APPROVED)
    return found + _if(facts.filing_lacks, Lack.FILING_CONDITION, *facts.filing_lacks)


def limitation(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G5: two years from the end of the act are not over; it binds penalties, not their being dropped."""
    is_penal = facts.outcome in {None, Handling.PENALTY}
    return _if(facts.is_out_of_time and is_penal, Lack.OUT_OF_TIME)


def jurisdiction(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G6: the agency holds the power on the day."""
    return _if(not facts.has_power, Lack.POWER_ELSEWHERE)


def records(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G7: every record was finished and signed, or its refusal noted."""
    unsigned = [visit.on.isoformat() for visit in facts.visits if not visit.is_submitted]
    return _if(unsigned, Lack.RECORD_UNSIGNED, *unsigned)


def notice(facts: CaseFacts, step: CaseStep) -> list[Found]:
    """G8: told before decided, heard, answered, and never punished harder for having spoken."""
    if step is CaseStep.NOTIFY:
        return _if(not facts.papers_served & NOTICES, Lack.NOT_NOTIFIED)
    if facts.notice is None:
        return _lack(Lack.NOT_NOTIFIED)
    if step not in _BEFORE_DECISION:
        return []
    until = facts.notice.statement_until
    runs = until is not None and facts.on <= until and not facts.statement_waived
    found = _if(runs, Lack.STATEMENT_RUNS, until.isoformat() if until else "")
    found += _if(facts.unanswered, Lack.STATEMENT_UNANSWERED, *facts.unanswered)
    found += _if(facts.must_notify_again, Lack.MUST_NOTIFY_AGAIN)
    return found + (_heavier(facts) if step is CaseStep.DECIDE else [])


def _heavier(facts: CaseFacts) -> list[Found]:
    if facts.proposal is None or facts.notice is None:
        return []
    told = facts.notice.fines
    return _if(any(one.fen > told.get(one.party, 0) for one in facts.proposal.fines), Lack.HEAVIER)


def hearing(facts: CaseFacts, step: CaseStep) -> list[Found]:
    """G9: offered where due, its time over or given up; held as asked, by one who did not investigate."""
    needed = facts.proposal is not None and facts.proposal.needs.hearing
    if step is CaseStep.NOTIFY:
        bare = needed and facts.papers_served & NOTICES and HEARING_NOTICE not in facts.papers_served
        return _if(bare, Lack.HEARING_NOT_OFFERED)
    if facts.notice is None:
        return []
    found = _if(needed and not facts.notice.offers_hearing, Lack.HEARING_NOT_OFFERED)
    if step is CaseStep.OPEN_HEARING:
        return found + _if(not facts.hearing.is_asked, Lack.HEARING_NOT_ASKED)
    if step not in _BEFORE_DECISION or not facts.notice.offers_hearing or facts.hearing.is_waived:
        return found
    return found + (_held(facts) if facts.hearing.is_asked else _window(facts))


def _window(facts: CaseFacts) -> list[Found]:
    until = facts.notice.hearing_until if facts.notice else None
    runs = until is None or facts.on <= until
    return _if(runs, Lack.HEARING_RUNS, until.isoformat() if until else "")


def _held(facts: CaseFacts) -> list[Found]:
    if facts.hearing.held_on is None:
        return _lack(Lack.HEARING_NOT_HELD)
    found = _if(facts.hearing.presider in facts.ever_investigated, Lack.PRESIDER_INVESTIGATED)
    found += _if(not facts.hearing.notice_days_kept, Lack.HEARING_CALLED_LATE)
    return found + _if(facts.hearing.agents > MOST_AGENTS, Lack.TOO_MANY_AGENTS)


def legal_review(facts: CaseFacts, step: CaseStep) -> list[Found]:
    """G10: passed where required, after a hearing anew, by a qualified person who did not investigate."""
    if step is CaseStep.REVIEW:
        return _if(facts.actor in facts.ever_investigated, Lack.REVIEWER_INVESTIGATED)
    held_on = facts.hearing.held_on
    needed = facts.proposal is not None and (facts.proposal.needs.review or held_on is not None)
    if not needed:
        return []
    if facts.review is None:
        return _lack(Lack.NOT_REVIEWED)
    found = _if(facts.review.reviewer in facts.ever_investigated, Lack.REVIEWER_INVESTIGATED)
    found += _if(not facts.review.is_qualified, Lack.REVIEWER_UNQUALIFIED)
    return found + _if(held_on is not None and facts.review.on < held_on, Lack.REVIEW_BEFORE_HEARING)


def deliberation(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G11: the leaders discussed it together where required."""
    needed = facts.proposal is not None and facts.proposal.needs.deliberation
    return _if(needed and not facts.is_deliberated, Lack.NOT_DELIBERATED)


def contents(facts: CaseFacts, step: CaseStep) -> list[Found]:
    """G12: the six contents are there, and who decides did not investigate (on the spot the officers do)."""
    found = _if(facts.decision_lacks, Lack.CONTENT_EMPTY, *facts.decision_lacks)
    decides = step is CaseStep.DECIDE and facts.actor in facts.ever_investigated
    return found + _if(decides, Lack.DECIDER_INVESTIGATED)


def orders(facts: CaseFacts, step: CaseStep) -> list[Found]:
    """G13: ordered to put right; where the provision needs it the order has lapsed (rules.md 4.2)."""
    if not facts.is_penalty or facts.proposal is None:
        return []
    lapse = facts.proposal.needs.needs_overdue and facts.proposal.fines and not facts.is_order_lapsed
    found = _if(lapse, Lack.ORDER_NOT_LAPSED)
    found += _if(facts.proposal.needs.authority and not facts.has_authority, Lack.NO_AUTHORITY)
    return found + (
        _if(facts.unordered_wells, Lack.NO_ORDER, *facts.unordered_wells) if step is CaseStep.DECIDE else []
    )


def one_fine(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G14: no other decision fined the same act."""
    fined = facts.proposal is not None and bool(facts.proposal.fines)
    return _if(fined and facts.fined_before, Lack.FINED_BEFORE, *facts.fined_before)


def evidence(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G15: every essential fact of the matrix is proven, and not by what supports leads only."""
    found = _if(facts.essential_gaps, Lack.EVIDENCE_GAP, *facts.essential_gaps)
    return found + _if(facts.supports_leads_only, Lack.LEADS_ONLY)


def recording(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G16: the process is on record in text, sound or picture."""
    return _if(not facts.has_record, Lack.NOT_RECORDED)


def payee(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G17: a fine names the bank account that it is paid into."""
    fined = facts.proposal is not None and bool(facts.proposal.fines)
    return _if(fined and not facts.pay_to.strip(), Lack.NO_PAYEE)


def hours(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G18: not at night or on a holiday unless urgent; livelihoods are never cut off."""
    late = facts.enforcement.is_night_or_holiday and not facts.enforcement.is_urgent
    return _if(late, Lack.NIGHT_OR_HOLIDAY) + _if(facts.enforcement.cuts_livelihood, Lack.LIVELIHOOD)


def substitute(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G19: urged first; 代履行 with its estimate, its supervisor and three signatures."""
    force = facts.enforcement
    found = _if(not force.is_urged, Lack.NOT_URGED)
    runs = force.urge_until is not None and facts.on < force.urge_until
    found += _if(runs, Lack.URGE_RUNS, force.urge_until.isoformat() if force.urge_until else "")
    found += _if(facts.unanswered, Lack.STATEMENT_UNANSWERED, *facts.unanswered)
    if not force.is_substitute:
        return found
    found += _if(not force.has_cost_estimate, Lack.NO_ESTIMATE)
    found += _if(not force.is_supervised, Lack.NOT_SUPERVISED)
    return found + _if(force.signatures < SIGNATURES, Lack.NOT_SIGNED)


def inspections(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G20: visits to enterprises were approved and notified, or had a ground that needs neither."""
    bare = [one.on.isoformat() for one in facts.visits if one.is_enterprise and not one.is_announced]
    return _if(bare, Lack.INSPECTION_UNANNOUNCED, *bare)


def crime(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """G21: where a crime is suspected there is only one way on, the transfer."""
    suspected = facts.proposal is not None and facts.proposal.crime_suspected
    return _if(suspected and facts.outcome is not Handling.TRANSFER, Lack.CRIME)


def approved(facts: CaseFacts, step: CaseStep) -> list[Found]:
    """Ask for the 审批表 of the step, answered with 同意."""
    return _if(step not in facts.approved, Lack.NO_APPROVAL)


def served(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """Ask for the service of the decision."""
    return _if(not facts.papers_served & DECISIONS, Lack.NOT_SERVED)


def simple(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """On the spot only within the limits of 处罚法 51."""
    return _if(not facts.simple_allowed, Lack.NOT_SIMPLE)


def revoked(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """Only what a review or suit revoked, and has made anew, goes back after the decision."""
    return _if(not facts.must_remake, Lack.NOT_REVOKED)


def closable(facts: CaseFacts, _step: CaseStep) -> list[Found]:
    """One of: performed, the court ended it, nothing to perform, transfer accepted, terminated, dropped."""
    if facts.status is CaseStatus.TRANSFERRED:
        return _if(not facts.closing.transfer_accepted, Lack.NO_RECEIPT)
    if facts.closing.court_ended or facts.status in {CaseStatus.TERMINATED, CaseStatus.WITHDRAWN}:
        return []
    found = _if(facts.closing.open_measures, Lack.MEASURE_OPEN, str(facts.closing.open_measures))
    found += _if(facts.closing.cash_unbanked, Lack.CASH_UNBANKED)
    return found + _if(facts.closing.unpaid_fen > 0, Lack.UNPAID)
