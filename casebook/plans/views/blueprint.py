"""The blueprint that the pages of plans hang on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request

from casebook.kernel import clock
from casebook.quotas.presenters import quota_tabs
from casebook.web.guard import find_actor

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("plans", __name__, url_prefix="/plans")
FIRST_YEAR, LAST_YEAR = 2000, 2100


@blueprint.context_processor
def _tabs() -> dict[str, object]:
    """Give the pages their tabs; a refusal before anybody is known has none."""
    actor = find_actor()
    return {} if actor is None else {"tab_items": quota_tabs(actor)}


def wanted_year() -> int:
    """Return the year of the address; this year where it names none."""
    text = request.args.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0  # noqa: PLR2004 - digits of a year
    return year if FIRST_YEAR <= year <= LAST_YEAR else clock.today().year
