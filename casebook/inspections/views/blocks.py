"""Saving the blocks of a draft, each by itself: by its button, or by the script as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, request

from casebook.access import Permission
from casebook.inspections import actions, presenters
from casebook.inspections.views.blueprint import blueprint
from casebook.inspections.views.record import (
    ARRIVAL,
    SITUATION,
    arrival_form,
    checklist_form,
    clashed,
    load_draft,
    refused,
    saved,
    situation_form,
)
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from casebook.inspections.forms import BlockForm
    from casebook.inspections.models import Inspection
    from casebook.inspections.views.record import Answer


@blueprint.post("/<uuid:inspection_id>/arrival")
@requires(Permission.INSPECTION_RECORD)
def save_arrival(inspection_id: UUID) -> Answer:
    """Save who went, when and where they stood, what they told the party."""
    inspection = load_draft(inspection_id)
    form = arrival_form(inspection, posted=True)
    seen = _save_facts(inspection, form, ARRIVAL)
    if seen is not None:
        return saved(inspection, "arrival", seen)
    if form.conflict is not None:
        return clashed(inspection, form, arrival_form(inspection), request.path)
    return refused(inspection, form, arrival=form)


@blueprint.post("/<uuid:inspection_id>/situation")
@requires(Permission.INSPECTION_RECORD)
def save_situation(inspection_id: UUID) -> Answer:
    """Save what the officers saw, in their words."""
    inspection = load_draft(inspection_id)
    form = situation_form(inspection, posted=True)
    seen = _save_facts(inspection, form, SITUATION)
    if seen is not None:
        return saved(inspection, "findings", seen)
    if form.conflict is not None:
        return clashed(inspection, form, situation_form(inspection), request.path)
    return refused(inspection, form, situation=form)


def _save_facts(inspection: Inspection, form: BlockForm, names: Sequence[str]) -> str | None:
    """Save facts; return what the page shows from now on, or None with the refusal in the form."""
    seen, written = _seen(form), presenters.facts_written(form, names)

    def act() -> Inspection:
        return actions.save_facts(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            inspection=inspection,
            written=written,
            seen=seen,
        )

    if form.submit(act) is None:
        return None
    return presenters.shown_after(seen, written, {name: getattr(inspection, name) for name in names})


def _seen(form: BlockForm) -> dict[str, Any]:
    found = presenters.seen_from(form.seen.data)
    if found is None:
        abort(400)
    return found


@blueprint.post("/<uuid:inspection_id>/answers")
@requires(Permission.INSPECTION_RECORD)
def save_answers(inspection_id: UUID) -> Answer:
    """Save the checklist."""
    inspection = load_draft(inspection_id)
    form = checklist_form(inspection, posted=True)
    seen, written = _seen(form), presenters.answers_written(form)

    def act() -> Inspection:
        return actions.save_answers(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            inspection=inspection,
            written=written,
            seen=seen,
        )

    if form.submit(act) is not None:
        stored = presenters.answers_by_field(inspection)
        return saved(inspection, "checklist", presenters.shown_after(seen, written, stored))
    if form.conflict is not None:
        return clashed(inspection, form, checklist_form(inspection), request.path)
    return refused(inspection, form, answers=form)
