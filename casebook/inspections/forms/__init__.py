"""Forms of field checks: starting, the blocks of a draft, listing what was found, the list's filter."""

from casebook.inspections.forms.blocks import (
    AnswersForm,
    ArrivalForm,
    BlockForm,
    ChangeFindingForm,
    FindingForm,
    PhotographForm,
    RemoveForm,
    SituationForm,
    StartForm,
    answers_form,
    companion_choices,
)
from casebook.inspections.forms.filters import FilterForm
from casebook.inspections.forms.listing import ListingForm, SubmitForm

__all__ = [
    "AnswersForm",
    "ArrivalForm",
    "BlockForm",
    "ChangeFindingForm",
    "FilterForm",
    "FindingForm",
    "ListingForm",
    "PhotographForm",
    "RemoveForm",
    "SituationForm",
    "StartForm",
    "SubmitForm",
    "answers_form",
    "companion_choices",
]
