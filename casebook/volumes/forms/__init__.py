"""What is filled in about meters, readings, rounds and queries."""

from casebook.volumes.forms.estimates import EstimateForm, TakeBackForm
from casebook.volumes.forms.meters import (
    AssignForm,
    MeterForm,
    MetersFilter,
    RemoveForm,
    SealEndForm,
    SealForm,
    SwapForm,
)
from casebook.volumes.forms.queries import AnswerForm, QueriesFilter
from casebook.volumes.forms.readings import CorrectionForm, PowerForm, ReadingForm, RoundForm

__all__ = [
    "AnswerForm",
    "AssignForm",
    "CorrectionForm",
    "EstimateForm",
    "MeterForm",
    "MetersFilter",
    "PowerForm",
    "QueriesFilter",
    "ReadingForm",
    "RemoveForm",
    "RoundForm",
    "SealEndForm",
    "SealForm",
    "SwapForm",
    "TakeBackForm",
]
