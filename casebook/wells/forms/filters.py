"""The one filter of well list, map and export, as it stands in an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField

from casebook.access import Permission
from casebook.cases import queries as cases
from casebook.kernel.cells import read_text
from casebook.kernel.ids import parse_id
from casebook.regions import queries as regions
from casebook.regions.presenters import offered_townships
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.web.filters import Filter
from casebook.web.labels import choices, label
from casebook.wells.queries import WellFilter
from casebook.wells.rules import MeterKind, WellStatus, WellUse

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor

LONGEST_TEXT = 60
_GIVEN = "1"


class FilterForm(Filter):
    """What the list of wells is narrowed to."""

    q = StringField(_l("编号、井牌、村、取水人"))
    township = SelectField(_l("乡镇（街道）"))
    status = SelectField(_l("状态"))
    use = SelectField(_l("用途"))
    aquifer = SelectField(_l("层位"))
    zone = SelectField(_l("分区"))
    meter = SelectField(_l("计量"))
    problem = BooleanField(_l("只看有未销号问题的"), false_values=("", "0"))

    today: date
    actor: Actor

    @classmethod
    def of(cls, session: Session, actor: Actor, today: date) -> FilterForm:
        """Return the filter of the request's address."""
        form = cls.read(
            township=offered_townships(session, actor, request.args.get("township")),
            status=choices(WellStatus),
            use=choices(WellUse),
            aquifer=choices(Aquifer),
            zone=_zones(session, actor.county_code, today),
            meter=choices(MeterKind),
        )
        form.words["problem"] = {_GIVEN: _("是")}
        form.today, form.actor = today, actor
        form.q.data = str(read_text((form.q.data or "")[:LONGEST_TEXT], marks_are_blank=False) or "")
        form.problem.data = form.problem.data and actor.can(Permission.PROBLEM_SEE)
        return form

    def wanted(self) -> WellFilter:
        """Return what the list is narrowed to."""
        zone = self.zone.data
        return WellFilter(
            on=self.today,
            township=self.township.data or None,
            status=WellStatus(self.status.data) if self.status.data else None,
            use=WellUse(self.use.data) if self.use.data else None,
            aquifer=Aquifer(self.aquifer.data) if self.aquifer.data else None,
            meter_kind=MeterKind(self.meter.data) if self.meter.data else None,
            zone_kind=ZoneKind(zone) if zone and not parse_id(zone) else None,
            zone_id=parse_id(zone),
            text=self.q.data or "",
            well_ids=cases.wells_with_open_problem(self.actor.county_code) if self.problem.data else None,
        )

    def arguments(self) -> dict[str, str]:
        """Return the conditions in force as an address carries them."""
        return super().arguments() | ({"problem": _GIVEN} if self.problem.data else {})


def _zones(session: Session, county_code: str, today: date) -> list[tuple[str, str]]:
    """Return the kinds of zones in force, and single zones where a kind has several."""
    zones = regions.list_zones(session, county_code, today)
    kinds = [zone.kind for zone in zones]
    found = [(kind.value, label(kind)) for kind in ZoneKind if kind in kinds]
    return found + [(str(zone.id), zone.name) for zone in zones if kinds.count(zone.kind) > 1]
