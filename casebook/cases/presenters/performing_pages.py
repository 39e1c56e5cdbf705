"""What the pages of money after a decision ask: payments, plans, surcharge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.cases.actions import deferring, paying, surcharging
from casebook.cases.acts import CashGround, Debt, PayWay
from casebook.cases.forms import performing as forms
from casebook.cases.presenters.step_pages import Desk, StepPage
from casebook.cases.queries import performing as queries
from casebook.documents.queries import find_issued
from casebook.documents.rules import FormCode
from casebook.kernel.clock import local_day
from casebook.web.formats import plain_day, yuan
from casebook.web.forms import Form, chosen_id, given
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from collections.abc import Callable

    from casebook.cases.models import Payment


def offered_parties(desk: Desk) -> list[tuple[str, str]]:
    """Return the parties of the case as a choice."""
    return [(str(one.id), one.name) for one in desk.file.parties]


def for_party(desk: Desk, form: Any, act: Callable[..., object], **facts: Callable[[], object]) -> StepPage:  # noqa: ANN401 - one of the forms with a party
    """Return a page whose action takes the party and these facts, read when it is sent."""
    form.offer(offered_parties(desk))

    def run() -> object:
        found = {name: read() for name, read in facts.items()}
        return act(desk.session, **desk.base, party_id=chosen_id(form.party_id), **found)

    return StepPage(form, run)


def value_of(field: Any) -> Callable[[], Any]:  # noqa: ANN401 - WTForms
    """Return a reader of what a field holds when it is sent."""
    return lambda: given(field)


def _money(form: Any, **more: object) -> paying.Money:  # noqa: ANN401 - one of the forms of money
    facts: dict[str, Any] = {
        "party_id": chosen_id(form.party_id),
        "debt": Debt(form.debt.data),
        "fen": forms.fen_of(form.yuan),
        "paid_on": given(form.paid_on),
        "receipt_no": given(form.receipt_no),
        "reason": form.reason.data or "",
    }
    return paying.Money(**facts | more)


def payment_page(desk: Desk) -> StepPage:
    """Return the page of 登记缴款."""
    form = forms.PaymentForm(data={"paid_on": local_day(desk.now)})
    form.offer(offered_parties(desk))

    def run() -> object:
        ground = CashGround(form.ground.data) if form.ground.data else None
        wish = _money(form, way=PayWay(form.way.data), ground=ground)
        return paying.record_payment(desk.session, **desk.base, money=wish)

    return StepPage(form, run)


def refund_page(desk: Desk) -> StepPage:
    """Return the page of 退还."""
    form = forms.RefundForm(data={"paid_on": local_day(desk.now)})
    form.offer(offered_parties(desk))
    return StepPage(form, lambda: paying.record_refund(desk.session, **desk.base, money=_money(form)))


def chosen_row(desk: Desk, form: Any, find: Callable[..., Any]) -> Any:  # noqa: ANN401 - the row that was chosen
    """Return the row that a form names, of this case."""
    return find(desk.session, chosen_id(form.row_id), desk.file.case.id)


def _offer_payments(desk: Desk, form: forms.ChoiceForm, fits: Callable[[Payment], bool]) -> None:
    rows = [one for one in queries.list_payments(desk.session, desk.file.case.id) if fits(one)]
    form.offer(
        (str(one.id), with_aside(f"{one.receipt_no}　{yuan(one.fen)}", plain_day(one.paid_on)))
        for one in rows
    )


def reversal_page(desk: Desk) -> StepPage:
    """Return the page of 更正冲销."""
    form = forms.ReversalForm()
    _offer_payments(desk, form, lambda one: one.kind == "received")

    def run() -> object:
        row = chosen_row(desk, form, queries.get_payment)
        facts = {"payment": row, "reason": given(form.reason), "paper": given(form.paper)}
        return paying.reverse_payment(desk.session, **desk.base, **facts)

    return StepPage(form, run)


def hand_in_page(desk: Desk) -> StepPage:
    """Return the page of 交至机关."""
    form = forms.HandInForm(data=desk.today)
    _offer_payments(desk, form, lambda one: one.way is PayWay.CASH and one.handed_on is None)

    def run() -> object:
        row = chosen_row(desk, form, queries.get_payment)
        return paying.hand_in_cash(desk.session, **desk.base, payment=row, on=given(form.on))

    return StepPage(form, run)


def bank_page(desk: Desk) -> StepPage:
    """Return the page of 交存银行."""
    form = forms.BankForm(data=desk.today)
    _offer_payments(desk, form, lambda one: one.handed_on is not None and one.banked_on is None)

    def run() -> object:
        row = chosen_row(desk, form, queries.get_payment)
        facts = {"payment": row, "on": given(form.on), "bank_no": given(form.bank_no)}
        return paying.bank_cash(desk.session, **desk.base, **facts)

    return StepPage(form, run)


def deferral_page(desk: Desk) -> StepPage:
    """Return the page of 申请延期（分期）缴纳."""
    form = forms.DeferralForm(data=desk.today)
    facts = {"on": value_of(form.on), "reason": value_of(form.reason), "parts": form.parts}
    return for_party(desk, form, deferring.ask_deferral, **facts)


def deferral_decision_page(desk: Desk) -> StepPage:
    """Return the page of 延期（分期）决定."""
    form = Form()
    return StepPage(form, lambda: deferring.grant_deferral(desk.session, **desk.base))


def remedies_of(desk: Desk) -> dict[str, str]:
    """Return where the party was told to turn to, as the decision says."""
    paper = find_issued(desk.session, desk.file.case.id, FormCode.F27)
    told = paper.contents if paper else {}
    return {name: told.get(name, "") for name in ("review_agency", "court")}


def surcharge_page(desk: Desk) -> StepPage:
    """Return the page of 加处罚款."""
    form = forms.SurchargeForm(data=remedies_of(desk))
    facts = {"review_agency": value_of(form.review_agency), "court": value_of(form.court)}
    return for_party(desk, form, surcharging.decide_surcharge, **facts)


def surcharge_cut_page(desk: Desk) -> StepPage:
    """Return the page of 减免加处罚款."""
    form = forms.SurchargeCutForm(data=desk.today)
    facts = {
        "on": value_of(form.on),
        "fen": lambda: forms.fen_of(form.yuan),
        "reason": value_of(form.reason),
        "paper": value_of(form.paper),
    }
    return for_party(desk, form, surcharging.cut_surcharge, **facts)
