"""Tax sheets: the list, trying one out and issuing it, one with its paper, taking it back."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.documents.rendering import render_pdf
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import matches
from casebook.parties.queries import list_named
from casebook.quotas.rules import WaterSource
from casebook.returns import actions, presenters, queries
from casebook.returns.actions import Draft
from casebook.returns.forms import SheetForm, SheetsFilter, VoidForm
from casebook.returns.queries import SheetFilter
from casebook.returns.rules import Period, SpecialUse
from casebook.returns.views.blueprint import blueprint, note_look
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response as FlaskResponse

    from casebook.parties.models import Party
    from casebook.returns.models import TaxSheet
    from casebook.returns.views.blueprint import Answer


@blueprint.get("/sheets")
@requires(Permission.RETURN_SEE)
def sheets() -> str:
    """List the sheets, newest first."""
    session, actor = current_session(), current_actor()
    form = SheetsFilter.read()
    wanted = SheetFilter(text=(form.q.data or "").strip())
    page = queries.page_sheets(session, actor, wanted, cursor=request.args.get("after"))
    return render_template(
        "returns/sheets.html",
        form=form,
        page=page,
        lines=presenters.sheet_lines(page.items),
        chips=form.chips(partial(url_for, "returns.sheets")),
        arguments=form.arguments(),
    )


@blueprint.route("/sheets/new", methods=["GET", "POST"])
@requires(Permission.RETURN_EDIT)
def new_sheet() -> Answer:
    """Try a sheet out, and issue it."""
    form = SheetForm.of(clock.today())
    done = form.submit(lambda: _issue(form) if "issue" in request.form else _try(form))
    if done is not None and not isinstance(done, Draft):
        flash(_("核定书 %(number)s 已出具。", number=done.number), "success")
        return redirect(url_for("returns.sheet", sheet_id=done.id))
    draft = presenters.draft_view(done) if done is not None else None
    return render_template("returns/new_sheet.html", form=form, draft=draft), 422 if form.errors else 200


def _try(form: SheetForm) -> Draft:
    session = current_session()
    return actions.draft_sheet(
        session,
        actor=current_actor(),
        now=clock.now(),
        party=_party(form),
        period=Period.parse(given(form.period)),
        source=WaterSource(form.source.data),
    )


def _issue(form: SheetForm) -> TaxSheet:
    wish = actions.SheetWish(
        party=_party(form),
        period=Period.parse(given(form.period)),
        source=WaterSource(form.source.data),
        read_on=given(form.read_on),
        contact=form.contact.data or "",
        trade=form.trade.data or "",
        special=SpecialUse(form.special.data),
    )
    return actions.issue_sheet(current_session(), actor=current_actor(), now=clock.now(), wish=wish)


def _party(form: SheetForm) -> Party:
    name = given(form.party).strip()
    found = list_named(current_session(), current_actor().county_code, name)
    if not found:
        raise RuleBroken("party_unknown", field="party", name=name)
    if len(found) > 1:
        raise RuleBroken("party_several", field="party", count=len(found))
    return found[0]


@blueprint.get("/sheets/<uuid:sheet_id>")
@requires(Permission.RETURN_SEE)
def sheet(sheet_id: UUID) -> str:
    """Show a sheet as it was frozen."""
    session, actor = current_session(), current_actor()
    row = queries.get_sheet(session, sheet_id, actor)
    note_look(row.as_subject(), "tax_sheet")
    may_void = actor.can(Permission.RETURN_EDIT) and row.void is None
    return render_template(
        "returns/sheet.html", row=row, view=presenters.sheet_view(session, row, actor), may_void=may_void
    )


@blueprint.get("/sheets/<uuid:sheet_id>.pdf")
@requires(Permission.PARTY_SEE_PERSONAL)
def print_sheet(sheet_id: UUID) -> FlaskResponse:
    """Give a sheet on paper, with all it says; the same sheet is the same paper."""
    session, actor = current_session(), current_actor()
    actor.need(Permission.RETURN_SEE)
    row = queries.get_sheet(session, sheet_id, actor)
    note_look(row.as_subject(), "tax_sheet.print")
    if not matches(row.facts.encode(), row.facts_hash):
        raise RuleBroken("tax_sheet_damaged", number=row.number)
    made = render_pdf(
        "returns/sheet_print.html",
        view=presenters.sheet_view(session, row, actor),
        row=row,
        is_demo=current_app.config["CASEBOOK"].is_demo,
    )
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=f"{row.number}.pdf")


@blueprint.route("/sheets/<uuid:sheet_id>/void", methods=["GET", "POST"])
@requires(Permission.RETURN_EDIT)
def void_sheet(sheet_id: UUID) -> Answer:
    """Take a sheet back."""
    session, actor, form = current_session(), current_actor(), VoidForm()
    row = queries.get_sheet(session, sheet_id, actor)

    def act() -> bool:
        actions.void_sheet(session, actor=actor, now=clock.now(), sheet=row, reason=given(form.reason))
        return True

    if form.submit(act):
        flash(_("核定书 %(number)s 已撤回。", number=row.number), "success")
        return redirect(url_for("returns.sheet", sheet_id=sheet_id))
    row = queries.get_sheet(session, sheet_id, actor)
    return render_template("returns/void_sheet.html", form=form, row=row), 422 if form.errors else 200
