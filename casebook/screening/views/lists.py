"""Lists of other offices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.screening import actions, queries
from casebook.screening.forms import ListForm
from casebook.screening.rules.states import ListKind
from casebook.screening.views.blueprint import blueprint
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.screening.actions import Taken

    Answer = str | Response | tuple[str, int]


@blueprint.route("/lists", methods=["GET", "POST"])
@requires(Permission.SCREENING_RUN)
def lists() -> Answer:
    """Show the lists, and take in another one."""
    session, actor, form = current_session(), current_actor(), ListForm.of(clock.today())

    def act() -> Taken:
        return actions.take_list(
            session,
            actor=actor,
            now=clock.now(),
            kind=ListKind(form.kind.data),
            on=given(form.on),
            stream=form.file.data.stream,
            file_name=form.file.data.filename or "",
        )

    taken = form.submit(act)
    if taken is not None and not taken.refused:
        flash(_("已导入 %(n)s 行。", n=taken.row.accepted), "success")
        return redirect(url_for("screening.lists"))
    page = render_template(
        "screening/lists.html", form=form, taken=taken, rows=queries.list_lists(session, actor.county_code)
    )
    return page, 422 if form.errors else 200
