"""Reading the ledger: figures, the entries under them, the proof that nobody touched them."""

from casebook.ledger.queries.entries import (
    Entry,
    Filter,
    get_entry,
    list_entries_of_subject,
    list_entries_of_well,
    page_entries,
    reason_of,
)
from casebook.ledger.queries.proof import head, verify
from casebook.ledger.queries.totals import Totals, list_years, totals, totals_by_kind, totals_by_township

__all__ = [
    "Entry",
    "Filter",
    "Totals",
    "get_entry",
    "head",
    "list_entries_of_subject",
    "list_entries_of_well",
    "list_years",
    "page_entries",
    "reason_of",
    "totals",
    "totals_by_kind",
    "totals_by_township",
    "verify",
]
