"""Photographs, acceptance, return, confirmation and reopening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import DateField, FormField, RadioField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length

from casebook.closures.actions import Signature
from casebook.closures.forms.base import StepForm
from casebook.closures.rules import SignatureRole
from casebook.inspections.forms import PhotographForm
from casebook.web.labels import label
from casebook.web.wording import labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from casebook.closures.rules import ConfirmingPart
    from casebook.evidence.rules import EvidenceStage

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))


class StagePhotographForm(PhotographForm):
    """Photographs of one stage; three of these stand on a page, so each has its stage as prefix."""

    def is_of(self, stage: EvidenceStage) -> bool:
        """Say whether this is the form of a stage."""
        return str(self.file.name).startswith(stage.value)


class SignatureFields(PlainForm):
    """One of the four signatures."""

    unit = StringField(_l("单位"), [NEEDED, Length(max=120)])
    name = StringField(_l("签字人"), [NEEDED, Length(max=60)])
    signed_on = DateField(_l("签字日期"), [NEEDED])


class AcceptForm(StepForm):
    """The acceptance record (rules.md 10.4)."""

    accepted_on = DateField(_l("验收日期"), [NEEDED])
    builder = FormField(SignatureFields)
    supervisor = FormField(SignatureFields)
    owner = FormField(SignatureFields)
    water_authority = FormField(SignatureFields)

    def by_role(self) -> Iterator[tuple[SignatureRole, FormField[SignatureFields]]]:
        """Yield the signatures in the order of the record."""
        for role in SignatureRole:
            yield role, self[role.value]

    def faults(self) -> list[dict[str, str]]:
        """Return every error with the field that mends it; those of a signature say whose it is."""
        found = [{"text": str(error), "id": ""} for error in self.form_errors]
        own = [("", self.accepted_on)]
        signed = [(f"{label(role)}　", field) for role, fields in self.by_role() for field in fields]
        for whose, field in [*own, *signed]:
            name = f"{whose}{field.label.text}"
            found += [{"text": labelled(name, error), "id": field.id} for error in field.errors]
        return found

    def signatures(self) -> list[Signature]:
        """Return what was filled in, once it is valid."""
        return [
            Signature(role, fields["unit"].data, fields["name"].data, fields["signed_on"].data)
            for role, fields in self.by_role()
        ]


class ReturnForm(StepForm):
    """Sending a report back."""

    reason = TextAreaField(_l("退回原因"), [NEEDED, Length(max=400)])


class ConfirmForm(StepForm):
    """One office's confirmation."""

    part = RadioField(_l("确认身份"), [CHOSEN])
    confirmed_on = DateField(_l("确认日期"), [NEEDED])
    remark = TextAreaField(_l("现场核对情况或联合验收单编号"), [NEEDED, Length(max=400)])

    def offer(self, parts: Iterable[ConfirmingPart]) -> None:
        """Offer only what this officer can give; a single one is chosen already."""
        self.part.choices = [(part.value, label(part)) for part in parts]
        if self.part.data is None and len(self.part.choices) == 1:
            self.part.data = self.part.choices[0][0]


class ReopenForm(StepForm):
    """A closed well that is pumped again."""

    reopened_on = DateField(_l("发现启用日期"), [NEEDED])
    reason = TextAreaField(_l("发现经过"), [NEEDED, Length(max=400)])
