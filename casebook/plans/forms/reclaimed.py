"""What is told of reclaimed water, and the steps of a cut."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from casebook.kernel.months import Month
from casebook.plans.actions import OfferFacts, Step, UseFacts
from casebook.plans.rules import MONTHS, Answer, Condition
from casebook.web.fields import VolumeField
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices, label

NEEDED = InputRequired(_l("请填写。"))


class MinimumForm(Form):
    """The least use of a user in a year."""

    party = StringField(_l("用水户"), [NEEDED, Length(max=120)])
    year = IntegerField(_l("年份"), [NEEDED, NumberRange(2000, 2100)])
    minimum = VolumeField(_l("最低利用量"), [NEEDED])
    paper = StringField(_l("下达文号"), [NEEDED, Length(max=120)])
    reason = StringField(_l("修改原因"), [Length(max=200)])


class OfferForm(Form):
    """Whether reclaimed water was to be had: five answers and their papers."""

    covered = SelectField(validators=[InputRequired()])
    grade_fits = SelectField(validators=[InputRequired()])
    capacity_free = SelectField(validators=[InputRequired()])
    served = SelectField(validators=[InputRequired()])
    price_fair = SelectField(validators=[InputRequired()])
    served_on = DateField(_l("要约送达日期"), [Optional()])
    evidence = TextAreaField(_l("依据材料"), [NEEDED, Length(max=2000)])

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        for condition in Condition:
            self[condition.value].choices = offered(choices(Answer))
            self[condition.value].label.text = label(condition)

    def facts(self) -> OfferFacts:
        """Return the answers."""
        return OfferFacts(
            answers={condition: Answer(self[condition.value].data) for condition in Condition},
            served_on=self.served_on.data,
            evidence=given(self.evidence),
        )


class UseForm(Form):
    """Reclaimed water of a month."""

    month = IntegerField(_l("月份"), [NEEDED, NumberRange(1, MONTHS)])
    used = VolumeField(_l("再生水用量"), [NEEDED])
    is_metered = BooleanField(_l("有计量"))
    outage = VolumeField(_l("供方停供、少供的水量"), [Optional()])
    note = StringField(_l("说明"), [Length(max=200)])

    def facts(self, year: int) -> UseFacts:
        """Return the month."""
        return UseFacts(
            month=Month(year, given(self.month)),
            used_m3=given(self.used),
            is_metered=bool(self.is_metered.data),
            outage_m3=self.outage.data or Decimal(0),
            note=self.note.data or "",
        )


class DraftForm(Form):
    """Which plan of the next year is to be cut."""

    node = SelectField(_l("核减哪一条次年计划"), [InputRequired()])


class CutStepForm(Form):
    """A step of a cut: its day, its paper, its words."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())
    on = DateField(_l("办理日期"), [NEEDED])
    paper = StringField(_l("文号"), [Length(max=120)])
    words = TextAreaField(_l("内容"), [Length(max=4000)])

    def step(self) -> Step:
        """Return the step."""
        return Step(on=given(self.on), paper=self.paper.data or "", words=self.words.data or "")


class NotifyCutForm(CutStepForm):
    """告知: until when the user may defend itself."""

    defend_by = DateField(_l("申辩期限"), [Optional()])


class ApproveCutForm(CutStepForm):
    """审批: perhaps less than the user was told."""

    cut_m3 = VolumeField(_l("核减水量"), [Optional()])
