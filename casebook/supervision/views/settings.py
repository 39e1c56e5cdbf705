"""When each rung is due: the county's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.supervision import actions, presenters, queries
from casebook.supervision.forms import TriggerForm
from casebook.supervision.views.blueprint import blueprint
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from casebook.supervision.rules import Trigger
    from casebook.supervision.views.page import Answer


@blueprint.get("/triggers")
@requires(Permission.SUPERVISION_SEE)
def triggers() -> str:
    """Show when each rung is due, and what of it is not verified."""
    lines = presenters.trigger_lines(current_session(), current_actor().county_code, clock.today())
    return render_template("supervision/triggers.html", lines=lines)


@blueprint.route("/triggers/<lapse>/<rung>", methods=["GET", "POST"])
@requires(Permission.SUPERVISION_SET)
def edit_trigger(lapse: str, rung: str) -> Answer:
    """Set a new version of one trigger."""
    present, actor = _present(lapse, rung), current_actor()
    form = TriggerForm.of(present, valid_from=clock.today())

    def act() -> object:
        return actions.set_trigger(
            current_session(),
            actor=actor,
            now=clock.now(),
            trigger=form.trigger(present.lapse, present.rung),
            paper=given(form.paper),
            valid_from=given(form.valid_from),
        )

    if form.submit(act):
        flash(_("触发条件已保存为新版本。"), "success")
        return redirect(url_for("supervision.triggers"))
    unit = presenters.unit_of(present.lapse)
    page = render_template("supervision/edit_trigger.html", form=form, present=present, unit=unit)
    return page, 422 if form.errors else 200


def _present(lapse: str, rung: str) -> Trigger:
    actor = current_actor()
    actor.need_reach(actor.county_code, "supervision_trigger", lapse)
    for one in queries.triggers_in_force(current_session(), actor.county_code, clock.today()):
        if (one.lapse.value, one.rung.value) == (lapse, rung):
            return one
    raise NotFound("supervision_trigger", f"{lapse}/{rung}")
