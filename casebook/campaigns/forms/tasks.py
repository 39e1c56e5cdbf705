"""Giving and answering tasks of townships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from casebook.campaigns.forms.base import CHOSEN, NEEDED, TicksField, township_choices
from casebook.campaigns.queries import TownshipTaskFilter
from casebook.campaigns.rules import SweepFinding, TownshipTaskKind
from casebook.campaigns.rules.tasks import LONGEST_TEXT, MOST_DAYS
from casebook.cases.rules.tasks import TaskState
from casebook.evidence.rules import Upload
from casebook.web.filters import Filter
from casebook.web.forms import Form, offered
from casebook.web.labels import choices, label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.campaigns.models import Campaign
    from casebook.regions.models import Division


class SweepForm(Form):
    """The same kind of problem, at other wells."""

    demand = TextAreaField(_l("任务要求"), [NEEDED, Length(max=LONGEST_TEXT)])
    days = IntegerField(_l("办理期限（工作日）"), [NEEDED, NumberRange(1, MOST_DAYS)])
    townships = TicksField(_l("交办给哪些乡镇（街道）"), [CHOSEN])

    def offer_townships(self, divisions: list[Division], jurisdiction: str) -> None:
        """Offer the townships of the jurisdiction."""
        self.townships.choices = offered(township_choices(divisions, jurisdiction))


class TaskForm(SweepForm):
    """A task for townships."""

    kind = SelectField(_l("任务种类"), [CHOSEN])
    title = StringField(_l("任务名称"), [NEEDED, Length(max=120)])
    campaign = SelectField(_l("专项行动"), [Optional()])

    def offer(self, campaigns: Iterable[Campaign]) -> None:
        """Offer the kinds that need no problem, and the campaigns that run."""
        kinds = [one for one in TownshipTaskKind if one is not TownshipTaskKind.SWEEP]
        self.kind.choices = offered((one.value, label(one)) for one in kinds)
        self.campaign.choices = offered(
            [("", _("不属于专项行动")), *((one.number, one.title) for one in campaigns)]
        )


class TownshipAnswerForm(Form):
    """What a township did."""

    text = TextAreaField(_l("办理情况"), [NEEDED, Length(max=LONGEST_TEXT)])
    file = MultipleFileField(_l("照片"))

    def uploads(self) -> list[Upload]:
        """Return the pictures that were chosen."""
        return [Upload(one.stream, one.filename) for one in self.file.data or [] if one and one.filename]


class TaskReasonForm(Form):
    """Why an answer does not do, or a task is withdrawn."""

    reason = StringField(_l("理由"), [NEEDED, Length(max=400)])


class FindingForm(Form):
    """What a sweep found at a well."""

    finding = RadioField(_l("排查结果"), [CHOSEN])
    note = StringField(_l("情况说明"), [Optional(), Length(max=400)])

    def offer(self) -> None:
        """Offer the findings."""
        self.finding.choices = offered(choices(SweepFinding))


class TownshipTasksFilter(Filter):
    """Which tasks are listed."""

    state = SelectField(_l("状态"))
    kind = SelectField(_l("任务种类"))
    township = SelectField(_l("乡镇（街道）"))

    @classmethod
    def of(cls, divisions: list[Division], jurisdiction: str) -> TownshipTasksFilter:
        """Return the filter of the request's address."""
        return cls.read(
            state=choices(TaskState),
            kind=choices(TownshipTaskKind),
            township=township_choices(divisions, jurisdiction),
        )

    def wanted(self) -> TownshipTaskFilter:
        """Return what the query takes."""
        return TownshipTaskFilter(
            TaskState(self.state.data) if self.state.data else None,
            TownshipTaskKind(self.kind.data) if self.kind.data else None,
            self.township.data or "",
        )
