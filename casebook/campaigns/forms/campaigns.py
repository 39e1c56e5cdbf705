"""Planning, staffing and closing campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from casebook.campaigns.actions import CampaignFacts
from casebook.campaigns.forms.base import CHOSEN, NEEDED, TicksField, township_choices
from casebook.campaigns.rules import CampaignState, Scope
from casebook.campaigns.rules.campaigns import LONGEST_TEXT
from casebook.regions.rules import Aquifer
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices
from casebook.wells.rules import WellUse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.accounts.models import Officer
    from casebook.campaigns.models import Campaign
    from casebook.regions.models import Division


class CampaignStepForm(Form):
    """A step of a campaign: it names the version that the page showed."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())


class CampaignForm(CampaignStepForm):
    """What a campaign is about."""

    title = StringField(_l("行动名称"), [NEEDED, Length(max=120)])
    basis = StringField(_l("依据文件"), [NEEDED, Length(max=200)])
    goal = TextAreaField(_l("行动目标"), [NEEDED, Length(max=LONGEST_TEXT)])
    starts_on = DateField(_l("开始日期"), [NEEDED])
    ends_on = DateField(_l("结束日期"), [NEEDED])
    townships = TicksField(_l("乡镇（街道）"))
    uses = TicksField(_l("用途"))
    aquifers = TicksField(_l("取水层位"))

    @classmethod
    def of(cls, row: Campaign | None, divisions: list[Division], jurisdiction: str) -> Self:
        """Return the form of a campaign, or of a new one, with what can be chosen."""
        form = cls(obj=row, data={"base_version": row.version if row else None})
        form.townships.choices = offered(township_choices(divisions, jurisdiction))
        form.uses.choices = offered(choices(WellUse))
        form.aquifers.choices = offered(choices(Aquifer))
        return form

    def facts(self) -> CampaignFacts:
        """Return what is asked for."""
        scope = Scope(
            given(self.starts_on),
            given(self.ends_on),
            tuple(self.townships.data or ()),
            tuple(WellUse(one) for one in self.uses.data or ()),
            tuple(Aquifer(one) for one in self.aquifers.data or ()),
        )
        return CampaignFacts(given(self.title), given(self.basis), given(self.goal), scope)


class JoinForm(Form):
    """Somebody for a team."""

    team = StringField(_l("工作组"), [NEEDED, Length(max=60)])
    officer = SelectField(_l("人员"), [CHOSEN])
    is_leader = BooleanField(_l("组长"))

    def offer(self, officers: Iterable[Officer]) -> None:
        """Offer the active officers by their agencies."""
        known = sorted((one for one in officers if one.is_active), key=lambda one: one.agency.name)
        self.officer.choices = offered((str(one.id), f"{one.agency.name}　{one.name}") for one in known)


class SummaryForm(CampaignStepForm):
    """How a campaign ended."""

    summary = TextAreaField(_l("总结"), [NEEDED, Length(max=LONGEST_TEXT)])


class CampaignFilter(Filter):
    """Which campaigns are listed."""

    state = SelectField(_l("状态"))

    @classmethod
    def of_request(cls) -> CampaignFilter:
        """Return the filter of the request's address."""
        return cls.read(state=choices(CampaignState))

    def wanted(self) -> CampaignState | None:
        """Return what the query takes."""
        return CampaignState(self.state.data) if self.state.data else None
