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
    SketchForm,
    StartForm,
    answers_form,
    companion_choices,
)
from casebook.inspections.forms.checklists import ChecklistForm
from casebook.inspections.forms.filters import FilterForm
from casebook.inspections.forms.listing import ListingForm, SubmitForm
from casebook.inspections.forms.reviewing import EarlierForm, ReviewForm, earlier_form

__all__ = [
    "AnswersForm",
    "ArrivalForm",
    "BlockForm",
    "ChangeFindingForm",
    "ChecklistForm",
    "EarlierForm",
    "FilterForm",
    "FindingForm",
    "ListingForm",
    "PhotographForm",
    "RemoveForm",
    "ReviewForm",
    "SituationForm",
    "SketchForm",
    "StartForm",
    "SubmitForm",
    "answers_form",
    "companion_choices",
    "earlier_form",
]
