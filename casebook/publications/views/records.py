"""The compliance record of a party (诚信档案): on screen and as a paper."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import current_app, render_template, send_file

from casebook.access import Permission
from casebook.documents.rendering import render_pdf
from casebook.kernel import clock
from casebook.parties.actions import subject_of
from casebook.publications import presenters, queries
from casebook.publications.views.blueprint import asks_personal, look, records_blueprint
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from casebook.publications.presenters import RecordPage


def _page(party_id: UUID, what: str) -> RecordPage:
    today, actor = clock.today(), current_actor()
    record = queries.get_record(current_session(), party_id, actor, today)
    page = presenters.record_page(record, actor, today, is_open=asks_personal())
    if page.is_open:
        look(subject_of(record.party), what)
    return page


@records_blueprint.get("/<uuid:party_id>/record")
@requires(Permission.COMPLIANCE_SEE)
def show(party_id: UUID) -> str:
    """Show all that is on file about a party."""
    return render_template("compliance/show.html", page=_page(party_id, "compliance"))


@records_blueprint.get("/<uuid:party_id>/record.pdf")
@requires(Permission.COMPLIANCE_SEE)
def paper(party_id: UUID) -> Response:
    """Give the record as a PDF."""
    page = _page(party_id, "compliance.print")
    made = render_pdf(
        "letters/compliance.html",
        page=page,
        printed_by=current_actor().name,
        printed_at=clock.now(),
        is_demo=current_app.config["CASEBOOK"].is_demo,
    )
    name = f"{page.party.name}.pdf"
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=name)
