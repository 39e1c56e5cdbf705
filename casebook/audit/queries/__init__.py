"""Reading acts and looks, and proving that nobody touched them."""

from casebook.audit.queries.acts import (
    Act,
    Values,
    find_values,
    get_act,
    head,
    list_acts,
    list_acts_named,
    page_acts,
)
from casebook.audit.queries.filters import Filter
from casebook.audit.queries.looks import Look, has_looked, list_looks_of_seal, page_looks
from casebook.audit.queries.proof import verify

__all__ = [
    "Act",
    "Filter",
    "Look",
    "Values",
    "find_values",
    "get_act",
    "has_looked",
    "head",
    "list_acts",
    "list_acts_named",
    "list_looks_of_seal",
    "page_acts",
    "page_looks",
    "verify",
]
