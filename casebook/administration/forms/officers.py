"""Forms of officers' accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SearchField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from casebook.access import Role
from casebook.accounts import queries
from casebook.accounts.queries import OfficerFilter
from casebook.accounts.rules import OfficerFacts
from casebook.administration.forms.places import place_choices
from casebook.kernel.ids import parse_id
from casebook.web.filters import Filter
from casebook.web.forms import Form, chosen_id, given, offered
from casebook.web.labels import choices
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer

_REASON = [InputRequired(_l("请写明理由。")), Length(max=400)]
_STATES = (("active", _l("在用")), ("disabled", _l("已停用")))


class OfficersFilter(Filter):
    """What the list of officers is narrowed to."""

    q = SearchField(_l("姓名、登录名、执法证号"), [Length(max=60)])
    agency = SelectField(_l("机关"))
    role = SelectField(_l("角色"))
    state = SelectField(_l("状态"))

    @classmethod
    def of(cls, session: Session, actor: Actor) -> Self:
        """Return the filter of the request's address."""
        agencies = queries.list_agencies(session, actor.county_code)
        return cls.read(
            agency=[(str(agency.id), agency.name) for agency in agencies],
            role=choices(Role),
            state=[(value, str(words)) for value, words in _STATES],
        )

    def wanted(self) -> OfficerFilter:
        """Return what the list is narrowed to."""
        return OfficerFilter(
            agency_id=parse_id(self.agency.data or ""),
            role=Role(self.role.data) if self.role.data else None,
            is_active=self.state.data == "active" if self.state.data else None,
            text=(self.q.data or "").strip()[:60],
        )


class OfficerForm(Form):
    """Who somebody is, where they act, as what."""

    name = StringField(_l("姓名"), [InputRequired(_l("请填写姓名。")), Length(max=60)])
    agency_id = SelectField(_l("所属机关"), [InputRequired(_l("请选择机关。"))])
    jurisdiction = SelectField(_l("辖区"), [InputRequired(_l("请选择辖区。"))])
    roles = SelectMultipleField(
        _l("角色"),
        [InputRequired(_l("请至少选一个角色。"))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    certificate_no = StringField(_l("执法证号"), [Length(max=40)])
    certificate_valid_from = DateField(_l("执法证起始日"), [Optional()])
    certificate_valid_to = DateField(_l("执法证到期日"), [Optional()])
    phone = StringField(
        _l("联系电话"),
        [Optional(), Regexp(r"[0-9+ -]{5,20}$", message=_l("电话只写数字，例如 0635-1000000。"))],
    )

    def offer(self, session: Session, actor: Actor, officer: Officer | None = None) -> None:
        """Fill the choices; an agency that no longer acts is offered only to who is in it."""
        agencies = [
            agency
            for agency in queries.list_agencies(session, actor.county_code)
            if actor.reaches(agency.division_code)
            and (agency.is_active or (officer is not None and officer.agency_id == agency.id))
        ]
        first = ("", _("请选择"))
        self.agency_id.choices = offered([first, *((str(agency.id), agency.name) for agency in agencies)])
        codes = [agency.division_code for agency in agencies]
        self.jurisdiction.choices = offered([first, *place_choices(session, actor, codes)])
        self.roles.choices = offered(choices(Role))

    def facts(self) -> OfficerFacts:
        """Return what was entered, once the form is valid."""
        return OfficerFacts(
            name=given(self.name),
            agency_id=chosen_id(self.agency_id),
            jurisdiction=given(self.jurisdiction),
            roles=frozenset(Role(role) for role in given(self.roles)),
            certificate_no=self.certificate_no.data or "",
            certificate_valid_from=self.certificate_valid_from.data,
            certificate_valid_to=self.certificate_valid_to.data,
            phone=self.phone.data or "",
        )


class AddOfficerForm(OfficerForm):
    """A new account, with its login."""

    login = StringField(_l("登录名"), [InputRequired(_l("请填写登录名。")), Length(max=40)])


class DisableForm(Form):
    """Why an account is closed."""

    reason = TextAreaField(_l("停用理由"), _REASON)


class HandOverForm(Form):
    """To whom, and why."""

    taker = SelectField(_l("移交给"), [InputRequired(_l("请选择接收人。"))])
    reason = TextAreaField(_l("移交理由"), _REASON)

    def offer(self, colleagues: Iterable[Officer]) -> None:
        """Fill the choice of colleagues."""
        words = ((str(one.id), with_aside(one.name, one.login)) for one in colleagues)
        self.taker.choices = offered([("", _("请选择")), *words])
