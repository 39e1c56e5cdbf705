"""Forms of the register."""

from casebook.wells.forms.edit import ChangeStatusForm, EditWellForm, PartyForm
from casebook.wells.forms.filters import Chip, FilterForm

__all__ = ["ChangeStatusForm", "Chip", "EditWellForm", "FilterForm", "PartyForm"]
