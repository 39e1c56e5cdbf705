"""Agencies: the list, one agency with its powers, entering and changing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import actions, queries
from casebook.administration.forms import AgencyForm
from casebook.administration.presenters import PowerLine, history_of
from casebook.administration.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.regions import queries as regions
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    Answer = str | Response | tuple[str, int]


@blueprint.get("/agencies")
@requires(Permission.AGENCY_MANAGE)
def agencies() -> str:
    """List the county's agencies."""
    session, actor = current_session(), current_actor()
    return render_template(
        "admin/agencies.html",
        agencies=[
            one
            for one in queries.list_agencies(session, actor.county_code)
            if actor.reaches(one.division_code)
        ],
        names=regions.names(session, actor.county_code),
        counts=queries.count_active_officers(session, actor.county_code),
    )


@blueprint.route("/agencies/new", methods=["GET", "POST"])
@requires(Permission.AGENCY_MANAGE)
def add_agency() -> Answer:
    """Enter an agency."""
    session, actor, form = current_session(), current_actor(), AgencyForm()
    form.offer(session, actor)
    agency = form.submit(
        lambda: actions.add_agency(session, actor=actor, now=clock.now(), facts=form.facts(is_new=True))
    )
    if agency is not None:
        flash(_("%(name)s 已登记。", name=agency.name), "success")
        return redirect(url_for("admin.agency", agency_id=agency.id))
    return render_template("admin/edit_agency.html", form=form, agency=None), 422 if form.errors else 200


@blueprint.get("/agencies/<uuid:agency_id>")
@requires(Permission.AGENCY_MANAGE)
def agency(agency_id: UUID) -> str:
    """Show one agency with its powers and what was done to it."""
    session, actor = current_session(), current_actor()
    found = queries.get_agency_within(session, agency_id, actor)
    powers = [one for one in queries.list_powers(session, found.county_code) if one.agency_id == found.id]
    return render_template(
        "admin/agency.html",
        agency=found,
        division=regions.name_of(session, found.division_code),
        count=queries.count_active_officers(session, found.county_code).get(found.id, 0),
        lines=PowerLine.many(session, powers, found.county_code, clock.today()),
        history=history_of(session, "agency", found),
    )


@blueprint.route("/agencies/<uuid:agency_id>/edit", methods=["GET", "POST"])
@requires(Permission.AGENCY_MANAGE)
def update_agency(agency_id: UUID) -> Answer:
    """Change an agency."""
    session, actor = current_session(), current_actor()
    found = queries.get_agency_within(session, agency_id, actor)
    form = AgencyForm(obj=found)
    form.offer(session, actor, found)

    def act() -> bool:
        actions.update_agency(session, actor=actor, now=clock.now(), agency=found, facts=form.facts())
        return True

    if form.submit(act):
        flash(_("已保存。"), "success")
        return redirect(url_for("admin.agency", agency_id=agency_id))
    return render_template("admin/edit_agency.html", form=form, agency=found), 422 if form.errors else 200
