"""What a re-check found of earlier findings, and the drawing of a survey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from casebook.access import Permission
from casebook.inspections import actions, presenters
from casebook.inspections.forms import SketchForm
from casebook.inspections.views.blueprint import blueprint
from casebook.inspections.views.record import SKETCH, clashed, earlier_form_of, load_draft, refused, saved
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
    form = earlier_form_of(inspection, posted=True)
    seen = presenters.seen_from(form.seen.data) or {}
    written = presenters.answers_written(form)

    def act() -> object:
        return actions.save_earlier(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            inspection=inspection,
            written=written,
            seen=seen,
        )

    if form.submit(act):
        stored = presenters.earlier_by_field(presenters.asked_findings(current_session(), inspection))
        return saved(inspection, "earlier", presenters.shown_after(seen, written, stored))
    if form.conflict is not None:
        return clashed(inspection, form, earlier_form_of(inspection), request.path)
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
