"""Forms of draws, campaigns, tasks of townships, and responsibility letters."""

from casebook.campaigns.forms.campaigns import (
    CampaignFilter,
    CampaignForm,
    CampaignStepForm,
    JoinForm,
    SummaryForm,
)
from casebook.campaigns.forms.letters import LetterForm, SignForm
from casebook.campaigns.forms.spot import SpotForm
from casebook.campaigns.forms.tasks import (
    FindingForm,
    SweepForm,
    TaskForm,
    TaskReasonForm,
    TownshipAnswerForm,
    TownshipTasksFilter,
)

__all__ = [
    "CampaignFilter",
    "CampaignForm",
    "CampaignStepForm",
    "FindingForm",
    "JoinForm",
    "LetterForm",
    "SignForm",
    "SpotForm",
    "SummaryForm",
    "SweepForm",
    "TaskForm",
    "TaskReasonForm",
    "TownshipAnswerForm",
    "TownshipTasksFilter",
]
