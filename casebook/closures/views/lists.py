"""The list of closures, and one."""

from __future__ import annotations

from functools import partial

from flask import render_template, request, url_for

from casebook.access import Permission
from casebook.closures import presenters, queries
from casebook.closures.forms import ClosureFilterForm
from casebook.closures.views.blueprint import blueprint
from casebook.closures.views.page import closure_page
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session


@blueprint.get("")
@requires(Permission.CLOSURE_SEE)
def index() -> str:
    """List closures by filter, newest first."""
    session, actor = current_session(), current_actor()
    form = ClosureFilterForm.of(session, actor)
    page = queries.page_closures(session, actor=actor, wanted=form.wanted(), cursor=request.args.get("after"))
    return render_template(
        "closures/list.html",
        form=form,
        chips=form.chips(partial(url_for, "closures.index")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.closure_lines(session, page.items),
    )


@blueprint.get("/<number>")
@requires(Permission.CLOSURE_SEE)
def show(number: str) -> str:
    """Show one closure."""
    return closure_page(queries.get_closure(current_session(), number, current_actor()))
