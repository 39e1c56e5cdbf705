"""The page of search results."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from casebook.access import Permission
from casebook.cases.rules import get_code
from casebook.kernel import clock
from casebook.parties.rules import masked_mention
from casebook.search import queries
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.web.wording import translated

blueprint = Blueprint("search", __name__)
LONGEST = 80


@blueprint.route("/search")
@requires(Permission.SEARCH_USE)
def show() -> str:
    """Show what a text finds."""
    text = request.args.get("q", "")[:LONGEST]
    found = queries.find(current_session(), text, current_actor(), on=clock.today())
    return render_template(
        "search/results.html",
        text=text,
        found=found,
        title_of=lambda code: translated(get_code(code).title),
        masked=masked_mention,
    )
