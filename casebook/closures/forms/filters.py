"""The filter of the list of closures; the board's claimed figures open it with the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Optional

from casebook.closures import queries
from casebook.closures.queries import ClosureFilter
from casebook.closures.rules import ClosureOrigin, ClosureStatus
from casebook.ledger.rules import AquiferGroup
from casebook.regions.presenters import offered_townships
from casebook.web.filters import Filter, offered_years
from casebook.web.labels import choices

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor

CLAIMED = "claimed"


class ClosureFilterForm(Filter):
    """What the list of closures is narrowed to."""

    status = SelectField(_l("状态"))
    origin = SelectField(_l("来源"))
    year = SelectField(_l("封停年度"))
    township = SelectField(_l("乡镇（街道）"))
    aquifer = SelectField(_l("层位"))
    q = StringField(_l("封停编号、井编号"))
    as_of = DateField(_l("待入账截至"), [Optional()])
    """Given by the board only, for what was claimed on a day."""

    @classmethod
    def of(cls, session: Session, actor: Actor) -> ClosureFilterForm:
        """Return the filter of the request's address."""
        return cls.read(
            status=[(CLAIMED, _("已报待入账（待验收或待确认）")), *choices(ClosureStatus)],
            origin=choices(ClosureOrigin),
            year=offered_years(queries.list_years(session, actor.county_code)),
            township=offered_townships(session, actor, request.args.get("township")),
            aquifer=choices(AquiferGroup),
        )

    def wanted(self) -> ClosureFilter:
        """Return what the list is narrowed to."""
        status = self.status.data
        return ClosureFilter(
            status=ClosureStatus(status) if status and status != CLAIMED else None,
            is_claimed=status == CLAIMED,
            origin=ClosureOrigin(self.origin.data) if self.origin.data else None,
            year=int(self.year.data) if self.year.data else None,
            division_code=self.township.data,
            aquifer_group=AquiferGroup(self.aquifer.data) if self.aquifer.data else None,
            text=(self.q.data or "").strip(),
            as_of=self.as_of.data,
        )
