"""The programme of closings: its filter, listing wells, and the steps of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from casebook.closures import queries
from casebook.closures.forms.base import StepForm
from casebook.closures.queries import PlanFilter
from casebook.closures.rules import (
    ClosureOrigin,
    PlanFacts,
    PlanPhase,
    PlanStatus,
    PlanStep,
    ReplacementSource,
    StepFacts,
    codes_of,
)
from casebook.kernel.ids import parse_id
from casebook.regions.presenters import offered_townships
from casebook.web.fields import VolumeField
from casebook.web.filters import Filter, offered_years
from casebook.web.forms import Form, given
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from casebook.access import Actor

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
FEN_PER_YUAN = 100
_PLANNED = (
    ClosureOrigin.PROGRAMME,
    ClosureOrigin.REPLACEMENT,
    ClosureOrigin.VOLUNTARY,
    ClosureOrigin.OWNERLESS,
    ClosureOrigin.CASE,
)


class PlanFilterForm(Filter):
    """What the programme is narrowed to."""

    year = SelectField(_l("计划年度"))
    township = SelectField(_l("乡镇（街道）"))
    phase = SelectField(_l("阶段"))
    status = SelectField(_l("状态"))
    q = StringField(_l("计划编号、井编号"))

    @classmethod
    def of(cls, session: Session, actor: Actor) -> PlanFilterForm:
        """Return the filter of the request's address."""
        return cls.read(
            year=offered_years(queries.list_plan_years(session, actor.county_code)),
            township=offered_townships(session, actor, request.args.get("township")),
            phase=choices(PlanPhase),
            status=choices(PlanStatus),
        )

    def wanted(self) -> PlanFilter:
        """Return what the programme is narrowed to."""
        return PlanFilter(
            year=int(self.year.data) if self.year.data else None,
            division_code=self.township.data,
            phase=PlanPhase(self.phase.data) if self.phase.data else None,
            status=PlanStatus(self.status.data) if self.status.data else None,
            text=(self.q.data or "").strip(),
        )


class PlanForm(Form):
    """Wells put on a year's programme."""

    year = IntegerField(_l("计划年度"), [NEEDED])
    codes = TextAreaField(_l("井编号"), [NEEDED, Length(max=8_000)])
    origin = SelectField(_l("封停来源"), [CHOSEN])
    case_id = StringField(_l("案件"), [Optional()])
    basis = StringField(_l("计划文号"), [Optional(), Length(max=120)])
    obliged = StringField(_l("封停责任人"), [Optional(), Length(max=200)])
    executor = StringField(_l("实施单位"), [NEEDED, Length(max=200)])
    planned_on = DateField(_l("计划封停日期"), [Optional()])
    source = SelectField(_l("替代水源"), [CHOSEN])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with its choices; a case's wells are listed from the case."""
        super().__init__(*args, **kwargs)
        self.origin.choices = [one for one in choices(ClosureOrigin) if one[0] in set(_PLANNED)]
        self.source.choices = choices(ReplacementSource, blank=_("请选择"))

    def typed_codes(self) -> list[str]:
        """Return the codes that were typed, each once."""
        return codes_of(self.codes.data or "")

    def facts(self) -> PlanFacts:
        """Return what was filled in, once it is valid."""
        return PlanFacts(
            year=given(self.year),
            origin=ClosureOrigin(self.origin.data),
            obliged=(self.obliged.data or "").strip(),
            executor=given(self.executor).strip(),
            source=ReplacementSource(self.source.data),
            basis=(self.basis.data or "").strip(),
            planned_on=self.planned_on.data,
            case_id=parse_id(self.case_id.data or ""),
        )


class PlanStepForm(StepForm):
    """One step of a line; it holds what any step asks, and keeps what this one does."""

    on = DateField(_l("办理日期"), [NEEDED])
    until_on = DateField(_l("供水截止日"), [Optional()])
    network = StringField(_l("供水的管网或水厂"), [Optional(), Length(max=200)])
    owner = StringField(_l("认领人（没有人认领的不填）"), [Optional(), Length(max=200)])
    volume_m3 = VolumeField(_l("计量供水量"), [Optional()])
    households = IntegerField(_l("逐户核对通水的户数"), [Optional(), NumberRange(min=1, max=100_000)])
    yuan = DecimalField(_l("金额（元）"), [Optional(), NumberRange(min=0, max=100_000_000)], places=2)
    paper = StringField(_l("文书或凭证编号"), [Optional(), Length(max=120)])
    note = TextAreaField(_l("情况说明"), [Optional(), Length(max=400)])

    ASKED: ClassVar[dict[PlanStep, Sequence[str]]] = {
        PlanStep.COVER: ("network", "note"),
        PlanStep.ANNOUNCE: ("paper",),
        PlanStep.DETERMINE: ("owner", "paper", "note"),
        PlanStep.NOTIFY: ("paper",),
        PlanStep.APPLY: ("paper", "note"),
        PlanStep.JOIN: ("paper", "note"),
        PlanStep.SUPPLY: ("until_on", "volume_m3", "households", "note"),
        PlanStep.WAIVE: ("note",),
        PlanStep.FORCE: ("note",),
        PlanStep.CUT_POWER: ("paper",),
        PlanStep.PERMIT: ("volume_m3", "paper", "note"),
        PlanStep.COST: ("yuan", "paper", "note"),
        PlanStep.DROP: ("note",),
    }

    def keep(self, step: PlanStep, *, serves_homes: bool) -> None:
        """Keep the fields of a step, with the words that it has for them."""
        wanted = {"on", "base_version", "csrf_token", *self.ASKED[step]}
        if not serves_homes:
            wanted.discard("households")
        for name in [field.short_name for field in self]:
            if name not in wanted:
                del self[name]
        if step is PlanStep.SUPPLY:
            self.on.label.text = _("供水起始日")
        if step is PlanStep.PERMIT:
            self.volume_m3.label.text = _("核减许可水量")

    def asked(self) -> list[Any]:
        """Return the fields to show, in order."""
        return [field for field in self if field.short_name not in {"base_version", "csrf_token"}]

    def facts(self) -> StepFacts:
        """Return what was filled in, once it is valid."""
        yuan = self["yuan"].data if "yuan" in self else None
        return StepFacts(
            on=given(self.on),
            until_on=self._value("until_on"),
            volume_m3=self._value("volume_m3"),
            households=self._value("households"),
            amount_fen=int(yuan * FEN_PER_YUAN) if yuan is not None else None,
            network=self._value("network") or "",
            owner=self._value("owner") or "",
            paper=(self._value("paper") or "").strip(),
            note=(self._value("note") or "").strip(),
        )

    def _value(self, name: str) -> Any:  # noqa: ANN401 - the type is the field's
        return self[name].data if name in self else None
