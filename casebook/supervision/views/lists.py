"""The list of steps with the units beside it, one step, its paper, and scans."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from flask import render_template, request, send_file, url_for

from casebook.access import Permission
from casebook.documents.rendering import qr_code, render_pdf
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.storage.queries import get_file, open_file
from casebook.supervision import presenters, queries
from casebook.supervision.forms import StepsFilter
from casebook.supervision.rules import Rung
from casebook.supervision.views.blueprint import blueprint
from casebook.supervision.views.page import load, step_page
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from casebook.supervision.views.page import Answer


@blueprint.get("")
@requires(Permission.SUPERVISION_SEE)
def index() -> str:
    """List steps: proposed, issued, by unit."""
    session, actor = current_session(), current_actor()
    form = StepsFilter.of(queries.list_units(session, actor))
    page = queries.page_steps(session, actor, form.wanted(), cursor=request.args.get("after"))
    return render_template(
        "supervision/index.html",
        form=form,
        chips=form.chips(partial(url_for, "supervision.index")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.step_lines(session, page.items, actor, clock.today()),
        units=presenters.unit_lines(session, actor),
        rungs=list(Rung),
    )


@blueprint.get("/<uuid:step_id>")
@requires(Permission.SUPERVISION_SEE)
def show(step_id: UUID) -> Answer:
    """Show one step with its course and what can be done next."""
    return step_page(step_id)


@blueprint.get("/<uuid:step_id>.pdf")
@requires(Permission.SUPERVISION_SEE)
def print_paper(step_id: UUID) -> Response:
    """Give the paper of a step as a PDF; after a talk its minutes with it."""
    row, actor = load(step_id), current_actor()
    made = render_pdf(
        "letters/supervision.html",
        page=presenters.step_page(current_session(), row, actor, clock.today()),
        printed_by=actor.name,
        printed_at=clock.now(),
        code=qr_code(row.body_hash) if row.body_hash else None,
        code_text="",
    )
    name = f"{row.number or row.subject_title}.pdf"
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=name)


@blueprint.get("/<uuid:step_id>/scans/<uuid:event_id>")
@requires(Permission.SUPERVISION_SEE)
def scan(step_id: UUID, event_id: UUID) -> Response:
    """Give the scan of a reply or of minutes away byte for byte."""
    event = queries.get_event(current_session(), load(step_id), event_id)
    if event.scan_hash is None:
        raise NotFound("supervision_event", event_id)
    kept = get_file(current_session(), event.scan_hash)
    return send_file(
        open_file(event.scan_hash),
        mimetype=kept.media_type,
        as_attachment=True,
        download_name=event.scan_name,
    )
