"""The list of publications, one of them, and its frozen paper."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import render_template, request, send_file, url_for

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.publications import presenters, queries
from casebook.publications.forms import PublicationsFilter
from casebook.publications.views.blueprint import blueprint, load, publication_page
from casebook.storage.queries import open_file
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from casebook.publications.models import Publication
    from casebook.publications.views.blueprint import Answer


@blueprint.get("")
@requires(Permission.PUBLICATION_SEE)
def index() -> str:
    """List publications: owed, waiting, published, taken down."""
    session, form = current_session(), PublicationsFilter.of()
    page = queries.page_publications(
        session, current_actor(), form.wanted(), cursor=request.args.get("after")
    )
    return render_template(
        "publications/index.html",
        form=form,
        chips=form.chips(partial(url_for, "publications.index")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.publication_lines(session, page.items, clock.today()),
    )


@blueprint.get("/<uuid:publication_id>")
@requires(Permission.PUBLICATION_SEE)
def show(publication_id: UUID) -> Answer:
    """Show one publication with its course and what can be done next."""
    return publication_page(publication_id)


@blueprint.get("/<uuid:publication_id>.pdf")
@requires(Permission.PUBLICATION_SEE)
def paper(publication_id: UUID) -> Response:
    """Give the frozen paper away byte for byte."""
    return send_paper(load(publication_id))


def send_paper(row: Publication) -> Response:
    """Answer with the frozen paper of a publication."""
    if row.pdf_hash is None:
        raise NotFound("file", row.id)
    name = f"{row.number}.pdf"
    return send_file(open_file(row.pdf_hash), mimetype="application/pdf", download_name=name)
