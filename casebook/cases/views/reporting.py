"""The public's pages: reporting without an account, and asking what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from flask import Blueprint, Response, current_app, redirect, render_template, request, session, url_for

from casebook.cases import actions, queries
from casebook.cases.forms.telling import PublicReportForm, StatusForm
from casebook.cases.rules import reports
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.maps import queries as maps
from casebook.regions.queries import list_divisions
from casebook.web.forms import given
from casebook.web.guard import public
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Redirect

    Answer = str | Redirect | tuple[str, int]

blueprint = Blueprint("reporting", __name__, url_prefix="/report")
OUTLINES_KEPT_S = 86_400
"""A day: outlines change by law, not by the hour."""
_CODE = "report_code"
"""The part of the visitor's own signed cookie that carries the code to the next page, once."""


@blueprint.route("", methods=["GET", "POST"])
@public
def new() -> Answer:
    """Take a report in."""
    county = current_app.config["CASEBOOK"].county_code
    form = PublicReportForm()
    form.offer([(one.code, one.name) for one in list_divisions(current_session(), county)])

    def act() -> str:
        form.check_empty()
        code, _lead = actions.file_report(
            current_session(),
            now=clock.now(),
            county_code=county,
            report=_report(form),
            caller_mark=_caller(),
        )
        return code

    code = form.submit(act)
    if code is None:
        tiles = current_app.config["CASEBOOK"].tile_url or None
        return render_template("reporting/new.html", form=form, tile_url=tiles), 422 if form.errors else 200
    session[_CODE] = code
    return redirect(url_for("reporting.done"))


@blueprint.get("/outlines.geojson")
@public
def outlines() -> Response:
    """Send the outlines of county and townships, on which a visitor taps where it is."""
    county = current_app.config["CASEBOOK"].county_code
    found = orjson.dumps(maps.outlines(current_session(), county))
    answer = Response(found, mimetype="application/geo+json")
    answer.headers["Cache-Control"] = f"public, max-age={OUTLINES_KEPT_S}"
    return answer


def _report(form: PublicReportForm) -> actions.Report:
    chosen = [one for one in form.photographs.data or [] if one and one.filename]
    return actions.Report(
        text=given(form.text),
        place=form.place.data or "",
        division_code=form.township.data or "",
        lon=form.lon.data,
        lat=form.lat.data,
        name=form.name.data or "",
        contact=form.contact.data or "",
        pictures=tuple(actions.Picture(one.stream, one.filename) for one in chosen),
    )


def _caller() -> str:
    """Return the day's mark of who calls; the address itself goes no further."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return reports.caller_mark(key, request.remote_addr or "", clock.today())


@blueprint.get("/done")
@public
def done() -> Answer:
    """Show the code of what was just reported; it is shown to nobody else and stored nowhere."""
    code = session.get(_CODE)
    if not code:
        return redirect(url_for("reporting.new"))
    return render_template("reporting/done.html", code=code)


@blueprint.route("/status", methods=["GET", "POST"])
@public
def status() -> Answer:
    """Say how far a report is: stage and days, nothing else."""
    form = StatusForm()
    told = form.submit(lambda: _told(given(form.code)))
    return render_template("reporting/status.html", form=form, told=told), 422 if form.errors else 200


def _told(text: str) -> reports.Told:
    own = current_session()
    found = queries.find_report(own, reports.hash_of(reports.read_code(text)))
    if found is None:
        raise RuleBroken("report_code_unknown", field="code")
    report, lead = found
    main = queries.get_lead_by_id(own, lead.merged_into_id) if lead.merged_into_id else lead
    return reports.told(
        state=main.state,
        received_on=report.received_on,
        accepted_on=lead.accepted_on,
        state_on=clock.local_day(queries.last_state_at(own, main)),
        answered_on=lead.answered_on,
    )
