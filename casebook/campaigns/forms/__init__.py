"""Forms of draws, campaigns, tasks of townships, and responsibility letters."""

from casebook.campaigns.forms.campaigns import (
    CampaignFilter,
    CampaignForm,
    CampaignStepForm,
    JoinForm,
    SummaryForm,
)
from casebook.campaigns.forms.spot import SpotForm

__all__ = [
    "CampaignFilter",
    "CampaignForm",
    "CampaignStepForm",
    "JoinForm",
    "SpotForm",
    "SummaryForm",
]
