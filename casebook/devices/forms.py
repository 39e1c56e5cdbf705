"""Forms of the pages of devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from casebook.accounts import queries
from casebook.devices.rules import LONGEST_REASON
from casebook.kernel.ids import parse_id
from casebook.web.filters import Filter
from casebook.web.forms import Form
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor

ALL = "all"


class RevokeForm(Form):
    """Why a device is believed no more."""

    reason = StringField(
        _l("为什么停用"),
        [InputRequired(_l("请写明为什么停用这台平板。")), Length(max=LONGEST_REASON)],
    )


class DevicesFilter(Filter):
    """Whose devices, and whether revoked ones too."""

    NOTHING: ClassVar[dict[str, object]] = {"state": _l("在用的")}

    officer = SelectField(_l("人员"))
    state = SelectField(_l("状态"))

    @classmethod
    def of(cls, session: Session, actor: Actor) -> Self:
        """Return the filter of the request's address; without a state revoked ones are left out."""
        officers = queries.list_officers(session, county_code=actor.county_code)
        words = [
            (str(one.id), with_aside(one.name, one.login))
            for one in officers
            if actor.reaches(one.jurisdiction)
        ]
        return cls.read(officer=words, state=[(ALL, str(_l("含已停用的")))])

    @property
    def only_believed(self) -> bool:
        """Whether revoked ones are left out."""
        return bool(self.state.data != ALL)

    @property
    def officer_id(self) -> UUID | None:
        """Whose devices; None for everybody's."""
        return parse_id(self.officer.data or "")
