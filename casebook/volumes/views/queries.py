"""Queries of figures: the list, one with its readings, and the answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.regions.presenters import offered_townships
from casebook.volumes import actions, presenters, queries
from casebook.volumes.forms import AnswerForm, QueriesFilter
from casebook.volumes.rules import QueryState
from casebook.volumes.views.blueprint import blueprint
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.volumes.views.blueprint import Answer


@blueprint.get("/queries")
@requires(Permission.VOLUME_SEE)
def asked() -> str:
    """List queries: those that wait, unless the filter says otherwise."""
    session, actor = current_session(), current_actor()
    form = QueriesFilter.of(offered_townships(session, actor, request.args.get("township")))
    wanted = form.wanted()
    page = queries.page_queries(session, actor, wanted, cursor=request.args.get("after"))
    return render_template(
        "volumes/queries.html",
        form=form,
        chips=form.chips(partial(url_for, "volumes.asked")),
        arguments=form.arguments(),
        page=page,
        count=queries.count_queries(session, actor, wanted),
        lines=presenters.query_lines(session, page.items, actor),
    )


@blueprint.route("/queries/<uuid:query_id>", methods=["GET", "POST"])
@requires(Permission.VOLUME_SEE)
def query(query_id: UUID) -> Answer:
    """Show why the engine asks and what would settle it; answer it, or open it again."""
    session, actor = current_session(), current_actor()
    row = queries.get_query(session, query_id, actor)
    form = AnswerForm.posted()

    def act() -> QueryState:
        return actions.answer_query(
            session,
            actor=actor,
            now=clock.now(),
            query=row,
            state=QueryState(given(form.state)),
            explanation=form.explanation.data or "",
        ).state

    state = form.submit(act)
    if state is not None:
        flash(_("疑问现在是：%(state)s", state=label(state)), "success")
        return redirect(url_for("volumes.query", query_id=query_id))
    page = presenters.query_page(session, row, actor)
    return render_template("volumes/query.html", page=page, form=form), 422 if form.errors else 200
