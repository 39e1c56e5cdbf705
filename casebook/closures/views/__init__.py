"""Pages of closures."""

from casebook.closures.views import (
    accepting,
    aftercare,
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
    "aftercare",
    "blueprint",
    "booking",
    "emergency",
    "lists",
    "photographs",
    "programme",
    "reporting",
    "returns",
]
