"""What a county sets about plans, and its norms."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from casebook.deadlines.rules.table import Certainty
from casebook.plans.actions import NormFacts
from casebook.plans.rules import NormKind
from casebook.web.fields import VolumeField
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from casebook.plans.models import WaterNorm

NEEDED = InputRequired(_l("请填写。"))


class SettingForm(Form):
    """A value with the paper that sets it."""

    value = StringField(_l("数值"), [NEEDED, Length(max=20)])
    paper = StringField(_l("依据文件（名称和文号）"), [NEEDED, Length(max=200)])
    valid_from = DateField(_l("从哪天起用"), [NEEDED])


class NormForm(Form):
    """A norm as its paper says it."""

    kind = SelectField(_l("类别"), [InputRequired()])
    item = StringField(_l("项目（产品、作物或行业）"), [NEEDED, Length(max=80)])
    per = StringField(_l("每单位"), [NEEDED, Length(max=20)])
    value = VolumeField(_l("定额"), [NEEDED])
    valid_from = DateField(_l("施行日期"), [NEEDED])
    valid_to = DateField(_l("失效日期"), [Optional()])
    paper = StringField(_l("文件名称和文号"), [NEEDED, Length(max=120)])
    certainty = SelectField(_l("核实程度"), [InputRequired()])
    reason = StringField(_l("修改原因"), [Length(max=200)])

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        self.kind.choices = offered(choices(NormKind))
        self.certainty.choices = offered(choices(Certainty))

    @staticmethod
    def now_of(norm: WaterNorm) -> dict[str, object]:
        """Return what a norm says now."""
        return {
            "kind": norm.kind,
            "item": norm.item,
            "per": norm.per,
            "value": norm.value_m3,
            "valid_from": norm.valid_from,
            "valid_to": norm.valid_to,
            "paper": norm.paper,
            "certainty": norm.certainty,
        }

    def facts(self) -> NormFacts:
        """Return the norm."""
        return NormFacts(
            kind=NormKind(self.kind.data),
            item=given(self.item),
            per=given(self.per),
            value_m3=self.value.data or Decimal(0),
            valid_from=given(self.valid_from),
            valid_to=self.valid_to.data,
            paper=given(self.paper),
            certainty=Certainty(self.certainty.data),
            reason=self.reason.data or "",
        )
