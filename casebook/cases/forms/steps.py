"""Forms of the steps of a case: each has exactly the fields that its act needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from casebook.cases.acts import Answered, Handling, Opinion, ReviewVerdict
from casebook.cases.rules.typed import named
from casebook.penalties.rules import Condition
from casebook.penalties.rules.leniency import Factor, Weight
from casebook.web.forms import Form, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from casebook.accounts.models import Officer
    from casebook.parties.models import Party

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
FEN_PER_YUAN = 100
LONG, SHORT = Length(max=4000), Length(max=200)
AMOUNT = NumberRange(min=0, max=100_000_000)
REVIEW_POINTS = (
    _l("执法主体和管辖"),
    _l("当事人"),
    _l("事实"),
    _l("证据"),
    _l("法律适用"),
    _l("程序"),
    _l("裁量"),
)


class DayForm(Form):
    """A step of which only the day is asked."""

    on = DateField(_l("日期"), [NEEDED])


class ReasonForm(DayForm):
    """A step that keeps a reason and, where there is one, a paper."""

    reason = TextAreaField(_l("理由"), [NEEDED, LONG])
    paper = StringField(_l("依据的文书或批件"), [SHORT])


class RefuseFilingForm(DayForm):
    """不予立案."""

    reason = TextAreaField(_l("不予立案的理由"), [NEEDED, LONG])
    commitment_no = StringField(_l("承诺书编号"), [Length(max=60)])


class ProposalForm(DayForm):
    """What is to be done: outcome, provision, fines; the fines of the parties are added by `with_fines`."""

    outcome = RadioField(_l("处理意见"), [CHOSEN])
    match_key = SelectField(_l("适用条款"))
    condition = SelectField(_l("情形"), [CHOSEN])
    provision_reason = TextAreaField(_l("不用系统建议条款的理由"), [LONG])
    level = SelectField(
        _l("裁量等级"),
        default="",
        description=_l("县里公布的裁量基准中，这一条款和情形的等级；选了等级，罚款须在等级幅度以内。"),
    )
    factors = SelectMultipleField(
        _l("从轻、减轻和不予处罚的情形"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    weight = RadioField(_l("裁量"), default=Weight.NORMAL.value)
    gains = DecimalField(_l("违法所得"), [Optional(), AMOUNT], places=2)
    refunded = DecimalField(
        _l("其中已依法退赔"),
        [Optional(), AMOUNT],
        places=2,
        description=_l("没收违法所得＝违法所得减去退赔（处罚法第28条）。"),
    )
    owed = DecimalField(
        _l("欠缴数额"), [Optional(), AMOUNT], places=2, description=_l("只在法律按欠缴数额的倍数罚款时填写。")
    )
    revokes_permit = BooleanField(_l("吊销取水许可证"))
    is_complex = BooleanField(_l("情节复杂或重大违法"))
    is_public = BooleanField(_l("涉及重大公共利益"))
    crime_suspected = BooleanField(_l("涉嫌犯罪"))
    reason = TextAreaField(_l("理由和裁量"), [NEEDED, LONG])

    parties: Sequence[Party] = ()

    def offer(
        self,
        provisions: Iterable[tuple[str, str]],
        outcomes: Iterable[Handling],
        levels: Iterable[tuple[str, str]],
    ) -> None:
        """Fill the choices: the proposed provision first, no level first."""
        wanted = set(outcomes)
        self.outcome.choices = offered(one for one in choices(Handling) if one[0] in wanted)
        self.match_key.choices = offered(provisions)
        self.condition.choices = offered(choices(Condition))
        self.level.choices = offered([("", _l("不套用裁量基准")), *levels])
        self.factors.choices = offered(choices(Factor))
        self.weight.choices = offered(choices(Weight))

    def fen(self, name: str) -> int:
        """Return a typed amount in fen; nothing typed is nothing."""
        yuan = self[name].data
        return int(yuan * FEN_PER_YUAN) if yuan else 0

    def fines(self) -> dict[UUID, int]:
        """Return the fines in fen by party."""
        found = {}
        for place, party in enumerate(self.parties):
            yuan = self._fields[fine_name(place)].data
            if yuan:
                found[party.id] = int(yuan * FEN_PER_YUAN)
        return found


def fine_name(place: int) -> str:
    """Return the name of the field of a party's fine; the first is the one that refusals point to."""
    return "fine" if place == 0 else f"fine_{place}"


