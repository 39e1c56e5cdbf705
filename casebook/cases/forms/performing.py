"""Forms of performance, enforcement and disputes: money in yuan, moments in Chinese time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    DecimalField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from casebook.cases.acts import CashGround, CourtState, Debt, DisputeKind, DisputeResult, PayWay
from casebook.cases.rules.performing import Due
from casebook.cases.rules.typed import amounts
from casebook.kernel.errors import RuleBroken
from casebook.web.forms import Form, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wtforms import Field

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
LONG, SHORT, NUMBER = Length(max=2000), Length(max=100), Length(max=60)
AMOUNT = NumberRange(min=0, max=100_000_000)
FEN_PER_YUAN = 100
_ANSWERS = frozenset(CourtState) - {CourtState.APPLIED}


def fen_of(field: Field) -> int:
    """Return a typed amount of yuan in fen."""
    return int(field.data * FEN_PER_YUAN)


class PartyForm(Form):
    """What is done to one party of the case."""

    party_id = SelectField(_l("当事人"), [CHOSEN])

    def offer(self, parties: Iterable[tuple[str, str]]) -> None:
        """Fill the choice of parties; the only one is chosen."""
        named = list(parties)
        self.party_id.choices = offered(named if len(named) == 1 else [("", _l("请选择")), *named])


class MoneyForm(PartyForm):
    """What every movement of money says."""

    debt = RadioField(_l("款项"), [CHOSEN], default=Debt.FINE)
    yuan = DecimalField(_l("金额（元）"), [NEEDED, AMOUNT], places=2)
    paid_on = DateField(_p("payment", "日期"), [NEEDED])

    def offer(self, parties: Iterable[tuple[str, str]]) -> None:
        """Fill the choices."""
        super().offer(parties)
        self.debt.choices = offered(choices(Debt))


class PaymentForm(MoneyForm):
    """登记缴款."""

    receipt_no = StringField(_l("罚没票据号"), [NEEDED, NUMBER])
    way = RadioField(_l("缴款方式"), [CHOSEN], default=PayWay.BANK)
    ground = SelectField(
        _l("当场收缴的情形"), description=_l("只有“当场收缴”才选；罚款应由当事人缴到指定银行。")
    )
    reason = TextAreaField(
        _l("多缴的原因"), [LONG], description=_l("收到的多于应缴的才填；多出部分应当退还。")
    )

    def offer(self, parties: Iterable[tuple[str, str]]) -> None:
        """Fill the choices."""
        super().offer(parties)
        self.way.choices = offered(choices(PayWay))
        self.ground.choices = offered([("", _l("不是当场收缴")), *choices(CashGround)])


class RefundForm(MoneyForm):
    """退还."""

    receipt_no = StringField(_l("退款凭证号"), [NEEDED, NUMBER])
    reason = TextAreaField(_l("退还的原因"), [NEEDED, LONG])


class ChoiceForm(Form):
    """An act about one row that is chosen from a list."""

    row_id = SelectField(_p("payment", "选择一笔"), [CHOSEN])

    def offer(self, rows: Iterable[tuple[str, str]]) -> None:
        """Fill the choice of rows."""
        self.row_id.choices = offered([("", _l("请选择")), *rows])


class ReversalForm(ChoiceForm):
    """更正冲销."""

    paper = StringField(_l("更正凭证号"), [NEEDED, NUMBER])
    reason = TextAreaField(_l("更正的原因"), [NEEDED, LONG])


class HandInForm(ChoiceForm):
    """当场收缴的罚款交至机关."""

    on = DateField(_l("交至机关的日期"), [NEEDED])


class BankForm(ChoiceForm):
    """当场收缴的罚款交存银行."""

    on = DateField(_l("交存日期"), [NEEDED])
    bank_no = StringField(_l("银行回单号"), [NEEDED, NUMBER])


class DeferralForm(PartyForm):
    """申请延期（分期）缴纳."""

    on = DateField(_l("申请日期"), [NEEDED])
    reason = TextAreaField(_l("申请的理由"), [NEEDED, LONG])
    plan = TextAreaField(
        _l("缴纳计划"),
        [NEEDED, LONG],
        description=_l("一行一期：日期、空格、金额（元），如 2026-01-15 5000。只写一行就是延期。"),
    )

    def parts(self) -> list[Due]:
        """Return the instalments, one a line; RuleBroken `plan_line` names the line that is none."""
        found = []
        for place, (head, fen) in enumerate(amounts(self.plan.data), start=1):
            day = _day(head)
            if day is None or fen is None:
                raise RuleBroken("plan_line", field="plan", n=place)
            found.append(Due(day, fen))
        return found


class SurchargeForm(PartyForm):
    """决定加处罚款."""

    review_agency = StringField(_l("行政复议机关"), [NEEDED, SHORT])
    court = StringField(_l("人民法院"), [NEEDED, SHORT])


class SurchargeCutForm(PartyForm):
    """减免加处罚款."""

    on = DateField(_l("日期"), [NEEDED])
    yuan = DecimalField(_l("减免金额（元）"), [NEEDED, AMOUNT], places=2)
    reason = TextAreaField(_l("减免的理由"), [NEEDED, LONG])
    paper = StringField(_l("执行协议编号"), [NEEDED, SHORT])


class UrgeForm(PartyForm):
    """履行催告."""

    duty = TextAreaField(_l("应当履行的义务"), [NEEDED, LONG])
    way = StringField(_l("履行方式"), [NEEDED, SHORT])


class UrgeSubstituteForm(PartyForm):
    """代履行催告."""

    duty = TextAreaField(_l("应当履行的义务"), [NEEDED, LONG])


class EnforcementForm(Form):
    """强制执行审批."""

    text = TextAreaField(_l("承办人意见"), [NEEDED, LONG])


class SubstituteForm(SurchargeForm):
    """代履行决定."""

    reason = TextAreaField(_l("代履行的理由"), [NEEDED, LONG])
    way = TextAreaField(_l("代履行的方式和内容"), [NEEDED, LONG])
    span = StringField(_l("代履行时间"), [NEEDED, SHORT])
    performer = StringField(_l("代履行人"), [NEEDED, SHORT])
    estimate = TextAreaField(
        _l("费用预算"), [NEEDED, LONG], description=_l("一行一项：项目、空格、金额（元），如 拆除水泵 800。")
    )

    def items(self) -> list[tuple[str, int]]:
        """Return the estimate by item; RuleBroken `estimate_line` names the line that is none."""
        found = []
        for place, (head, fen) in enumerate(amounts(self.estimate.data), start=1):
            if fen is None:
                raise RuleBroken("estimate_line", field="estimate", n=place)
            found.append((head, fen))
        return found


class ExecutionForm(Form):
    """代履行现场."""

    begun_at = DateTimeLocalField(_l("开始时间"), [NEEDED], description=_l("跨日的按日分别登记。"))
    ended_at = DateTimeLocalField(_l("结束时间"), [NEEDED])
    place = StringField(_l("地点"), [NEEDED, SHORT])
    performer = StringField(_l("代履行人"), [NEEDED, SHORT])
    supervisor_id = SelectField(_l("到场监督的执法人员"), [CHOSEN])
    first_signer = StringField(_l("监督人员签名"), [NEEDED, NUMBER])
    second_signer = StringField(_l("代履行人签名"), [NEEDED, NUMBER])
    third_signer = StringField(_l("当事人或见证人签名"), [NEEDED, NUMBER])
    course = TextAreaField(_l("执行情况"), [NEEDED, LONG])
    urgent_reason = TextAreaField(
        _l("情况紧急的理由"), [LONG], description=_l("夜间或法定节假日执行的必须填写。")
    )
    cuts_livelihood = BooleanField(_l("会停止居民生活用水、用电、供热、供气"))

    def offer(self, officers: Iterable[tuple[str, str]]) -> None:
        """Fill the choice of supervisors."""
        self.supervisor_id.choices = offered([("", _l("请选择")), *officers])


class CostForm(PartyForm):
    """代履行费用."""

    item = StringField(_l("项目"), [NEEDED, Length(max=180)])
    yuan = DecimalField(_l("金额（元）"), [NEEDED, AMOUNT], places=2)
    on = DateField(_p("payment", "日期"), [NEEDED])
    paper = StringField(_l("发票或合同编号"), [NEEDED, SHORT])
    payee = StringField(_l("收款人"), [SHORT])
    reason = TextAreaField(_l("超出预算的原因"), [LONG])


class CostCorrectionForm(ChoiceForm):
    """更正费用."""

    reason = TextAreaField(_l("更正的原因"), [NEEDED, LONG])


class CourtForm(Form):
    """申请法院强制执行."""

    court = StringField(_l("申请的人民法院"), [NEEDED, SHORT])
    asked = TextAreaField(_l("申请执行的事项"), [NEEDED, LONG])
    reason = TextAreaField(_l("理由"), [NEEDED, LONG])
    opinion = TextAreaField(_l("当事人的意见和催告情况"), [NEEDED, LONG])
    target = TextAreaField(_l("执行标的情况"), [NEEDED, LONG])
    other = StringField(_l("法律、行政法规规定的其他材料"), [NEEDED, SHORT], default=_l("无"))


class CourtAnswerForm(Form):
    """法院的答复."""

    state = RadioField(_p("court", "结果"), [CHOSEN])
    on = DateField(_l("文书日期"), [NEEDED])
    paper = StringField(_l("法院文书编号"), [NEEDED, SHORT])
    reason = TextAreaField(_l("说明"), [LONG])

    def offer(self) -> None:
        """Fill the choice of answers."""
        self.state.choices = offered(one for one in choices(CourtState) if one[0] in _ANSWERS)


class DisputeForm(PartyForm):
    """行政复议、行政诉讼."""

    kind = RadioField(_l("类别"), [CHOSEN])
    organ = StringField(_l("受理机关（法院）"), [NEEDED, SHORT])
    number = StringField(_l("受理通知书编号"), [NEEDED, Length(max=80)])
    begun_on = DateField(_l("受理日期"), [NEEDED], description=_l("从这一天起加处罚款停止计算。"))
    received_on = DateField(_l("本机关收到通知的日期"), [NEEDED])

    def offer(self, parties: Iterable[tuple[str, str]]) -> None:
        """Fill the choices."""
        super().offer(parties)
        self.kind.choices = offered(choices(DisputeKind))


class StayForm(ChoiceForm):
    """停止执行, 恢复执行."""

    on = DateField(_l("日期"), [NEEDED])
    paper = StringField(_l("依据的文书"), [NEEDED, SHORT])
    reason = TextAreaField(_l("理由"), [LONG])


class DisputeEndForm(ChoiceForm):
    """复议、诉讼结果."""

    result = RadioField(_p("court", "结果"), [CHOSEN])
    ended_on = DateField(_l("送达（生效）日期"), [NEEDED])
    paper = StringField(_l("决定书（判决书）编号"), [NEEDED, SHORT])
    yuan = DecimalField(
        _l("变更后的罚款（元）"), [Optional(), AMOUNT], places=2, description=_l("只有“变更”才填。")
    )
    must_remake = BooleanField(_l("责令重新作出处理"))

    def offer(self, rows: Iterable[tuple[str, str]]) -> None:
        """Fill the choices."""
        super().offer(rows)
        self.result.choices = offered(choices(DisputeResult))


class UnpublishForm(Form):
    """撤回公示."""

    on = DateField(_l("撤回日期"), [NEEDED])
    note = TextAreaField(_l("撤回了哪些公示；没有公示过的写明"), [NEEDED, Length(max=300)])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
