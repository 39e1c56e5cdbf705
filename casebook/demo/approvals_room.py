"""Storylines of approvals: one that was returned and asked anew, one signed on paper, one that waits."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.approvals import actions
from casebook.approvals.actions import PaperSignature, Scan
from casebook.approvals.rules import ChainKind, Verdict
from casebook.cases.actions.steps import subject_of_case
from casebook.demo.inkwork import page
from casebook.kernel.clock import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.approvals.models import Approval
    from casebook.demo.stage import Stage, Storyline


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of approvals."""
    yield _substitute(stage)
    yield _returned(stage)
    yield _on_paper(stage)
    yield _waiting(stage)


def _substitute(stage: Stage) -> Storyline:
    """Play the head naming who signs while the unit's head is away."""
    yield stage.ago(2, "08:40")
    today = local_day(stage.now)
    actions.name_substitute(
        stage.session,
        **stage.by("agencyhead"),
        absent_id=stage.officer("casehead").id,
        substitute_id=stage.officer("deputy").id,
        from_on=today,
        until_on=today + timedelta(days=6),
        paper="冠综执〔演示〕第 8 号 授权书",
    )


def _ask(stage: Stage, login: str, key: str, kind: ChainKind, words: tuple[str, str, str]) -> Approval:
    title, text, reason = words
    return actions.ask(
        stage.session,
        **stage.by(login),
        subject=subject_of_case(stage.cases[key]),
        kind=kind,
        title=title,
        text=text,
        facts={"案由": stage.cases[key].cause, "理由": reason},
    )


def _answer(stage: Stage, login: str, asked: Approval, verdict: Verdict, opinion: str) -> None:
    actions.answer(stage.session, **stage.by(login, 20), approval=asked, verdict=verdict, opinion=opinion)


_LONGER = ("延长办案期限", "建议延长办案期限 60 日。", "取水量鉴定意见尚未出具。")


def _returned(stage: Stage) -> Storyline:
    """Play a request for more time that came back, was mended and got through."""
    yield stage.ago(9, "10:10")
    asked = _ask(stage, "inspector", "late_decision", ChainKind.CASE_EXTENSION, _LONGER)
    _answer(stage, "inspector2", asked, Verdict.AGREE, "")
    yield stage.ago(8, "15:10")
    _answer(stage, "casehead", asked, Verdict.RETURN, "请附鉴定机构的受理回执，写明预计出具日期。")
    yield stage.ago(7, "09:20")
    mended = (_LONGER[0], _LONGER[1], "取水量鉴定 15 日内出具，受理回执见卷宗第 31 页。")
    asked = _ask(stage, "inspector", "late_decision", ChainKind.CASE_EXTENSION, mended)
    for days, login in ((7, "inspector2"), (6, "casehead"), (5, "agencyhead")):
        yield stage.ago(days, "16:00")
        _answer(stage, login, asked, Verdict.AGREE, "情况属实，同意延长。")


def _on_paper(stage: Stage) -> Storyline:
    """Play a form that was signed with a pen and waits for its second reader."""
    yield stage.ago(4, "11:10")
    words = ("组织听证", "建议受理听证申请，指定听证主持人。", "当事人在告知后提出听证。")
    asked = _ask(stage, "inspector", "cold_store", ChainKind.HEARING, words)
    yield stage.ago(1, "15:20")
    signed_on = local_day(stage.ago(2))
    signatures = [
        PaperSignature(stage.officer(login).id, Verdict.AGREE, "同意。", signed_on)
        for login in ("inspector2", "casehead", "agencyhead")
    ]
    scan = Scan(io.BytesIO(page(1, "hearing").data), "听证审批表.png")
    actions.enter_paper(
        stage.session, **stage.by("inspector"), approval=asked, scan=scan, signatures=signatures
    )


def _waiting(stage: Stage) -> Storyline:
    """Play a request that waits for the head of the unit."""
    yield stage.ago(5, "14:30")
    words = ("中止调查", "建议中止调查，待鉴定意见出具后恢复。", "水表检定须送市计量所，预计 20 日。")
    asked = _ask(stage, "inspector", "bypass", ChainKind.CASE_SUSPENSION, words)
    _answer(stage, "inspector2", asked, Verdict.AGREE, "")
