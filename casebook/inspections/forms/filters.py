"""The filter of the list of inspections, as it stands in an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from casebook.access import Permission, permissions_of
from casebook.accounts import queries as accounts
from casebook.inspections.queries import InspectionFilter
from casebook.inspections.rules import InspectionKind, InspectionState
from casebook.kernel.ids import parse_id
from casebook.regions import queries as regions
from casebook.web.filters import Filter
from casebook.web.labels import choices

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor


class FilterForm(Filter):
    """What the list of inspections is narrowed to."""

    state = SelectField(_l("状态"))
    kind = SelectField(_l("检查类型"))
    township = SelectField(_l("乡镇（街道）"))
    officer = SelectField(_l("执法人员"))
    since = DateField(_l("起始日期"), [Optional()])
    until = DateField(_l("截止日期"), [Optional()])

    @classmethod
    def of(cls, session: Session, actor: Actor) -> FilterForm:
        """Return the filter of the request's address."""
        return cls.read(**_offered(session, actor))

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


def _offered(session: Session, actor: Actor) -> dict[str, list[tuple[str, str]]]:
    townships = regions.list_divisions(session, actor.county_code)
    officers = accounts.list_officers(session, county_code=actor.county_code)
    return {
        "state": choices(InspectionState),
        "kind": choices(InspectionKind),
        "township": [(place.code, place.name) for place in townships if actor.reaches(place.code)],
        "officer": [
            (str(one.id), one.name)
            for one in officers
            if Permission.INSPECTION_RECORD in permissions_of(one.roles)
        ],
    }
