"""The filter of the list of inspections, as it stands in an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from casebook.access import Permission, permissions_of
from casebook.accounts import queries as accounts
from casebook.inspections.queries import InspectionFilter
from casebook.inspections.rules import InspectionKind, InspectionState
from casebook.kernel.ids import parse_id
from casebook.regions import queries as regions
from casebook.web.forms import Form
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.access import Actor

_DAYS = ("since", "until")


class FilterForm(Form):
    """What the list is narrowed to. A value that is none of the choices counts as not given."""

    class Meta:
        """A GET form: its address can be shared, so it carries no token."""

        csrf = False

    state = SelectField(_l("状态"))
    kind = SelectField(_l("检查类型"))
    township = SelectField(_l("乡镇（街道）"))
    officer = SelectField(_l("执法人员"))
    since = DateField(_l("起始日期"), [Optional()])
    until = DateField(_l("截止日期"), [Optional()])

    offered: dict[str, dict[str, str]]
    """The words of each select field's choices by value."""

    @classmethod
    def of(cls, session: Session, actor: Actor) -> FilterForm:
        """Return the filter of the request's address."""
        form = cls(request.args)
        form.offered = _offered(session, actor)
        for name, words in form.offered.items():
            form[name].choices = [("", _("全部")), *words.items()]
            form[name].data = form[name].data if form[name].data in words else ""
        for name in _DAYS:
            form[name].validate(form)
        return form

    def wanted(self) -> InspectionFilter:
        """Return what the list is narrowed to."""
        return InspectionFilter(
            state=InspectionState(self.state.data) if self.state.data else None,
            kind=InspectionKind(self.kind.data) if self.kind.data else None,
            division_code=self.township.data,
            officer_id=parse_id(self.officer.data) if self.officer.data else None,
            since=self.since.data,
            until=self.until.data,
        )

    def arguments(self) -> dict[str, str]:
        """Return the conditions in force as an address carries them."""
        found = {name: self[name].data for name in self.offered}
        found |= {name: self[name].data.isoformat() for name in _DAYS if self[name].data}
        return {name: value for name, value in found.items() if value}

    def chips(self, address: Callable[..., str]) -> list[dict[str, str]]:
        """Return the conditions in force, each with the list's address without it."""
        found = self.arguments()
        return [
            {
                "label": str(self[name].label.text),
                "value": self.offered.get(name, {}).get(value, value),
                "remove_url": address(**{other: kept for other, kept in found.items() if other != name}),
            }
            for name, value in found.items()
        ]


def _offered(session: Session, actor: Actor) -> dict[str, dict[str, str]]:
    townships = regions.list_divisions(session, actor.county_code)
    officers = accounts.list_officers(session, county_code=actor.county_code)
    return {
        "state": dict(choices(InspectionState)),
        "kind": dict(choices(InspectionKind)),
        "township": {place.code: place.name for place in townships if actor.reaches(place.code)},
        "officer": {
            str(one.id): one.name
            for one in officers
            if Permission.INSPECTION_RECORD in permissions_of(one.roles)
        },
    }
