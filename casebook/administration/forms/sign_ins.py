"""The filter of the list of sign-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from casebook.accounts import queries
from casebook.kernel.ids import parse_id
from casebook.web.filters import Filter
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor

ALL = "all"
_WITH_ENDED = _l("含已退出的")


class SignInsFilter(Filter):
    """Whose sign-ins, and whether ended ones too."""

    NOTHING: ClassVar[dict[str, object]] = {"state": _l("正在登录的")}

    officer = SelectField(_l("人员"))
    state = SelectField(_l("状态"))

    @classmethod
    def of(cls, session: Session, actor: Actor) -> Self:
        """Return the filter of the request's address; without a state only running ones are shown."""
        officers = queries.list_officers(session, county_code=actor.county_code)
        words = [
            (str(one.id), with_aside(one.name, one.login))
            for one in officers
            if actor.reaches(one.jurisdiction)
        ]
        return cls.read(officer=words, state=[(ALL, str(_WITH_ENDED))])

    @property
    def only_running(self) -> bool:
        """Whether ended ones are left out."""
        return bool(self.state.data != ALL)

    @property
    def officer_id(self) -> UUID | None:
        """Whose sign-ins; None for everybody's."""
        return parse_id(self.officer.data or "")
