"""Permits as pages and commands show them."""

from casebook.quotas.presenters.listing import read_listed, read_uploaded
from casebook.quotas.presenters.pages import above_facts, entry_lines, permit_lines, permit_page
from casebook.quotas.presenters.tabs import quota_tabs

__all__ = [
    "above_facts",
    "entry_lines",
    "permit_lines",
    "permit_page",
    "quota_tabs",
    "read_listed",
    "read_uploaded",
]