def with_fines(kind: type[ProposalForm], parties: Sequence[Party]) -> type[ProposalForm]:
    """Return the form with a field for the fine of each party."""
    fields: dict[str, object] = {"parties": parties}
    for place, party in enumerate(parties):
        fields[fine_name(place)] = DecimalField(
            _l("对%(name)s的罚款", name=party.name),
            [Optional(), NumberRange(min=0, max=10_000_000)],
            places=2,
        )
    return type(kind.__name__, (kind,), fields)


class ReportForm(ProposalForm):
    """调查终结报告."""

    found = TextAreaField(_l("查明的事实"), [NEEDED, LONG])
    nature = TextAreaField(_l("性质认定"), [NEEDED, LONG])


class ReviewForm(DayForm):
    """法制审核意见."""

    verdict = RadioField(_l("审核结论"), [CHOSEN])
    opinion = TextAreaField(_l("审核意见"), [NEEDED, LONG])
    provision = SelectField(_l("应当适用的条款"), default="")
    provision_reason = TextAreaField(
        _l("选择条款的理由"),
        [LONG],
        description=_l("与承办人拟适用的条款不同时必填，并且审核结论须是修改或退回。"),
    )
    is_qualified = BooleanField(_l("审核人具有法律职业资格，或不是初次从事法制审核"))

    def offer(self, provisions: Iterable[tuple[str, str]]) -> None:
        """Fill the choice of verdicts and of provisions."""
        self.verdict.choices = offered(choices(ReviewVerdict))
        self.provision.choices = offered(provisions)


class DeliberateForm(ProposalForm):
    """集体讨论笔录."""

    presider = StringField(_l("主持人"), [NEEDED, Length(max=60)])
    opinions = TextAreaField(_l("出席人员和各自意见"), [NEEDED, LONG])
    absent = TextAreaField(_l("缺席人员和原因"), [LONG])

    def said(self) -> list[Opinion]:
        """Return what each who was present said, one a line: name, a colon, the words."""
        return [Opinion(name=name, words=words) for name, words in named(self.opinions.data)]


class CallHearingForm(Form):
    """听证通知."""

    held_on = DateField(_l("听证日期"), [NEEDED])
    place = StringField(_l("听证地点"), [NEEDED, SHORT])
    presider = SelectField(_l("听证主持人"), [CHOSEN])
    on = DateField(_l("听证通知送达日期"), [NEEDED])
    is_public = BooleanField(_l("公开举行"), default=True)

    def offer(self, presiders: Iterable[Officer]) -> None:
        """Fill the choice of presiders."""
        self.presider.choices = offered([("", _l("请选择")), *((str(one.id), one.name) for one in presiders)])


class ConsiderForm(DayForm):
    """复核终结."""

    result = TextAreaField(_l("复核结论"), [NEEDED, LONG])


class WordingMixin:
    """What a decision says beside its proposal."""

    facts = TextAreaField(_l("认定的事实和证据"), [NEEDED, LONG])
    performance = TextAreaField(_l("履行方式和期限"), [NEEDED, LONG])
    pay_to = StringField(_l("缴款账户（代收机构）"), [SHORT])
    review_agency = StringField(_l("行政复议机关"), [NEEDED, SHORT])
    court = StringField(_l("人民法院"), [NEEDED, SHORT])


class DecideForm(WordingMixin, ProposalForm):
    """处罚决定, 不予处罚决定."""


class OnSpotForm(WordingMixin, ProposalForm):
    """当场处罚."""

    place = StringField(_l("处罚地点"), [NEEDED, SHORT])


class TransferForm(DayForm):
    """移送."""

    to = StringField(_l("移送给"), [NEEDED, SHORT])
    reason = TextAreaField(_l("移送的理由"), [NEEDED, LONG])
    is_crime = BooleanField(_l("涉嫌犯罪，移送公安机关"))


class EnforceForm(Form):
    """强制执行."""

    reason = TextAreaField(_l("理由"), [NEEDED, LONG])
    cuts_livelihood = BooleanField(_l("会停止居民生活用水、用电、供热、供气"))


class AskApprovalForm(Form):
    """审批表."""

    text = TextAreaField(_l("承办人意见"), [NEEDED, LONG])


def answers_of(points: Sequence[str], adopted: Sequence[bool], why: Sequence[str]) -> list[Answered]:
    """Return the answers to the points of a party, point by point."""
    rows = zip(points, adopted, why, strict=True)
    return [Answered(point=point, is_adopted=taken, why=reason.strip()) for point, taken, reason in rows]
