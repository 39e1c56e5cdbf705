"""The board, and setting its targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.oversight import actions, presenters, queries
from casebook.oversight.forms import FigureForm, TargetForm
from casebook.oversight.rules import YEARS, Figure, Indicator
from casebook.regions import queries as regions
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.access import Actor
    from casebook.oversight.models import StatedFigure, Target

blueprint = Blueprint("oversight", __name__, url_prefix="/board")


def _year() -> int:
    """Return the year of the address; this year when it names none."""
    asked = request.args.get("year", type=int)
    return asked if asked is not None and asked in YEARS else clock.today().year


def _own(actor: Actor) -> str:
    """Return the township that the reader's board is narrowed to, empty for the county's officers."""
    return "" if actor.jurisdiction == actor.county_code else actor.jurisdiction


@blueprint.get("")
@requires(Permission.BOARD_SEE)
def board() -> str:
    """Show the year's targets held against what is booked and claimed."""
    session, actor, year = current_session(), current_actor(), _year()
    county, own = actor.county_code, _own(actor)
    found = queries.board(session, county_code=county, year=year, division=own)
    gauges = queries.gauges(session, county, year, found.targets, division=own)
    return render_template(
        "oversight/board.html",
        page=presenters.board_page(found, gauges, actor=actor, today=clock.today()),
        years=presenters.year_choices(queries.list_years(session, county), year, clock.today().year),
    )


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
