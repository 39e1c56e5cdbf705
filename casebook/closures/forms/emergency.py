"""Emergency use of a reserve well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from casebook.closures.forms.base import StepForm
from casebook.closures.rules import EmergencyAsked, EmergencyStatus
from casebook.web.fields import VolumeField
from casebook.web.filters import Filter
from casebook.web.forms import given
from casebook.web.labels import choices

if TYPE_CHECKING:
    from casebook.access import Actor

NEEDED = InputRequired(_l("请填写。"))
YES, NO = "yes", "no"


class EmergencyFilterForm(Filter):
    """What the list of emergency uses is narrowed to."""

    status = SelectField(_l("状态"))

    @classmethod
    def of(cls, _actor: Actor) -> EmergencyFilterForm:
        """Return the filter of the request's address."""
        return cls.read(status=choices(EmergencyStatus))

    def wanted(self) -> EmergencyStatus | None:
        """Return the status that is wanted, None for all."""
        return EmergencyStatus(self.status.data) if self.status.data else None


class EmergencyAskForm(StepForm):
    """Asking for it."""

    cause = TextAreaField(_l("应急事由"), [NEEDED, Length(max=400)])
    limit_m3 = VolumeField(_l("最多取水"), [NEEDED])
    from_on = DateField(_l("从哪一天起"), [NEEDED])
    until_on = DateField(_l("到哪一天止"), [NEEDED])

    def asked(self) -> EmergencyAsked:
        """Return what was filled in, once it is valid."""
        return EmergencyAsked(
            cause=given(self.cause).strip(),
            limit_m3=given(self.limit_m3),
            from_on=given(self.from_on),
            until_on=given(self.until_on),
        )


class EmergencyDecideForm(StepForm):
    """Allowing or refusing it."""

    verdict = RadioField(_l("决定"), [InputRequired(_l("请选择。"))])
    decision = StringField(_l("批准文号，或者不同意的理由"), [NEEDED, Length(max=400)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        self.verdict.choices = [(YES, _("同意启用")), (NO, _("不同意启用"))]

    @property
    def is_allowed(self) -> bool:
        """Whether it was allowed."""
        return str(self.verdict.data) == YES


class EmergencyOpenForm(StepForm):
    """The opening."""

    opened_on = DateField(_l("启用日期"), [NEEDED])
    first_reading = VolumeField(_l("启用时表码"), [Optional()])


class EmergencySealForm(StepForm):
    """Closing again."""

    sealed_on = DateField(_l("重新封存日期"), [NEEDED])
    last_reading = VolumeField(_l("重新封存时表码"), [Optional()])
    tag_no = StringField(_l("新铅封（锁具）编号"), [Optional(), Length(max=60)])
    overrun = TextAreaField(_l("超期或超量的原因"), [Optional(), Length(max=400)])


class EmergencyLapseForm(StepForm):
    """That it was not needed."""
