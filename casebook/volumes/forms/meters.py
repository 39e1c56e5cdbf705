"""What is filled in to put a meter on, swap it, take it away, seal it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from casebook.volumes.actions import Closing, MeterFacts
from casebook.volumes.queries.meters import MeterFilter
from casebook.volumes.rules.metering import CalibrationState, SealEnd
from casebook.web.fields import VolumeField
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices, label
from casebook.wells.rules import MeterKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from casebook.volumes.models import Meter

NEEDED = InputRequired(_l("请填写。"))
NOT_BELOW_ZERO = NumberRange(min=0, message=_l("表底数不会是负数。请核对。"))
KINDS = (MeterKind.MECHANICAL, MeterKind.ONLINE)


class MeterForm(Form):
    """What is known of a meter."""

    number = StringField(_l("水表编号"), [NEEDED, Length(max=40)])
    kind = SelectField(_l("水表种类"), [InputRequired()])
    digits = IntegerField(_l("表盘整数位数"), [Optional()])
    calibration_due_on = DateField(_l("检定有效期至"), [Optional()])
    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        self.kind.choices = offered((kind.value, label(kind)) for kind in KINDS)

    @classmethod
    def of(cls, meter: Meter) -> Self:
        """Return the form with what is known of a meter."""
        return cls(
            data={
                "number": meter.number,
                "kind": meter.kind,
                "digits": meter.digits,
                "calibration_due_on": meter.calibration_due_on,
                "base_version": meter.version,
            }
        )

    def facts(self) -> MeterFacts:
        """Return what is known of the meter."""
        return MeterFacts(
            number=given(self.number),
            kind=MeterKind(self.kind.data),
            digits=self.digits.data,
            calibration_due_on=self.calibration_due_on.data,
        )


class AssignForm(MeterForm):
    """A meter that is put on a well."""

    on = DateField(_l("装表日期"), [NEEDED])
    opening_m3 = VolumeField(_l("新表起码"), [NEEDED, NOT_BELOW_ZERO])


class RemoveForm(Form):
    """A meter that is taken off a well."""

    on = DateField(_l("拆表日期"), [NEEDED])
    dial_m3 = VolumeField(_l("旧表止码"), [NEEDED, NOT_BELOW_ZERO])
    is_sure = BooleanField(_l("照实录入：旧表止码确实是这个数"))
    meter_no = HiddenField()
    """The meter that the page showed."""

    def closing(self) -> Closing:
        """Return the last reading of the meter."""
        return Closing(
            on=given(self.on),
            dial_m3=given(self.dial_m3),
            is_sure=bool(self.is_sure.data),
            meter_no=self.meter_no.data or "",
        )


class SwapForm(MeterForm):
    """A meter that takes another's place."""

    on = DateField(_l("换表日期"), [NEEDED])
    dial_m3 = VolumeField(_l("旧表止码"), [NEEDED, NOT_BELOW_ZERO])
    is_sure = BooleanField(_l("照实录入：旧表止码确实是这个数"))
    meter_no = HiddenField()
    """The meter that the page showed."""
    opening_m3 = VolumeField(_l("新表起码"), [NEEDED, NOT_BELOW_ZERO])

    def closing(self) -> Closing:
        """Return the last reading of the old meter."""
        return Closing(
            on=given(self.on),
            dial_m3=given(self.dial_m3),
            is_sure=bool(self.is_sure.data),
            meter_no=self.meter_no.data or "",
        )


class SealForm(Form):
    """A lead seal that is put on."""

    number = StringField(_l("铅封编号"), [NEEDED, Length(max=40)])
    on = DateField(_l("加封日期"), [NEEDED])


class SealEndForm(Form):
    """A lead seal that was broken or opened."""

    ending = SelectField(_p("seal", "情况"), [InputRequired()])
    on = DateField(_l("发现或拆封日期"), [NEEDED])
    note = TextAreaField(_p("seal", "说明"), [NEEDED, Length(max=400)])

    @classmethod
    def blank(cls, today: date) -> Self:
        """Return the form with its choices."""
        form = cls(data={"on": today})
        form.ending.choices = offered((one.value, label(one)) for one in (SealEnd.BROKEN, SealEnd.OPENED))
        return form


class MetersFilter(Filter):
    """What the list of meters is narrowed to."""

    township = SelectField(_l("乡镇"))
    calibration = SelectField(_p("meter", "检定"))
    seal = SelectField(_p("meter", "铅封"))
    turning = SelectField(_p("meter", "走表"))
    q = SearchField(_l("井号、表号"))

    @classmethod
    def of(cls, townships: Iterable[tuple[str, str]]) -> Self:
        """Return the filter of the request's address."""
        seals = [("broken", str(_l("破损未处理"))), ("none", str(_l("没有铅封")))]
        turning = [("stopped", str(_l("停走未处理")))]
        return cls.read(
            township=townships, calibration=choices(CalibrationState), seal=seals, turning=turning
        )

    def wanted(self, today: date) -> MeterFilter:
        """Return what the query takes."""
        return MeterFilter(
            today=today,
            division_code=self.township.data or "",
            calibration=CalibrationState(self.calibration.data) if self.calibration.data else None,
            seal=self.seal.data or "",
            is_stopped=self.turning.data == "stopped",
            text=(self.q.data or "").strip().upper(),
        )
