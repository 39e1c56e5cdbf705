"""What was found: adding, wording, taking away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases.rules import CODES
from casebook.inspections import actions, presenters
from casebook.inspections.forms import FindingForm, RemoveForm
from casebook.inspections.views.blueprint import blueprint
from casebook.inspections.views.record import change_form, clashed, load_draft, refused, saved
from casebook.kernel import clock
from casebook.kernel.ids import parse_id
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.inspections.views.record import Answer

BLOCK = "findings"


@blueprint.post("/<uuid:inspection_id>/findings")
@requires(Permission.INSPECTION_RECORD)
def add_finding(inspection_id: UUID) -> Answer:
    """Add a finding."""
    inspection = load_draft(inspection_id)
    form = FindingForm()

    def act() -> object:
        return actions.add_finding(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            inspection=inspection,
            problem_code=form.problem_code.data,
            description=form.description.data or "",
            known_codes=CODES,
            finding_id=parse_id(form.id.data or ""),
        )

    if form.submit(act):
        return saved(inspection, BLOCK)
    return refused(inspection, form, finding=form)


@blueprint.post("/<uuid:inspection_id>/findings/<uuid:finding_id>")
@requires(Permission.INSPECTION_RECORD)
def change_finding(inspection_id: UUID, finding_id: UUID) -> Answer:
    """Save the words of a finding."""
    inspection = load_draft(inspection_id)
    form = change_form(inspection, finding_id, posted=True)
    seen = presenters.seen_from(form.seen.data) or {}

    def act() -> object:
        return actions.change_finding(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            inspection=inspection,
            finding_id=finding_id,
            description=form.description.data or "",
            seen=str(seen.get("description", "")),
        )

    if form.submit(act):
        return saved(inspection, BLOCK, presenters.seen_of({"description": form.description.data}))
    if form.conflict is not None:
        return clashed(inspection, form, change_form(inspection, finding_id), request.path)
    return refused(inspection, form, changes={finding_id: form})


@blueprint.post("/<uuid:inspection_id>/findings/<uuid:finding_id>/remove")
@requires(Permission.INSPECTION_RECORD)
def remove_finding(inspection_id: UUID, finding_id: UUID) -> Answer:
    """Take a finding away; the audit keeps what it said."""
    inspection = load_draft(inspection_id)
    form = RemoveForm()

    def act() -> bool:
        actions.remove_finding(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            inspection=inspection,
            finding_id=finding_id,
        )
        return True

    if form.submit(act):
        flash(_("已去掉这个问题。"), "success")
    return redirect(presenters.back_to(inspection, BLOCK))
