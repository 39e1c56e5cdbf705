"""What comes next in a case: the one step of the main line, and the others that are lawful beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.cases.acts import Handling
from casebook.cases.rules.gates import fits
from casebook.cases.rules.status import CaseStatus
from casebook.cases.rules.workflow import CaseStep, Procedure, moves_from

if TYPE_CHECKING:
    from casebook.cases.rules.facts import CaseFacts
    from casebook.cases.rules.workflow import Move

_S, _T = CaseStatus, CaseStep
_MAIN: dict[CaseStatus, CaseStep] = {
    _S.FILING: _T.FILE,
    _S.INVESTIGATING: _T.REPORT,
    _S.NOTIFIED: _T.CONSIDER,
    _S.HEARING: _T.CONSIDER,
    _S.DECIDED: _T.SERVE,
    _S.SERVED: _T.CLOSE,
    _S.ENFORCING: _T.CLOSE,
    _S.SUSPENDED: _T.RESUME,
    _S.TERMINATED: _T.CLOSE,
    _S.WITHDRAWN: _T.CLOSE,
    _S.TRANSFERRED: _T.CLOSE,
    _S.CLOSED: _T.ARCHIVE,
}
_REVOCABLE = frozenset({_S.SERVED, _S.ENFORCING, _S.CLOSED})
_BY_OUTCOME = {
    None: _T.NOTIFY,
    Handling.PENALTY: _T.NOTIFY,
    Handling.NO_PENALTY: _T.DECIDE_NO_PENALTY,
    Handling.WITHDRAW: _T.WITHDRAW,
    Handling.TRANSFER: _T.TRANSFER,
}


def next_step(facts: CaseFacts) -> CaseStep | None:
    """Return the next step of the main line; None where nothing follows."""
    if facts.must_remake and facts.status in _REVOCABLE:
        return _T.REVOKE
    found = _MAIN.get(facts.status)
    if facts.status is _S.INVESTIGATING and facts.procedure is Procedure.SIMPLE:
        found = _T.DECIDE_ON_SPOT
    elif facts.status in {_S.REPORTED, _S.REVIEWED}:
        waits = facts.status is _S.REPORTED and _wants_review(facts)
        found = _T.REVIEW if waits else _deciding(facts)
    elif facts.status is _S.PROPOSED:
        found = _BY_OUTCOME[facts.outcome]
    elif facts.status is _S.NOTIFIED and facts.hearing.is_asked and not facts.hearing.is_waived:
        found = _T.OPEN_HEARING
    elif facts.status is _S.CONSIDERED:
        found = _T.REVIEW if _wants_review(facts) else _T.DECIDE
    return found


def _deciding(facts: CaseFacts) -> CaseStep:
    needed = facts.proposal is not None and facts.proposal.needs.deliberation
    return _T.DELIBERATE if needed else _T.PROPOSE


def _wants_review(facts: CaseFacts) -> bool:
    held_on = facts.hearing.held_on
    needed = facts.proposal is not None and facts.proposal.needs.review
    if facts.review is None:
        return needed or held_on is not None
    return held_on is not None and facts.review.on < held_on


def other_steps(facts: CaseFacts) -> list[Move]:
    """Return the rows that lead elsewhere from here and go with what is proposed; gates are not asked."""
    main = next_step(facts)
    rows = moves_from(facts.status, facts.procedure)
    return [row for row in rows if row.step is not main and fits(row.step, facts.outcome)]
