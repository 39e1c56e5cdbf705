"""Forms of agencies and their powers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from casebook.accounts import queries
from casebook.accounts.actions import AgencyFacts
from casebook.accounts.labels import MATTERS
from casebook.accounts.rules import ANY_MATTER, AgencyKind, PowerFacts, PowerModel
from casebook.accounts.rules import MATTERS as MATTER_IDS
from casebook.administration.forms.places import place_choices
from casebook.kernel.ids import parse_id
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency

_NEEDED = InputRequired(_l("请填写。"))


class AgencyForm(Form):
    """An office that acts under its own name."""

    name = StringField(_l("机关全称"), [_NEEDED, Length(max=100)])
    short_name = StringField(_l("简称"), [_NEEDED, Length(max=40)])
    kind = SelectField(_l("性质"), [_NEEDED])
    division_code = SelectField(_l("地域"), [_NEEDED])
    stamp_name = StringField(_l("印章名称"), [_NEEDED, Length(max=100)])
    number_word = StringField(_l("机关代字"), [_NEEDED, Length(max=20)])
    is_active = BooleanField(_l("在用"))

    def offer(self, session: Session, actor: Actor, agency: Agency | None = None) -> None:
        """Fill the choices."""
        own = [agency.division_code] if agency else []
        self.kind.choices = offered(choices(AgencyKind))
        self.division_code.choices = offered(place_choices(session, actor, own))

    def facts(self, *, is_new: bool = False) -> AgencyFacts:
        """Return what was entered, once the form is valid; a new agency is in use."""
        return AgencyFacts(
            name=given(self.name).strip(),
            short_name=given(self.short_name).strip(),
            kind=AgencyKind(given(self.kind)),
            division_code=given(self.division_code),
            stamp_name=given(self.stamp_name).strip(),
            number_word=given(self.number_word).strip(),
            is_active=is_new or given(self.is_active),
        )


class PowerForm(Form):
    """Which matter, where, on what ground, by which paper, from when until when."""

    matter = SelectField(_l("事项"), [_NEEDED])
    model = RadioField(_l("依据"), [InputRequired(_l("请选择依据。"))])
    division_code = SelectField(_l("执法地域"), [_NEEDED])
    principal_agency_id = SelectField(_l("委托机关"), [Optional()])
    authorisation = StringField(_l("授权文件"), [Length(max=200)])
    valid_from = DateField(_l("起始日"), [_NEEDED])
    valid_to = DateField(_l("到期日"), [Optional()])

    def offer(self, session: Session, actor: Actor, agency: Agency) -> None:
        """Fill the choices: places within the agency's division, other agencies as principals."""
        others = [
            one
            for one in queries.list_agencies(session, agency.county_code)
            if one.is_active and one.id != agency.id
        ]
        self.matter.choices = offered([(one, matter_words(one)) for one in (ANY_MATTER, *MATTER_IDS)])
        self.model.choices = offered(choices(PowerModel))
        places = place_choices(session, actor, [agency.division_code])
        self.division_code.choices = offered(
            (code, words) for code, words in places if code.startswith(agency.division_code)
        )
        self.principal_agency_id.choices = offered(
            [("", _("请选择")), *((str(one.id), one.name) for one in others)]
        )

    def facts(self) -> PowerFacts:
        """Return what was entered, once the form is valid."""
        return PowerFacts(
            matter=given(self.matter),
            model=PowerModel(given(self.model)),
            division_code=given(self.division_code),
            principal_agency_id=parse_id(self.principal_agency_id.data or ""),
            authorisation=self.authorisation.data or "",
            valid_from=given(self.valid_from),
            valid_to=self.valid_to.data,
        )


class EndPowerForm(Form):
    """The last day of a power, and why."""

    on = DateField(_l("最后一日"), [_NEEDED])
    reason = TextAreaField(_l("理由或文号"), [InputRequired(_l("请写明理由或文号。")), Length(max=400)])

    @property
    def day(self) -> date:
        """The day that was entered, once the form is valid."""
        found: date = given(self.on)
        return found


def matter_words(matter: str) -> str:
    """Return a matter's id with its title."""
    title = str(MATTERS.get(matter, ""))
    return title if matter == ANY_MATTER else f"{matter} {title}".strip()
