"""Reading field checks."""

from casebook.inspections.queries.visits import (
    CHECKLIST,
    SUBJECT,
    InspectionFilter,
    days_by_well,
    distance_to_well,
    find_checklist,
    find_last_companion,
    get_inspection,
    inspections_query,
    is_outside_county,
    list_by_well,
    list_companions,
    list_drafts_of,
    list_gaps,
    list_photographs,
    page_inspections,
)

__all__ = [
    "CHECKLIST",
    "SUBJECT",
    "InspectionFilter",
    "days_by_well",
    "distance_to_well",
    "find_checklist",
    "find_last_companion",
    "get_inspection",
    "inspections_query",
    "is_outside_county",
    "list_by_well",
    "list_companions",
    "list_drafts_of",
    "list_gaps",
    "list_photographs",
    "page_inspections",
]
