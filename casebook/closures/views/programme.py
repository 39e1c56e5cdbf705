"""The yearly programme of closings, and the steps of its lines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.closures import actions, presenters, queries
from casebook.closures.forms import PlanFilterForm, PlanForm, PlanStepForm
from casebook.closures.rules import PlanStep, serves_homes
from casebook.closures.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from casebook.closures.models import ClosurePlan
    from casebook.closures.views.page import Answer

STEPS = (
    "any(cover, announce, determine, notify, apply, join, supply, waive, force, cut_power, cost, drop):step"
)


@blueprint.get("/programme")
@requires(Permission.CLOSURE_SEE)
def programme() -> str:
    """List the lines of the programme, with a year's sums by township."""
    session, actor = current_session(), current_actor()
    form = PlanFilterForm.of(session, actor)
    wanted = form.wanted()
    page = queries.page_plans(session, actor=actor, wanted=wanted, cursor=request.args.get("after"))
    year = wanted.year or clock.today().year
    return render_template(
        "closures/programme.html",
        form=form,
        chips=form.chips(partial(url_for, "closures.programme")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.plan_lines(session, page.items),
        year=year,
        summary=presenters.plan_summary(session, actor, year),
    )


@blueprint.route("/programme/new", methods=["GET", "POST"])
@requires(Permission.CLOSURE_PLAN)
def plan_new() -> Answer:
    """Put wells on a year's programme; all that were typed, or none."""
    session, actor = current_session(), current_actor()
    form = PlanForm(data={"year": clock.today().year, "codes": request.args.get("well", "")})

    def act() -> list[ClosurePlan]:
        return actions.plan_wells(
            session, actor=actor, now=clock.now(), codes=form.typed_codes(), facts=form.facts()
        )

    made = form.submit(act)
    if made:
        flash(_("已列入计划 %(n)s 眼。", n=len(made)), "success")
        return redirect(url_for("closures.programme", year=form.year.data))
    return render_template("closures/plan_new.html", form=form), 422 if form.errors else 200


@blueprint.get("/programme/<line>")
@requires(Permission.CLOSURE_SEE)
def plan(line: str) -> str:
    """Show one line of the programme."""
    session, actor = current_session(), current_actor()
    found = queries.get_plan(session, line, actor)
    return render_template("closures/plan.html", plan=found, page=presenters.plan_page(session, found, actor))


@blueprint.route(f"/programme/<line>/<{STEPS}>", methods=["GET", "POST"])
@requires(Permission.CLOSURE_PLAN)
def plan_step(line: str, step: str) -> Answer:
    """Take a step of a line."""
    session, actor = current_session(), current_actor()
    found = queries.get_plan(session, line, actor)
    taken = PlanStep(step)
    form = _form(found, taken)

    def act() -> bool:
        actions.take_plan_step(
            session,
            actor=actor,
            now=clock.now(),
            plan=found,
            step=taken,
            facts=form.facts(),
            base_version=form.base_version.data,
        )
        return True

    if form.submit(act):
        return _done(found, taken)
    return _answer(found, taken, form)


@blueprint.route("/programme/<line>/permit", methods=["GET", "POST"])
@requires(Permission.PERMIT_EDIT)
def plan_permit(line: str) -> Answer:
    """Cut the permit's volume by the well's share, or cancel the permit at its last well."""
    session, actor = current_session(), current_actor()
    found = queries.get_plan(session, line, actor)
    form = _form(found, PlanStep.PERMIT)

    def act() -> bool:
        actions.settle_permit(
            session,
            actor=actor,
            now=clock.now(),
            plan=found,
            facts=form.facts(),
            base_version=form.base_version.data,
        )
        return True

    if form.submit(act):
        return _done(found, PlanStep.PERMIT)
    return _answer(found, PlanStep.PERMIT, form)


def _form(found: ClosurePlan, step: PlanStep) -> PlanStepForm:
    well = wells.get_well_by_id(current_session(), found.well_id)
    form = PlanStepForm(data={"on": clock.today(), "base_version": found.version})
    form.keep(step, serves_homes=serves_homes(well.use, well.people_served))
    return form


def _done(found: ClosurePlan, step: PlanStep) -> Answer:
    flash(_("%(number)s：%(step)s，已登记。", number=found.number, step=label(step)), "success")
    return redirect(url_for("closures.plan", line=found.number))


def _answer(found: ClosurePlan, step: PlanStep, form: PlanStepForm) -> Answer:
    if form.conflict is not None:
        form.rebase(found.version)
    session, actor = current_session(), current_actor()
    page = presenters.plan_page(session, found, actor)
    body = render_template("closures/plan_step.html", plan=found, page=page, form=form, step=step)
    return body, 409 if form.conflict is not None else 422 if form.errors else 200
