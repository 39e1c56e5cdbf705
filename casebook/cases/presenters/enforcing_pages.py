"""What the pages of force and disputes after a decision ask, and all those pages by their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from casebook.accounts import queries as accounts
from casebook.cases.actions import deferring, disputing, enforcing, substituting
from casebook.cases.acts import CourtState, DisputeKind, DisputeResult
from casebook.cases.forms import performing as forms
from casebook.cases.presenters import performing_pages as money
from casebook.cases.presenters.performing_pages import (
    chosen_row,
    for_party,
    offered_parties,
    remedies_of,
    value_of,
)
from casebook.cases.presenters.step_pages import Desk, StepPage
from casebook.cases.queries import performing as queries
from casebook.kernel.clock import CHINA, local_day
from casebook.publications import actions as publications
from casebook.web.formats import yuan
from casebook.web.forms import chosen_id, given
from casebook.web.labels import label
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Dispute
    from casebook.cases.queries.file import CaseFile


@dataclass(frozen=True)
class Way:
    """One act after a decision: what it is called, and what makes its page."""

    title: Any
    page: Callable[[Desk], StepPage]
    hint: Any = ""


def page_of(session: Session, file: CaseFile, act: str, actor: Actor, *, now: datetime) -> StepPage:
    """Return the page of an act."""
    return WAYS[act].page(Desk(session, actor, now, file))


def _urge(desk: Desk) -> StepPage:
    form = forms.UrgeForm()
    return for_party(desk, form, enforcing.urge, duty=value_of(form.duty), way=value_of(form.way))


def _urge_substitute(desk: Desk) -> StepPage:
    form = forms.UrgeSubstituteForm()
    return for_party(desk, form, enforcing.urge_substitute, duty=value_of(form.duty))


def _enforcement(desk: Desk) -> StepPage:
    form = forms.EnforcementForm()
    return StepPage(form, lambda: deferring.ask_enforcement(desk.session, **desk.base, text=given(form.text)))


def _substitute(desk: Desk) -> StepPage:
    form = forms.SubstituteForm(data=remedies_of(desk))
    form.offer(offered_parties(desk))

    def run() -> object:
        plan = substituting.Plan(
            party_id=chosen_id(form.party_id),
            reason=given(form.reason),
            way=given(form.way),
            span=given(form.span),
            performer=given(form.performer),
            estimate=form.items(),
            review_agency=given(form.review_agency),
            court=given(form.court),
        )
        return substituting.decide_substitute(desk.session, **desk.base, plan=plan)

    return StepPage(form, run)


def _execution(desk: Desk) -> StepPage:
    form = forms.ExecutionForm()
    case, on = desk.file.case, local_day(desk.now)
    certified = accounts.list_certified(
        desk.session, county_code=case.county_code, on=on, agency_id=case.agency_id
    )
    form.offer((str(one.id), with_aside(one.name, one.certificate_no)) for one in certified)

    def run() -> object:
        work = substituting.Execution(
            performer=given(form.performer),
            supervisor_id=chosen_id(form.supervisor_id),
            signers=(
                form.first_signer.data or "",
                form.second_signer.data or "",
                form.third_signer.data or "",
            ),
            begun_at=given(form.begun_at).replace(tzinfo=CHINA),
            ended_at=given(form.ended_at).replace(tzinfo=CHINA),
            place=given(form.place),
            course=given(form.course),
            urgent_reason=form.urgent_reason.data or "",
            cuts_livelihood=bool(form.cuts_livelihood.data),
        )
        return substituting.carry_out(desk.session, **desk.base, work=work)

    return StepPage(form, run)


def _cost(desk: Desk) -> StepPage:
    form = forms.CostForm(data=desk.today)
    form.offer(offered_parties(desk))

    def run() -> object:
        spent = substituting.Spent(
            party_id=chosen_id(form.party_id),
            item=given(form.item),
            fen=forms.fen_of(form.yuan),
            on=given(form.on),
            paper=given(form.paper),
            payee=form.payee.data or "",
            reason=form.reason.data or "",
        )
        return substituting.record_cost(desk.session, **desk.base, spent=spent)

    return StepPage(form, run)


def _cost_correction(desk: Desk) -> StepPage:
    form = forms.CostCorrectionForm()
    rows = queries.list_costs(desk.session, desk.file.case.id)
    spent = [one for one in rows if not one.is_estimate and one.corrects_id is None]
    form.offer((str(one.id), with_aside(one.item, yuan(one.fen))) for one in spent)

    def run() -> object:
        row = chosen_row(desk, form, queries.get_cost)
        return substituting.correct_cost(desk.session, **desk.base, cost=row, reason=given(form.reason))

    return StepPage(form, run)


def _court(desk: Desk) -> StepPage:
    form = forms.CourtForm(data={"court": remedies_of(desk)["court"]})

    def run() -> object:
        names = ("court", "asked", "reason", "opinion", "target", "other")
        wish = enforcing.Application(**{name: given(form[name]) for name in names})
        return enforcing.apply_to_court(desk.session, **desk.base, application=wish)

    return StepPage(form, run)


def _court_answer(desk: Desk) -> StepPage:
    form = forms.CourtAnswerForm(data=desk.today)
    form.offer()

    def run() -> object:
        facts = {"on": given(form.on), "paper": given(form.paper), "reason": form.reason.data or ""}
        state = CourtState(given(form.state))
        return enforcing.record_court(desk.session, **desk.base, state=state, **facts)

    return StepPage(form, run)


def _dispute(desk: Desk) -> StepPage:
    today = local_day(desk.now)
    form = forms.DisputeForm(data={"begun_on": today, "received_on": today})
    form.offer(offered_parties(desk))

    def run() -> object:
        wish = disputing.Fight(
            party_id=chosen_id(form.party_id),
            kind=DisputeKind(given(form.kind)),
            organ=given(form.organ),
            number=given(form.number),
            begun_on=given(form.begun_on),
            received_on=given(form.received_on),
        )
        return disputing.open_dispute(desk.session, **desk.base, fight=wish)

    return StepPage(form, run)


def _offer_disputes(desk: Desk, form: forms.ChoiceForm, fits: Callable[[Dispute], bool]) -> None:
    rows = [one for one in queries.list_disputes(desk.session, desk.file.case.id) if fits(one)]
    form.offer((str(one.id), with_aside(f"{label(one.kind)}　{one.organ}", one.number)) for one in rows)


def _stay(desk: Desk) -> StepPage:
    form = forms.StayForm(data=desk.today)
    _offer_disputes(desk, form, lambda one: one.ended_on is None and one.stayed_from is None)

    def run() -> object:
        row = chosen_row(desk, form, queries.get_dispute)
        facts = {"on": given(form.on), "paper": given(form.paper), "reason": form.reason.data or ""}
        return disputing.stay_dispute(desk.session, **desk.base, dispute=row, **facts)

    return StepPage(form, run)


def _stay_end(desk: Desk) -> StepPage:
    form = forms.StayForm(data=desk.today)
    del form.reason
    _offer_disputes(desk, form, lambda one: one.stayed_from is not None and one.stayed_until is None)

    def run() -> object:
        row = chosen_row(desk, form, queries.get_dispute)
        facts = {"on": given(form.on), "paper": given(form.paper)}
        return disputing.end_stay(desk.session, **desk.base, dispute=row, **facts)

    return StepPage(form, run)


def _dispute_end(desk: Desk) -> StepPage:
    form = forms.DisputeEndForm(data={"ended_on": local_day(desk.now)})
    _offer_disputes(desk, form, lambda one: one.ended_on is None)

    def run() -> object:
        outcome = disputing.Outcome(
            result=DisputeResult(given(form.result)),
            ended_on=given(form.ended_on),
            paper=given(form.paper),
            fine_fen=None if form.yuan.data is None else forms.fen_of(form.yuan),
            must_remake=bool(form.must_remake.data),
        )
        row = chosen_row(desk, form, queries.get_dispute)
        return disputing.end_dispute(desk.session, **desk.base, dispute=row, outcome=outcome)

    return StepPage(form, run)


def _unpublish(desk: Desk) -> StepPage:
    form = forms.UnpublishForm(data=desk.today)

    def run() -> object:
        facts = {"on": given(form.on), "note": given(form.note)}
        return publications.confirm_unpublished(desk.session, **desk.base, **facts)

    return StepPage(form, run)


WAYS: dict[str, Way] = {
    "payment": Way(_l("登记缴款"), money.payment_page),
    "refund": Way(_l("退还"), money.refund_page, _l("只能退还多缴的部分。")),
    "reversal": Way(_l("更正冲销"), money.reversal_page, _l("原记录保留，另记一笔冲销。")),
    "hand_in": Way(_l("交至机关"), money.hand_in_page, _l("当场收缴的罚款，两个工作日内交至机关。")),
    "bank": Way(_l("交存银行"), money.bank_page, _l("机关收到后，两个工作日内交存指定银行。")),
    "deferral": Way(
        _l("申请延期（分期）缴纳"), money.deferral_page, _l("提交后进入审批；各期合计等于未缴的罚款。")
    ),
    "deferral_decision": Way(
        _l("作出延期（分期）决定"),
        money.deferral_decision_page,
        _l("按批准的计划编号制作决定书，每期各有期限。"),
    ),
    "surcharge": Way(
        _l("决定加处罚款"), money.surcharge_page, _l("按今天的数额编号制作决定书和计算表，数额随即固定。")
    ),
    "surcharge_cut": Way(
        _l("减免加处罚款"), money.surcharge_cut_page, _l("当事人采取补救措施的，可以按执行协议减免。")
    ),
    "urge": Way(_l("履行催告"), _urge, _l("编号制作催告书；送达后十个工作日，才能申请法院强制执行。")),
    "urge_substitute": Way(_l("代履行催告"), _urge_substitute, _l("代履行三个工作日前送达。")),
    "enforcement": Way(_l("提请强制执行审批"), _enforcement, _l("代履行和申请法院强制执行都须批准。")),
    "substitute": Way(_l("作出代履行决定"), _substitute),
    "execution": Way(_l("登记代履行现场"), _execution, _l("作出决定的机关须派员到场监督，三方签名。")),
    "cost": Way(_l("登记代履行费用"), _cost, _l("按成本合理确定，由当事人承担。")),
    "cost_correction": Way(_l("更正代履行费用"), _cost_correction, _l("原记录保留，另记一笔更正。")),
    "court": Way(_l("申请法院强制执行"), _court, _l("制作申请书和五项材料的清单。")),
    "court_answer": Way(_l("登记法院结果"), _court_answer),
    "dispute": Way(_l("登记复议、诉讼"), _dispute, _l("复议、诉讼期间不停止执行，加处罚款停止计算。")),
    "stay": Way(_l("登记停止执行"), _stay),
    "stay_end": Way(_l("登记恢复执行"), _stay_end),
    "dispute_end": Way(_l("登记复议、诉讼结果"), _dispute_end),
    "unpublish": Way(
        _l("确认已撤回公示"), _unpublish, _l("决定被变更、撤销或确认违法的，三个工作日内撤回公示。")
    ),
}
"""Every act after a decision by the last part of its address."""
