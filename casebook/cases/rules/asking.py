"""Which 审批表 a step rests on, and what it is called."""

from __future__ import annotations

from casebook.approvals.rules import ChainKind
from casebook.cases.rules.workflow import CaseStep

CHAINS: dict[CaseStep, ChainKind] = {
    CaseStep.FILE: ChainKind.CASE_FILING,
    CaseStep.REFUSE_FILING: ChainKind.CASE_NOT_FILING,
    CaseStep.DECIDE: ChainKind.PENALTY_DECISION,
    CaseStep.DECIDE_NO_PENALTY: ChainKind.NO_PENALTY_DECISION,
    CaseStep.WITHDRAW: ChainKind.WITHDRAWAL,
    CaseStep.TRANSFER: ChainKind.TRANSFER,
    CaseStep.SUSPEND: ChainKind.CASE_SUSPENSION,
    CaseStep.TERMINATE: ChainKind.CASE_SUSPENSION,
    CaseStep.CLOSE: ChainKind.CASE_CLOSING,
}
TITLES: dict[CaseStep, str] = {
    CaseStep.FILE: "立案审批表",
    CaseStep.REFUSE_FILING: "不予立案审批表",
    CaseStep.DECIDE: "行政处罚决定审批表",
    CaseStep.DECIDE_NO_PENALTY: "不予行政处罚决定审批表",
    CaseStep.WITHDRAW: "撤销案件审批表",
    CaseStep.TRANSFER: "案件移送审批表",
    CaseStep.SUSPEND: "案件中止审批表",
    CaseStep.TERMINATE: "案件终止审批表",
    CaseStep.CLOSE: "结案审批表",
}
