"""What people write in a spreadsheet cell, read as text, number or date.

A reader answers one of three ways: the value, None for an empty cell (or a
mark that stands for one), or `Unreadable` with what is written. It never guesses.
"""

from casebook.kernel.cells.dates import DatePrecision, DateReading, read_date
from casebook.kernel.cells.number import Unit, read_number
from casebook.kernel.cells.text import (
    Cell,
    Unreadable,
    fold,
    is_blank,
    normalise,
    read_text,
    written,
)

__all__ = [
    "Cell",
    "DatePrecision",
    "DateReading",
    "Unit",
    "Unreadable",
    "fold",
    "is_blank",
    "normalise",
    "read_date",
    "read_number",
    "read_text",
    "written",
]
