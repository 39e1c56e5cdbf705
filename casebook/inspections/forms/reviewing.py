"""The reviewer's verdict, the second officer's confirmation, and what became of earlier findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import Length

from casebook.inspections.actions.earlier import REMARK, RESULT
from casebook.inspections.filed import EarlierResult
from casebook.inspections.forms.blocks import BlockForm, NeededLater
from casebook.inspections.rules import Verdict
from casebook.web.forms import Form, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


class ReviewForm(Form):
    """A verdict with its note; each button is one verdict."""

    note = TextAreaField(_l("意见"), [Length(max=400)])
    approve = SubmitField(_l("通过"))
    send_back = SubmitField(_l("退回"))

    @property
    def verdict(self) -> Verdict:
        """What the pressed button says."""
        return Verdict.APPROVED if self.approve.data else Verdict.RETURNED


class ResultField(RadioField):
    """What became of a finding, or nothing yet; the action says what is wrong with any other."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401 - the parent's keywords
        super().__init__(label, validate_choice=False, default="", **kwargs)
        self.choices = offered(choices(EarlierResult))


class EarlierForm(BlockForm):
    """What became of each earlier finding; its fields are made by `earlier_form`."""


def earlier_form(finding_ids: Sequence[UUID]) -> type[EarlierForm]:
    """Return the form of the earlier findings of one record: a result and a note each."""
    fields: dict[str, Any] = {}
    for one in finding_ids:
        fields[RESULT + one.hex] = ResultField(_l("本次核查"), validators=[NeededLater()])
        fields[REMARK + one.hex] = StringField(_l("说明"), [Length(max=400)])
    return type("EarlierFindingsForm", (EarlierForm,), fields)
