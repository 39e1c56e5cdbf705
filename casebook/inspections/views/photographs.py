"""Photographs of a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.inspections import actions
from casebook.inspections.forms import PhotographForm
from casebook.inspections.views.blueprint import blueprint
from casebook.inspections.views.record import load_draft, refused, saved
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.inspections.views.record import Answer


@blueprint.post("/<uuid:inspection_id>/photographs")
@requires(Permission.INSPECTION_RECORD)
def add_photographs(inspection_id: UUID) -> Answer:
    """Keep photographs with the time and position that the device noted."""
    inspection = load_draft(inspection_id)
    form = PhotographForm()

    def act() -> object:
        return actions.add_photographs(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            inspection=inspection,
            uploads=form.uploads(),
            describes=form.describes.data or "",
        )

    if form.submit(act):
        return saved(inspection, "photographs")
    return refused(inspection, form, photographs=form)
