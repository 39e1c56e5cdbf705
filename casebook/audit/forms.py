"""The filters of acts and looks, as they stand in an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from casebook.accounts import queries as accounts
from casebook.audit.labels import ACTIONS
from casebook.audit.nouns import NOUNS
from casebook.audit.queries import Filter as Narrow
from casebook.kernel.ids import parse_id
from casebook.web.filters import Filter
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor


class LooksFilter(Filter):
    """Who looked, at what kind of record, when."""

    actor = SelectField(_l("人员"))
    kind = SelectField(_l("对象"))
    since = DateField(_l("起始日期"), [Optional()])
    until = DateField(_l("截止日期"), [Optional()])

    @classmethod
    def of(cls, session: Session, actor: Actor) -> Self:
        """Return the filter of the request's address."""
        return cls.read(actor=_people(session, actor), kind=_kinds())

    def wanted(self) -> Narrow:
        """Return what the list is narrowed to."""
        return Narrow(
            actor_id=parse_id(self.actor.data or ""),
            subject_kind=self.kind.data or "",
            since=self.since.data,
            until=self.until.data,
        )


class ActsFilter(LooksFilter):
    """The same, and what was done."""

    action = SelectField(_l("行为"))

    @classmethod
    def of(cls, session: Session, actor: Actor) -> Self:
        """Return the filter of the request's address."""
        actions = [(tag, str(words)) for tag, words in ACTIONS.items()]
        return cls.read(actor=_people(session, actor), kind=_kinds(), action=actions)

    def wanted(self) -> Narrow:
        """Return what the list is narrowed to."""
        narrow = super().wanted()
        return Narrow(**{**vars(narrow), "action": self.action.data or ""})


def _people(session: Session, actor: Actor) -> list[tuple[str, str]]:
    officers = accounts.list_officers(session, county_code=actor.county_code)
    return [(str(one.id), with_aside(one.name, one.login)) for one in officers]


def _kinds() -> list[tuple[str, str]]:
    return [(kind, str(words)) for kind, words in NOUNS.items()]
