"""Taking in a year's holiday notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from casebook.deadlines.rules import YearStatus
from casebook.deadlines.rules.notices import LARGEST_FILE, decode, read_notice
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from casebook.deadlines.rules import Year


class NoticeForm(Form):
    """A notice as a file or typed, and where it comes from."""

    file = FileField(_l("放假安排的文件"))
    typed = TextAreaField(_l("或者粘贴、键入放假安排"), [Length(max=20_000)])
    status = RadioField(_l("状态"), [InputRequired()], default=YearStatus.OFFICIAL.value)
    source = StringField(_l("通知文号"), [InputRequired(_l("请填写通知文号。")), Length(max=200)])

    def validate_file(self, field: FileField) -> None:
        """Ask for one of the two."""
        if bool((self.typed.data or "").strip()) is bool(field.data):
            raise ValidationError(_("请选择文件，或者粘贴、键入放假安排；两样只用一样。"))

    def offer(self) -> None:
        """Fill the choices."""
        self.status.choices = offered(choices(YearStatus))

    def years(self, first_year: int) -> list[Year]:
        """Read what was uploaded or typed; raise RuleBroken or Refused with what is wrong in which line."""
        text = (self.typed.data or "").strip()
        text = text or decode(given(self.file).stream.read(LARGEST_FILE + 1))
        return read_notice(text, first_year=first_year, status=YearStatus(given(self.status)))
