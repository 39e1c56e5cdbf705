"""The page of one item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from casebook.access import Permission
from casebook.evidence import presenters
from casebook.evidence.views.blueprint import blueprint
from casebook.evidence.views.seen import seen_item
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID


@blueprint.get("/<uuid:item_id>")
@requires(Permission.EVIDENCE_SEE)
def show(item_id: UUID) -> str:
    """Show an item large, its facts beside, its custody below."""
    item = seen_item(item_id, "page")
    return render_template(
        "evidence/show.html", page=presenters.item_page(current_session(), item, current_actor()), item=item
    )
