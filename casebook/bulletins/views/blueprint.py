"""The blueprint that the pages of this feature hang on, and who sees them: the whole county's officers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request, url_for

from casebook.web.guard import current_actor

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.access import Actor

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("bulletins", __name__, url_prefix="/bulletins")


@blueprint.before_request
def lead_townships_home() -> Response | None:
    """Lead a township's officer from these lists to their own board; of a record nothing is said at all."""
    actor = current_actor()
    if actor.reaches(actor.county_code) or request.view_args:
        return None
    return redirect(url_for("oversight.board"))


def county_actor(what: str) -> Actor:
    """Return who asks, or raise NotFound for a township's officer: these pages compare townships."""
    actor = current_actor()
    actor.need_reach(actor.county_code, what, actor.county_code)
    return actor
