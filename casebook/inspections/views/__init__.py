"""Pages of field checks: list, start, record, blocks of a draft, photographs, submission, review."""

from casebook.inspections.views import (
    blocks,
    checklists,
    earlier,
    findings,
    interviews,
    lists,
    papers,
    patrols,
    photographs,
    reviewing,
    starting,
    submitting,
)
from casebook.inspections.views.blueprint import blueprint

blueprints = (blueprint, papers.blueprint, interviews.blueprint, patrols.blueprint, checklists.blueprint)

__all__ = [
    "blocks",
    "blueprint",
    "blueprints",
    "checklists",
    "earlier",
    "findings",
    "interviews",
    "lists",
    "papers",
    "patrols",
    "photographs",
    "reviewing",
    "starting",
    "submitting",
]
