"""Editing a well, a step of its life, who stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from casebook.kernel.cells import DateReading, Unit
from casebook.kernel.coordinates import CrsSource
from casebook.parties.actions import PartyFacts
from casebook.regions.rules import Aquifer
from casebook.web.fields import MeasureField, PartialDateField
from casebook.web.forms import Form, offered
from casebook.web.labels import choices, label
from casebook.wells.rules import Ground, MeterKind, PermitExemption, WellUse, limits, next_statuses

if TYPE_CHECKING:
    from datetime import date

    from wtforms import Field

    from casebook.config import Settings
    from casebook.parties.models import Party
    from casebook.wells.facts import WellFacts
    from casebook.wells.models import Well

_SAME_POSITION = 5e-8
"""Degrees; the form shows seven decimals (rules.md 12.7)."""


class _Within:
    """A register number lies within the limits of the settings (rules.py)."""

    def __init__(self, column: str) -> None:
        self._column = column

    def __call__(self, _form: Form, field: Field) -> None:
        settings: Settings = current_app.config["CASEBOOK"]
        low, high = limits(settings.well_limits)[self._column]
        if field.data is not None and not low <= field.data <= high:
            raise ValidationError(_("应在 %(low)g 到 %(high)g 之间。", low=low, high=high))


class EditWellForm(Form):
    """What the register says of a well."""

    base_version = IntegerField(widget=HiddenInput())
    village = StringField(_l("村（社区）"), [Length(max=60)])
    plate = StringField(_l("井牌号"), [Length(max=40)])
    lon = MeasureField(_l("经度"), [InputRequired(_l("请填写经度。")), NumberRange(73, 136)])
    lat = MeasureField(_l("纬度"), [InputRequired(_l("请填写纬度。")), NumberRange(3, 54)])
    use = SelectField(_l("取水用途"), [InputRequired()])
    aquifer = SelectField(_l("取水层位"), [InputRequired()])
    exemption = SelectField(_l("取水许可"), [InputRequired()])
    built = PartialDateField(_l("成井时间"))
    depth_m = MeasureField(_l("井深"), [_Within("depth_m")], unit=Unit.METRE)
    casing_mm = MeasureField(_l("井管内径"), [_Within("casing_mm")], unit=Unit.MILLIMETRE)
    casing_material = StringField(_l("井管材料"), [Length(max=40)])
    screen_from_m = MeasureField(_l("滤水管上端"), [_Within("depth_m")], unit=Unit.METRE)
    screen_to_m = MeasureField(_l("滤水管下端"), [_Within("depth_m")], unit=Unit.METRE)
    static_level_m = MeasureField(_l("静水位埋深"), unit=Unit.METRE)
    pump_flow_m3h = MeasureField(
        _l("水泵额定流量"), [_Within("pump_flow_m3h")], unit=Unit.CUBIC_METRE_PER_HOUR
    )
    pump_power_kw = MeasureField(_l("水泵功率"), [_Within("pump_power_kw")], unit=Unit.KILOWATT)
    irrigated_mu = MeasureField(_l("灌溉面积"), [_Within("irrigated_mu")], unit=Unit.MU)
    people_served = IntegerField(_l("供水人口"), [Optional(), NumberRange(0, 10_000_000)])
    meter_kind = SelectField(_l("计量设施"), [InputRequired()])
    meter_no = StringField(_l("水表编号"), [Length(max=40)])
    electricity_account = StringField(_l("电表户号"), [Length(max=40)])
    remark = TextAreaField(_l("备注"), [Length(max=1000)])
    reason = StringField(_l("修改原因"), [Length(max=200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with the choices of the code tables."""
        super().__init__(*args, **kwargs)
        self.use.choices = offered(choices(WellUse))
        self.aquifer.choices = offered(choices(Aquifer))
        self.exemption.choices = offered(choices(PermitExemption))
        self.meter_kind.choices = offered(choices(MeterKind))

    @classmethod
    def of(cls, well: Well, plate: str) -> EditWellForm:
        """Return the form with what was posted, or else with what the register says."""
        return cls(data=_stored(well, plate))

    @classmethod
    def stored(cls, well: Well, plate: str) -> EditWellForm:
        """Return the form with what the register says, whatever was posted."""
        return cls(formdata=None, data=_stored(well, plate))

    def validate_screen_to_m(self, field: Field) -> None:
        """Refuse a screen whose lower end is not the deeper one."""
        if (
            field.data is not None
            and self.screen_from_m.data is not None
            and field.data < self.screen_from_m.data
        ):
            raise ValidationError(_("滤水管的下端应深于上端。"))

    def facts(self, well: Well) -> WellFacts:
        """Return what was entered; an untouched position stays as exact as it was."""
        built = self.built.data
        found: WellFacts = {name: self[name].data for name in _TEXTS | _MEASURES}  # type: ignore[assignment]  # names of WellFacts
        found["use"] = WellUse(self.use.data)
        found["aquifer"] = Aquifer(self.aquifer.data)
        found["exemption"] = PermitExemption(self.exemption.data)
        found["meter_kind"] = MeterKind(self.meter_kind.data)
        found["built_on"] = built.on if built else None
        found["built_precision"] = built.precision if built else None
        lon, lat = self.lon.data, self.lat.data
        if max(abs(lon - well.lon), abs(lat - well.lat)) > _SAME_POSITION:
            found["lon"], found["lat"], found["crs_source"] = lon, lat, CrsSource.CGCS2000
        return found


