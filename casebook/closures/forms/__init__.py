"""Forms of closures: the list's filter, reporting, photographs, the steps after, and returns."""

from casebook.closures.forms.aftercare import DrawForm, PublishForm, RecheckFilterForm, RecheckForm
from casebook.closures.forms.base import StepForm
from casebook.closures.forms.emergency import (
    EmergencyAskForm,
    EmergencyDecideForm,
    EmergencyFilterForm,
    EmergencyLapseForm,
    EmergencyOpenForm,
    EmergencySealForm,
)
from casebook.closures.forms.filters import ClosureFilterForm
from casebook.closures.forms.programme import PlanFilterForm, PlanForm, PlanStepForm
from casebook.closures.forms.reporting import ReportForm
from casebook.closures.forms.returns import PostHistoryForm, ReturnUploadForm, TakeBackForm
from casebook.closures.forms.steps import (
    AcceptForm,
    ConfirmForm,
    ReopenForm,
    ReturnForm,
    StagePhotographForm,
)

__all__ = [
    "AcceptForm",
    "ClosureFilterForm",
    "ConfirmForm",
    "DrawForm",
    "EmergencyAskForm",
    "EmergencyDecideForm",
    "EmergencyFilterForm",
    "EmergencyLapseForm",
    "EmergencyOpenForm",
    "EmergencySealForm",
    "PlanFilterForm",
    "PlanForm",
    "PlanStepForm",
    "PostHistoryForm",
    "PublishForm",
    "RecheckFilterForm",
    "RecheckForm",
    "ReopenForm",
    "ReportForm",
    "ReturnForm",
    "ReturnUploadForm",
    "StagePhotographForm",
    "StepForm",
    "TakeBackForm",
]
