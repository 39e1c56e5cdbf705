"""The desk, which is the first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for

from casebook.access import Permission
from casebook.desk import presenters
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.web.waiting import tasks_for

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("desk", __name__)


@blueprint.route("/")
@requires(Permission.ACCOUNT_OWN)
def show() -> str | Response:
    """Show what waits for me; administrators, who have no desk, go to their own pages."""
    session, actor = current_session(), current_actor()
    if not actor.can(Permission.DESK_SEE):
        return redirect(url_for("admin.index"))
    today = clock.today()
    groups = presenters.groups(tasks_for(session, actor, today), today=today)
    return render_template("desk/desk.html", groups=groups)
