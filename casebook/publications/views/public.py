"""What the public sees: the decisions that are published, where the county has opened the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, render_template, request

from casebook.kernel.errors import NotFound
from casebook.publications import queries
from casebook.publications.views.lists import send_paper
from casebook.web.guard import public
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

blueprint = Blueprint("public_decisions", __name__, url_prefix="/public/decisions")


def _county() -> str:
    """Return the county of this house; NotFound where it has not opened its page."""
    county: str = current_app.config["CASEBOOK"].county_code
    if not queries.figures_of(current_session(), county).is_page_on:
        raise NotFound("page", request.path)
    return county


@blueprint.get("")
@public
def index() -> str:
    """List what is published, the last first."""
    page = queries.page_public(current_session(), _county(), cursor=request.args.get("after"))
    return render_template("publications/public.html", page=page)


@blueprint.get("/<uuid:publication_id>")
@public
def show(publication_id: UUID) -> str:
    """Show the published text of one decision."""
    row = queries.get_public(current_session(), _county(), publication_id)
    return render_template("publications/public_text.html", row=row)


@blueprint.get("/<uuid:publication_id>.pdf")
@public
def paper(publication_id: UUID) -> Response:
    """Give the published paper away."""
    return send_paper(queries.get_public(current_session(), _county(), publication_id))
