"""The county's year of water taken at one glance."""

from __future__ import annotations

from flask import render_template

from casebook.access import Permission
from casebook.kernel import clock
from casebook.volumes import presenters, queries
from casebook.volumes.queries import Behind
from casebook.volumes.views.blueprint import blueprint, wanted_year
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session


@blueprint.get("")
@requires(Permission.VOLUME_SEE)
def index() -> str:
    """Show a year: wells with and without a figure by month, the share of each grade, open queries."""
    session, actor, year, today = current_session(), current_actor(), wanted_year(), clock.today()
    return render_template(
        "volumes/index.html",
        page=presenters.overview_page(session, actor, year, today),
        behind=Behind,
        year=year,
        years=sorted({year, today.year, *queries.list_years(session, actor.county_code)}, reverse=True),
    )
