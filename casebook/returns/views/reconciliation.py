"""Permit, meter, return and tax of a year side by side; the tax office's lists."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.returns import actions, presenters, queries
from casebook.returns.forms import ReconciliationFilter, TaxListForm
from casebook.returns.views.blueprint import blueprint
from casebook.web.downloads import send_sheet
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from flask import Response

    from casebook.returns.presenters import ReconciledLine
    from casebook.returns.views.blueprint import Answer

ON_A_PAGE = 100


def _read() -> tuple[ReconciliationFilter, int, list[ReconciledLine]]:
    """Return the filter of the address, its year, and the users that it means."""
    session, actor, today = current_session(), current_actor(), clock.today()
    years = queries.list_tax_years(session, actor.county_code)
    offered = sorted({*years, today.year, today.year - 1}, reverse=True)
    form = ReconciliationFilter.of(offered)
    year = int(form.year.data) if form.year.data else (years or [today.year - 1])[0]
    limit = queries.settings_on(session, actor.county_code, today).deviation
    users = queries.reconciliation(session, actor, year, limit)
    text = (form.q.data or "").strip()
    outcome = form.outcome.data or ""
    lines = presenters.reconciled_lines(session, actor, users, outcome=outcome, text=text)
    return form, year, lines


@blueprint.get("/reconciliation")
@requires(Permission.RETURN_SEE)
def reconciliation() -> str:
    """Show the users of a year with their four figures."""
    actor = current_actor()
    form, year, lines = _read()
    settings = queries.settings_on(current_session(), actor.county_code, clock.today())
    start = max(0, request.args.get("from", 0, type=int))
    return render_template(
        "returns/reconciliation.html",
        form=form,
        year=year,
        settings=settings,
        chips=form.chips(partial(url_for, "returns.reconciliation")),
        arguments=form.arguments(),
        count=len(lines),
        lines=lines[start : start + ON_A_PAGE],
        before=max(0, start - ON_A_PAGE) if start else None,
        after=start + ON_A_PAGE if start + ON_A_PAGE < len(lines) else None,
    )


@blueprint.get("/reconciliation.xlsx")
@requires(Permission.RETURN_SEE)
def reconciliation_sheet() -> Response:
    """Send the same users as a spreadsheet."""
    _form, year, lines = _read()
    return send_sheet(
        name=_("%(year)s 年许可、监测、直报、纳税核对", year=year),
        title=_("四方核对"),
        columns=presenters.reconciliation_columns(),
        rows=lines,
    )


@blueprint.route("/taxes", methods=["GET", "POST"])
@requires(Permission.RETURN_EDIT)
def taxes() -> Answer:
    """Show the tax office's lists, and take in another one."""
    session, actor = current_session(), current_actor()
    form = TaxListForm(data={"year": clock.today().year - 1})
    taken = form.submit(
        lambda: actions.take_tax_list(
            session,
            actor=actor,
            now=clock.now(),
            year=given(form.year),
            stream=form.file.data.stream,
            file_name=form.file.data.filename or "",
        )
    )
    if taken is not None and not taken.refused:
        flash(_("已导入 %(n)s 行。", n=taken.row.accepted), "success")
        return redirect(url_for("returns.taxes"))
    rows = queries.list_tax_lists(session, actor.county_code)
    page = render_template("returns/taxes.html", form=form, taken=taken, rows=rows)
    return page, 422 if form.errors else 200
