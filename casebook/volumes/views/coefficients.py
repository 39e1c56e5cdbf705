"""Coefficients (以电折水系数): what is in force, what was, and setting a further one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.ids import parse_id
from casebook.regions.queries import names
from casebook.volumes import actions
from casebook.volumes.forms.accounts import CoefficientForm
from casebook.volumes.queries import accounts as queries
from casebook.volumes.views.blueprint import blueprint
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from casebook.volumes.views.blueprint import Answer


@blueprint.get("/coefficients")
@requires(Permission.VOLUME_SEE)
def coefficients() -> Answer:
    """List every coefficient with its band, paper, version, and the months that were found with it."""
    session, actor = current_session(), current_actor()
    return render_template(
        "volumes/coefficients.html",
        rows=queries.list_coefficients(session, actor.county_code),
        areas=names(session, actor.county_code),
        may_edit=actor.can(Permission.COEFFICIENT_EDIT),
    )


@blueprint.route("/coefficients/new", methods=["GET", "POST"])
@requires(Permission.COEFFICIENT_EDIT)
def new_coefficient() -> Answer:
    """Set a coefficient, or with `of` a further version of one."""
    session, actor = current_session(), current_actor()
    former_id = parse_id(request.args.get("of", ""))
    former = queries.get_coefficient(session, former_id, actor) if former_id else None
    named = names(session, actor.county_code)
    form = CoefficientForm.make({code: name for code, name in named.items() if actor.reaches(code)}, former)
    done = form.submit(
        lambda: actions.set_coefficient(session, actor=actor, now=clock.now(), paper=form.paper())
    )
    if done is not None:
        row, changes = done
        figures = {"version": row.version, "n": changes.months_new + changes.months_changed}
        flash(_("已登记第 %(version)s 版；此前没有水量的 %(n)s 个井月有了水量。", **figures), "success")
        return redirect(url_for("volumes.coefficients"))
    page = render_template("volumes/coefficient_form.html", form=form, former=former_id)
    return page, 422 if form.errors else 200
