"""Forms of plans."""

from casebook.plans.forms.county import NormForm, SettingForm
from casebook.plans.forms.lines import (
    BelowForm,
    FiguresForm,
    StepForm,
    TotalForm,
    TransferForm,
    party_named,
)
from casebook.plans.forms.reclaimed import (
    ApproveCutForm,
    CutStepForm,
    DraftForm,
    MinimumForm,
    NotifyCutForm,
    OfferForm,
    UseForm,
)

__all__ = [
    "ApproveCutForm",
    "BelowForm",
    "CutStepForm",
    "DraftForm",
    "FiguresForm",
    "MinimumForm",
    "NormForm",
    "NotifyCutForm",
    "OfferForm",
    "SettingForm",
    "StepForm",
    "TotalForm",
    "TransferForm",
    "UseForm",
    "party_named",
]
