"""Acts of a case that are no steps, each on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases.acts import ActKind
from casebook.cases.presenters.act_pages import PAGES, act_page_of
from casebook.cases.queries.file import load_file
from casebook.cases.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


@blueprint.route("/cases/<number>/acts/<kind>", methods=["GET", "POST"])
@requires(Permission.CASE_SEE)
def note_act(number: str, kind: str) -> str | Response | tuple[str, int]:
    """Note an act; who may stands beside its page."""
    if kind not in set(ActKind) or ActKind(kind) not in PAGES:
        abort(404)
    session, actor, wanted = current_session(), current_actor(), ActKind(kind)
    file = load_file(session, number, actor)
    actor.need(PAGES[wanted][0])
    page = act_page_of(session, file, wanted, actor, now=clock.now())

    def act() -> bool:
        page.act()
        return True

    if page.form.submit(act):
        flash(_("已记录：%(act)s", act=label(wanted)), "success")
        return redirect(url_for("cases.show", number=number))
    status = 422 if page.form.errors else 200
    return render_template("cases/case_act.html", page=page, case=file.case, kind=wanted), status
