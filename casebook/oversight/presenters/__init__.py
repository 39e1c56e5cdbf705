"""What the board shows, as pages and as plain data."""

from casebook.oversight.presenters.board import (
    BoardPage,
    Time,
    board_page,
    target_lines,
    time_of,
)
from casebook.oversight.presenters.place import PlacePage, place_page
from casebook.oversight.presenters.statement import amount, board_statement

__all__ = [
    "BoardPage",
    "PlacePage",
    "Time",
    "amount",
    "board_page",
    "board_statement",
    "place_page",
    "target_lines",
    "time_of",
]
