"""Reading the ledger: figures, the entries under them, the proof that nobody touched them."""

from casebook.ledger.queries.by_month import totals_by_month
from casebook.ledger.queries.corrections import list_corrections
from casebook.ledger.queries.entries import (
    Entry,
    Filter,
    closing_days,
    get_entry,
    list_entries_of_subject,
    list_entries_of_well,
    page_entries,
    reason_of,
    reductions_of_wells,
    standing_closings,
)
from casebook.ledger.queries.months import (
    Closed,
    find_closed_month,
    get_closed_month,
    head_as_of,
    iterate_booked,
    last_closed_month,
    list_closed_months,
    list_months_seen_by,
)
from casebook.ledger.queries.proof import head, verify
from casebook.ledger.queries.scope import Scope
from casebook.ledger.queries.totals import (
    TOWNSHIP_DIGITS,
    Totals,
    list_years,
    totals,
    totals_by_township_and_aquifer,
    totals_of,
)

__all__ = [
    "TOWNSHIP_DIGITS",
    "Closed",
    "Entry",
    "Filter",
    "Scope",
    "Totals",
    "closing_days",
    "find_closed_month",
    "get_closed_month",
    "get_entry",
    "head",
    "head_as_of",
    "iterate_booked",
    "last_closed_month",
    "list_closed_months",
    "list_corrections",
    "list_entries_of_subject",
    "list_entries_of_well",
    "list_months_seen_by",
    "list_years",
    "page_entries",
    "reason_of",
    "reductions_of_wells",
    "standing_closings",
    "totals",
    "totals_by_month",
    "totals_by_township_and_aquifer",
    "totals_of",
    "verify",
]
