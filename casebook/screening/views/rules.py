"""The rules as a county sets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.screening import actions, presenters, queries
from casebook.screening.forms import RuleForm
from casebook.screening.rules import RULES, RuleId
from casebook.screening.views.blueprint import blueprint
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    Answer = str | Response | tuple[str, int]


@blueprint.get("/rules")
@requires(Permission.SCREENING_SEE)
def rules() -> str:
    """Show every rule with its article, thresholds, and what of it is not verified."""
    lines = presenters.rule_lines(current_session(), current_actor(), clock.today())
    return render_template("screening/rules.html", lines=lines)


@blueprint.route("/rules/<name>", methods=["GET", "POST"])
@requires(Permission.SCREENING_SET)
def edit_rule(name: str) -> Answer:
    """Set a new version of one rule."""
    session, actor = current_session(), current_actor()
    rule = _rule(name)
    setting = queries.settings_on(session, actor.county_code, clock.today())[rule]
    form = RuleForm.of(setting, clock.today())

    def act() -> object:
        return actions.set_rule(
            session,
            actor=actor,
            now=clock.now(),
            rule=rule,
            is_active=form.is_active.data,
            thresholds=form.thresholds(rule),
            paper=given(form.paper),
            valid_from=given(form.valid_from),
        )

    if form.submit(act):
        flash(_("规则已保存为新版本，下一次筛查起用。"), "success")
        return redirect(url_for("screening.rules"))
    page = render_template(
        "screening/edit_rule.html",
        form=form,
        rule=RULES[rule],
        thresholds=presenters.threshold_lines(rule, setting.values),
        versions=queries.list_versions(session, actor.county_code, rule),
    )
    return page, 422 if form.errors else 200


def _rule(name: str) -> RuleId:
    """Return the rule of an address; whoever has a part of the county sets none."""
    actor = current_actor()
    actor.need_reach(actor.county_code, "screening_rule", name)
    if name not in set(RuleId):
        raise NotFound("screening_rule", name)
    return RuleId(name)
