"""Pages of closures."""

from casebook.closures.views import (
    accepting,
    booking,
    emergency,
    lists,
    photographs,
    programme,
    reporting,
    returns,
)
from casebook.closures.views.blueprint import blueprint

__all__ = [
    "accepting",
    "blueprint",
    "booking",
    "emergency",
    "lists",
    "photographs",
    "programme",
    "reporting",
    "returns",
]
