"""Pages of the register: list, export, one well with its edits, and what waits for whoever keeps it."""

from casebook.wells.views import merging, register
from casebook.wells.views.blueprint import blueprint

__all__ = ["blueprint", "merging", "register"]
