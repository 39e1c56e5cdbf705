"""Forms of permits."""

from casebook.quotas.forms.checks import CheckForm, PlaceForm
from casebook.quotas.forms.steps import (
    FORMS,
    ApplicationForm,
    ListForm,
    PermitsFilter,
    StepForm,
    wells_named,
)

__all__ = [
    "FORMS",
    "ApplicationForm",
    "CheckForm",
    "ListForm",
    "PermitsFilter",
    "PlaceForm",
    "StepForm",
    "wells_named",
]
