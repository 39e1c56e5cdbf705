"""Monday's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, send_file

from casebook.access import Permission
from casebook.bulletins import presenters, queries
from casebook.bulletins.rules import Week
from casebook.bulletins.views.blueprint import blueprint, county_actor
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.storage.queries import open_file
from casebook.web.guard import requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from flask import Response

KINDS = {"pdf": ("pdf_hash", "application/pdf"), "png": ("picture_hash", "image/png")}


@blueprint.get("")
@requires(Permission.BOARD_SEE)
def index() -> str:
    """Show the newest page as a picture, and list the weeks with their files."""
    actor = county_actor("monday_page")
    lines = presenters.week_lines(current_session(), actor.county_code, clock.now())
    return render_template("bulletins/index.html", lines=lines)


@blueprint.get("/monday/<week>.<kind>")
@requires(Permission.BOARD_SEE)
def monday_file(week: str, kind: str) -> Response:
    """Give the bytes of a week's page away as they were made: `pdf` or `png`."""
    actor = county_actor("monday_page")
    try:
        page = queries.get_monday(current_session(), actor.county_code, Week.parse(week))
        name, media_type = KINDS[kind]
    except (ValueError, KeyError) as error:
        raise NotFound("monday_page", f"{week}.{kind}") from error
    stored = open_file(getattr(page, name))
    return send_file(stored, mimetype=media_type, download_name=f"{week}.{kind}")
