"""Forms of the clocks: what a list is narrowed to, and a county's own length of a rule."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Length as TextLength

from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.counting import LONGEST
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import label

DUE, OVERDUE = "due", "overdue"
SETTABLE = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH)


class ClockFilterForm(Filter):
    """What the list of clocks is narrowed to."""

    state = SelectField(_l("期限"))

    @classmethod
    def of_address(cls) -> ClockFilterForm:
        """Return the filter of the request's address."""
        return cls.read(state=[(OVERDUE, _("已逾期")), (DUE, _("七天内到期和已逾期"))])


class LengthForm(Form):
    """A county's own length of a rule, from a day on."""

    amount = IntegerField(
        _l("期限"),
        [
            InputRequired(_l("请填写期限。")),
            NumberRange(1, LONGEST, _l("请填写 1 到 %(max)s 之间的整数。")),
        ],
    )
    unit = SelectField(_l("单位"), [InputRequired()])
    from_on = DateField(_l("自哪天起"), [InputRequired(_l("请填写生效日期。"))])
    reason = TextAreaField(
        _l("依据"), [InputRequired(_l("请写明按什么文件或决定设定。")), TextLength(max=500)]
    )
    version = HiddenField(default="0")

    def offer(self) -> None:
        """Fill the choices."""
        self.unit.choices = offered((unit.value, label(unit)) for unit in SETTABLE)

    def length(self) -> Length:
        """Return what was given."""
        return Length(given(self.amount), Unit(given(self.unit)))

    def seen_version(self) -> int:
        """Return which version of the setting was on the screen, 0 for none."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and text.isascii() else 0
