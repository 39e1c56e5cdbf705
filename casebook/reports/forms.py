"""Closing a month, saying where its report went, and the steps of the closed-well report."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.reports.rules import MailedReport
from casebook.web.forms import Form, offered
from casebook.web.labels import choices

NEEDED = InputRequired(_l("请填写。"))


class MonthForm(Form):
    """Which month is closed, or reported."""

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


class StepForm(Form):
    """A step that needs no words."""


class ReasonForm(Form):
    """Why a checked report goes back to be drafted anew."""

    answer = TextAreaField(_l("退回起草的原因"), [NEEDED, Length(max=400)])


class AnswerForm(Form):
    """What the office said that got a report."""

    outcome = RadioField(_l("对方答复"), [InputRequired(_l("请选择。"))])
    answer = TextAreaField(_l("说明"), [Length(max=400)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        self.outcome.choices = offered([("accepted", _l("接收")), ("returned", _l("退回"))])

    @property
    def is_accepted(self) -> bool:
        """Whether the report was accepted."""
        return bool(self.outcome.data == "accepted")


class MailingForm(Form):
    """Which report leaves by mail each month, when, and to whom."""

    report = RadioField(_l("寄送什么"), [InputRequired(_l("请选择。"))])
    day = IntegerField(_l("每月几日"), [NEEDED])
    addresses = TextAreaField(_l("收件邮箱"), [NEEDED, Length(max=1000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        self.report.choices = choices(MailedReport)
