"""The days of a file's course: from its acts and approvals, of an old file from its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.approvals.queries import list_for
from casebook.approvals.rules import ApprovalState, ChainKind
from casebook.cases.acts import ActKind
from casebook.cases.models import MeasureVerification
from casebook.cases.rules.folding import last, of_kind
from casebook.documents.rules import FormCode
from casebook.dossier.rules.file_facts import Mark
from casebook.kernel.clock import local_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.approvals.models import Approval
    from casebook.cases.queries.file import CaseFile
    from casebook.dossier.rules.file_facts import Paper

_K, _M, _F = ActKind, Mark, FormCode
_ACTS: dict[ActKind, Mark] = {
    _K.FILED: _M.FILED,
    _K.REPORTED: _M.REPORTED,
    _K.REVIEWED: _M.REVIEWED,
    _K.PROPOSED: _M.AGREED,
    _K.DELIBERATED: _M.DELIBERATED,
    _K.NOTIFIED: _M.NOTIFIED,
    _K.STATEMENT: _M.STATED,
    _K.STATEMENT_WAIVED: _M.STATEMENT_WAIVED,
    _K.HEARING_ASKED: _M.HEARING_ASKED,
    _K.HEARING_WAIVED: _M.HEARING_WAIVED,
    _K.HEARING_HELD: _M.HEARING_HELD,
    _K.DECIDED: _M.DECIDED,
    _K.SERVED: _M.SERVED,
    _K.ENFORCED: _M.ENFORCED,
    _K.CLOSED: _M.CLOSED,
}
_CHAINS: dict[ChainKind, tuple[Mark, FormCode]] = {
    ChainKind.CASE_FILING: (_M.FILING_APPROVED, _F.F11),
    ChainKind.PENALTY_DECISION: (_M.DECISION_APPROVED, _F.F26),
    ChainKind.NO_PENALTY_DECISION: (_M.DECISION_APPROVED, _F.F26),
    ChainKind.CASE_CLOSING: (_M.CLOSING_APPROVED, _F.F46),
}
_OLD: tuple[tuple[Mark, frozenset[FormCode]], ...] = (
    (_M.FILING_APPROVED, frozenset({_F.F11})),
    (_M.FILED, frozenset({_F.F11})),
    (_M.REPORTED, frozenset({_F.F19})),
    (_M.REVIEWED, frozenset({_F.F20})),
    (_M.DELIBERATED, frozenset({_F.F21})),
    (_M.NOTIFIED, frozenset({_F.F22, _F.F23})),
    (_M.DECISION_APPROVED, frozenset({_F.F26})),
    (_M.DECIDED, frozenset({_F.F27, _F.F28, _F.F29})),
    (_M.SERVED, frozenset({_F.F30B})),
    (_M.URGED, frozenset({_F.F34A, _F.F34B})),
    (_M.CLOSING_APPROVED, frozenset({_F.F46})),
    (_M.CLOSED, frozenset({_F.F46})),
)
"""Papers of an old file that tell of a day."""


def list_approved(session: Session, file: CaseFile) -> dict[ChainKind, Approval]:
    """Return the newest approval of each kind that was given."""
    asked = list_for(session, [file.case.id])
    return {one.kind: one for one in asked if one.state is ApprovalState.APPROVED}


def days_of(
    session: Session, file: CaseFile, approved: Mapping[ChainKind, Approval], papers: Iterable[Paper]
) -> dict[Mark, date]:
    """Return each day of the course that came; where an act was done twice, the last."""
    found: dict[Mark, date] = _old_days(papers) if file.case.is_history else {}
    for kind, mark in _ACTS.items():
        entry = last(file.entries, kind)
        if entry is not None:
            found[mark] = entry.on
    agreed = last(file.entries, _K.PROPOSED, _K.DELIBERATED)
    if agreed is not None:
        found[_M.AGREED] = agreed.on
    for chain, (mark, _form) in _CHAINS.items():
        row = approved.get(chain)
        if row is not None and row.ended_on is not None:
            found[mark] = row.ended_on
    urged = [one.issued_on for one in papers if one.form in {_F.F34A, _F.F34B} and one.issued_on]
    if urged or any(of_kind(file.entries, _K.URGED)):
        found[_M.URGED] = min(urged) if urged else next(of_kind(file.entries, _K.URGED)).on
    lapsed = _lapsed_on(session, file)
    if lapsed is not None:
        found[_M.ORDER_LAPSED] = lapsed
    if file.case.closed_on is not None:
        found[_M.CLOSED] = file.case.closed_on
    return found


def sheets_of(approved: Iterable[ChainKind]) -> frozenset[FormCode]:
    """Return the forms that chains of approval stand for."""
    return frozenset(_CHAINS[kind][1] for kind in approved if kind in _CHAINS)


def _old_days(papers: Iterable[Paper]) -> dict[Mark, date]:
    known = [one for one in papers if one.issued_on is not None]
    found: dict[Mark, date] = {}
    for mark, forms in _OLD:
        days = [one.issued_on for one in known if one.form in forms and one.issued_on]
        if days:
            found[mark] = min(days)
    return found


def _lapsed_on(session: Session, file: CaseFile) -> date | None:
    """Return the first day on which a re-check found an order not obeyed."""
    if not file.unmet:
        return None
    query = select(MeasureVerification.verified_at).where(
        MeasureVerification.measure_id.in_(file.unmet), MeasureVerification.is_met.is_(False)
    )
    return min((local_day(at) for at in session.scalars(query)), default=None)
