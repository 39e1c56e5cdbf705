"""Forms of acts that are no steps: what was shown, asked, said, answered, held, paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from casebook.cases.acts import ExceptionGround
from casebook.web.forms import Form, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
LONG, SHORT = Length(max=4000), Length(max=200)
YES_NO = offered([("yes", _l("是")), ("no", _l("否"))])


class NoteForm(Form):
    """记事."""

    on = DateField(_l("日期"), [NEEDED])
    words = TextAreaField(_l("内容"), [NEEDED, Length(max=400)])


class IdShownForm(Form):
    """出示执法证件."""

    at = DateTimeLocalField(_l("出示时间"), [NEEDED])
    to = StringField(_l("向谁出示"), [NEEDED, Length(max=60)])


class RecusalAskedForm(Form):
    """告知回避权利."""

    at = DateTimeLocalField(_l("告知时间"), [NEEDED])
    to = StringField(_l("被告知人"), [NEEDED, Length(max=60)])
    asked_of = SelectField(_l("申请回避的人员"))
    reason = TextAreaField(_l("申请回避的理由"), [LONG])

    def offer(self, officers: Iterable[tuple[str, str]]) -> None:
        """Fill the choice of officers; nobody first."""
        self.asked_of.choices = offered([("", _l("不申请回避")), *officers])


class RecusalDecidedForm(Form):
    """回避决定."""

    officer = SelectField(_l("执法人员"), [CHOSEN])
    is_granted = RadioField(_l("同意回避"), [CHOSEN], choices=YES_NO)
    reason = TextAreaField(_l("理由"), [NEEDED, LONG])

    def offer(self, officers: Iterable[tuple[str, str]]) -> None:
        """Fill the choice of officers."""
        self.officer.choices = offered([("", _l("请选择")), *officers])


class ReplaceOfficerForm(Form):
    """更换执法人员."""

    out = SelectField(_l("换下的人员"), [CHOSEN])
    into = SelectField(_l("接替的人员"), [CHOSEN])
    reason = TextAreaField(_l("理由"), [NEEDED, LONG])

    def offer(self, present: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]]) -> None:
        """Fill the choices."""
        self.out.choices = offered([("", _l("请选择")), *present])
        self.into.choices = offered([("", _l("请选择")), *others])


class ExceptionForm(Form):
    """法定例外情形."""

    gate = RadioField(_l("对哪一道关口"), [CHOSEN])
    ground = RadioField(_l("情形"), [CHOSEN])
    reason = TextAreaField(_l("具体理由"), [NEEDED, LONG])

    def offer(self, gates: Iterable[tuple[str, str]]) -> None:
        """Fill the choices."""
        self.gate.choices = offered(gates)
        self.ground.choices = offered(choices(ExceptionGround))


class StatementForm(Form):
    """陈述申辩."""

    on = DateField(_l("日期"), [NEEDED])
    by = StringField(_l("陈述申辩人"), [NEEDED, Length(max=60)])
    points = TextAreaField(_l("陈述申辩的意见"), [NEEDED, LONG])
    paper = StringField(_l("笔录或书面材料"), [SHORT])


class WaiverForm(Form):
    """书面放弃."""

    on = DateField(_l("日期"), [NEEDED])
    by = StringField(_l("签字人"), [NEEDED, Length(max=60)])
    paper = StringField(_l("书面材料"), [NEEDED, SHORT])


class AnswerForm(Form):
    """复核意见; the fields of the open points are added by `with_points`."""

    on = DateField(_l("日期"), [NEEDED])
    is_material = BooleanField(_l("事实、理由或依据有重大变化，须重新告知"))

    points: Sequence[str] = ()


def with_points(points: Sequence[str]) -> type[AnswerForm]:
    """Return the form with two fields for each point of the party that is still open."""
    fields: dict[str, Any] = {"points": points}
    for place, point in enumerate(points):
        fields[f"adopted_{place}"] = RadioField(point, [CHOSEN], choices=YES_NO)
        fields[f"why_{place}"] = TextAreaField(_l("理由"), [NEEDED, LONG])
    return type("AnswerForm", (AnswerForm,), fields)


class HearingAskedForm(Form):
    """申请听证."""

    asked_on = DateField(_l("申请日期"), [NEEDED])
    by = StringField(_l("申请人"), [NEEDED, Length(max=60)])


class HearingHeldForm(Form):
    """听证笔录和报告."""

    held_on = DateField(_l("听证日期"), [NEEDED])
    agents = TextAreaField(_l("委托代理人"), [LONG])
    opinion = TextAreaField(_l("听证报告意见"), [NEEDED, LONG])


class PerformedForm(Form):
    """履行完毕."""

    on = DateField(_l("日期"), [NEEDED])
    how = TextAreaField(_l("履行情况"), [NEEDED, LONG])
    paper = StringField(_l("票据或凭证"), [SHORT])


class ReceiptForm(Form):
    """移送回执."""

    on = DateField(_l("日期"), [NEEDED])
    by = StringField(_l("受移送机关"), [NEEDED, SHORT])
    paper = StringField(_l("回执文号"), [NEEDED, SHORT])
    is_accepted = RadioField(_l("受理"), [CHOSEN], choices=YES_NO)


class ExtendForm(Form):
    """延长办案期限."""

    added = SelectField(_l("延长日数"), [CHOSEN])
    reason = TextAreaField(_l("理由"), [NEEDED, LONG])
    paper = StringField(_l("审批文书"), [NEEDED, SHORT])

    def offer(self, most: int) -> None:
        """Fill the choice of days."""
        self.added.choices = offered((str(days), str(days)) for days in range(10, most + 1, 10))


class StopClockForm(Form):
    """办案期限停止计算."""

    reason = RadioField(_l("原因"), [CHOSEN])
    paper = StringField(_l("文书"), [NEEDED, SHORT])
    from_on = DateField(_l("从哪一天起停止计算"), [NEEDED])

    def offer(self, reasons: Iterable[tuple[str, str]]) -> None:
        """Fill the choice of reasons."""
        self.reason.choices = offered(reasons)


class ResumeClockForm(Form):
    """办案期限恢复计算."""

    until_on = DateField(_l("停止计算的最后一天"), [NEEDED])


class PaperForm(Form):
    """制作文书."""

    form = SelectField(_l("文书"), [CHOSEN])
    party = SelectField(_l("当事人"), default="")

    def offer(self, papers: Iterable[tuple[str, str]], parties: Iterable[tuple[str, str]]) -> None:
        """Fill the choice of papers, and of the party that it is made out to."""
        self.form.choices = offered([("", _l("请选择")), *papers])
        self.party.choices = offered([("", _l("全部当事人")), *parties])


class AddPartyForm(Form):
    """追加当事人: as its papers name it; one that the county knows already is found by code and name."""

    name = StringField(_l("姓名或名称"), [NEEDED, Length(max=120)])
    identifier = StringField(
        _l("身份证号或统一社会信用代码"),
        [Length(max=40)],
        description=_l("已登记的当事人按号码和名称认定，不会重复建立。"),
    )
    legal_rep = StringField(_l("法定代表人（负责人）"), [Length(max=60)])
    phone = StringField(_l("电话"), [Length(max=40)])
    address = StringField(_l("住址或住所"), [Length(max=200)])
    reason = TextAreaField(_l("追加的理由"), [NEEDED, Length(max=400)])
