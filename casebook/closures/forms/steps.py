"""Photographs, acceptance, return, confirmation and reopening."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, Optional

from casebook.cases.rules import FoundHow
from casebook.closures.actions import Signature
from casebook.closures.forms.base import StepForm
from casebook.closures.rules import STEPS, ClosureKind, SignatureRole, StepDone, WorkAnswer, Works, WorkStep
from casebook.inspections.forms import PhotographForm
from casebook.web.fields import VolumeField
from casebook.web.labels import choices, label
from casebook.web.wording import labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from casebook.closures.rules import ConfirmingPart
    from casebook.evidence.rules import EvidenceStage, Upload

FOUND_BY = (
    FoundHow.INSPECTION,
    FoundHow.PATROL,
    FoundHow.MONITORING,
    FoundHow.POWER_ANOMALY,
    FoundHow.REPORT,
)
"""How an opening without leave is found; all but a field check make a lead."""
NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))


class StagePhotographForm(PhotographForm):
    """Photographs of one stage; three of these stand on a page, so each has its stage as prefix."""

    step = SelectField(_l("拍的是哪一步"), [Optional()])

    def __init__(self, *args: Any, kind: ClosureKind, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with the steps of the kind of closing."""
        super().__init__(*args, **kwargs)
        self.step.choices = [("", _("不指某一步")), *((one.value, label(one)) for one in STEPS[kind])]

    def uploads(self) -> list[Upload]:
        """Return the files, each with the step that it shows."""
        return [replace(one, item_code=self.step.data or "") for one in super().uploads()]

    def is_of(self, stage: EvidenceStage) -> bool:
        """Say whether this is the form of a stage."""
        return str(self.file.name).startswith(stage.value)


class SignatureFields(PlainForm):
    """One of the four signatures."""

    unit = StringField(_l("单位"), [NEEDED, Length(max=120)])
    name = StringField(_l("签字人"), [NEEDED, Length(max=60)])
    signed_on = DateField(_l("签字日期"), [NEEDED])


class WorkFields(PlainForm):
    """One step of the works."""

    answer = RadioField(_l("核对结果"), [CHOSEN])
    note = StringField(_l("核对说明"), [Optional(), Length(max=200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the fields with the answers."""
        super().__init__(*args, **kwargs)
        self.answer.choices = choices(WorkAnswer)


class WorksForm(PlainForm):
    """The works of closing, step by step; it holds every kind's steps, and keeps those of one."""

    tag_no = StringField(_l("标识牌（铅封、锁具）编号"), [Optional(), Length(max=60)])
    fill_m3 = VolumeField(_l("封填用料体积"), [Optional()])
    material = StringField(_l("主要用料"), [Optional(), Length(max=200)])

    def keep(self, kind: ClosureKind) -> None:
        """Keep the steps of a kind, and the fill only where something is filled."""
        for step in WorkStep:
            if step not in STEPS[kind]:
                del self[step.value]
        if kind is not ClosureKind.PLUGGED:
            del self["fill_m3"], self["material"]

    def by_step(self) -> Iterator[tuple[WorkStep, FormField[WorkFields]]]:
        """Yield the steps that were kept, in the order of the works."""
        for step in WorkStep:
            if step.value in self:
                yield step, cast("FormField[WorkFields]", self[step.value])

    def works(self) -> Works:
        """Return what was filled in, once it is valid."""
        has_fill = "fill_m3" in self
        return Works(
            steps=tuple(
                StepDone(
                    step=step,
                    answer=WorkAnswer(fields["answer"].data),
                    note=(fields["note"].data or "").strip(),
                )
                for step, fields in self.by_step()
            ),
            tag_no=(self.tag_no.data or "").strip(),
            fill_m3=self.fill_m3.data if has_fill else None,
            material=(self.material.data or "").strip() if has_fill else "",
        )


for _step in WorkStep:
    setattr(WorksForm, _step.value, FormField(WorkFields))


class AcceptForm(StepForm):
    """The acceptance record (rules.md 10.4)."""

    accepted_on = DateField(_l("验收日期"), [NEEDED])
    works = FormField(WorksForm)
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
        works = self.works.form
        plain = [works[name] for name in ("tag_no", "fill_m3", "material") if name in works]
        own = [("", field) for field in (self.accepted_on, *plain)]
        own += [(f"{label(step)}　", field) for step, fields in works.by_step() for field in fields]
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
    found_how = RadioField(_l("发现方式"), [CHOSEN], default=FoundHow.INSPECTION.value)
    reason = TextAreaField(_l("发现经过"), [NEEDED, Length(max=400)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with the ways in which it is found."""
        super().__init__(*args, **kwargs)
        self.found_how.choices = [(one.value, label(one)) for one in FOUND_BY]
