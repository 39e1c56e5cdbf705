"""Forms of screening."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from casebook.cases.rules.codes import Severity
from casebook.screening.presenters import threshold_label
from casebook.screening.queries import HitFilter
from casebook.screening.rules import RULES, RuleId
from casebook.screening.rules.routing import LEAST_RADIUS_KM, MOST_RADIUS_KM, MOST_STOPS
from casebook.screening.rules.states import HitState, ListKind
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from casebook.accounts.models import Officer
    from casebook.screening.rules import Setting

NEEDED = InputRequired(_l("请填写。"))
ZERO = _l("请填写，没有的填 0。")
STOPS, RADIUS_KM = 10, 8


class HitForm(Form):
    """A step of a hit: it names the version of the figures that the page showed."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())


class DismissForm(HitForm):
    """Why a hit is put aside."""

    reason = TextAreaField(_l("排除理由"), [NEEDED, Length(max=400)])


class AssignForm(Form):
    """Who looks after a hit."""

    officer_id = SelectField(_l("交给"))

    @classmethod
    def of(cls, officers: Iterable[Officer], **data: object) -> Self:
        """Return the form with who may be chosen; nobody takes it back."""
        form = cls(data=data, prefix="assign")
        form.officer_id.choices = offered(
            [("", _l("不指定")), *((str(one.id), one.name) for one in officers)]
        )
        return form


class RunForm(Form):
    """Of which day to screen."""

    as_of = DateField(_l("截至日期"), [NEEDED])


class RuleForm(Form):
    """A new version of a rule; its thresholds are fields of their own names."""

    is_active = BooleanField(_l("启用"))
    paper = StringField(_l("依据文件"), [NEEDED, Length(max=200)])
    valid_from = DateField(_l("从哪天起用"), [NEEDED])

    @classmethod
    def of(cls, setting: Setting, valid_from: date) -> Self:
        """Return the form of a rule as it is set, with a field for each threshold."""
        made = {
            one.name: IntegerField(
                threshold_label(one.name),
                [InputRequired(_l("请填写，没有的填 0。")), NumberRange(0, one.most)],
            )
            for one in RULES[setting.rule].thresholds
        }
        kind: type[Self] = type("RuleFormOf", (cls,), made)
        return kind(data={"is_active": setting.is_active, "valid_from": valid_from, **setting.values})

    def thresholds(self, rule: RuleId) -> dict[str, int]:
        """Return the thresholds as they are to be."""
        return {one.name: given(self[one.name]) for one in RULES[rule].thresholds}


class ListForm(Form):
    """A list of another office."""

    kind = SelectField(_l("名单"), [NEEDED])
    on = DateField(_l("名单日期"), [NEEDED])
    file = FileField(_l("文件"), [FileRequired(_l("请选择文件。"))])

    @classmethod
    def of(cls, today: date) -> Self:
        """Return an empty form."""
        form = cls(data={"on": today})
        form.kind.choices = offered(choices(ListKind))
        return form


class RouteForm(Form):
    """Whose route of which day."""

    officer_id = SelectField(_l("谁去"), [NEEDED])
    on = DateField(_l("哪天"), [NEEDED])
    stops = IntegerField(_l("最多几个点位"), [NEEDED, NumberRange(1, MOST_STOPS)])
    radius_km = IntegerField(_l("范围半径"), [NEEDED, NumberRange(LEAST_RADIUS_KM, MOST_RADIUS_KM)])

    @classmethod
    def of(cls, officers: Iterable[Officer], today: date, own: object) -> Self:
        """Return the form with who may be sent."""
        form = cls(data={"on": today, "stops": STOPS, "radius_km": RADIUS_KM, "officer_id": str(own or "")})
        form.officer_id.choices = offered((str(one.id), one.name) for one in officers)
        return form


class HitsFilter(Filter):
    """What the list of hits is narrowed to."""

    state = SelectField(_l("状态"))
    rule = SelectField(_p("screening", "规则"))
    severity = SelectField(_l("严重程度"))
    township = SelectField(_l("乡镇"))
    q = SearchField(_p("screening", "井号、户号、单位"))

    @classmethod
    def of(cls, townships: Iterable[tuple[str, str]]) -> Self:
        """Return the filter of the request's address."""
        return cls.read(
            state=choices(HitState), rule=choices(RuleId), severity=choices(Severity), township=townships
        )

    def wanted(self) -> HitFilter:
        """Return what the query takes; without a state what waits."""
        return HitFilter(
            rule=RuleId(self.rule.data) if self.rule.data else None,
            severity=Severity(self.severity.data) if self.severity.data else None,
            state=HitState(self.state.data) if self.state.data else HitState.OPEN,
            division_code=self.township.data or "",
            text=(self.q.data or "").strip(),
        )
