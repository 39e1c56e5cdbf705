"""Forms of leads and of taking an order over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from casebook.cases.queries import LeadFilter
from casebook.cases.rules import FoundHow, LeadState, MeasureKind
from casebook.cases.rules.channels import CHANNELS
from casebook.inspections.rules.patrols import PatrolSign
from casebook.regions.presenters import offered_townships
from casebook.web.filters import Filter
from casebook.web.forms import Form, offered
from casebook.web.labels import choices, label
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
OPEN = "open"
"""A state of the filter alone: waiting or under verification."""


class LeadFilterForm(Filter):
    """What the list of leads is narrowed to."""

    state = SelectField(_l("状态"))
    channel = SelectField(_l("来源"))
    sign = SelectField(_l("异常"))
    township = SelectField(_l("乡镇（街道）"))
    q = StringField(_l("关键词"))

    @classmethod
    def of(cls, session: Session, actor: Actor) -> LeadFilterForm:
        """Return the filter of the request's address."""
        return cls.read(
            state=[(OPEN, _("未办结")), *choices(LeadState)],
            channel=[(kind.value, label(kind)) for kind in CHANNELS],
            sign=choices(PatrolSign),
            township=offered_townships(session, actor, request.args.get("township")),
        )

    def wanted(self) -> LeadFilter:
        """Return what the list is narrowed to."""
        state, sign, channel = self.state.data, self.sign.data, self.channel.data
        return LeadFilter(
            state=LeadState(state) if state and state != OPEN else None,
            is_open=state == OPEN,
            sign=PatrolSign(sign) if sign else None,
            channel=FoundHow(channel) if channel else None,
            division_code=self.township.data or "",
            text=(self.q.data or "").strip(),
        )


class TakeForm(Form):
    """With whom an officer verifies a lead; with nobody chosen they go with a tablet."""

    second_officer_id = SelectField(_l("协办人员"))

    def offer(self, companions: Iterable[Officer]) -> None:
        """Fill the choice of companions."""
        named = [(str(one.id), with_aside(one.name, one.certificate_no)) for one in companions]
        self.second_officer_id.choices = offered([("", _l("用平板核查，先不开始记录")), *named])


class DismissForm(Form):
    """不属实: why."""

    reason = TextAreaField(_l("不属实的理由"), [NEEDED, Length(max=380)])


class TakeOverForm(Form):
    """As what kind of measure a case takes over an order that was served on the spot."""

    kind = SelectField(_l("措施"), [CHOSEN])

    def offer(self, usual: MeasureKind) -> None:
        """Fill the choice of kinds; `usual` comes first chosen."""
        self.kind.choices = offered(choices(MeasureKind))
        if not self.is_submitted():
            self.kind.data = usual.value
