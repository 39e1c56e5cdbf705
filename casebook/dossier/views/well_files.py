"""The file of a closed well, to take along."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import current_app, send_file

from casebook.access import Permission
from casebook.dossier.views.blueprint import blueprint
from casebook.dossier.well_sheets import note_taken, print_well_file
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/well-files/<code>.pdf")
@requires(Permission.EVIDENCE_SEE)
def well_file(code: str) -> Response:
    """Hand out the file of a closed well (一井一档), and log that it was taken."""
    actor, now = current_actor(), clock.now()
    is_demo = current_app.config["CASEBOOK"].is_demo
    made, file = print_well_file(current_session(), actor=actor, now=now, code=code, is_demo=is_demo)
    with beside() as session:
        note_taken(session, actor=actor, now=now, taken=[file.well])
    return send_file(
        BytesIO(made), mimetype="application/pdf", as_attachment=True, download_name=f"{file.well.code}.pdf"
    )
