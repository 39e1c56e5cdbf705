"""Reading closures, and what a return of them is held against."""

from casebook.closures.queries.closures import (
    Claimed,
    ClosureFilter,
    claimed,
    find_field_acceptance,
    find_live,
    get_closure,
    get_closure_by_id,
    list_by_well,
    list_confirmations,
    list_events,
    list_signatures,
    list_waiting,
    list_years,
    page_closures,
    signature_images,
)

__all__ = [
    "Claimed",
    "ClosureFilter",
    "claimed",
    "find_field_acceptance",
    "find_live",
    "get_closure",
    "get_closure_by_id",
    "list_by_well",
    "list_confirmations",
    "list_events",
    "list_signatures",
    "list_waiting",
    "list_years",
    "page_closures",
    "signature_images",
]
