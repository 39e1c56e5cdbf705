"""Which papers of the catalogue a case may draw up now, and which of them its next step waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.cases.rules.status import CaseStatus as S
from casebook.documents.rules import FORMS, Stage
from casebook.documents.rules import FormCode as F
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection

MADE_BY_ACTS = frozenset({F.F27, F.F28, F.F29, F.F31C, F.F33A, F.F33B, F.F34A, F.F34B, F.F37A, F.F37B})
"""Issued by the very act that they record, with its gates and figures; never drafted by themselves."""
MADE_ELSEWHERE = frozenset({F.F41B})
"""The receiver of a transfer writes its receipt."""
_BEFORE = frozenset({Stage.CLUE, Stage.INSPECTION, Stage.FILING, Stage.PREVENTION})
_SEARCH = frozenset({Stage.INSPECTION, Stage.INVESTIGATION, Stage.RECTIFICATION, Stage.SERVICE})
_CHECKING = _SEARCH | {Stage.REVIEW, Stage.TRANSFER}
_TELLING = frozenset({Stage.INVESTIGATION, Stage.REVIEW, Stage.NOTICE, Stage.SERVICE})
_AFTER = frozenset({Stage.SERVICE, Stage.PERFORMANCE, Stage.ENFORCEMENT, Stage.RECTIFICATION, Stage.CLOSING})
STAGES: dict[S, frozenset[Stage]] = {
    S.FILING: _BEFORE | _SEARCH,
    S.NOT_FILED: frozenset({Stage.FILING, Stage.SERVICE, Stage.PREVENTION}),
    S.INVESTIGATING: _CHECKING | {Stage.CLUE, Stage.PREVENTION},
    S.REPORTED: _CHECKING,
    S.REVIEWED: _CHECKING,
    S.PROPOSED: _TELLING | {Stage.TRANSFER, Stage.RECTIFICATION},
    S.NOTIFIED: _TELLING,
    S.HEARING: _TELLING,
    S.CONSIDERED: _TELLING | {Stage.DECISION},
    S.DECIDED: frozenset({Stage.DECISION, Stage.SERVICE}),
    S.SERVED: _AFTER,
    S.ENFORCING: _AFTER,
    S.SUSPENDED: frozenset({Stage.INVESTIGATION, Stage.SERVICE}),
    S.TERMINATED: frozenset({Stage.SERVICE, Stage.CLOSING}),
    S.WITHDRAWN: frozenset({Stage.SERVICE, Stage.CLOSING}),
    S.TRANSFERRED: frozenset({Stage.TRANSFER, Stage.SERVICE, Stage.CLOSING}),
    S.CLOSED: frozenset({Stage.SERVICE, Stage.CLOSING}),
    S.ARCHIVED: frozenset(),
}
"""The stages whose papers may be drawn up while a case stands somewhere."""
DUE: dict[S, tuple[F, ...]] = {
    S.FILING: (F.F01, F.F11),
    S.NOT_FILED: (F.F12B,),
    S.INVESTIGATING: (F.F10, F.F18A, F.F19),
    S.REPORTED: (F.F20,),
    S.REVIEWED: (F.F21,),
    S.PROPOSED: (F.F22,),
    S.NOTIFIED: (F.F24B,),
    S.HEARING: (F.F25B, F.F25E, F.F25F),
    S.CONSIDERED: (F.F26,),
    S.SERVED: (F.F40C, F.F46),
    S.ENFORCING: (F.F46,),
    S.SUSPENDED: (F.F45B,),
    S.TERMINATED: (F.F46,),
    S.WITHDRAWN: (F.F46,),
    S.TRANSFERRED: (F.F41C, F.F46),
    S.CLOSED: (F.F47A, F.F47B, F.F47C),
}
"""The papers that the usual next step of a case rests on, in the order in which they are made."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that may be drawn up; due ones are what the case waits for."""

    form: F
    is_due: bool = False


def offers(
    status: S, *, made: Collection[F], unserved: bool = False, needs_hearing: bool = False
) -> tuple[Offer, ...]:
    """Return the papers that a case may draw up, those that are due first, then by number.

    `made` are the forms that it has already, void ones left out; `unserved` says that an issued paper
    waits for its service, which a 送达回证 proves; where a hearing must be offered F23 is due for F22.
    """
    expected = [_notice(form, needs_hearing=needs_hearing) for form in DUE.get(status, ())]
    due = [form for form in expected if form not in made]
    if unserved and Stage.SERVICE in STAGES[status]:
        due.insert(0, F.F30B)
    rest = [form for form in F if may_draw_up(form, status) and form not in due]
    return (*(Offer(form, is_due=True) for form in due), *(Offer(form) for form in rest))


def may_draw_up(form: F, status: S) -> bool:
    """Say whether a form may be drafted by itself while a case stands somewhere."""
    return FORMS[form].stage in STAGES[status] and form not in MADE_BY_ACTS | MADE_ELSEWHERE


def need_offer(form: F, status: S) -> None:
    """Refuse a paper that a case may not draw up now, with where it is made."""
    if form in MADE_BY_ACTS:
        raise RuleBroken("case_paper_by_act", field="form", title=FORMS[form].title)
    if not may_draw_up(form, status):
        raise RuleBroken("case_paper_not_now", field="form", title=FORMS[form].title, present=status)


def _notice(form: F, *, needs_hearing: bool) -> F:
    return F.F23 if form is F.F22 and needs_hearing else form
