"""The one filter of well list, map and export, as it stands in an address."""

from __future__ import annotations

from dataclasses import dataclass
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
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.web.forms import Form, offered
from casebook.web.labels import choices, label
from casebook.wells.queries import WellFilter
from casebook.wells.rules import MeterKind, WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor

LONGEST_TEXT = 60


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in force, and the address without it."""

    label: str
    value: str
    remove_url: str


class FilterForm(Form):
    """What the list is narrowed to. A value that is none of the choices counts as not given."""

    class Meta:
        """A GET form: its address can be shared, so it carries no token."""

        csrf = False

    q = StringField(_l("编号、井牌、村、取水人"))
    township = SelectField(_l("乡镇（街道）"))
    status = SelectField(_l("状态"))
    use = SelectField(_l("用途"))
    aquifer = SelectField(_l("层位"))
    zone = SelectField(_l("分区"))
    meter = SelectField(_l("计量"))
    problem = BooleanField(_l("只看有未销号问题的"), false_values=("", "0"))

    @classmethod
    def of(cls, session: Session, actor: Actor, today: date) -> FilterForm:
        """Return the filter of the request's address."""
        form = cls(request.args)
        form.today, form.actor = today, actor
        form.offered = _offered(session, actor, today)
        for name, words in form.offered.items():
            field = form[name]
            field.choices = offered([("", _("全部")), *words.items()])
            field.data = field.data if field.data in words else ""
        form.text = str(read_text((form.q.data or "")[:LONGEST_TEXT], marks_are_blank=False) or "")
        form.problem.data = form.problem.data and actor.can(Permission.PROBLEM_SEE)
        return form

    today: date
    actor: Actor
    offered: dict[str, dict[str, str]]
    """The words of each select field's choices by value."""
    text: str

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
            text=self.text,
            well_ids=cases.wells_with_open_problem(self.actor.county_code) if self.problem.data else None,
        )

    def arguments(self) -> dict[str, str]:
        """Return the conditions in force as an address carries them."""
        found = {"q": self.text, **{name: self[name].data for name in self.offered}}
        found["problem"] = "1" if self.problem.data else ""
        return {name: value for name, value in found.items() if value}

    def chips(self, address: Callable[..., str]) -> list[Chip]:
        """Return the conditions in force; `address` makes the list's address of conditions."""
        found = self.arguments()
        return [
            Chip(
                str(self[name].label.text),
                self.offered[name][value] if name in self.offered else value if name == "q" else _("是"),
                address(**{other: kept for other, kept in found.items() if other != name}),
            )
            for name, value in found.items()
        ]


def _offered(session: Session, actor: Actor, today: date) -> dict[str, dict[str, str]]:
    townships = regions.list_divisions(session, actor.county_code)
    return {
        "township": {place.code: place.name for place in townships if actor.reaches(place.code)},
        "status": dict(choices(WellStatus)),
        "use": dict(choices(WellUse)),
        "aquifer": dict(choices(Aquifer)),
        "zone": _zones(session, actor.county_code, today),
        "meter": dict(choices(MeterKind)),
    }


def _zones(session: Session, county_code: str, today: date) -> dict[str, str]:
    """Return the kinds of zones in force, and single zones where a kind has several."""
    zones = regions.list_zones(session, county_code, today)
    kinds = [zone.kind for zone in zones]
    found = {kind.value: label(kind) for kind in ZoneKind if kind in kinds}
    return found | {str(zone.id): zone.name for zone in zones if kinds.count(zone.kind) > 1}
