"""The lawful course of a case as the story plays it, from the filing to the closing; old files beside it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from casebook.approvals import actions as approvals
from casebook.approvals.queries import list_signers
from casebook.approvals.rules import ApprovalState, Verdict
from casebook.cases import actions, queries
from casebook.cases.actions import Findings, OldDecision, OldFile, OldPaper, Wish, Wording, paying
from casebook.cases.actions.paper_facts import paper_facts
from casebook.cases.acts import (
    Debt,
    ExceptionGround,
    ExceptionNoted,
    FilingAsked,
    Handling,
    Opinion,
    Review,
    ReviewVerdict,
)
from casebook.cases.queries.facts import facts_of
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus, CaseStep, DecisionKind
from casebook.demo.inkwork import page
from casebook.documents import actions as documents
from casebook.documents.making import DEMO_MARK, make
from casebook.documents.queries import find_issued
from casebook.documents.rules import DeliveryFacts, DeliveryMode, FormCode, ReceiverKind
from casebook.documents.rules.stamping import StampFacts
from casebook.kernel.clock import local_day
from casebook.parties.rules import PartyKind
from casebook.publications.actions import serve_paper
from casebook.storage.actions import Scan

if TYPE_CHECKING:
    from casebook.approvals.models import Approval
    from casebook.cases.models import Case, Problem
    from casebook.demo.casework import Ruling
    from casebook.demo.stage import Stage
    from casebook.demo.visits import Team
    from casebook.documents.models import Document

_FEN = 100
_AGREED = "情况属实，同意。"


def approve(stage: Stage, team: Team, case: Case, step: CaseStep, minutes: int, text: str) -> None:
    """Send the 审批表 of a step on its way and let everybody agree, a few minutes apart."""
    asked = actions.ask_approval(
        stage.session, **stage.by(team.lead, minutes), case=case, step=step, text=text
    )
    _agree(stage, asked, minutes)


def _agree(stage: Stage, asked: Approval, minutes: int) -> None:
    while asked.state is ApprovalState.REQUESTED:
        minutes += 1
        assert asked.turn is not None  # it waits for somebody
        now = stage.now + timedelta(minutes=minutes)
        signers = list_signers(stage.session, asked, asked.turn, local_day(now))
        answered = {one.officer_id for one in asked.opinions}
        signer = next(one for one in signers if one.id not in answered)
        approvals.answer(
            stage.session,
            **stage.by(signer.login, minutes),
            approval=asked,
            verdict=Verdict.AGREE,
            opinion=_AGREED,
        )
        stage.session.refresh(asked)


def ask_filing(stage: Stage, team: Team, problems: list[Problem], cause: str) -> Case:
    """Ask for the filing of a case."""
    return actions.ask_filing(
        stage.session,
        **stage.by(team.lead),
        problems=problems,
        cause=cause,
        second_investigator_id=stage.officer(team.second).id,
        asked_on=local_day(stage.now),
        grounds=FilingAsked(source="日常检查", grounds="现场检查发现，建议立案查处。"),
    )


def file_case(stage: Stage, team: Team, problems: list[Problem], cause: str) -> Case:
    """Ask for the filing, get it approved, file."""
    case = ask_filing(stage, team, problems, cause)
    approve(stage, team, case, CaseStep.FILE, 2, "违法事实清楚，属本机关管辖，未超过时效，建议立案。")
    return actions.file_case(stage.session, **stage.by(team.lead, 15), case=case, on=local_day(stage.now))


def refuse_filing(stage: Stage, team: Team, case: Case, ruling: Ruling) -> None:
    """End the matter by the 免罚清单 with its 承诺书."""
    approve(stage, team, case, CaseStep.REFUSE_FILING, 2, "初次违法，后果轻微并已改正，建议不予立案。")
    actions.refuse_filing(
        stage.session,
        **stage.by(team.lead, 15),
        case=case,
        on=local_day(stage.now),
        reason=ruling.reason,
        commitment_no=ruling.commitment_no,
    )


def decide(stage: Stage, team: Team, case: Case, ruling: Ruling) -> None:
    """Walk a case from the investigation to the served decision, all on one working day."""
    wish = _wish(case, ruling)
    report(stage, team, case, wish)
    if ruling.kind is DecisionKind.NO_PENALTY:
        _do(stage, "deputy", 40, actions.propose, case, wish=wish)
    else:
        tell(stage, team, case, wish)
        _give_up(stage, team, case)
    step = CaseStep.DECIDE if ruling.kind is DecisionKind.PENALTY else CaseStep.DECIDE_NO_PENALTY
    approve(stage, team, case, step, 60, "事实清楚，程序合法，裁量适当，建议作出决定。")
    _do(stage, "agencyhead", 80, actions.decide, case, wish=wish, wording=_wording(ruling))
    form = FormCode.F27 if ruling.kind is DecisionKind.PENALTY else FormCode.F28
    paper = find_issued(stage.session, case.id, form)
    assert paper is not None  # it was issued with the decision
    _serve(stage, team, case, paper, 90)


def _do(stage: Stage, login: str, minutes: int, take: Any, case: Case, **more: Any) -> None:  # noqa: ANN401 - an action of cases
    take(stage.session, **stage.by(login, minutes), case=case, on=local_day(stage.now), **more)


def _wish(case: Case, ruling: Ruling) -> Wish:
    if ruling.kind is DecisionKind.NO_PENALTY:
        return Wish(outcome=Handling.NO_PENALTY, reason=ruling.reason)
    fen = (ruling.fine_yuan or 0) * _FEN
    return Wish(outcome=Handling.PENALTY, reason=ruling.reason, fines={case.party_id: fen})


def report(stage: Stage, team: Team, case: Case, wish: Wish) -> None:
    """Close the investigation."""
    found = "；".join(one.description for one in queries.list_problems_of_case(stage.session, case.id))
    noted = ExceptionNoted(gate="G20", ground=ExceptionGround.ASSIGNED, reason="专项整治行动交办，直接检查。")
    actions.note_exception(stage.session, **stage.by(team.lead, 1), case=case, act=noted)
    findings = Findings(found=found, nature=case.cause.removeprefix("涉嫌"), wish=wish)
    _do(stage, team.lead, 2, actions.report_case, case, findings=findings)


def tell(stage: Stage, team: Team, case: Case, wish: Wish) -> None:
    """Review, discuss, tell the party what is proposed."""
    passed = Review(verdict=ReviewVerdict.AGREE, opinion="事实清楚，证据确凿，同意。", is_qualified=True)
    _do(stage, "legal", 20, actions.review_case, case, act=passed)
    said = [Opinion(name=name, words="同意处理意见。") for name in ("郑安", "温和", "赵衡")]
    _do(
        stage,
        "agencyhead",
        30,
        actions.deliberate,
        case,
        presider="郑安",
        opinions=said,
        absent=[],
        wish=wish,
    )
    file = reload_file(stage.session, case)
    proposal = facts_of(file, on=local_day(stage.now)).proposal
    form = FormCode.F23 if proposal and proposal.needs.hearing else FormCode.F22
    facts = paper_facts(file, form)
    drafted = actions.draft_paper(stage.session, **stage.by(team.lead, 40), case=case, form=form, facts=facts)
    documents.issue(stage.session, **stage.by(team.lead, 41), document=drafted)
    _serve(stage, team, case, drafted, 42)


def _give_up(stage: Stage, team: Team, case: Case) -> None:
    """Let the party say in writing that it has nothing to say."""
    signed = {"by": "当事人", "paper": "放弃陈述申辩和听证声明书"}
    _do(stage, team.lead, 50, actions.waive_statement, case, **signed)
    _do(stage, team.lead, 51, actions.waive_hearing, case, **signed)
    _do(stage, team.lead, 52, actions.consider, case, result="当事人书面放弃陈述申辩和听证。")


def _wording(ruling: Ruling) -> Wording:
    is_fine = ruling.kind is DecisionKind.PENALTY
    return Wording(
        facts="现场检查笔录、照片和当事人陈述证实上述事实。",
        performance="自收到决定书之日起十五日内到代收银行缴纳罚款。"
        if is_fine
        else "加强管理，杜绝再次发生。",
        pay_to="冠县财政非税收入代收专户（演示）" if is_fine else "",
        review_agency="冠县人民政府",
        court="冠县人民法院",
    )


def _serve(stage: Stage, team: Team, case: Case, paper: Document, minutes: int) -> None:
    """Render a paper, put the seal on it, hand it over."""
    contents = documents.contents_of(stage.session, paper.id)
    assert contents is not None  # it was issued
    now = stage.by("seal", minutes)["now"]
    made = make(contents, DEMO_MARK)
    documents.keep_rendered(stage.session, document_id=paper.id, made=made, now=now)
    scan = Scan(io.BytesIO(page(1, str(paper.number)).data), "盖章件.png")
    pressed = StampFacts(copies=3, stamped_on=local_day(stage.now), scan_hash="")
    documents.stamp(stage.session, **stage.by("seal", minutes), document=paper, facts=pressed, scan=scan)
    checked = stage.by(team.second, minutes + 1)
    documents.check_use(stage.session, **checked, document=paper, is_right=True, remark="")
    party = reload_file(stage.session, case).party
    is_person = party.kind is PartyKind.CITIZEN
    delivery = DeliveryFacts(
        mode=DeliveryMode.DIRECT,
        on=local_day(stage.now),
        server_ids=(stage.officer(team.lead).id, stage.officer(team.second).id),
        receiver=party.name if is_person else "法定代表人",
        receiver_kind=ReceiverKind.SELF if is_person else ReceiverKind.LEGAL_REP,
        place="当事人住所",
    )
    serve_paper(
        stage.session, **stage.by(team.lead, minutes + 5), case=case, document=paper, delivery=delivery
    )


def enter_old(stage: Stage, team: Team, problems: list[Problem], cause: str) -> Case:
    """Enter an old file as far as it had come on its first day."""
    on = local_day(stage.now)
    old = OldFile(
        problems=problems,
        cause=cause,
        investigator_ids=(stage.officer(team.lead).id, stage.officer(team.second).id),
        opened_on=on,
        papers=[OldPaper(paper="立案审批表", number="", on=on, form=FormCode.F11)],
        status=CaseStatus.INVESTIGATING,
    )
    return actions.enter_history(stage.session, **stage.by("casehead"), file=old)


def decide_old(stage: Stage, case: Case, ruling: Ruling) -> None:
    """Enter the decision of an old file with the number of its paper."""
    on = local_day(stage.now)
    word = "罚" if ruling.kind is DecisionKind.PENALTY else "不罚"
    number = f"冠综执{word}〔{on.year}〕{case.number[-5:]}号"
    decision = OldDecision(
        kind=ruling.kind,
        number=number,
        on=on,
        basis=ruling.basis,
        reason=ruling.reason,
        fine_fen=None if ruling.fine_yuan is None else ruling.fine_yuan * _FEN,
    )
    papers = [
        OldPaper(paper="听证告知书", number="", on=on, form=FormCode.F23),
        OldPaper(paper="决定书和送达回证", number=number, on=on, form=FormCode.F30B),
    ]
    actions.add_to_history(
        stage.session,
        **stage.by("casehead"),
        case=case,
        papers=papers,
        status=CaseStatus.SERVED,
        decision=decision,
    )


def close_old(stage: Stage, team: Team, case: Case, fine_yuan: int | None) -> None:
    """Enter what the party paid and the end of an old file."""
    _pay(stage, team, case, fine_yuan)
    papers = [OldPaper(paper="缴款凭证、结案审批表", number="", on=local_day(stage.now))]
    actions.add_to_history(
        stage.session, **stage.by("casehead"), case=case, papers=papers, status=CaseStatus.CLOSED
    )


def _pay(stage: Stage, team: Team, case: Case, fine_yuan: int | None) -> None:
    if not fine_yuan:
        return
    money = paying.Money(
        party_id=case.party_id,
        debt=Debt.FINE,
        fen=fine_yuan * _FEN,
        paid_on=local_day(stage.now),
        receipt_no=f"鲁财票（演示）{case.number[-5:]}",
    )
    paying.record_payment(stage.session, **stage.by(team.lead, 1), case=case, money=money)


def close(stage: Stage, team: Team, case: Case, fine_yuan: int | None) -> None:
    """Let the party pay, and close the case with the head's approval."""
    _pay(stage, team, case, fine_yuan)
    approve(stage, team, case, CaseStep.CLOSE, 5, "决定和责令事项均已履行，建议结案。")
    _do(stage, "agencyhead", 20, actions.close_case, case, reason="处理决定和责令事项均已履行。")
