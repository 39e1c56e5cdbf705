"""What is filled in about returns, the tax office's list and tax sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import HiddenInput

from casebook.quotas.rules import GROUNDWATER, WaterSource
from casebook.returns.actions import Report
from casebook.returns.labels import words_of
from casebook.returns.queries import ReturnFilter
from casebook.returns.rules import (
    NEED_REASON,
    LineOutcome,
    Period,
    PeriodKind,
    ReportedLine,
    ReturnSettingKey,
    ReturnState,
    Scope,
    SpecialUse,
    latest_to_open,
)
from casebook.returns.rules.periods import FIRST_YEAR, LAST_YEAR
from casebook.returns.rules.reporting import LONGEST_NAME, LONGEST_NOTE, LONGEST_PHONE, NOTHING
from casebook.storage.actions import Scan
from casebook.web.fields import VolumeField
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from casebook.returns.models import ReturnLine, ReturnRound

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
OFFERED_PERIODS = 8


class NeededUnlessNil:
    """Asks for a figure where the report is not nil: a blank is not 0."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: ReportForm, field: VolumeField) -> None:
        """Refuse a blank."""
        if not field.errors and not form.is_nil.data and field.data is None:
            raise StopValidation(_("请填写；没有取水的填 0。"))


class RoundForm(Form):
    """For which period the users are asked."""

    period = SelectField(_l("期别"), [CHOSEN])

    @classmethod
    def of(cls, kind: PeriodKind, today: date) -> Self:
        """Return the form with the last periods that are over."""
        form = cls()
        last = latest_to_open(kind, today)
        form.period.choices = offered(_worded(last.plus(-back) for back in range(OFFERED_PERIODS)))
        return form


def _worded(periods: Iterable[Period]) -> list[tuple[str, str]]:
    return [(str(period), words_of(period)) for period in periods]


class StepForm(Form):
    """A decision about a return."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())
    reason = TextAreaField(_l("原因"), [Length(max=400)])

    @classmethod
    def for_step(cls, to: ReturnState, version: int) -> StepForm:
        """Return the form of one decision: what needs a reason asks for it."""
        form = cls(data={"base_version": version})
        if to in NEED_REASON:
            form.reason.validators = [NEEDED, *form.reason.validators]
            form.reason.flags.required = True
        return form


class ReportForm(Form):
    """A report: who tells, and what each intake took. The fields of intakes are numbered from 0."""

    base_version = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    is_nil = BooleanField(_l("本期没有取水（零报）"))
    reporter = StringField(_l("填报人"), [NEEDED, Length(max=LONGEST_NAME)])
    phone = StringField(_l("联系电话"), [Length(max=LONGEST_PHONE)])
    note = TextAreaField(_l("说明"), [Length(max=LONGEST_NOTE)])
    wells: Sequence[UUID | None] = ()

    @classmethod
    def over(
        cls, wells: Sequence[UUID | None], version: int, before: Sequence[ReturnLine] = ()
    ) -> ReportForm:
        """Return the form for some intakes, with what was reported before in it."""
        fields: dict[str, Any] = {"wells": tuple(wells)}
        data: dict[str, Any] = {"base_version": version}
        told = {line.well_id: line for line in before}
        for place, well_id in enumerate(wells):
            fields[f"volume_{place}"] = VolumeField(_l("本期取水量"), [NeededUnlessNil()])
            fields[f"dial_{place}"] = VolumeField(_l("期末表底数"), [Optional()])
            fields[f"photograph_{place}"] = FileField(_l("水表照片"))
            if well_id in told:
                data |= {f"volume_{place}": told[well_id].volume_m3, f"dial_{place}": told[well_id].dial_m3}
        made: type[ReportForm] = type("WellReportForm", (cls,), fields)
        return made(data=data)

    def report(self) -> Report:
        """Return what was filled in."""
        lines, pictures = [], {}
        for place, well_id in enumerate(self.wells):
            volume = NOTHING if self.is_nil.data else self[f"volume_{place}"].data or NOTHING
            lines.append(ReportedLine(well_id, volume, self[f"dial_{place}"].data))
            file = self[f"photograph_{place}"].data
            if file and file.filename:
                pictures[place] = Scan(file.stream, file.filename)
        return Report(
            lines=tuple(lines),
            reporter=given(self.reporter),
            is_nil=bool(self.is_nil.data),
            phone=self.phone.data or "",
            note=self.note.data or "",
            photographs=pictures,
        )


class SettingForm(Form):
    """A value with its paper and the day from which it holds."""

    value: StringField | SelectField
    paper = StringField(_l("依据文件"), [NEEDED, Length(max=200)])
    valid_from = DateField(_l("从哪天起用"), [NEEDED])


class TypedForm(SettingForm):
    """A value that is typed."""

    value = StringField(_l("设定为"), [NEEDED, Length(max=200)])


class ChoiceForm(SettingForm):
    """A value of a list."""

    value = SelectField(_l("设定为"), [CHOSEN])


CHOICES = {ReturnSettingKey.SCOPE: Scope, ReturnSettingKey.PERIOD: PeriodKind}


def setting_form(key: ReturnSettingKey, value: str, today: date) -> SettingForm:
    """Return the form of a setting with what holds now."""
    data = {"value": value, "valid_from": today}
    if key not in CHOICES:
        return TypedForm(data=data)
    form = ChoiceForm(data=data)
    form.value.choices = offered(choices(CHOICES[key]))
    return form


class TaxListForm(Form):
    """The tax office's list of a year."""

    year = IntegerField(_l("年度"), [NEEDED, NumberRange(FIRST_YEAR, LAST_YEAR)])
    file = FileField(_l("文件"), [FileRequired(_l("请选择文件。"))])


