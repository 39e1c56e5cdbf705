"""Forms of evidence."""

from casebook.evidence.forms.cards import CardForm, CorrectForm, ItemFilterForm, ReasonForm, TransferForm
from casebook.evidence.forms.sources import (
    ClipForm,
    FootageFilterForm,
    IndexForm,
    MonitorForm,
    PublishForm,
    ReviewForm,
)
from casebook.evidence.forms.things import (
    ApproveForm,
    DisposeForm,
    ExhibitForm,
    MoveForm,
    PreservationFilterForm,
    PreservationForm,
    ServeForm,
)

__all__ = [
    "ApproveForm",
    "CardForm",
    "ClipForm",
    "CorrectForm",
    "DisposeForm",
    "ExhibitForm",
    "FootageFilterForm",
    "IndexForm",
    "ItemFilterForm",
    "MonitorForm",
    "MoveForm",
    "PreservationFilterForm",
    "PreservationForm",
    "PublishForm",
    "ReasonForm",
    "ReviewForm",
    "ServeForm",
    "TransferForm",
]
