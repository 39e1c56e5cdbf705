"""Taking in a year's holiday notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from casebook.deadlines.rules import YearStatus
from casebook.deadlines.rules.notices import LARGEST_FILE, decode, read_notice
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from casebook.deadlines.rules import Year


class NoticeForm(Form):
    """A CSV of days, and where it comes from."""

    file = FileField(_l("放假安排（CSV）"), [FileRequired(_l("请选择文件。"))])
    status = RadioField(_l("状态"), [InputRequired()], default=YearStatus.OFFICIAL.value)
    source = StringField(_l("通知文号"), [InputRequired(_l("请填写通知文号。")), Length(max=200)])

    def offer(self) -> None:
        """Fill the choices."""
        self.status.choices = offered(choices(YearStatus))

    def years(self, first_year: int) -> list[Year]:
        """Read what was uploaded; raise RuleBroken or Refused with what is wrong in which line."""
        content = given(self.file).stream.read(LARGEST_FILE + 1)
        return read_notice(decode(content), first_year=first_year, status=YearStatus(given(self.status)))
