"""Forms of what is told: entering a lead, its steps, the public's report, the county's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from casebook.cases.actions import LeadEntry, Reporter
from casebook.cases.rules import FoundHow
from casebook.cases.rules.channels import BY_HAND, CHANNELS, SETTINGS, field_of
from casebook.cases.rules.leads import Satisfaction
from casebook.cases.rules.rates import Rate
from casebook.cases.rules.reports import MOST_WORDS
from casebook.inspections.forms.blocks import DegreesField, MomentField
from casebook.kernel.errors import RuleBroken
from casebook.regions.presenters import offered_townships
from casebook.web.filters import Filter, offered_years
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.models import Well

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))


class LeadEntryForm(Form):
    """What came by hotline, letter, superior, other offices, media."""

    channel = SelectField(_l("来源"), [CHOSEN])
    outer_no = StringField(
        _l("来源编号"), [Length(max=60)], description=_l("热线工单号、交办单号、建议书文号等，答复时要用。")
    )
    received_at = MomentField(_l("收到时间"), validators=[NEEDED])
    content = TextAreaField(_l("反映的情况"), [NEEDED, Length(max=4000)])
    well = StringField(
        _l("取水井编号"), [Length(max=60)], description=_l("知道是哪眼井的填；不知道的写地点或坐标。")
    )
    township = SelectField(_l("乡镇（街道）"), default="")
    village = StringField(_l("村"), [Length(max=60)])
    place = StringField(_l("地点"), [Length(max=200)])
    lon = DegreesField(_l("经度"))
    lat = DegreesField(_l("纬度"))
    reporter_name = StringField(_l("反映人"), [Length(max=60)])
    reporter_contact = StringField(
        _l("联系方式"),
        [Length(max=120)],
        description=_l("单独保存，只有指定的负责人能看，每次查看都有记录。"),
    )
    is_confidential = BooleanField(_l("反映人要求保密"))

    def offer(self, session: Session, actor: Actor) -> None:
        """Fill the choices."""
        self.channel.choices = offered([("", _("请选择")), *((kind.value, label(kind)) for kind in BY_HAND)])
        self.township.choices = offered([("", _("请选择")), *offered_townships(session, actor)])

    def entry(self, well: Well | None) -> LeadEntry:
        """Return what was typed; `well` is the one that the number names."""
        name, contact = self.reporter_name.data or "", self.reporter_contact.data or ""
        told_by = Reporter(name, contact, is_confidential=bool(self.is_confidential.data))
        return LeadEntry(
            channel=FoundHow(given(self.channel)),
            content=given(self.content),
            received_at=given(self.received_at),
            outer_no=self.outer_no.data or "",
            division_code=self.township.data or "",
            village=self.village.data or "",
            place=self.place.data or "",
            well=well,
            lon=self.lon.data,
            lat=self.lat.data,
            reporter=told_by if name.strip() or contact.strip() else None,
        )


class LeadListForm(Form):
    """A hotline's list: by which channel it came, and the file."""

    channel = SelectField(_l("来源"), [CHOSEN], default=FoundHow.HOTLINE_12345.value)
    file = FileField(
        _l("工单清单"),
        [FileRequired(_l("请选择文件。"))],
        description=_l("Excel 或 CSV；要有工单编号、受理时间、诉求内容三列，其他列认得的也读。"),
    )

    def offer(self) -> None:
        """Fill the choice of channels: those that bear numbers."""
        numbered = [kind for kind in BY_HAND if CHANNELS[kind].has_number]
        self.channel.choices = offered((kind.value, label(kind)) for kind in numbered)


class AcceptForm(Form):
    """受理: on which day."""

    on = DateField(_l("受理日期"), [NEEDED])


class AnswerForm(Form):
    """答复: when, and what was said."""

    on = DateField(_l("答复日期"), [NEEDED])
    text = TextAreaField(
        _l("答复内容"),
        [NEEDED, Length(max=4000)],
        description=_l("查到了什么、怎样处理、什么时候办完；不写当事人的个人信息。"),
    )


class VisitBackForm(Form):
    """回访: when, and what the reporter said."""

    on = DateField(_l("回访日期"), [NEEDED])
    said = RadioField(_l("满意程度"), [CHOSEN])
    note = StringField(_l("反映人的意见"), [Length(max=400)])

    def offer(self) -> None:
        """Fill the choices."""
        self.said.choices = offered(choices(Satisfaction))


class ReferForm(Form):
    """转办: to whom, by which letter."""

    to = StringField(_l("转给"), [NEEDED, Length(max=100)])
    paper = StringField(_l("转办函文号"), [NEEDED, Length(max=100)])


class ReasonForm(Form):
    """Why."""

    reason = TextAreaField(_l("理由"), [NEEDED, Length(max=380)])


class WellForm(Form):
    """Which registered well it is about."""

    well = StringField(_l("取水井编号"), [NEEDED, Length(max=60)])


class RateFilterForm(Filter):
    """Which leads the rates are of, and which rate's lines are shown."""

    year = SelectField(_l("年份"))
    channel = SelectField(_l("来源"))
    rate = SelectField(_l("明细"))

    @classmethod
    def of(cls, this_year: int) -> RateFilterForm:
        """Return the filter of the request's address."""
        return cls.read(
            year=offered_years(range(this_year - 3, this_year + 1)),
            channel=[(kind.value, label(kind)) for kind in BY_HAND],
            rate=choices(Rate),
        )


class FiguresForm(Form):
    """The county's figures of casework, and the paper that says so."""

    paper = StringField(
        _l("依据文件"), [Length(max=100)], description=_l("改了数值就要填，例如：冠水〔2024〕12号。")
    )

    def values(self) -> dict[str, int]:
        """Return every figure by its name."""
        return {name: given(self[field_of(name)]) for name in SETTINGS}


def figures_form(values: Mapping[str, int]) -> FiguresForm:
    """Return the form with one field for each figure, filled with these."""
    fields = {
        field_of(one.name): IntegerField(
            one.name, [NEEDED, NumberRange(one.least, one.most, _l("超出了允许的范围。"))]
        )
        for one in SETTINGS.values()
    }
    kind: type[FiguresForm] = type("FiguresForm", (FiguresForm,), fields)
    data: dict[str, Any] = {field_of(name): value for name, value in values.items()}
    return kind(data=data)


class PublicReportForm(Form):
    """What the public reports: words, place, photographs; a name only if one likes."""

    text = TextAreaField(
        _l("情况"),
        [NEEDED, Length(max=MOST_WORDS)],
        description=_l("谁在什么时候、什么地方打井或抽水，水用来做什么。"),
    )
    township = SelectField(_l("乡镇（街道）"), default="")
    place = StringField(_l("地点"), [Length(max=200)], description=_l("村名、路名、附近的标志。"))
    lon = DegreesField(_l("经度"))
    lat = DegreesField(_l("纬度"))
    photographs = MultipleFileField(_l("照片"))
    name = StringField(_l("怎样称呼你"), [Length(max=60)])
    contact = StringField(_l("电话或邮箱"), [Length(max=120)])
    website = StringField(_l("请留空"))

    def offer(self, townships: list[tuple[str, str]]) -> None:
        """Fill the choices."""
        self.township.choices = offered([("", _("不清楚")), *townships])

    def check_empty(self) -> None:
        """Refuse what a machine filled in: people do not see the field."""
        if (self.website.data or "").strip():
            raise RuleBroken("report_by_machine", field="website")


class StatusForm(Form):
    """Which report is asked about."""

    code = StringField(_l("查询码"), [NEEDED, Length(max=60)])
