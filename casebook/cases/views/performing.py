"""Performance and enforcement of a decision: one page that shows it, one for each act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases.presenters.enforcing_pages import WAYS, page_of
from casebook.cases.presenters.performing import performance_page
from casebook.cases.queries.facts import facts_of
from casebook.cases.queries.file import load_file
from casebook.cases.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


@blueprint.route("/cases/<number>/performance")
@requires(Permission.CASE_SEE)
def performance(number: str) -> str:
    """Show what is owed and paid, in parts, late, fought and enforced."""
    session, actor, today = current_session(), current_actor(), clock.today()
    file = load_file(session, number, actor)
    facts = facts_of(file, on=today, actor=actor.officer_id)
    page = performance_page(session, file, facts, actor, today=today)
    return render_template("cases/performance.html", page=page, case=file.case)


@blueprint.route("/cases/<number>/performance/<act>", methods=["GET", "POST"])
@requires(Permission.CASE_PERFORM)
def perform(number: str, act: str) -> str | Response | tuple[str, int]:
    """Record or decide one thing after the decision."""
    if act not in WAYS:
        abort(404)
    session, actor = current_session(), current_actor()
    file = load_file(session, number, actor)
    page = page_of(session, file, act, actor, now=clock.now())

    def run() -> bool:
        page.act()
        return True

    if page.form.submit(run):
        flash(_("已办理：%(step)s", step=WAYS[act].title), "success")
        return redirect(url_for("cases.performance", number=number))
    status = 422 if page.form.errors else 200
    return render_template("cases/perform.html", page=page, case=file.case, way=WAYS[act], act=act), status
