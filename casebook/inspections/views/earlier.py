"""What a re-check found of earlier findings, and the drawing of a survey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.inspections import actions, presenters
from casebook.inspections.forms import SketchForm
from casebook.inspections.views.blueprint import blueprint
from casebook.inspections.views.record import SKETCH, earlier_form_of, load_draft, refused, saved
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.inspections.views.record import Answer


@blueprint.post("/<uuid:inspection_id>/earlier")
@requires(Permission.INSPECTION_RECORD)
def save_earlier(inspection_id: UUID) -> Answer:
    """Save what became of the earlier findings."""
    inspection = load_draft(inspection_id)
    asked = presenters.asked_findings(current_session(), inspection)
    form = earlier_form_of(asked, posted=True)

    def act() -> object:
        return actions.save_earlier(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            inspection=inspection,
            answers=form.answers([one.finding_id for one in asked]),
        )

    if form.submit(act):
        return saved(inspection, "earlier")
    return refused(inspection, form, earlier=form)


@blueprint.post("/<uuid:inspection_id>/sketch")
@requires(Permission.INSPECTION_RECORD)
def add_sketch(inspection_id: UUID) -> Answer:
    """Keep the drawing of a survey."""
    inspection = load_draft(inspection_id)
    form = SketchForm(prefix=SKETCH)

    def act() -> object:
        return actions.add_sketch(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            inspection=inspection,
            upload=form.upload(),
        )

    if form.submit(act):
        return saved(inspection, "sketch")
    return refused(inspection, form, sketch=form)
