"""Sending a 审批表 on its way for a step of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.approvals import actions as approvals
from casebook.cases.actions.steps import hold, note_case, subject_of_case
from casebook.cases.acts import ActKind, ApprovalAsked
from casebook.cases.queries.file import reload_file
from casebook.cases.rules.asking import CHAINS, TITLES
from casebook.cases.rules.folding import approved_steps
from casebook.cases.rules.workflow import get_move
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval
    from casebook.cases.models import Case
    from casebook.cases.queries.file import CaseFile
    from casebook.cases.rules.workflow import CaseStep


def ask_approval(
    session: Session, *, actor: Actor, now: datetime, case: Case, step: CaseStep, text: str
) -> Approval:
    """Ask the chain of a step, which the table must have from where the case stands.

    Whoever investigates answers nowhere but as 承办人. RuleBroken `case_step_without_approval` for a step
    that rests on none, and what the approvals refuse.
    """
    actor.need(Permission.CASE_INVESTIGATE)
    actor.need_reach(case.division_code, "case", case.number)
    hold(session, case)
    get_move(step, case.status, case.procedure, case.number)
    kind = CHAINS.get(step)
    if kind is None:
        raise RuleBroken("case_step_without_approval", step=step)
    file = reload_file(session, case)
    approval = approvals.ask(
        session,
        actor=actor,
        now=now,
        subject=subject_of_case(case),
        kind=kind,
        title=TITLES[step],
        text=text,
        facts=_facts(file),
        barred=frozenset(one.id for one in file.investigators),
        again=step not in approved_steps(file.entries),
    )
    note_case(
        session,
        case,
        actor=actor,
        now=now,
        on=local_day(now),
        what=f"提请审批：{TITLES[step]}",
        kind=ActKind.APPROVAL_ASKED,
        act=ApprovalAsked(step=step, chain=kind),
        approval_id=approval.id,
    )
    return approval


def _facts(file: CaseFile) -> dict[str, str]:
    case = file.case
    return {
        "案号": case.number,
        "案由": case.cause,
        "当事人": "、".join(one.name for one in file.parties),
        "办案机关": case.acts_in_name_of,
        "执法人员": "、".join(f"{one.name}（{one.certificate_no}）" for one in file.investigators),
    }
