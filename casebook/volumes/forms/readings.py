"""What is filled in to write a dial down, to correct it, and to read many on one round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from casebook.evidence.rules import EvidenceOrigin, Upload
from casebook.kernel.cells import Unit
from casebook.kernel.ids import new_id, parse_id
from casebook.volumes.filed import FiledReading
from casebook.volumes.forms.meters import NEEDED, NOT_BELOW_ZERO
from casebook.volumes.rules import ReadingMark
from casebook.volumes.rules.standing import TURNING
from casebook.volumes.rules.visits import LONGEST_REASON, DialOutcome
from casebook.web.fields import MeasureField, VolumeField
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from decimal import Decimal
    from typing import BinaryIO
    from uuid import UUID

    from casebook.wells.models import Well

SURE = _l("照实录入：确实读到这个数")


class ReadingForm(Form):
    """One meter of one well: its dial, or why there is none."""

    visit = HiddenField()
    """The id of what is written down, so that the same page sent twice is kept once."""
    outcome = RadioField(_l("抄到了吗"), [InputRequired(_l("请选择。"))], default=DialOutcome.READ.value)
    meter = SelectField(_l("水表"), [Optional()])
    read_on = DateField(_l("抄表日期"), [NEEDED])
    dial_m3 = VolumeField(_l("表底数"), [Optional(), NOT_BELOW_ZERO])
    mark = SelectField(_l("标记"), [Optional()])
    is_sure = BooleanField(SURE)
    reason = StringField(_l("原因"), [Length(max=LONGEST_REASON)])
    file = MultipleFileField(_l("表盘照片"))

    @classmethod
    def blank(cls, today: date, numbers: Iterable[str]) -> Self:
        """Return the form for a well whose meters have these numbers, the present one first."""
        form = cls(data={"read_on": today, "visit": str(new_id()), "mark": ReadingMark.NONE.value})
        form.dial_m3.flags.required = True  # shown so; the rules ask for it where the dial was read
        form.outcome.choices = offered(choices(DialOutcome))
        form.meter.choices = offered((number, number) for number in numbers)
        form.mark.choices = offered(choices(ReadingMark))
        return form

    def entry(self, well: Well, now: datetime) -> dict[str, Any]:
        """Return what `file_visit` takes of what was typed."""
        mark = ReadingMark(self.mark.data)
        filed = FiledReading(
            well=well.id,
            meter_no=self.meter.data or "",
            read_on=given(self.read_on),
            at=now,
            outcome=DialOutcome(self.outcome.data),
            dial_m3=self.dial_m3.data,
            is_rolled=mark is ReadingMark.ROLLOVER,
            is_sure=bool(self.is_sure.data),
            reason=self.reason.data or "",
        )
        return {"visit_id": self._visit_id(), "filed": filed, "mark": mark, "uploads": self._uploads()}

    def _visit_id(self) -> UUID:
        return parse_id(self.visit.data or "") or new_id()

    def _uploads(self) -> list[Upload]:
        return [
            Upload(cast("BinaryIO", one.stream), one.filename or "", origin=EvidenceOrigin.FILE)
            for one in self.file.data or []
            if isinstance(one, FileStorage) and one
        ]


class CorrectionForm(Form):
    """Another dial in the place of one that was wrong, or none."""

    is_taken_back = BooleanField(_l("撤回这个读数：当时没有抄到，或抄的是别的表"))
    dial_m3 = VolumeField(_l("正确的表底数"), [Optional(), NOT_BELOW_ZERO])
    is_rolled = BooleanField(_l("翻转：表盘走过最大数，又从零开始"))
    is_sure = BooleanField(SURE)
    reason = TextAreaField(_l("更正理由"), [NEEDED, Length(max=400)])

    @classmethod
    def of(cls, mark: ReadingMark) -> Self:
        """Return the form of a reading; what ends or begins a meter goes over no highest number."""
        form = cls(data={"is_rolled": mark is ReadingMark.ROLLOVER})
        form.dial_m3.flags.required = True  # shown so; a reading that is taken back has none
        if mark not in TURNING:
            del form.is_rolled
        return form

    def mark(self) -> ReadingMark | None:
        """Return the mark; None where it stays as it is."""
        if "is_rolled" not in self:
            return None
        return ReadingMark.ROLLOVER if self.is_rolled.data else ReadingMark.NONE

    def dial(self) -> Decimal | None:
        """Return the right dial; None where the reading is taken back."""
        return None if self.is_taken_back.data else self.dial_m3.data

    def validate(self, extra_validators: object = None) -> bool:
        """Hold that a dial is given unless the reading is taken back."""
        is_valid = bool(super().validate(extra_validators))
        if self.is_taken_back.data or self.dial_m3.data is not None or self.dial_m3.errors:
            return is_valid
        self.dial_m3.errors = [*self.dial_m3.errors, _l("请填写。")]
        return False


class PowerForm(Form):
    """Other electricity in the place of one that was wrong."""

    energy_kwh = MeasureField(_l("正确的用电量"), [NEEDED], unit=Unit.KILOWATT_HOUR)
    reason = TextAreaField(_l("更正理由"), [NEEDED, Length(max=400)])


class RoundForm(Form):
    """The dials of many wells, read on one day. Each well has fields that carry its code."""

    read_on = DateField(_l("抄表日期"), [NEEDED])

    @classmethod
    def of(cls, wells: Iterable[Well], today: date) -> Self:
        """Return the form with three fields for each well."""
        made: dict[str, object] = {}
        for well in wells:
            name = f"{well.code}"
            made[f"dial-{name}"] = VolumeField(_l("表底数"), [Optional(), NOT_BELOW_ZERO])
            made[f"rolled-{name}"] = BooleanField(_l("翻转"))
            made[f"sure-{name}"] = BooleanField(_l("照实录入"))
        kind: type[Self] = type("RoundFormOf", (cls,), made)
        return kind(data={"read_on": today})
