"""The audit administrator's pages: acts, one act, looks, the proof of the chain."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request, url_for

from casebook.access import Permission
from casebook.audit import queries
from casebook.audit.forms import ActsFilter, LooksFilter
from casebook.audit.presenters import ActLine, LookLine, diff_rows
from casebook.audit.rules import shows_details
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

blueprint = Blueprint("audit", __name__, url_prefix="/admin/audit")


@blueprint.get("")
@requires(Permission.AUDIT_SEE)
def index() -> str:
    """List the county's acts, newest first."""
    session, actor = current_session(), current_actor()
    form = ActsFilter.of(session, actor)
    page = queries.page_acts(session, form.wanted(), actor, request.args.get("after"))
    return render_template(
        "audit/index.html",
        form=form,
        chips=form.chips(partial(url_for, "audit.index")),
        lines=[ActLine.of(act) for act in page.items],
        page=page,
        arguments=form.arguments(),
    )


@blueprint.get("/<int:sequence>")
@requires(Permission.AUDIT_SEE)
def show(sequence: int) -> str:
    """Show one act; before and after only where an administrator reads such details."""
    act, values = queries.get_act(current_session(), sequence, current_actor())
    return render_template(
        "audit/show.html",
        act=act,
        line=ActLine.of(act),
        values=values,
        rows=diff_rows(values) if values else [],
        is_open=shows_details(act.subject.kind),
    )


@blueprint.get("/looks")
@requires(Permission.AUDIT_SEE)
def looks() -> str:
    """List who looked at personal data, newest first."""
    session, actor = current_session(), current_actor()
    form = LooksFilter.of(session, actor)
    page = queries.page_looks(session, form.wanted(), actor, request.args.get("after"))
    return render_template(
        "audit/looks.html",
        form=form,
        chips=form.chips(partial(url_for, "audit.looks")),
        lines=[LookLine.of(look) for look in page.items],
        page=page,
        arguments=form.arguments(),
    )


@blueprint.get("/chain")
@requires(Permission.AUDIT_SEE)
def chain() -> str:
    """Show where the chain ends; `?verify=1` reads it from its first entry and says what is broken."""
    session, county_code = current_session(), current_actor().county_code
    is_asked = request.args.get("verify") == "1"
    proof = queries.verify(session, county_code) if is_asked else None
    head = proof.head if proof else queries.head(session, county_code)
    return render_template("audit/chain.html", head=head, proof=proof)
