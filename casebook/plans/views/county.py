"""Norms and what the county sets about plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.deadlines.rules.table import Certainty
from casebook.kernel import clock
from casebook.plans import actions, queries
from casebook.plans.forms import NormForm, SettingForm
from casebook.plans.rules import SettingKey
from casebook.plans.rules.norms import holds
from casebook.plans.views.blueprint import blueprint
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.plans.models import WaterNorm
    from casebook.plans.views.blueprint import Answer


@blueprint.get("/norms")
@requires(Permission.PLAN_SEE)
def norms() -> str:
    """List the norms, those in force first told apart."""
    session, actor, today = current_session(), current_actor(), clock.today()
    rows = queries.list_norms(session, actor.county_code)
    return render_template(
        "plans/norms.html",
        rows=[(row, holds(row, today)) for row in rows],
        may_edit=actor.can(Permission.PLAN_EDIT) and actor.reaches(actor.county_code),
        law=Certainty.LAW,
    )


@blueprint.route("/norms/new", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def new_norm() -> Answer:
    """Enter a norm."""
    form = NormForm(data={"valid_from": clock.today(), "certainty": Certainty.PUBLIC})
    return _save(form, None)


@blueprint.route("/norms/<uuid:line_id>", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def norm(line_id: UUID) -> Answer:
    """Change or end a norm: a new version of it."""
    row = queries.get_norm(current_session(), line_id, current_actor())
    return _save(NormForm(data=NormForm.now_of(row)), row)


def _save(form: NormForm, row: WaterNorm | None) -> Answer:
    saved = form.submit(
        lambda: actions.set_norm(
            current_session(), actor=current_actor(), now=clock.now(), facts=form.facts(), norm=row
        )
    )
    if saved is not None:
        flash(_("用水定额已保存。"), "success")
        return redirect(url_for("plans.norms"))
    return render_template("plans/norm.html", form=form, norm=row), 422 if form.errors else 200


@blueprint.get("/settings")
@requires(Permission.PLAN_SEE)
def settings() -> str:
    """Show what holds about plans and cuts, and which paper sets it."""
    session, actor, today = current_session(), current_actor(), clock.today()
    found = queries.settings_of(session, actor.county_code, today)
    return render_template(
        "plans/settings.html",
        lines=[(key, found.get(key)) for key in SettingKey],
        history=queries.list_settings(session, actor.county_code),
        may_set=actor.can(Permission.PLAN_APPROVE) and actor.reaches(actor.county_code),
    )


@blueprint.route("/settings/<key>", methods=["GET", "POST"])
@requires(Permission.PLAN_APPROVE)
def set_setting(key: str) -> Answer:
    """Set one value from a day on, by a paper."""
    if key not in set(SettingKey):
        abort(404)
    actor = current_actor()
    actor.need_reach(actor.county_code, "plan_setting", key)
    wanted, form = SettingKey(key), SettingForm(data={"valid_from": clock.today()})
    row = form.submit(
        lambda: actions.set_plan_setting(
            current_session(),
            actor=actor,
            now=clock.now(),
            key=wanted,
            value=given(form.value),
            paper=given(form.paper),
            valid_from=given(form.valid_from),
        )
    )
    if row is not None:
        flash(_("已设定。"), "success")
        return redirect(url_for("plans.settings"))
    return render_template("plans/setting.html", form=form, key=wanted), 422 if form.errors else 200
