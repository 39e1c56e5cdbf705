"""The board: targets held against what is booked, claimed, and counted outside the ledger."""

from casebook.oversight.queries.board import (
    AquiferPart,
    Board,
    Place,
    board,
    list_lagging,
    list_targets,
    list_years,
    targets_in_force,
)
from casebook.oversight.queries.gauges import Gauges, find_stated, gauges

__all__ = [
    "AquiferPart",
    "Board",
    "Gauges",
    "Place",
    "board",
    "find_stated",
    "gauges",
    "list_lagging",
    "list_targets",
    "list_years",
    "targets_in_force",
]
