"""The day's route: planning it, its map and list, its print."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission, Role
from casebook.accounts import queries as accounts
from casebook.documents.rendering import render_pdf
from casebook.kernel import clock
from casebook.screening import actions, presenters, queries
from casebook.screening.forms import RouteForm
from casebook.screening.views.blueprint import blueprint
from casebook.web.forms import chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response as FlaskResponse
    from werkzeug.wrappers import Response

    Answer = str | Response | tuple[str, int]


@blueprint.get("/routes")
@requires(Permission.ROUTE_PLAN)
def routes() -> str:
    """List routes, the latest planned first."""
    session = current_session()
    page = queries.page_routes(session, current_actor(), cursor=request.args.get("after"))
    officers = accounts.officers_by_id(session, {one.officer_id for one in page.items})
    return render_template("screening/routes.html", page=page, officers=officers)


@blueprint.route("/routes/new", methods=["GET", "POST"])
@requires(Permission.ROUTE_PLAN)
def plan_route() -> Answer:
    """Plan an officer's route of a day."""
    session, actor = current_session(), current_actor()
    officers = [
        one
        for one in accounts.list_with_role(session, county_code=actor.county_code, role=Role.INSPECTOR)
        if actor.reaches(one.jurisdiction)
    ]
    form = RouteForm.of(officers, clock.today(), actor.officer_id)

    def act() -> UUID:
        return actions.plan_route(
            session,
            actor=actor,
            now=clock.now(),
            officer_id=chosen_id(form.officer_id),
            on=given(form.on),
            stops=given(form.stops),
            radius_km=given(form.radius_km),
        ).id

    route_id = form.submit(act)
    if route_id:
        return redirect(url_for("screening.route", route_id=route_id))
    return render_template("screening/plan_route.html", form=form), 422 if form.errors else 200


@blueprint.get("/routes/<uuid:route_id>")
@requires(Permission.ROUTE_PLAN)
def route(route_id: UUID) -> str:
    """Show a route: map and list."""
    session = current_session()
    found = queries.get_route(session, route_id, current_actor())
    return render_template("screening/route.html", page=presenters.route_page(session, found))


@blueprint.get("/routes/<uuid:route_id>.pdf")
@requires(Permission.ROUTE_PLAN)
def print_route(route_id: UUID) -> FlaskResponse:
    """Give a route on paper."""
    session, actor = current_session(), current_actor()
    found = queries.get_route(session, route_id, actor)
    made = render_pdf(
        "screening/route_print.html",
        page=presenters.route_page(session, found),
        printed_by=actor.name,
        printed_at=clock.now(),
    )
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=f"{found.on}.pdf")


@blueprint.post("/routes/<uuid:route_id>/drop")
@requires(Permission.ROUTE_PLAN)
def drop_route(route_id: UUID) -> Response:
    """Take a planned route back."""
    session, actor = current_session(), current_actor()
    found = queries.get_route(session, route_id, actor)
    actions.drop_route(session, actor=actor, now=clock.now(), route=found)
    flash(_("路线已取消。"), "success")
    return redirect(url_for("screening.routes"))
