"""How findings go onto the problem list, asked when a record is submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from casebook.cases.actions import Listing
from casebook.cases.rules import Disposition, ProblemClass
from casebook.deadlines.rules import Unit
from casebook.kernel.ids import parse_id
from casebook.web.forms import Form
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
LONGEST_TERM = 365
TERM_UNITS = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH)


class ListingForm(Form):
    """How one finding goes onto the problem list; `SubmitForm` carries the token for all of them."""

    class Meta:
        """A part of a form."""

        csrf = False

    problem_class = SelectField(_l("分类"), [CHOSEN])
    disposition = SelectField(_l("处置方式"), [CHOSEN])
    class_reason = StringField(_l("改动的理由"), [Length(max=400)])
    responsible_officer_id = SelectField(_l("责任人员"), [CHOSEN])
    responsible_unit = StringField(_l("责任单位"), [NEEDED, Length(max=100)])
    rectifier = StringField(_l("整改人"), [NEEDED, Length(max=120)])
    rectification = StringField(_l("整改措施"), [Length(max=400)])
    term_amount = IntegerField(_l("整改时限"), [Optional(), NumberRange(1, LONGEST_TERM)])
    term_unit = SelectField(_l("时限单位"))

    proposed: tuple[str, str] = ("", "")
    """Class and disposition that the rules propose."""

    def offer(self, officers: Iterable[tuple[str, str]]) -> None:
        """Fill the choices."""
        self.problem_class.choices = choices(ProblemClass)
        self.disposition.choices = choices(Disposition)
        self.responsible_officer_id.choices = list(officers)
        self.term_unit.choices = [one for one in choices(Unit) if one[0] in TERM_UNITS]

    def validate_class_reason(self, field: StringField) -> None:
        """Ask for a reason where the officer decides otherwise than the rules propose."""
        chosen = (self.problem_class.data, self.disposition.data)
        if chosen != self.proposed and not (field.data or "").strip():
            raise ValidationError(_l("与系统建议的分类或处置不同，请写明理由。"))

    def validate_term_unit(self, _field: SelectField) -> None:
        """Ask for a term where one is to be set."""
        if self.disposition.data == Disposition.RECTIFY and self.term_amount.data is None:
            raise ValidationError(_l("限期整改须写明整改时限。"))

    def listing(self, finding_id: UUID) -> Listing:
        """Return what was decided for a finding."""
        officer_id = parse_id(self.responsible_officer_id.data)
        assert officer_id is not None
        has_term = self.term_amount.data is not None
        return Listing(
            finding_id=finding_id,
            problem_class=ProblemClass(self.problem_class.data),
            disposition=Disposition(self.disposition.data),
            class_reason=self.class_reason.data or "",
            responsible_officer_id=officer_id,
            responsible_unit=self.responsible_unit.data or "",
            rectifier=self.rectifier.data or "",
            rectification=self.rectification.data or "",
            term_amount=self.term_amount.data,
            term_unit=Unit(self.term_unit.data) if has_term else None,
        )


class SubmitForm(Form):
    """Only the token against forged requests; the findings have a `ListingForm` each."""