class SheetForm(Form):
    """For whom and when a sheet is, and what only the officer knows."""

    party = StringField(_l("用水户"), [NEEDED, Length(max=120)])
    period = SelectField(_l("所属期"), [CHOSEN])
    source = SelectField(_l("水源"), [CHOSEN])
    read_on = DateField(_l("抄表日期"), [NEEDED])
    contact = StringField(_l("联系人"), [Length(max=120)])
    trade = StringField(_l("取用水行业"), [Length(max=80)])
    special = SelectField(_l("特殊用水类别"))

    @classmethod
    def of(cls, today: date) -> Self:
        """Return the form with the periods that are over: of months, quarters and the year."""
        form = cls(data={"read_on": today})
        periods = []
        for kind in (PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.YEAR):
            last = latest_to_open(kind, today)
            last = last if last.last < today else last.plus(-1)
            periods += [last.plus(-back) for back in range(OFFERED_PERIODS)]
        form.period.choices = offered(_worded(periods))
        form.source.choices = offered(
            [(one, words) for one, words in choices(WaterSource) if one in GROUNDWATER]
        )
        form.special.choices = offered(choices(SpecialUse))
        return form


class VoidForm(Form):
    """Why a sheet is taken back."""

    reason = TextAreaField(_l("撤回的原因"), [NEEDED, Length(max=400)])


class ReturnsFilter(Filter):
    """What the list of returns is narrowed to."""

    NOTHING: ClassVar[dict[str, object]] = {"round": _l("最近一期")}

    round = SelectField(_l("期别"))
    state = SelectField(_l("状态"))
    q = SearchField(_l("用水户"))

    @classmethod
    def of(cls, rounds: Sequence[ReturnRound]) -> Self:
        """Return the filter of the request."""
        told = [(str(one.period), words_of(one.period)) for one in rounds]
        return cls.read(round=told, state=choices(ReturnState))

    def wanted(self, rounds: Sequence[ReturnRound]) -> ReturnFilter:
        """Return the filter; the newest round where the address names none."""
        named = next((one for one in rounds if str(one.period) == self.round.data), None)
        shown = named or (rounds[0] if rounds else None)
        return ReturnFilter(
            round_id=shown.id if shown else None,
            state=ReturnState(self.state.data) if self.state.data else None,
            text=(self.q.data or "").strip(),
        )


class ReconciliationFilter(Filter):
    """What the reconciliation is narrowed to."""

    year = SelectField(_l("年度"))
    outcome = SelectField(_l("结果"))
    q = SearchField(_l("用水户"))

    @classmethod
    def of(cls, years: Sequence[int]) -> Self:
        """Return the filter of the request."""
        return cls.read(year=[(str(year), str(year)) for year in years], outcome=choices(LineOutcome))


class SheetsFilter(Filter):
    """What the list of sheets is narrowed to."""

    q = SearchField(_l("用水户或编号"))
