"""Reporting a well closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DateTimeLocalField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from casebook.closures.actions import ClosureFacts
from casebook.closures.forms.base import StepForm
from casebook.closures.rules import BaselineMethod, ClosureKind, ClosureOrigin, ReplacementSource
from casebook.kernel.clock import CHINA
from casebook.kernel.ids import parse_id
from casebook.ledger.rules import GRADES
from casebook.web.fields import VolumeField
from casebook.web.forms import given
from casebook.web.labels import choices, label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.cases.models import Case
    from casebook.claims.models import SubstituteWater

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))


class ReportForm(StepForm):
    """What is reported of a closed well; volumes in m³ per year."""

    origin = RadioField(_l("封停来源"), [CHOSEN])
    case_id = SelectField(_l("案件"), validate_choice=False)
    kind = RadioField(_l("封停方式"), [CHOSEN])
    closed_on = DateField(_l("封停日期"), [NEEDED])
    begun_at = DateTimeLocalField(_l("施工开始时刻"), [Optional()])
    ended_at = DateTimeLocalField(_l("施工结束时刻"), [Optional()])
    replacement_source = SelectField(_l("替代水源"), [CHOSEN])
    replacement_connected_on = DateField(_l("替代水源接通日期"), [Optional()])
    substitute_id = SelectField(_l("登记的替代水源"), validate_choice=False)
    baseline_method = SelectField(_l("基数核算方法"), [CHOSEN])
    baseline_m3 = VolumeField(_l("核算基数"), [NEEDED])
    residual_m3 = VolumeField(_l("封停后剩余取水量"), [NEEDED])
    basis_papers = StringField(_l("依据材料"), [NEEDED, Length(max=400)])
    permit_note = StringField(_l("取水许可核减或注销情况"), [Length(max=400)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        self.origin.choices = choices(ClosureOrigin)
        self.kind.choices = choices(ClosureKind)
        self.replacement_source.choices = choices(ReplacementSource, blank=_("请选择"))
        for shown in (self.case_id, self.replacement_connected_on, self.permit_note):
            shown.flags.required = True  # wherever the page shows it; the rules say when that is
        self.baseline_method.choices = [("", _("请选择")), *map(_method, BaselineMethod)]

    def offer(self, cases: Iterable[Case]) -> None:
        """Fill the choice of the well's cases."""
        self.case_id.choices = [
            ("", _("请选择")),
            *((str(one.id), f"{one.number} {one.cause}") for one in cases),
        ]

    def offer_substitutes(self, substitutes: Iterable[SubstituteWater]) -> None:
        """Fill the choice of the county's registered substitute waters."""
        named = ((str(one.id), f"{label(one.source)} {one.name}") for one in substitutes)
        self.substitute_id.choices = [("", _("没有登记")), *named]

    def facts(self) -> ClosureFacts:
        """Return what was filled in, once it is valid."""
        return ClosureFacts(
            origin=ClosureOrigin(self.origin.data),
            kind=ClosureKind(self.kind.data),
            closed_on=given(self.closed_on),
            replacement_source=ReplacementSource(self.replacement_source.data),
            replacement_connected_on=self.replacement_connected_on.data,
            baseline_method=BaselineMethod(self.baseline_method.data),
            baseline_m3=given(self.baseline_m3),
            residual_m3=given(self.residual_m3),
            basis_papers=(self.basis_papers.data or "").strip(),
            permit_note=(self.permit_note.data or "").strip(),
            substitute_id=parse_id(self.substitute_id.data or ""),
            case_id=parse_id(self.case_id.data or ""),
            begun_at=self.begun_at.data.replace(tzinfo=CHINA) if self.begun_at.data else None,
            ended_at=self.ended_at.data.replace(tzinfo=CHINA) if self.ended_at.data else None,
        )


def _method(method: BaselineMethod) -> tuple[str, str]:
    return method.value, _("%(method)s（等级 %(grade)s）", method=label(method), grade=GRADES[method])
