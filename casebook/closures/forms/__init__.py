"""Forms of closures: the list's filter, reporting, photographs, and the steps after."""

from casebook.closures.forms.base import StepForm
from casebook.closures.forms.filters import ClosureFilterForm
from casebook.closures.forms.reporting import ReportForm
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
    "ReopenForm",
    "ReportForm",
    "ReturnForm",
    "StagePhotographForm",
    "StepForm",
]
