"""The list of electronic permits held against ours, and taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.quotas import actions, presenters, queries
from casebook.quotas.forms import ListForm
from casebook.quotas.rules import ListFault, Verdict
from casebook.quotas.views.blueprint import blueprint
from casebook.web.forms import Form
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.web.wording import clauses

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    Answer = str | Response | tuple[str, int]


@blueprint.route("/lists", methods=["GET", "POST"])
@requires(Permission.PERMIT_EDIT)
def lists() -> Answer:
    """Upload a list of electronic permits; the last ones stand below."""
    session, actor, form = current_session(), current_actor(), ListForm()
    row = form.submit(
        lambda: actions.compare_list(
            session,
            actor=actor,
            now=clock.now(),
            file_name=form.name,
            theirs=form.listed(),
            listed_on=form.listed_on.data,
        )
    )
    if row is not None:
        return redirect(url_for("permits.one_list", list_id=row.id))
    page = render_template("permits/lists.html", form=form, rows=queries.list_lists(session, actor))
    return page, 422 if form.errors else 200


@blueprint.get("/lists/<uuid:list_id>")
@requires(Permission.PERMIT_EDIT)
def one_list(list_id: UUID) -> str:
    """Show what a list and our register say of each permit."""
    session = current_session()
    row = queries.get_list(session, list_id, current_actor())
    wanted = request.args.get("verdict", "")
    verdict = Verdict(wanted) if wanted in set(Verdict) else None
    page = queries.page_entries(session, row.id, verdict, cursor=request.args.get("after"))
    return render_template(
        "permits/list.html",
        row=row,
        form=Form(),
        verdict=verdict,
        verdicts=list(Verdict),
        page=page,
        lines=presenters.entry_lines(page.items, ListFault),
    )


@blueprint.post("/lists/<uuid:list_id>/take-over")
@requires(Permission.PERMIT_EDIT)
def take_over(list_id: UUID) -> Answer:
    """Take what only the list has, and what it says differently, into our register."""
    session, actor, form = current_session(), current_actor(), Form()
    row = queries.get_list(session, list_id, actor)
    count = form.submit(lambda: (actions.take_over(session, actor=actor, now=clock.now(), row=row),))
    if count is not None:
        flash(_("已导入 %(n)s 份许可证。", n=count[0]), "success")
    else:
        flash(clauses(form.form_errors), "error")
    return redirect(url_for("permits.one_list", list_id=list_id))
