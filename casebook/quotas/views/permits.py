"""The list of permits, one permit, wells without one, and a new application."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.quotas import actions, presenters, queries
from casebook.quotas.forms import ApplicationForm, PermitsFilter
from casebook.quotas.views.blueprint import blueprint
from casebook.regions import queries as regions
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.wells import queries as wells
from casebook.wells.presenters import listed

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    Answer = str | Response | tuple[str, int]


@blueprint.get("")
@requires(Permission.PERMIT_SEE)
def index() -> str:
    """List permits and applications."""
    session, actor, today = current_session(), current_actor(), clock.today()
    form = PermitsFilter.of()
    wanted = form.wanted(today)
    page = queries.page_permits(session, actor, wanted, cursor=request.args.get("after"))
    return render_template(
        "permits/index.html",
        form=form,
        chips=form.chips(partial(url_for, "permits.index")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.permit_lines(session, page.items, today),
        count=queries.count_permits(session, actor, wanted),
        may_edit=actor.can(Permission.PERMIT_EDIT) and actor.reaches(actor.county_code),
    )


@blueprint.get("/<uuid:permit_id>")
@requires(Permission.PERMIT_SEE)
def show(permit_id: UUID) -> str:
    """Show a permit: what it says, what is remarkable, its wells, its course."""
    session, actor = current_session(), current_actor()
    permit = queries.get_permit(session, permit_id, actor)
    page = presenters.permit_page(session, permit, actor, clock.today())
    return render_template("permits/show.html", page=page)


@blueprint.get("/without")
@requires(Permission.PERMIT_SEE)
def without() -> str:
    """List the wells that need a permit and stand on none in force."""
    session, actor, today = current_session(), current_actor(), clock.today()
    ids = queries.without_permit(actor.county_code, today)
    wanted = wells.WellFilter(on=today, well_ids=ids)
    page = wells.page_wells(session, wanted, actor, request.args.get("after"))
    rows = listed(page.items, regions.names(session, actor.county_code))
    return render_template("permits/without.html", page=page, rows=rows)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.PERMIT_EDIT)
def apply() -> Answer:
    """Register an application."""
    session, actor = current_session(), current_actor()
    form = ApplicationForm.blank(clock.today())
    permit = form.submit(
        lambda: actions.apply_permit(
            session,
            actor=actor,
            now=clock.now(),
            application=form.application(session, actor),
            on=given(form.on),
        )
    )
    if permit is not None:
        flash(_("申请已登记：%(number)s。", number=permit.number), "success")
        return redirect(url_for("permits.show", permit_id=permit.id))
    return render_template("permits/new.html", form=form), 422 if form.errors else 200
