"""The map beside the list, and its data."""

from __future__ import annotations

import gzip
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from flask import Blueprint, Response, current_app, render_template, request, url_for

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.hashing import digest
from casebook.maps import queries
from casebook.regions import queries as regions
from casebook.regions.rules import ZoneKind
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session
from casebook.wells import queries as wells
from casebook.wells.forms import FilterForm
from casebook.wells.presenters import listed
from casebook.wells.rules import WellStatus

if TYPE_CHECKING:
    from casebook.wells.queries import MapPoints

blueprint = Blueprint("maps", __name__, url_prefix="/map")
DIGITS = 6
"""Of positions on the map: 0.1 m."""
FAST = 1
"""Of gzip's nine: half of the best for a tenth of the time."""


@blueprint.get("")
@requires(Permission.MAP_SEE)
def show() -> str:
    """Show map and list side by side, both narrowed by the same filter."""
    session, actor = current_session(), current_actor()
    form = FilterForm.of(session, actor, clock.today())
    wanted = form.wanted()
    page = wells.page_wells(session, wanted, actor, request.args.get("after"))
    return render_template(
        "maps/show.html",
        form=form,
        chips=form.chips(partial(url_for, "maps.show")),
        rows=listed(page.items, regions.names(session, actor.county_code)),
        page=page,
        count=wells.count_beyond(session, wanted, actor, page),
        arguments=form.arguments(),
        status_words={status.value: label(status) for status in WellStatus},
        zone_words={kind.value: label(kind) for kind in ZoneKind},
        tile_url=current_app.config["CASEBOOK"].tile_url or None,
    )


@blueprint.get("/wells.json")
@requires(Permission.MAP_SEE)
def wells_data() -> Response:
    """Send the wells of the filter as columns."""
    session, actor, today = current_session(), current_actor(), clock.today()
    form = FilterForm.of(session, actor, today)
    county = regions.stamp(session, actor.county_code), wells.register_stamp(session, actor)
    tag = digest(repr((county, form.arguments(), actor.jurisdiction, today)).encode())
    # Open problems come and go without a change of the register, so that filter has no tag.
    known = None if form.problem.data else tag
    if known and request.if_none_match.contains(known):
        return _answer(None, known)
    return _answer(_columns(wells.map_points(session, form.wanted(), actor)), known)


@blueprint.get("/zones.geojson")
@requires(Permission.MAP_SEE)
def zones() -> Response:
    """Send zones in force today and the outlines, simplified."""
    session, actor, today = current_session(), current_actor(), clock.today()
    tag = digest(repr((regions.stamp(session, actor.county_code), today)).encode())
    if request.if_none_match.contains(tag):
        return _answer(None, tag)
    return _answer(queries.areas(session, actor.county_code, today), tag)


def _columns(points: MapPoints) -> dict[str, Any]:
    return {
        "statuses": points.statuses,
        "codes": points.codes,
        "lon": np.round(np.array(points.lon, dtype=float), DIGITS),
        "lat": np.round(np.array(points.lat, dtype=float), DIGITS),
        "status": points.status,
    }


def _answer(data: dict[str, Any] | None, tag: str | None) -> Response:
    """Answer with compressed JSON that the browser may keep while its tag holds; None: not modified."""
    body = b"" if data is None else orjson.dumps(data, option=orjson.OPT_SERIALIZE_NUMPY)
    response = Response(body, status=304 if data is None else 200, mimetype="application/json")
    if body and request.accept_encodings.best_match(["gzip"]):
        response.set_data(gzip.compress(body, FAST))
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    response.headers["Cache-Control"] = "private, no-cache"
    if tag:
        response.set_etag(tag)
    return response
