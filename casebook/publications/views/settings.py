"""The county's figures for publications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.publications import actions, queries
from casebook.publications.forms import FiguresForm
from casebook.publications.views.blueprint import blueprint
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from casebook.publications.views.blueprint import Answer


@blueprint.route("/settings", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_SET)
def settings() -> Answer:
    """Set the figures as a new version."""
    session, actor = current_session(), current_actor()
    present = queries.find_setting(session, actor.county_code)
    figures = queries.figures_of(session, actor.county_code)
    form = FiguresForm.of(figures, present.version if present else 0)

    def act() -> object:
        return actions.set_figures(
            session,
            actor=actor,
            now=clock.now(),
            figures=form.figures(),
            paper=given(form.paper),
            base_version=form.base_version.data,
        )

    if form.submit(act):
        flash(_("公示的设定已保存为新版本。"), "success")
        return redirect(url_for("publications.settings"))
    newest = queries.find_setting(session, actor.county_code)
    shown = render_template("publications/settings.html", form=form, present=newest)
    return shown, 409 if form.conflict else 422 if form.errors else 200
