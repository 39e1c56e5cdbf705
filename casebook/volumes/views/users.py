"""The page of a user's water: one of the pages of a party, beside its compliance record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from casebook.access import Permission
from casebook.kernel import clock
from casebook.volumes import presenters
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

blueprint = Blueprint("users", __name__, url_prefix="/parties")


@blueprint.get("/<uuid:party_id>/water")
@requires(Permission.VOLUME_SEE)
def show(party_id: UUID) -> str:
    """Show what a user took over all its wells, against plan and permit."""
    page = presenters.user_page(
        current_session(),
        party_id,
        current_actor(),
        year=request.args.get("year", type=int),
        today=clock.today(),
    )
    return render_template("parties/water.html", page=page)
