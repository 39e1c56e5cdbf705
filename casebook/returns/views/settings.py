"""What the county sets about returns and the tax sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.returns import actions, presenters, queries
from casebook.returns.forms import CHOICES, setting_form
from casebook.returns.rules import ReturnSettingKey
from casebook.returns.rules.settings import parse_tiers
from casebook.returns.views.blueprint import blueprint
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session
from casebook.web.wording import clauses

if TYPE_CHECKING:
    from casebook.returns.views.blueprint import Answer


def _shown(key: ReturnSettingKey, value: str) -> str:
    if key is ReturnSettingKey.TIERS:
        return clauses(presenters.tier_words(parse_tiers(value)))
    return label(CHOICES[key](value)) if key in CHOICES else value


@blueprint.get("/settings")
@requires(Permission.RETURN_SEE)
def settings() -> str:
    """Show what holds, and which paper sets it."""
    session, actor = current_session(), current_actor()
    found = queries.settings_on(session, actor.county_code, clock.today())
    return render_template(
        "returns/settings.html",
        lines=[(key, found.values.get(key)) for key in ReturnSettingKey],
        history=queries.list_settings(session, actor.county_code),
        shown=_shown,
        may_set=actor.can(Permission.RETURN_EDIT) and actor.reaches(actor.county_code),
    )


@blueprint.route("/settings/<key>", methods=["GET", "POST"])
@requires(Permission.RETURN_EDIT)
def set_setting(key: str) -> Answer:
    """Set one value from a day on, by a paper."""
    if key not in {one.value for one in ReturnSettingKey}:
        abort(404)
    session, actor, wanted = current_session(), current_actor(), ReturnSettingKey(key)
    actor.need_reach(actor.county_code, "return_setting", key)
    now = queries.settings_on(session, actor.county_code, clock.today()).values.get(wanted)
    form = setting_form(wanted, now.value if now else "", clock.today())
    row = form.submit(
        lambda: actions.set_return_setting(
            session,
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
        return redirect(url_for("returns.settings"))
    return render_template("returns/setting.html", form=form, key=wanted), 422 if form.errors else 200
