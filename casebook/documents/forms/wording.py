"""Forms of templates and of numbers taken ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from casebook.documents.rules import FORMS
from casebook.web.forms import Form, offered
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

NEEDED = InputRequired(_l("请填写。"))


class TemplateForm(Form):
    """The bureau's own wording of a form."""

    source = TextAreaField(_l("模板内容"), [NEEDED], render_kw={"rows": 24, "spellcheck": "false"})
    note = StringField(_l("改动说明"), [Optional(), Length(max=200)])


class ActivateForm(Form):
    """The day from which a wording is in force."""

    valid_from = DateField(_l("启用日期"), [NEEDED])


class ReserveForm(Form):
    """Numbers taken ahead."""

    agency = SelectField(_l("机关"), [InputRequired(_l("请选择。"))])
    form = SelectField(_l("文书"), [InputRequired(_l("请选择。"))])
    count = IntegerField(_l("数量"), [NEEDED])
    reason = StringField(_l("用途"), [NEEDED, Length(max=200)])

    def offer(self, agencies: Iterable[tuple[UUID, str]]) -> None:
        """Offer the agencies, and the forms that bear numbers."""
        self.agency.choices = offered([(str(one), name) for one, name in agencies])
        numbered = [(code.value, label(code)) for code, form in FORMS.items() if form.needs_number]
        self.form.choices = offered(numbered)
