"""What is filled in to estimate a month without a meter, and to take an estimate back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.quotas.rules import VolumeMethod
from casebook.volumes.forms.meters import NEEDED
from casebook.volumes.rules.estimates import ESTIMATED, EstimateFacts
from casebook.web.fields import MeasureField
from casebook.web.forms import Form, chosen_id, given, offered
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID


class EstimateForm(Form):
    """A month by pump × hours, or by a norm."""

    month = StringField(_l("月份"), [NEEDED])
    method = RadioField(_l("方法"), [InputRequired(_l("请选择。"))], default=VolumeMethod.PUMP_HOURS.value)
    norm = SelectField(_l("用水定额"), default="")
    factor = MeasureField(_l("每小时或每单位水量"))
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

    def offer_norms(self, norms: Iterable[tuple[UUID, str]]) -> None:
        """Offer norms of the county, and to type one."""
        words = _("自己填写")
        self.norm.choices = offered([("", words), *((str(key), text) for key, text in norms)])

    @property
    def last_day(self) -> date | None:
        """The last day of the month that is written; None for what is none."""
        try:
            return Month.parse((self.month.data or "").strip()).last
        except ValueError:
            return None

    @property
    def norm_id(self) -> UUID | None:
        """The norm that was chosen; None where it is typed, and for the pump."""
        is_norm = self.method.data == VolumeMethod.NORM.value
        return chosen_id(self.norm) if is_norm and self.norm.data else None

    def facts(self) -> EstimateFacts:
        """Return what was typed; RuleBroken for a month that is none."""
        try:
            month = Month.parse((self.month.data or "").strip())
        except ValueError:
            raise RuleBroken("estimate_month_unreadable", field="month") from None
        if self.factor.data is None and self.norm_id is None:
            raise RuleBroken("estimate_factor_missing", field="factor")
        return EstimateFacts(
            month=month,
            method=VolumeMethod(self.method.data),
            factor=Decimal(str(self.factor.data or 0)),
            quantity=Decimal(str(given(self.quantity))),
            unit=(self.unit.data or "").strip(),
            paper=(self.paper.data or "").strip(),
        )


class TakeBackForm(Form):
    """Why an estimate counts no more."""

    reason = TextAreaField(_l("撤回理由"), [NEEDED, Length(max=400)])
