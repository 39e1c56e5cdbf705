"""The electricity of an account and month, and its correction."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.volumes import actions, queries
from casebook.volumes.forms import PowerForm
from casebook.volumes.views.blueprint import blueprint
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.volumes.views.blueprint import Answer


@blueprint.route("/electricity/uses/<uuid:use_id>", methods=["GET", "POST"])
@requires(Permission.READING_IMPORT)
def power_use(use_id: UUID) -> Answer:
    """Show the electricity of a month with what stood before, and correct it."""
    session, actor = current_session(), current_actor()
    use, number = queries.get_use(session, use_id, actor)
    form = PowerForm()
    changes = form.submit(
        lambda: actions.correct_electricity(
            session,
            actor=actor,
            now=clock.now(),
            use=use,
            energy_kwh=Decimal(str(given(form.energy_kwh))),
            reason=given(form.reason),
        )
    )
    history = queries.list_use_history(session, use)
    if changes is not None:
        flash(_("已更正，有 %(n)s 个月的水量随之改变。", n=changes.months_changed), "success")
        return redirect(url_for("volumes.power_use", use_id=history[-1].id))
    page = render_template("volumes/power_use.html", form=form, use=use, number=number, history=history)
    return page, 422 if form.errors else 200
