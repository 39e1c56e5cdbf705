"""Deciding between values that clash, and about proposed positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, SubmitField
from wtforms.validators import InputRequired, Length

from casebook.kernel.ids import parse_id
from casebook.web.forms import Form, offered

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.wells.presenters.merging import Clash

STORED = "stored"


class DecideConflictForm(Form):
    """Which of the values the register shall have."""

    chosen = RadioField(_l("登记册采用"), [InputRequired(_l("请选定一个。"))])
    note = StringField(_l("依据"), [Length(max=400)])

    @classmethod
    def of(cls, clash: Clash) -> DecideConflictForm:
        """Return the form with the values of a clash; what was posted stays."""
        form = cls(prefix=clash.first.id.hex)
        values = [(str(one.edit.id), f"{one.words}　{one.edit.officer_name}") for one in clash.candidates]
        form.chosen.choices = offered([(STORED, _("保留 %(value)s", value=clash.stored)), *values])
        return form

    @property
    def edit_id(self) -> UUID | None:
        """The chosen edit; None keeps what the register says."""
        return None if self.chosen.data == STORED else parse_id(self.chosen.data or "")


class DecidePositionForm(Form):
    """Whether a proposed position goes into the register."""

    note = StringField(_l("理由"), [Length(max=400)])
    accept = SubmitField(_l("采纳"))
    decline = SubmitField(_l("不采纳"))
