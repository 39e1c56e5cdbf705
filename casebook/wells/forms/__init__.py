"""Forms of the register."""

from casebook.wells.forms.edit import ChangeStatusForm, EditWellForm, PartyForm
from casebook.wells.forms.filters import FilterForm

__all__ = ["ChangeStatusForm", "EditWellForm", "FilterForm", "PartyForm"]
