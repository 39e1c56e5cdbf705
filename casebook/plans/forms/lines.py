"""What is filled in to deal out plans, to step them, and to move water between them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from casebook.kernel.cells import read_number
from casebook.kernel.errors import RuleBroken
from casebook.parties.queries import list_named
from casebook.plans.actions import Act, Figures, Transfer, Whose
from casebook.plans.rules import Level, Spread
from casebook.quotas.rules import WaterSource
from casebook.regions.queries import list_divisions
from casebook.web.fields import VolumeField
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices
from casebook.wells.queries import find_well

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.models import Party
    from casebook.plans.models import PlanNode

NEEDED = InputRequired(_l("请填写。"))
BETWEEN = re.compile(r"[\s,\uff0c\u3001]+")
"""What stands between figures: blanks and commas of either width."""
FIRST_YEAR, LAST_YEAR = 2000, 2100


def party_named(session: Session, actor: Actor, text: str, *, field: str) -> Party:
    """Return the one party of this name or number; RuleBroken `party_unknown` or `party_several`."""
    found = list_named(session, actor.county_code, text.strip())
    if not found:
        raise RuleBroken("party_unknown", field=field, name=text.strip())
    if len(found) > 1:
        raise RuleBroken("party_several", field=field, count=len(found))
    return found[0]


class StepForm(Form):
    """Any step: its day, its paper, its reason."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())
    on = DateField(_l("办理日期"), [NEEDED])
    paper = StringField(_l("文号"), [Length(max=120)])
    reason = StringField(_l("理由或说明"), [Length(max=400)])

    def act(self) -> Act:
        """Return day, paper and reason."""
        return Act(on=given(self.on), paper=self.paper.data or "", reason=self.reason.data or "")


class FiguresForm(StepForm):
    """What a line plans."""

    volume = VolumeField(_l("计划水量"), [NEEDED])
    domestic = VolumeField(_l("其中居民生活用水"), [Optional()])
    spread = SelectField(_l("按月分配"), [InputRequired()])
    weights = StringField(_l("十二个月的比例"), [Length(max=300)])
    basis = TextAreaField(_l("依据"), [Length(max=2000)])

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        self.spread.choices = offered(choices(Spread))

    @classmethod
    def of(cls, node: PlanNode, today: date) -> Self:
        """Return the form with what a line plans now."""
        return cls(
            data={
                "base_version": node.version,
                "on": today,
                "volume": node.planned_m3,
                "domestic": node.domestic_m3,
                "spread": node.spread,
                "weights": " ".join(node.months) if node.spread is Spread.OWN else "",
                "basis": node.basis,
            }
        )

    def figures(self) -> Figures:
        """Return what the line plans."""
        return Figures(
            volume_m3=given(self.volume),
            domestic_m3=self.domestic.data or Decimal(0),
            spread=Spread(self.spread.data),
            weights=tuple(self._weights()),
            basis=self.basis.data or "",
        )

    def _weights(self) -> Iterable[Decimal]:
        for word in filter(None, BETWEEN.split(self.weights.data or "")):
            found = read_number(word)
            if not isinstance(found, Decimal):
                raise RuleBroken("plan_months", field="weights")
            yield found


class TotalForm(FiguresForm):
    """A control total of the county."""

    year = IntegerField(_l("年份"), [NEEDED, NumberRange(FIRST_YEAR, LAST_YEAR)])
    source = SelectField(_l("水源"), [InputRequired()])

    @classmethod
    def blank(cls, today: date, year: int) -> Self:
        """Return the form with its choices."""
        form = cls(data={"on": today, "year": year, "spread": Spread.EVEN.value})
        form.source.choices = offered(choices(WaterSource))
        return form


class BelowForm(FiguresForm):
    """A line below another: of a township, a user, or a well."""

    division = SelectField(_l("乡镇"), [Optional()])
    party = StringField(_l("用水户"), [Length(max=120)])
    well = StringField(_l("取水井编号"), [Length(max=40)])

    @classmethod
    def under(cls, session: Session, above: PlanNode, today: date) -> Self:
        """Return the form of what hangs below a line."""
        form = cls(data={"on": today, "spread": above.spread})
        towns = list_divisions(session, above.county_code) if above.level is Level.COUNTY else []
        form.division.choices = offered([("", ""), *((one.code, one.name) for one in towns)])
        return form

    def whose(self, session: Session, actor: Actor, above: PlanNode) -> Whose:
        """Return whose line it is."""
        if above.level is Level.COUNTY:
            if not self.division.data:
                raise RuleBroken("choice_missing", field="division")
            return Whose(division_code=self.division.data)
        if above.level is Level.TOWNSHIP:
            return Whose(party_id=party_named(session, actor, self.party.data or "", field="party").id)
        code = (self.well.data or "").strip().upper()
        well = find_well(session, code, actor)
        if well is None:
            raise RuleBroken("permit_well_unknown", field="well", well=code or "—")
        return Whose(well=well)


class TransferForm(StepForm):
    """Water that moves to a neighbour."""

    taker = SelectField(_l("调入方"), [InputRequired()])
    volume = VolumeField(_l("调剂水量"), [NEEDED])

    def offer(self, names: Iterable[tuple[str, str]]) -> None:
        """Offer the neighbours by id."""
        self.taker.choices = offered(names)

    def transfer(self) -> Transfer:
        """Return what is moved."""
        return Transfer(volume_m3=given(self.volume), act=self.act())
