"""The monthly statement: what agencies owe each other, as page, PDF and spreadsheet, and its confirmation."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.documents.rendering import render_pdf
from casebook.handovers import actions, presenters
from casebook.handovers.forms import ConfirmForm
from casebook.handovers.rules import month_of
from casebook.handovers.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.kernel.errors import Conflict, Forbidden, RuleBroken
from casebook.web.downloads import send_sheet
from casebook.web.guard import current_actor, requires
from casebook.web.labels import message
from casebook.web.lifecycle import current_session
from casebook.web.sheets import SheetColumn

if TYPE_CHECKING:
    from datetime import date

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from casebook.handovers.presenters import StatementLine


@blueprint.get("/statement")
@requires(Permission.HANDOVER_SEE)
def statement() -> str:
    """Show what my agency and the others owed each other in a month; the last whole one at first."""
    month, last = _month()
    return render_template(
        "handovers/statement.html",
        month=month,
        last=last,
        earlier=_before(month),
        later=None if last >= clock.today() else last + timedelta(days=1),
        lines=_lines(month),
        is_over=last < clock.today(),
        form=ConfirmForm(formdata=None),
    )


@blueprint.post("/statement")
@requires(Permission.HANDOVER_ANSWER)
def confirm_statement() -> AnyResponse:
    """Confirm one line of a month for my agency."""
    month, _last = _month()
    try:
        actions.confirm_statement(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            month=month,
            other_name=request.form.get("other", ""),
            seen_hash=request.form.get("seen", ""),
        )
    except (RuleBroken, Conflict) as refusal:
        flash(message(refusal), "error")
    else:
        flash(_("已确认。"), "success")
    return redirect(url_for("handovers.statement", month=f"{month:%Y-%m}"))


@blueprint.get("/statement.pdf")
@requires(Permission.HANDOVER_SEE)
def print_statement() -> Response:
    """Give a month's statement as a PDF with a place for both sides' stamps."""
    month, last = _month()
    actor = current_actor()
    made = render_pdf(
        "letters/statement.html",
        month=month,
        last=last,
        lines=_lines(month),
        agency=actor.agency_name,
        printed_by=actor.name,
        printed_at=clock.now(),
    )
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=f"{month:%Y-%m}.pdf")


@blueprint.get("/statement.xlsx")
@requires(Permission.HANDOVER_SEE)
def export_statement() -> Response:
    """Give a month's statement as a spreadsheet: one row for each direction."""
    month, _last = _month()
    rows = [
        (line.exchange.other_name, way, owed)
        for line in _lines(month)
        for way, owed in ((_("本机关应办"), line.we_owe), (_("对方应办"), line.they_owe))
    ]
    return send_sheet(
        name=f"{_('函件对账表')}-{month:%Y-%m}", title=_("函件对账表"), columns=_columns(), rows=rows
    )


def _columns() -> list[SheetColumn]:
    def cell(part: int) -> Any:  # noqa: ANN401 - what a spreadsheet's column takes
        return lambda row: row[part]

    def figure(name: str) -> Any:  # noqa: ANN401 - as above
        return lambda row: getattr(row[2], name)

    return [
        SheetColumn(_("对方机关"), cell(0), 28),
        SheetColumn(_("方向"), cell(1), 14),
        SheetColumn(_("上月结转（件）"), figure("opening")),
        SheetColumn(_("本月新增（件）"), figure("new")),
        SheetColumn(_("本月办结（件）"), figure("settled")),
        SheetColumn(_("月末未结（件）"), figure("open")),
        SheetColumn(_("最久未结（天）"), figure("oldest_days")),
    ]


def _lines(month: date) -> list[StatementLine]:
    actor = current_actor()
    if actor.agency_id is None:
        raise Forbidden("letter_needs_officer")
    return presenters.statement_lines(current_session(), actor, actor.agency_id, actor.agency_name, month)


def _month() -> tuple[date, date]:
    text = request.args.get("month", "")
    return month_of(text or f"{_before(clock.today().replace(day=1)):%Y-%m}")


def _before(first: date) -> date:
    """Return the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)
