"""Reading forms, their bindings, fillings and merges; and the figures that fill them."""

from casebook.blanks.queries.figures import figures
from casebook.blanks.queries.forms import (
    bindings_of,
    count_bindings,
    find_form_by_name,
    get_filling,
    get_form,
    get_merge,
    get_version,
    latest_version,
    list_fillings,
    list_forms,
    list_merges,
    list_versions,
    open_book,
    open_list,
    places_of,
)

__all__ = [
    "bindings_of",
    "count_bindings",
    "figures",
    "find_form_by_name",
    "get_filling",
    "get_form",
    "get_merge",
    "get_version",
    "latest_version",
    "list_fillings",
    "list_forms",
    "list_merges",
    "list_versions",
    "open_book",
    "open_list",
    "places_of",
]
