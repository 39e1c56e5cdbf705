"""Forms of the register."""

from casebook.wells.forms.edit import ChangeStatusForm, EditWellForm, PartyForm
from casebook.wells.forms.filters import FilterForm
from casebook.wells.forms.merging import DecideConflictForm, DecidePositionForm

__all__ = [
    "ChangeStatusForm",
    "DecideConflictForm",
    "DecidePositionForm",
    "EditWellForm",
    "FilterForm",
    "PartyForm",
]
