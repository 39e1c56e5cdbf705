"""Form fields that read what people write the way the imports do."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.widgets import TextInput

from casebook.kernel.cells import DatePrecision, DateReading, Unit, read_date, read_number
from casebook.kernel.volumes import LARGEST_M3

_LITRE = Decimal("0.001")
_SHOWN_DATE = {DatePrecision.YEAR: "%Y", DatePrecision.MONTH: "%Y-%m", DatePrecision.DAY: "%Y-%m-%d"}


class MeasureField(Field):
    """A number in a unit: "22", "２２米", "1.2万". Its data is a float in that unit, or None when blank."""

    widget = TextInput()

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Make the field; a unit written behind the number must be one of the same quantity."""
        super().__init__(*args, **kwargs)
        self.unit = unit

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.data = None
        found = _read_number(valuelist, self.unit)
        self.data = None if found is None else float(found)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{Decimal(str(self.data)):f}".removesuffix(".0")


class VolumeField(Field):
    """Cubic metres: "1,150,000", "115万", "3200方". Its data is a Decimal to the litre; None when blank."""

    widget = TextInput()
    data: Decimal | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.data = None
        found = _read_number(valuelist, Unit.CUBIC_METRE)
        if found is not None and abs(found) > LARGEST_M3:
            raise ValueError(_("这个数太大了，请核对单位。"))
        self.data = None if found is None else found.quantize(_LITRE, ROUND_HALF_EVEN)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:f}".removesuffix(".000")


def _read_number(valuelist: list[str], unit: Unit | None) -> Decimal | None:
    found = read_number(valuelist[0], unit) if valuelist else None
    if found is not None and not isinstance(found, Decimal):
        raise ValueError(_("读不懂这个数。请只写数字，例如 22.5。"))
    return found


class PartialDateField(Field):
    """A date that may be known to the year or month only; its data is a DateReading or None."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        found = read_date(valuelist[0]) if valuelist else None
        if found is not None and not isinstance(found, DateReading):
            self.data = None
            raise ValueError(_("读不懂这个日期。请写成 2011、2011-07 或 2011-07-01。"))
        self.data = found

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data.on:{_SHOWN_DATE[self.data.precision]}}"
