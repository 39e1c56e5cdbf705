"""Months without a meter: what was estimated, by which papers, and whether it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.months import Month
from casebook.volumes import actions, presenters, queries
from casebook.volumes.forms import EstimateForm, TakeBackForm
from casebook.volumes.views.blueprint import blueprint
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.wells.queries import get_well

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.volumes.views.blueprint import Answer


@blueprint.get("/wells/<code>/estimates")
@requires(Permission.VOLUME_SEE)
def estimates(code: str) -> str:
    """Show all estimates of a well."""
    session = current_session()
    well = get_well(session, code, current_actor())
    return render_template(
        "volumes/estimates.html", well=well, lines=presenters.estimate_lines(session, well)
    )


@blueprint.route("/wells/<code>/estimates/new", methods=["GET", "POST"])
@requires(Permission.READING_RECORD)
def new_estimate(code: str) -> Answer:
    """Estimate a month."""
    session, actor = current_session(), current_actor()
    well = get_well(session, code, actor)
    form = EstimateForm.of(
        request.args.get("month") or str(Month.of(clock.today()).previous()), well.pump_flow_m3h
    )
    form.offer_norms(presenters.norm_choices(session, well.county_code, form.last_day))
    changes = form.submit(
        lambda: actions.record_estimate(
            session,
            actor=actor,
            now=clock.now(),
            well=well,
            facts=form.facts(),
            norm_id=form.norm_id,
            reason=form.reason.data or "",
        )
    )
    if changes is not None:
        flash(_("推算已写入。"), "success")
        return redirect(url_for("volumes.estimates", code=code))
    page = render_template("volumes/new_estimate.html", form=form, well=well)
    return page, 422 if form.errors else 200


@blueprint.route("/wells/<code>/estimates/<uuid:estimate_id>/take-back", methods=["GET", "POST"])
@requires(Permission.READING_RECORD)
def take_back_estimate(code: str, estimate_id: UUID) -> Answer:
    """Let an estimate count no more."""
    session, actor = current_session(), current_actor()
    well = get_well(session, code, actor)
    row = queries.get_estimate(session, well, estimate_id)
    form = TakeBackForm()
    changes = form.submit(
        lambda: actions.take_back_estimate(
            session, actor=actor, now=clock.now(), well=well, estimate=row, reason=form.reason.data or ""
        )
    )
    if changes is not None:
        flash(_("推算已撤回。"), "success")
        return redirect(url_for("volumes.estimates", code=code))
    month = Month(row.year, row.month)
    page = render_template("volumes/take_back_estimate.html", form=form, well=well, row=row, month=month)
    return page, 422 if form.errors else 200