_TEXTS = frozenset({"village", "casing_material", "meter_no", "electricity_account", "remark"})
_MEASURES = frozenset(
    {
        "depth_m",
        "casing_mm",
        "screen_from_m",
        "screen_to_m",
        "static_level_m",
        "pump_flow_m3h",
        "pump_power_kw",
        "irrigated_mu",
        "people_served",
    }
)
_PLAIN = _TEXTS | _MEASURES | {"use", "aquifer", "exemption", "meter_kind"}


def _stored(well: Well, plate: str) -> dict[str, Any]:
    built = None
    if well.built_on is not None and well.built_precision is not None:
        built = DateReading(well.built_on, well.built_precision)
    return {
        **{name: getattr(well, name) for name in _PLAIN},
        "built": built,
        "plate": plate,
        "lon": round(well.lon, 7),
        "lat": round(well.lat, 7),
        "base_version": well.version,
    }


class ChangeStatusForm(Form):
    """One step of a well's life as a register entry."""

    base_version = IntegerField(widget=HiddenInput())
    to = SelectField(_l("改为"), [InputRequired()])
    on = DateField(_l("从哪天起"), [InputRequired(_l("请填写日期。"))])
    reason = TextAreaField(_l("依据或原因"), [InputRequired(_l("请写明依据或原因。")), Length(max=400)])

    @classmethod
    def of(cls, well: Well) -> ChangeStatusForm:
        """Return the form with the steps that the table allows from here."""
        form = cls(data={"base_version": well.version})
        steps = next_statuses(well.status, Ground.REGISTER)
        form.to.choices = offered((to.value, label(to)) for to in steps)
        return form

    @property
    def day(self) -> date:
        """The day that was entered, once the form is valid."""
        assert self.on.data is not None
        return self.on.data


class PartyForm(Form):
    """Who owns, manages or uses a well."""

    name = StringField(_l("名称或姓名"), [Length(max=120)])
    identifier = StringField(_l("统一社会信用代码或身份证号"), [Length(max=40)])
    phone = StringField(_l("联系电话"), [Length(max=40)])
    address = StringField(_l("住址"), [Length(max=200)])
    legal_rep = StringField(_l("法定代表人（负责人）"), [Length(max=60)])

    @classmethod
    def of(cls, party: Party | None) -> PartyForm:
        """Return the form with what was posted, or else with what is known of the party."""
        names = ("name", "identifier", "phone", "address", "legal_rep")
        return cls(data={name: getattr(party, name) for name in names} if party else None)

    def facts(self) -> PartyFacts | None:
        """Return what was entered; None for nobody."""
        if not self.name.data:
            return None
        return PartyFacts(
            self.name.data,
            self.identifier.data or "",
            self.phone.data or "",
            self.address.data or "",
            legal_rep=self.legal_rep.data or "",
        )
