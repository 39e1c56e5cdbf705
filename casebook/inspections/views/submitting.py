"""Looking a record through, deciding how each finding is listed, and submitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.cases import actions as cases
from casebook.inspections import presenters
from casebook.inspections.forms import SubmitForm
from casebook.inspections.presenters import listing
from casebook.inspections.views.blueprint import blueprint
from casebook.inspections.views.record import load_draft, may_edit
from casebook.kernel import clock
from casebook.kernel.errors import Forbidden
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import beside, current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.cases.models import Problem
    from casebook.inspections.models import Inspection
    from casebook.inspections.views.record import Answer


@blueprint.route("/<uuid:inspection_id>/submit", methods=["GET", "POST"])
@requires(Permission.INSPECTION_RECORD)
def submit(inspection_id: UUID) -> Answer:
    """Show what is still missing and how the findings will be listed; submit the record."""
    inspection, actor = load_draft(inspection_id), current_actor()
    if not may_edit(inspection, actor):
        raise Forbidden("inspection_not_on_record")
    form, is_posted = SubmitForm(), request.method == "POST"
    lines = listing.lines(current_session(), inspection, actor, posted=is_posted)

    def act() -> list[Problem]:
        return cases.submit_inspection(
            current_session(),
            actor=actor,
            now=clock.now(),
            inspection=inspection,
            listings=[line.listing() for line in lines],
        )

    refused = [line for line in lines if is_posted and not line.is_valid()]
    problems = None if refused else form.submit(act)
    if problems is not None:
        flash(_("检查记录已提交。列入问题清单 %(n)s 条。", n=len(problems)), "success")
        return redirect(url_for("inspections.show", inspection_id=inspection.id))
    return _page(inspection, form, lines), 422 if form.errors or refused else 200


def _page(inspection: Inspection, form: SubmitForm, lines: list[listing.Line]) -> str:
    """Show the record once more; how findings are listed is asked when nothing is missing."""
    session, actor = current_session(), current_actor()
    page = presenters.draft_page(session, inspection)
    is_asked = request.method == "POST" or not page.gaps
    if request.method == "GET" and is_asked and any(line.shows_person for line in lines):
        subject = wells.subject_of(inspection.well)
        with beside() as own:
            record_look(own, actor=actor, now=clock.now(), subject=subject, what="well.user")
    return render_template(
        "inspections/submit.html",
        page=page,
        answers=presenters.answer_views(inspection),
        form=form,
        lines=lines,
        errors=listing.errors(lines),
        is_asked=is_asked,
    )
