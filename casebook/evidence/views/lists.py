"""The list of all evidence."""

from __future__ import annotations

from functools import partial

from flask import render_template, request, url_for

from casebook.access import Permission
from casebook.evidence import presenters, queries
from casebook.evidence.forms import ItemFilterForm
from casebook.evidence.views.blueprint import blueprint
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session


@blueprint.get("")
@requires(Permission.EVIDENCE_SEE)
def index() -> str:
    """List items by filter, newest first."""
    session, actor = current_session(), current_actor()
    form = ItemFilterForm.of(session, actor)
    page = queries.page_items(session, actor, form.wanted(), cursor=request.args.get("after"))
    return render_template(
        "evidence/list.html",
        form=form,
        chips=form.chips(partial(url_for, "evidence.index")),
        arguments=form.arguments(),
        files=[presenters.file_of(item, about=item.about.title) for item in page.items],
        page=page,
    )
