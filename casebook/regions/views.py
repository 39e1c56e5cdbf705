"""Divisions and zones, and taking in new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from casebook.access import Permission
from casebook.kernel import clock
from casebook.regions import queries
from casebook.regions.forms import ImportAreasForm
from casebook.regions.rules import DivisionKind, holds
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.wells.actions import import_county

if TYPE_CHECKING:
    from casebook.wells.actions import CountyReport

blueprint = Blueprint("regions", __name__, url_prefix="/admin/regions")


@blueprint.get("")
@requires(Permission.COUNTY_IMPORT)
def index() -> str:
    """Show the county's divisions and zones and the form that takes in others."""
    form = ImportAreasForm(data={"on": clock.today()})
    return _page(form, None)


@blueprint.post("")
@requires(Permission.COUNTY_IMPORT)
def import_areas() -> tuple[str, int]:
    """Take in a file and show what it changed."""
    actor, form = current_actor(), ImportAreasForm()

    def act() -> CountyReport:
        return import_county(
            current_session(),
            actor=actor,
            now=clock.now(),
            on=form.day,
            county_code=actor.county_code,
            files=form.files(),
        )

    report = form.submit(act)
    return _page(form, report), 422 if form.errors else 200


def _page(form: ImportAreasForm, report: CountyReport | None) -> str:
    session, county_code, today = current_session(), current_actor().county_code, clock.today()
    zones = queries.list_zones(session, county_code, with_ended=True)
    county = queries.find_division(session, county_code)
    if county is not None and not form.county_name.data:
        form.county_name.data = county.name
    return render_template(
        "regions/index.html",
        form=form,
        report=report,
        county=county,
        townships=queries.list_divisions(session, county_code, kind=DivisionKind.TOWNSHIP),
        zones=[(zone, holds(zone, today)) for zone in zones],
    )
