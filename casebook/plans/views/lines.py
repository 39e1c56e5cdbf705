"""The tree of plans: a year's totals and townships, one line, its steps, what hangs below, transfers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.plans import actions, presenters, queries
from casebook.plans.forms import BelowForm, FiguresForm, StepForm, TotalForm, TransferForm
from casebook.plans.rules import PlanStep
from casebook.plans.views.blueprint import blueprint, wanted_year
from casebook.quotas.rules import WaterSource
from casebook.regions import queries as regions
from casebook.web.forms import chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from typing import Any
    from uuid import UUID

    from casebook.plans.models import PlanNode
    from casebook.plans.views.blueprint import Answer


@blueprint.get("")
@requires(Permission.PLAN_SEE)
def index() -> str:
    """Show a year: its control totals, and what the townships were dealt out."""
    session, actor, year = current_session(), current_actor(), wanted_year()
    county = actor.county_code
    towns = [one for one in queries.list_townships(session, county, year) if actor.reaches(one.division_code)]
    return render_template(
        "plans/index.html",
        year=year,
        years=sorted({year, clock.today().year, *queries.list_years(session, county)}, reverse=True),
        totals=presenters.county_lines(session, actor, queries.list_totals(session, county, year)),
        towns=presenters.county_lines(session, actor, towns),
        may_edit=actor.can(Permission.PLAN_EDIT) and actor.reaches(county),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def new_total() -> Answer:
    """Suggest a control total."""
    session, form = current_session(), TotalForm.blank(clock.today(), wanted_year())
    node = form.submit(
        lambda: actions.set_total(
            session,
            actor=current_actor(),
            now=clock.now(),
            year=given(form.year),
            source=WaterSource(form.source.data),
            figures=form.figures(),
            act=form.act(),
        )
    )
    if node is not None:
        flash(_("总量控制指标已登记，待核定。"), "success")
        return redirect(url_for("plans.show", node_id=node.id))
    page = render_template("plans/form.html", form=form, title=_("登记总量控制指标"), above=None, step=None)
    return page, 422 if form.errors else 200


@blueprint.get("/<uuid:node_id>")
@requires(Permission.PLAN_SEE)
def show(node_id: UUID) -> str:
    """Show a plan line: months, basis, versions, what hangs below it."""
    session, actor = current_session(), current_actor()
    node = queries.get_node(session, node_id, actor)
    children = queries.page_children(session, node, actor, cursor=request.args.get("after"))
    page = presenters.plan_page(session, node, children.items, actor)
    return render_template("plans/show.html", page=page, children=children)


@blueprint.route("/<uuid:node_id>/below", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def deal_out(node_id: UUID) -> Answer:
    """Deal out from a line to what is below it."""
    session, actor = current_session(), current_actor()
    above = queries.get_node(session, node_id, actor)
    form = BelowForm.under(session, above, clock.today())
    node = form.submit(
        lambda: actions.deal_out(
            session,
            actor=actor,
            now=clock.now(),
            above=above,
            whose=form.whose(session, actor, above),
            figures=form.figures(),
            act=form.act(),
        )
    )
    if node is not None:
        flash(_("计划建议已登记。"), "success")
        return redirect(url_for("plans.show", node_id=node_id))
    page = render_template("plans/form.html", form=form, title=_("往下分计划"), above=above, step=None)
    return page, 422 if form.errors else 200


@blueprint.route("/<uuid:node_id>/steps/<step>", methods=["GET", "POST"])
@requires(Permission.PLAN_SEE)
def take_step(node_id: UUID, step: str) -> Answer:
    """Take a step of a line; the action asks who may."""
    session, actor = current_session(), current_actor()
    node = queries.get_node(session, node_id, actor)
    if step not in set(PlanStep):
        abort(404)
    wanted = PlanStep(step)
    form = _form(node, wanted)

    def act() -> bool:
        _act(node, wanted, form)
        return True

    if form.submit(act):
        flash(_("计划：%(step)s已办理。", step=label(wanted)), "success")
        return redirect(url_for("plans.show", node_id=node_id))
    page = render_template("plans/form.html", form=form, title=label(wanted), above=node, step=wanted)
    return page, 409 if form.conflict else 422 if form.errors else 200


def _form(node: PlanNode, step: PlanStep) -> StepForm:
    today = clock.today()
    if step in {PlanStep.REVISE, PlanStep.ADJUST}:
        return FiguresForm.of(node, today)
    data = {"base_version": node.version, "on": today}
    if step is not PlanStep.TRANSFER:
        return StepForm(data=data)
    form = TransferForm(data=data)
    towns = regions.names(current_session(), node.county_code)
    beside = queries.list_neighbours(current_session(), node)
    form.offer((str(one.id), presenters.name_of(one, towns)) for one in beside)
    return form


def _act(node: PlanNode, step: PlanStep, form: Any) -> None:  # noqa: ANN401 - the form of the step
    session = current_session()
    by: dict[str, Any] = {"actor": current_actor(), "now": clock.now()}
    if step is PlanStep.TRANSFER:
        taker = queries.get_node(session, chosen_id(form.taker), by["actor"])
        actions.transfer_water(session, **by, giver=node, taker=taker, transfer=form.transfer())
        return
    by |= {"node": node, "act": form.act(), "base_version": form.base_version.data}
    if step is PlanStep.REVISE:
        actions.revise_line(session, **by, figures=form.figures())
    elif step is PlanStep.ADJUST:
        actions.adjust_line(session, **by, figures=form.figures())
    else:
        actions.take_plan_step(session, **by, step=step)
