"""Pages of field checks: list, start, record, blocks of a draft, photographs, submission."""

from casebook.inspections.views import blocks, findings, lists, photographs, starting, submitting
from casebook.inspections.views.blueprint import blueprint

__all__ = ["blocks", "blueprint", "findings", "lists", "photographs", "starting", "submitting"]
