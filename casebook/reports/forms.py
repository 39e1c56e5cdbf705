"""Closing a month, and saying where its report went."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length

from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.web.forms import Form

NEEDED = InputRequired(_l("请填写。"))


class CloseForm(Form):
    """Which month is closed."""

    month = StringField(_l("月份"), [NEEDED, Length(max=7)])

    def chosen(self) -> Month:
        """Return the month, or raise RuleBroken beside the field."""
        try:
            return Month.parse(self.month.data or "")
        except ValueError as error:
            raise RuleBroken("month_unreadable", field="month") from error


class SendForm(Form):
    """To whom a closed month's report was sent, when, and with which letter."""

    recipient = StringField(_l("报送给"), [NEEDED, Length(max=100)])
    sent_on = DateField(_l("报送日"), [NEEDED])
    paper = StringField(_l("报送文号"), [Length(max=120)])
