"""Storylines of letters: facts asked, a lead handed over, help asked outside, a limit, taxes transferred."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from casebook.accounts.queries import find_agency_by_name
from casebook.cases.actions.steps import subject_of_case, subject_of_problem
from casebook.demo.geography import COUNTY
from casebook.demo.inkwork import page
from casebook.demo.offices import ENFORCEMENT, WATER
from casebook.handovers import actions
from casebook.handovers.actions import Addressed, Answer, Receipt, Wording
from casebook.handovers.rules import Asked, LetterKind
from casebook.kernel.clock import local_day
from casebook.storage.actions import Scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline
    from casebook.handovers.models import Letter
    from casebook.kernel.subjects import Subject


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of letters."""
    yield _facts_asked(stage)
    yield _lead_handed_over(stage)
    yield _help_outside(stage)
    yield _limit(stage)
    yield _tax(stage)


def _send(
    stage: Stage, login: str, kind: LetterKind, about: Subject, to: Addressed, words: Wording
) -> Letter:
    letter = actions.draft_letter(
        stage.session, **stage.by(login), kind=kind, subject=about, to=to, wording=words
    )
    return actions.send_letter(stage.session, **stage.by(login, 20), letter=letter, on=local_day(stage.now))


def _to(stage: Stage, name: str) -> Addressed:
    agency = find_agency_by_name(stage.session, COUNTY, name)
    assert agency is not None
    return Addressed(agency.id)


def _receive(stage: Stage, login: str, letter: Letter, receiver: str, scan: Scan | None = None) -> None:
    receipt = Receipt(is_accepted=True, on=local_day(stage.now), receiver=receiver, scan=scan)
    actions.give_receipt(stage.session, **stage.by(login), letter=letter, receipt=receipt)


def _scan(number: int, name: str) -> Scan:
    return Scan(io.BytesIO(page(number, f"letter:{name}").data), name)


def _facts_asked(stage: Stage) -> Storyline:
    """Play a question on facts whose answer became evidence of the case."""
    yield stage.ago(9, "14:10")
    words = Wording(
        "关于请认定取水许可和取水层位的函",
        "我局办理的案件中，需查明涉案取水井是否取得取水许可、许可的取水层位和年取水量。",
        asked=(Asked.PERMIT, Asked.LAYER),
    )
    about = subject_of_case(stage.cases["bypass"])
    letter = _send(stage, "inspector", LetterKind.DETERMINATION, about, _to(stage, WATER), words)
    yield stage.ago(8, "09:40")
    _receive(stage, "permit", letter, "宋禾")
    yield stage.ago(3, "10:20")
    answer = Answer(
        "经查许可台账和成井资料，答复如下。",
        local_day(stage.now),
        f"冠水函〔{stage.now.year}〕演示 12 号",
        {Asked.PERMIT: "已取得取水许可，许可年取水量 8 万立方米。", Asked.LAYER: "深层承压水。"},
        scan=_scan(1, "行政认定复函.png"),
    )
    actions.answer_letter(stage.session, **stage.by("permit"), letter=letter, answer=answer)


def _lead_handed_over(stage: Stage) -> Storyline:
    """Play a lead that the water bureau hands over, and that waits to be taken in."""
    yield stage.ago(7, "16:20")
    words = Wording(
        "关于移送涉嫌超定额取水线索的函",
        "我局在计划用水核查中发现该井本年取水量明显超过定额，依法移送你局处理，并请反馈处理结果。",
    )
    about = subject_of_problem(stage.problems["over_norm"][0])
    _send(stage, "permit", LetterKind.LEAD_TRANSFER, about, _to(stage, ENFORCEMENT), words)


def _help_outside(stage: Stage) -> Storyline:
    """Play help asked of the power company, whose answer is overdue."""
    yield stage.ago(34, "10:30")
    words = Wording("关于请提供用电量资料的函", "为核算取水量，请提供涉案井用电户号近 24 个月的逐月用电量。")
    about = subject_of_case(stage.cases["late_decision"])
    outside = Addressed(name="国网冠县供电公司")
    letter = _send(stage, "inspector", LetterKind.ASSISTANCE, about, outside, words)
    yield stage.ago(32, "11:00")
    _receive(stage, "inspector", letter, "供电公司营销部", _scan(2, "协查函回执.png"))


def _limit(stage: Stage) -> Storyline:
    """Play a limit that the permit office keeps while the problem is open."""
    yield stage.ago(5, "15:50")
    problem = stage.problems["over_norm"][0]
    words = Wording(
        "关于整改期间暂停办理取水许可延续的函",
        "该取水井存在的问题尚未销号，整改期间请暂停办理新增、延续取水许可。",
        well_ids=(problem.well_id,),
    )
    about = subject_of_problem(problem)
    letter = _send(stage, "inspector", LetterKind.PERMIT_LIMIT, about, _to(stage, WATER), words)
    yield stage.ago(4, "09:30")
    _receive(stage, "permit", letter, "宋禾")


def _tax(stage: Stage) -> Storyline:
    """Play a problem that is the tax office's: transferred by a letter, taken on by its receipt."""
    yield stage.ago(6, "10:50")
    words = Wording(
        "关于移送涉嫌少申报水资源税线索的函",
        "我局在检查中发现该单位申报水量少于抄见水量，依法移送贵局处理，并请反馈处理结果。",
    )
    about = subject_of_problem(stage.problems["tax_gap"][0])
    outside = Addressed(name="国家税务总局冠县税务局")
    letter = _send(stage, "permit", LetterKind.TAX, about, outside, words)
    yield stage.ago(4, "15:10")
    _receive(stage, "permit", letter, "征收管理股", _scan(3, "涉税线索移送回执.png"))
