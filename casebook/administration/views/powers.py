"""Powers: who enforces what today, granting one, ending one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import actions, queries
from casebook.administration.forms import EndPowerForm, PowerForm
from casebook.administration.presenters import PowerLine, matter_lines
from casebook.administration.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    Answer = str | Response | tuple[str, int]


@blueprint.get("/powers")
@requires(Permission.AGENCY_MANAGE)
def powers() -> str:
    """Show who enforces each matter today, and every power that was ever given."""
    session, county_code, today = current_session(), current_actor().county_code, clock.today()
    return render_template(
        "admin/powers.html",
        matters=matter_lines(session, county_code, today),
        lines=PowerLine.many(session, queries.list_powers(session, county_code), county_code, today),
    )


@blueprint.route("/agencies/<uuid:agency_id>/powers/new", methods=["GET", "POST"])
@requires(Permission.AGENCY_MANAGE)
def grant_power(agency_id: UUID) -> Answer:
    """Give an agency a power."""
    session, actor = current_session(), current_actor()
    agency = queries.get_agency_within(session, agency_id, actor)
    form = PowerForm(data={"valid_from": clock.today()})
    form.offer(session, actor, agency)
    granted = form.submit(
        lambda: actions.grant_power(session, actor=actor, now=clock.now(), agency=agency, facts=form.facts())
    )
    if granted is not None:
        flash(_("已登记 %(name)s 的执法权。", name=agency.name), "success")
        return redirect(url_for("admin.agency", agency_id=agency_id))
    return render_template("admin/grant_power.html", form=form, agency=agency), 422 if form.errors else 200


@blueprint.route("/powers/<uuid:power_id>/end", methods=["GET", "POST"])
@requires(Permission.AGENCY_MANAGE)
def end_power(power_id: UUID) -> Answer:
    """Let a power end with a day."""
    session, actor, today = current_session(), current_actor(), clock.today()
    power = queries.get_power(session, power_id)
    agency = queries.get_agency_within(session, power.agency_id, actor)
    form = EndPowerForm(data={"on": today})

    def act() -> bool:
        actions.end_power(
            session, actor=actor, now=clock.now(), power=power, on=form.day, reason=given(form.reason)
        )
        return True

    if form.submit(act):
        flash(_("%(name)s 的这项执法权到 %(day)s 为止。", name=agency.name, day=form.day), "success")
        return redirect(url_for("admin.agency", agency_id=agency.id))
    (line,) = PowerLine.many(session, [power], power.county_code, today)
    status = 422 if form.errors else 200
    return render_template("admin/end_power.html", form=form, agency=agency, line=line), status
