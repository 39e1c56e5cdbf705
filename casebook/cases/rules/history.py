"""What an old file (历史补录) lacks: the gates of every step that it has passed, and of the next one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casebook.cases.acts import Handling
from casebook.cases.rules.course import next_step
from casebook.cases.rules.gates import missing
from casebook.cases.rules.lacks import TYPED, Lack
from casebook.cases.rules.status import CaseStatus
from casebook.cases.rules.workflow import CaseStep
from casebook.documents.rules import FormCode as F

if TYPE_CHECKING:
    from collections.abc import Collection

    from casebook.cases.rules.facts import CaseFacts
    from casebook.cases.rules.gates import Missing

_S, _T = CaseStatus, CaseStep
_WAY: tuple[tuple[CaseStatus, CaseStep], ...] = (
    (_S.FILING, _T.FILE),
    (_S.INVESTIGATING, _T.REPORT),
    (_S.PROPOSED, _T.NOTIFY),
    (_S.NOTIFIED, _T.CONSIDER),
    (_S.CONSIDERED, _T.DECIDE),
    (_S.DECIDED, _T.SERVE),
    (_S.SERVED, _T.CLOSE),
)
"""The way of a penalty, from status to status."""
_WAY_OUT = (*_WAY[:2], (_S.PROPOSED, _T.DECIDE_NO_PENALTY), *_WAY[5:])
"""The way of a decision not to punish."""
_HOW_FAR = {_S.INVESTIGATING: _S.INVESTIGATING, _S.DECIDED: _S.DECIDED, _S.SERVED: _S.SERVED}
_NO_GAPS = TYPED | {Lack.OUT_OF_ORDER, Lack.OTHER_OUTCOME}
SHOWN_BY: dict[Lack, frozenset[F]] = {
    Lack.FILING_NOT_APPROVED: frozenset({F.F11}),
    Lack.NO_APPROVAL: frozenset({F.F26, F.F46}),
    Lack.ID_NOT_SHOWN: frozenset({F.F04, F.F06A, F.F07}),
    Lack.RECUSAL_NOT_ASKED: frozenset({F.F04, F.F06A, F.F07}),
    Lack.RECORD_UNSIGNED: frozenset({F.F04, F.F06A}),
    Lack.NOT_RECORDED: frozenset({F.F04, F.F06A, F.F07, F.F18A}),
    Lack.EVIDENCE_GAP: frozenset({F.F18A}),
    Lack.NOT_NOTIFIED: frozenset({F.F22, F.F23}),
    Lack.HEARING_NOT_OFFERED: frozenset({F.F23}),
    Lack.STATEMENT_RUNS: frozenset({F.F24B}),
    Lack.HEARING_RUNS: frozenset({F.F25F}),
    Lack.HEARING_NOT_HELD: frozenset({F.F25E, F.F25F}),
    Lack.NOT_REVIEWED: frozenset({F.F20}),
    Lack.NOT_DELIBERATED: frozenset({F.F21}),
    Lack.NOT_SERVED: frozenset({F.F30B}),
    Lack.NO_ORDER: frozenset({F.F09, F.F10}),
    Lack.UNPAID: frozenset({F.F32}),
    Lack.INSPECTION_UNANNOUNCED: frozenset({F.F02, F.F03}),
}
"""Papers of an old file by which a gap is closed."""


def gaps_of_history(facts: CaseFacts, forms: Collection[str]) -> list[tuple[CaseStep, Missing]]:
    """Return what an old file does not show of what the law asks, each lack once with the step it is of.

    `forms` are the papers of the catalogue that were entered; nothing is judged of a step that comes later.
    """
    found: dict[Lack, tuple[CaseStep, Missing]] = {}
    for status, step in _passed(facts):
        for one in missing(step, replace(facts, status=status)):
            if one.lack not in _NO_GAPS and not SHOWN_BY.get(one.lack, frozenset()) & set(forms):
                found.setdefault(one.lack, (step, one))
    return list(found.values())


def _passed(facts: CaseFacts) -> list[tuple[CaseStatus, CaseStep]]:
    way = _WAY_OUT if facts.outcome is Handling.NO_PENALTY else _WAY
    places = [status for status, _step in way]
    here = _HOW_FAR.get(facts.status)
    if here is None:
        return list(way)
    following = next_step(facts)
    passed = list(way[: places.index(here)])
    return [*passed, (here, following)] if following is not None else passed
