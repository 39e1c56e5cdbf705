"""What the board shows, as pages and as plain data."""

from casebook.oversight.presenters.board import (
    BoardPage,
    board_page,
    target_lines,
    year_choices,
)
from casebook.oversight.presenters.statement import amount, board_statement

__all__ = ["BoardPage", "amount", "board_page", "board_statement", "target_lines", "year_choices"]
