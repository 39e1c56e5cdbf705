"""The list of steps with the units beside it, one step, its paper, and scans."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import render_template, request, send_file, url_for

from casebook.access import Permission
from casebook.documents.actions import DOCX_TYPE
from casebook.documents.printing import Head, print_form, word_form
from casebook.documents.rendering import qr_code, render_pdf
from casebook.documents.rules import FormCode
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.storage.queries import get_file, open_file
from casebook.supervision import presenters, queries
from casebook.supervision.forms import StepsFilter
from casebook.supervision.rules import Rung
from casebook.supervision.views.blueprint import blueprint
from casebook.supervision.views.page import load, step_page
from casebook.web.formats import plain_day
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from casebook.supervision.models import SupervisionStep
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
    """Give the paper of a step as a PDF, by its form of the catalogue; after a talk the minutes."""
    row, actor = load(step_id), current_actor()
    form = _form_of(row)
    if form is not None:
        made = print_form(current_session(), form, *_filled(row), today=clock.today())
        return _sent(made, row)
    made = render_pdf(
        "letters/supervision.html",
        page=presenters.step_page(current_session(), row, actor, clock.today()),
        printed_by=actor.name,
        printed_at=clock.now(),
        code=qr_code(row.body_hash) if row.body_hash else None,
        code_text="",
    )
    return _sent(made, row)


@blueprint.get("/<uuid:step_id>.docx")
@requires(Permission.SUPERVISION_SEE)
def word_paper(step_id: UUID) -> Response:
    """Give the same paper as a DOCX; the catalogue has no form for what goes to the commission."""
    row = load(step_id)
    form = _form_of(row)
    if form is None:
        raise NotFound("supervision", step_id)
    made = word_form(current_session(), form, *_filled(row), today=clock.today())
    name = f"{row.number or row.subject_title}.docx"
    return send_file(BytesIO(made), mimetype=DOCX_TYPE, as_attachment=True, download_name=name)


FORM_OF = {
    Rung.REMIND: FormCode.F44C,
    Rung.URGE: FormCode.F44A,
    Rung.CIRCULAR: FormCode.F44B,
    Rung.TALK: FormCode.F43A,
}
"""The form of each rung; the catalogue has none for what goes to the supervisory commission."""


def _sent(made: bytes, row: SupervisionStep) -> Response:
    name = f"{row.number or row.subject_title}.pdf"
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=name)


def _form_of(row: SupervisionStep) -> FormCode | None:
    return FormCode.F43B if row.minutes else FORM_OF.get(row.rung)


def _filled(row: SupervisionStep) -> tuple[dict[str, Any], Head]:
    page = presenters.step_page(current_session(), row, current_actor(), clock.today())
    facts = {
        "receiver": with_aside(row.unit, row.to_person) if row.to_person else row.unit,
        "matter": with_aside(row.subject_title, page.how_far),
        "demands": row.demand or page.default_demand,
        "until": row.reply_on,
        "supervisor": row.issued_by,
        "at": plain_day(row.talked_on) if row.talked_on else "",
        "place": row.talk_place,
        "presider": row.issued_by,
        "present": row.attendees,
        "pledge": row.minutes,
    }
    agency = row.agency or row.unit
    return facts, Head(row.county_code, agency, agency, row.number, row.issued_on)


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
