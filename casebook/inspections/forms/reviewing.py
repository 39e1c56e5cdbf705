"""The reviewer's verdict, the second officer's confirmation, and what became of earlier findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import Length, Optional

from casebook.inspections.filed import EarlierAnswer, EarlierResult
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


class EarlierForm(Form):
    """What became of each earlier finding; its fields are made by `earlier_form`."""

    def answers(self, finding_ids: Sequence[UUID]) -> list[EarlierAnswer]:
        """Return what was answered; what was not is left alone."""
        return [
            EarlierAnswer(
                finding=one,
                result=EarlierResult(self[f"result_{one.hex}"].data),
                note=self[f"note_{one.hex}"].data or "",
            )
            for one in finding_ids
            if self[f"result_{one.hex}"].data in set(EarlierResult)
        ]


def earlier_form(finding_ids: Sequence[UUID]) -> type[EarlierForm]:
    """Return the form of the earlier findings of one record: a result and a note each."""
    fields: dict[str, Any] = {}
    for one in finding_ids:
        fields[f"result_{one.hex}"] = RadioField(
            _l("本次核查"), [Optional()], choices=offered(choices(EarlierResult))
        )
        fields[f"note_{one.hex}"] = StringField(_l("说明"), [Length(max=400)])
    return type("EarlierFindingsForm", (EarlierForm,), fields)
