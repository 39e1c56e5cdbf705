"""The gates G1 … G21 of rules.md 5.4 as data, and what each still asks for before a step.

A gate cannot be overridden. Where the law itself has an exception (urgent enforcement, inspections after a
report or an alarm) the ground is recorded as an act and is one of the facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.cases.acts import Handling
from casebook.cases.rules import gate_checks as checks
from casebook.cases.rules.lacks import Lack
from casebook.cases.rules.workflow import CaseStep, GateId, find_move
from casebook.kernel.texts import msgid

if TYPE_CHECKING:
    from collections.abc import Callable

    from casebook.cases.rules.facts import CaseFacts

    Check = Callable[[CaseFacts, CaseStep], list[checks.Found]]


class Sure(StrEnum):
    """How far a gate is certain (rules.md)."""

    LAW = "L"
    PUBLIC = "P"


@dataclass(frozen=True)
class Gate:
    """One gate: its title, its article, how certain it is, and what it looks at."""

    id: GateId
    title: str
    article: str
    check: Check
    sure: Sure = Sure.LAW


@dataclass(frozen=True)
class Missing:
    """One thing that a gate still asks for."""

    gate: GateId
    article: str
    lack: Lack
    names: tuple[str, ...] = ()


_G = GateId
_TABLE = (
    Gate(_G.G1, msgid("两名执法人员，执法证在有效期内"), "处罚法 42、55", checks.officers),
    Gate(_G.G2, msgid("出示执法证件"), "处罚法 55", checks.id_shown),
    Gate(_G.G3, msgid("告知并处理回避"), "处罚法 43", checks.recusal),
    Gate(_G.G4, msgid("立案经负责人批准，条件具备"), "处罚法 54", checks.filing, Sure.PUBLIC),
    Gate(_G.G5, msgid("在追责时效内"), "处罚法 36", checks.limitation),
    Gate(_G.G6, msgid("有管辖权"), "处罚法 22—25", checks.jurisdiction),
    Gate(_G.G7, msgid("笔录经签字确认"), "处罚法 55", checks.records),
    Gate(_G.G8, msgid("告知、陈述申辩"), "处罚法 44、45、62", checks.notice),
    Gate(_G.G9, msgid("听证"), "处罚法 63、64", checks.hearing),
    Gate(_G.G10, msgid("法制审核"), "处罚法 58", checks.legal_review),
    Gate(_G.G11, msgid("集体讨论"), "处罚法 57", checks.deliberation),
    Gate(_G.G12, msgid("决定书六项内容"), "处罚法 59", checks.contents),
    Gate(_G.G13, msgid("责令改正"), "处罚法 28", checks.orders),
    Gate(_G.G14, msgid("一事不二罚"), "处罚法 29", checks.one_fine),
    Gate(_G.G15, msgid("证据查证属实、足以证明"), "处罚法 40、41、46", checks.evidence),
    Gate(_G.G16, msgid("全过程记录"), "处罚法 47", checks.recording),
    Gate(_G.G17, msgid("罚缴分离"), "处罚法 67", checks.payee),
    Gate(_G.G18, msgid("不在夜间、法定节假日强制，不停居民生活用水用电"), "强制法 43", checks.hours),
    Gate(_G.G19, msgid("代履行条件"), "强制法 35、51", checks.substitute),
    Gate(_G.G20, msgid("涉企检查先批准、先通知"), "涉企行政检查规定", checks.inspections, Sure.PUBLIC),
    Gate(_G.G21, msgid("涉嫌犯罪须移送"), "处罚法 27、82", checks.crime),
    Gate(_G.APPROVED, msgid("审批表"), "处罚法 57", checks.approved),
    Gate(_G.SIMPLE, msgid("简易程序条件"), "处罚法 51", checks.simple),
    Gate(_G.SERVED, msgid("送达"), "处罚法 61", checks.served),
    Gate(_G.REVOKED, msgid("原决定被撤销并责令重作"), "复议法 64；行诉法 70", checks.revoked),
    Gate(_G.CLOSABLE, msgid("结案条件"), "令55 结案", checks.closable, Sure.PUBLIC),
)
GATES: dict[GateId, Gate] = {gate.id: gate for gate in _TABLE}
"""Every gate by its id."""

_ONLY_FOR = {
    CaseStep.PROPOSE: frozenset(Handling),
    CaseStep.DELIBERATE: frozenset(Handling),
    CaseStep.NOTIFY: frozenset({Handling.PENALTY}),
    CaseStep.DECIDE: frozenset({Handling.PENALTY}),
    CaseStep.DECIDE_ON_SPOT: frozenset({Handling.PENALTY}),
    CaseStep.DECIDE_NO_PENALTY: frozenset({Handling.NO_PENALTY}),
}
"""Steps that fit only some outcomes of the proposal."""


def fits(step: CaseStep, outcome: Handling | None) -> bool:
    """Say whether a step goes with what is proposed."""
    wanted = _ONLY_FOR.get(step)
    return wanted is None or outcome is None or outcome in wanted


def missing(step: CaseStep, facts: CaseFacts) -> list[Missing]:
    """Return all that is still missing for a step, gate by gate; empty when it may be taken.

    A step that the table does not have from here, or that does not fit the proposal, is missing its turn.
    """
    move = find_move(step, facts.status, facts.procedure)
    if move is None:
        return [Missing(_G.APPROVED, "", Lack.OUT_OF_ORDER)]
    found = [] if _turns(step, facts) else [Missing(_G.APPROVED, move.article, Lack.OTHER_OUTCOME)]
    for gate_id in move.gates:
        gate = GATES[gate_id]
        found += [Missing(gate_id, gate.article, lack, names) for lack, names in gate.check(facts, step)]
    return found


def _turns(step: CaseStep, facts: CaseFacts) -> bool:
    needs_proposal = step in {CaseStep.NOTIFY, CaseStep.DECIDE, CaseStep.DECIDE_NO_PENALTY}
    if needs_proposal and facts.outcome is None:
        return False
    return fits(step, facts.outcome)
