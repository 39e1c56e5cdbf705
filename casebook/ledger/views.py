"""Pages of the ledger: the entries under a figure, and one entry down to its photographs."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request, url_for

from casebook.access import Permission
from casebook.ledger import presenters, queries
from casebook.ledger.forms import EntryFilterForm
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

blueprint = Blueprint("ledger", __name__, url_prefix="/ledger")


@blueprint.get("")
@requires(Permission.LEDGER_SEE)
def index() -> str:
    """List entries by filter, newest first, with the sums that they make."""
    session, actor = current_session(), current_actor()
    form = EntryFilterForm.of(session, actor)
    page = queries.page_entries(session, form.wanted(), actor, request.args.get("after"))
    return render_template(
        "ledger/list.html",
        form=form,
        chips=form.chips(partial(url_for, "ledger.index")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.lines(session, page.items, actor.county_code),
        totals=queries.totals_of(session, actor.county_code, form.scope()),
        head=queries.head(session, actor.county_code),
    )


@blueprint.get("/<int:sequence>")
@requires(Permission.LEDGER_SEE)
def show(sequence: int) -> str:
    """Show one entry: its figures, what it rests on, its place in the chain."""
    session, actor = current_session(), current_actor()
    entry = queries.get_entry(session, sequence, actor)
    return render_template(
        "ledger/detail.html",
        page=presenters.entry_page(session, entry, actor),
        entry=entry,
        head=queries.head(session, actor.county_code),
    )
