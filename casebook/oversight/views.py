"""The board, and setting its targets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.oversight import actions, presenters, queries
from casebook.oversight.forms import FigureForm, TargetForm
from casebook.oversight.rules import YEARS, Figure, Indicator, elapsed
from casebook.regions import queries as regions
from casebook.regions.rules import ZoneKind
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response as JsonResponse
    from werkzeug.wrappers import Response

    from casebook.access import Actor
    from casebook.oversight.models import StatedFigure, Target

blueprint = Blueprint("oversight", __name__, url_prefix="/board")
_LONGEST_YEAR = 366


def _year() -> int:
    """Return the year of the address; this year when it names none."""
    asked = request.args.get("year", type=int)
    return asked if asked is not None and asked in YEARS else clock.today().year


def _own(actor: Actor) -> str:
    """Return the township that the reader's board is narrowed to, empty for the county's officers."""
    return "" if actor.jurisdiction == actor.county_code else actor.jurisdiction


def _as_of(year: int) -> date | None:
    """Return the day of the address, by date or by its place in the year; None for now."""
    today, position = clock.today(), request.args.get("day", type=int)
    try:
        day = date.fromisoformat(request.args.get("as_of", ""))
    except ValueError:
        if position is None or not 1 <= position <= _LONGEST_YEAR:
            return None
        day = date(year, 1, 1) + timedelta(days=position - 1)
    last = min(date(year, 12, 31), today)
    return day if date(year, 1, 1) <= day <= last and day != today else None


@blueprint.get("")
@requires(Permission.BOARD_SEE)
def board() -> str:
    """Show the year's targets held against what is booked and claimed, now or at the end of a day."""
    page, time = _board(_own(current_actor()))
    return render_template("oversight/board.html", page=page, time=time)


@blueprint.get("/places/<code>")
@requires(Permission.BOARD_SEE)
def place(code: str) -> str:
    """Show one township: its part of the board, its months, its wells on the map, its latest entries."""
    session, actor = current_session(), current_actor()
    _need_place(code)
    page, time = _board(code)
    more = presenters.place_page(
        session,
        actor,
        code=code,
        year=page.year,
        as_of=page.as_of,
        today=clock.today(),
    )
    return render_template(
        "oversight/place.html",
        page=page,
        time=time,
        place=more,
        stage_words={stage.value: label(stage) for stage in queries.WellStage},
        zone_words={kind.value: label(kind) for kind in ZoneKind},
    )


@blueprint.get("/places/<code>/wells.json")
@requires(Permission.BOARD_SEE)
def place_wells(code: str) -> JsonResponse:
    """Send a place's wells planned, claimed and booked as columns for the map."""
    session, actor, year = current_session(), current_actor(), _year()
    _need_place(code)
    staged = queries.list_staged_wells(session, actor.county_code, year, division=code, as_of=_as_of(year))
    stages = list(queries.WellStage)
    return jsonify(
        statuses=[stage.value for stage in stages],
        codes=[one.code for one in staged],
        lon=[one.lon for one in staged],
        lat=[one.lat for one in staged],
        status=[stages.index(one.stage) for one in staged],
    )


@blueprint.get("/offices")
@requires(Permission.BOARD_SEE)
def offices() -> str:
    """Show each department: planned, booked, claimed, difference, and the problems that are its to mend."""
    session, actor, year = current_session(), current_actor(), _year()
    years = queries.list_years(session, actor.county_code)
    return render_template(
        "oversight/offices.html",
        year=year,
        years=sorted({*years, year, clock.today().year}, reverse=True),
        rows=queries.office_figures(session, actor, year),
        gone=elapsed(year, clock.today()),
    )


@blueprint.get("/offices/<uuid:agency_id>")
@requires(Permission.BOARD_SEE)
def office(agency_id: UUID) -> str:
    """Show what makes a department's figures: its closings and its problems, each with its own page."""
    session, actor, year = current_session(), current_actor(), _year()
    row = queries.get_office_figures(session, actor, agency_id, year)
    closures = queries.list_closures_of_office(session, actor, agency_id, year)
    return render_template(
        "oversight/office.html",
        year=year,
        row=row,
        closures=closures,
        wells=wells.list_wells(session, {one.well_id for one in closures}),
        problems=queries.list_problems_of_office(session, actor, agency_id, year)
        if actor.can(Permission.PROBLEM_SEE)
        else [],
        names=regions.names(session, actor.county_code),
    )


def _need_place(code: str) -> None:
    """Refuse a division that is not the reader's, or none at all."""
    if not current_actor().reaches(code) or regions.find_division(current_session(), code) is None:
        raise NotFound("division", code)


def _board(division: str) -> tuple[presenters.BoardPage, presenters.Time]:
    """Return the board of the address's year and day for a division, and the slider through time."""
    session, actor, year = current_session(), current_actor(), _year()
    county, as_of, today = actor.county_code, _as_of(year), clock.today()
    within = "" if division == county else division
    found = queries.board(session, county_code=county, year=year, as_of=as_of, division=within)
    gauges = queries.gauges(session, county, year, found.targets, as_of=as_of, division=within)
    years = queries.list_years(session, county)
    page = presenters.board_page(found, gauges, actor=actor, today=today)
    return page, presenters.time_of(years, year, as_of, today)


@blueprint.route("/targets", methods=["GET", "POST"])
@requires(Permission.TARGET_SET)
def targets() -> str | Response | tuple[str, int]:
    """Set a target; earlier ones stay in the history below."""
    session, actor, year = current_session(), current_actor(), _year()
    county = actor.county_code
    form = TargetForm(data={"year": year})
    form.offer({code: name for code, name in regions.names(session, county).items() if actor.reaches(code)})

    def act() -> Target:
        return actions.set_target(
            session,
            actor=actor,
            now=clock.now(),
            year=given(form.year),
            division_code=form.division.data,
            indicator=Indicator(form.indicator.data),
            amount=given(form.amount),
            paper=given(form.paper),
            grounds=form.grounds(),
        )

    target = form.submit(act)
    if target is not None:
        flash(_("已下达 %(year)s 年任务。", year=target.year), "success")
        return redirect(url_for("oversight.targets", year=target.year))
    found = queries.list_targets(session, county, year, division=_own(actor))
    lines = presenters.target_lines(session, found, county)
    page = render_template("oversight/targets.html", form=form, year=year, lines=lines)
    return page, 422 if form.errors else 200


@blueprint.route("/figures", methods=["GET", "POST"])
@requires(Permission.TARGET_SET)
def figures() -> str | Response | tuple[str, int]:
    """State what casebook cannot count itself: the sewage treated in a year."""
    session, actor, year = current_session(), current_actor(), _year()
    form = FigureForm(data={"year": year})

    def act() -> StatedFigure:
        return actions.state_figure(
            session,
            actor=actor,
            now=clock.now(),
            year=given(form.year),
            figure=Figure.SEWAGE_TREATED,
            amount_m3=given(form.amount),
            paper=given(form.paper),
        )

    stated = form.submit(act)
    if stated is not None:
        flash(_("已填报 %(year)s 年污水处理量。", year=stated.year), "success")
        return redirect(url_for("oversight.board", year=stated.year))
    present = queries.find_stated(session, actor.county_code, year, Figure.SEWAGE_TREATED)
    page = render_template("oversight/figures.html", form=form, year=year, present=present)
    return page, 422 if form.errors else 200
