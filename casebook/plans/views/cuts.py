"""A cut of next year's plan and its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.plans import actions, presenters, queries
from casebook.plans.forms import ApproveCutForm, CutStepForm, NotifyCutForm
from casebook.plans.rules import CutState
from casebook.plans.views.blueprint import blueprint
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from typing import Any
    from uuid import UUID

    from casebook.plans.models import PlanCut
    from casebook.plans.views.blueprint import Answer

FORMS = {CutState.NOTIFIED: NotifyCutForm, CutState.APPROVED: ApproveCutForm}
ACTS = {
    CutState.DEFENDED: actions.defend_cut,
    CutState.ORDERED: actions.order_cut,
    CutState.REVERSED: actions.reverse_cut,
    CutState.DROPPED: actions.drop_cut,
}


@blueprint.get("/cuts/<uuid:cut_id>")
@requires(Permission.PLAN_SEE)
def cut(cut_id: UUID) -> str:
    """Show a cut: how it came about, its course, what comes next."""
    session, actor = current_session(), current_actor()
    page = presenters.cut_page(session, queries.get_cut(session, cut_id, actor), actor)
    return render_template("plans/cut.html", page=page)


@blueprint.route("/cuts/<uuid:cut_id>/<state>", methods=["GET", "POST"])
@requires(Permission.PLAN_SEE)
def step_cut(cut_id: UUID, state: str) -> Answer:
    """Take a step of a cut; the action asks who may."""
    session, actor = current_session(), current_actor()
    row = queries.get_cut(session, cut_id, actor)
    if state not in set(CutState) or state == CutState.DRAFTED:
        abort(404)
    wanted = CutState(state)
    data = {"base_version": row.version, "on": clock.today(), "cut_m3": row.cut_m3}
    form = FORMS.get(wanted, CutStepForm)(data=data)

    def act() -> bool:
        _act(row, wanted, form)
        return True

    if form.submit(act):
        flash(_("计划核减：%(state)s。", state=label(wanted)), "success")
        return redirect(url_for("plans.cut", cut_id=cut_id))
    page = render_template("plans/cut_step.html", form=form, cut=row, state=wanted)
    return page, 409 if form.conflict else 422 if form.errors else 200


def _act(row: PlanCut, state: CutState, form: Any) -> None:  # noqa: ANN401 - the form of the step
    session = current_session()
    by: dict[str, Any] = {
        "actor": current_actor(),
        "now": clock.now(),
        "cut": row,
        "step": form.step(),
        "base_version": form.base_version.data,
    }
    if state is CutState.NOTIFIED:
        actions.notify_cut(session, **by, defend_by=form.defend_by.data)
    elif state is CutState.APPROVED:
        actions.approve_cut(session, **by, cut_m3=form.cut_m3.data)
    else:
        ACTS[state](session, **by)
