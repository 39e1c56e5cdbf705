"""The examination of a file (案卷评查): what is wrong, where, and how it is mended."""

from __future__ import annotations

from flask import render_template

from casebook.access import Permission
from casebook.cases.queries.file import load_file
from casebook.dossier import queries
from casebook.dossier.presenters import review_page
from casebook.dossier.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session


@blueprint.get("/cases/<number>/review")
@requires(Permission.CASE_SEE)
def review(number: str) -> str:
    """Show every fault of a case's file."""
    session, actor = current_session(), current_actor()
    file = load_file(session, number, actor)
    found = queries.review_file(session, file, today=clock.today())
    pages = queries.pages_in_file(session, file)
    return render_template("dossier/review.html", case=file.case, page=review_page(file, found, pages))
