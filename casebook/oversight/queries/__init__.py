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
from casebook.oversight.queries.places import StagedWell, WellStage, list_staged_wells

__all__ = [
    "AquiferPart",
    "Board",
    "Gauges",
    "Place",
    "StagedWell",
    "WellStage",
    "board",
    "find_stated",
    "gauges",
    "list_lagging",
    "list_staged_wells",
    "list_targets",
    "list_years",
    "targets_in_force",
]
