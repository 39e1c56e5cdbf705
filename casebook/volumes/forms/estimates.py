"""What is filled in to estimate a month without a meter, and to take an estimate back."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.quotas.rules import VolumeMethod
from casebook.volumes.forms.meters import NEEDED
from casebook.volumes.rules.estimates import ESTIMATED, EstimateFacts
from casebook.web.fields import MeasureField
from casebook.web.forms import Form, given, offered
from casebook.web.labels import label


class EstimateForm(Form):
    """A month by pump × hours, or by a norm."""

    month = StringField(_l("月份"), [NEEDED])
    method = RadioField(_l("方法"), [InputRequired(_l("请选择。"))], default=VolumeMethod.PUMP_HOURS.value)
    factor = MeasureField(_l("每小时或每单位水量"), [NEEDED])
    quantity = MeasureField(_l("小时数或数量"), [NEEDED])
    unit = StringField(_l("数量的单位"), [Length(max=20)])
    paper = StringField(_l("依据材料"), [NEEDED, Length(max=200)])
    reason = TextAreaField(_l("替换理由"), [Length(max=400)])

    @classmethod
    def of(cls, month: str, flow_m3h: float | None) -> Self:
        """Return the form for a month, with the pump's rated flow where the register has it."""
        form = cls(data={"month": month, "factor": flow_m3h})
        form.method.choices = offered((one.value, label(one)) for one in ESTIMATED)
        return form

    def facts(self) -> EstimateFacts:
        """Return what was typed; RuleBroken for a month that is none."""
        try:
            month = Month.parse((self.month.data or "").strip())
        except ValueError:
            raise RuleBroken("estimate_month_unreadable", field="month") from None
        return EstimateFacts(
            month=month,
            method=VolumeMethod(self.method.data),
            factor=Decimal(str(given(self.factor))),
            quantity=Decimal(str(given(self.quantity))),
            unit=(self.unit.data or "").strip(),
            paper=(self.paper.data or "").strip(),
        )


class TakeBackForm(Form):
    """Why an estimate counts no more."""

    reason = TextAreaField(_l("撤回理由"), [NEEDED, Length(max=400)])
