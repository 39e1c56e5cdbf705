"""The county's monthly and yearly report: the year's months, and the files of each."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import render_template, request, send_file
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.kernel.months import Month
from casebook.ledger import queries as ledger
from casebook.oversight.rules import YEARS
from casebook.reports import making, presenters
from casebook.reports.views.blueprint import blueprint
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.web.sheets import XLSX

if TYPE_CHECKING:
    from flask import Response

MEDIA = {
    "xlsx": XLSX,
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@blueprint.get("/county")
@requires(Permission.LEDGER_SEE)
def county() -> str:
    """Show a year's months with what each booked, and lead to the reports of each and of the year."""
    session, actor, today = current_session(), current_actor(), clock.today()
    asked = request.args.get("year", type=int)
    year = asked if asked is not None and asked in YEARS else today.year
    sees_all = actor.reaches(actor.county_code)
    rows = making.year_months(session, actor.county_code, year, today) if sees_all else []
    years = sorted({*ledger.list_years(session, actor.county_code), year, today.year}, reverse=True)
    return render_template(
        "reports/county.html",
        year=year,
        years=years,
        rows=rows,
        points=presenters.month_points(rows),
        kinds=making.KINDS,
    )


@blueprint.get("/county/<period>/<any(xlsx, docx, pdf):kind>")
@requires(Permission.LEDGER_SEE)
def county_file(period: str, kind: str) -> Response:
    """Send the report of a month (2023-05) or of a year (2023)."""
    session, actor, now = current_session(), current_actor(), clock.now()
    try:
        wanted = int(period) if period.isdecimal() else Month.parse(period)
    except ValueError as error:
        raise NotFound("report", period) from error
    if isinstance(wanted, Month):
        report = making.month_report(session, actor=actor, now=now, month=wanted)
    elif wanted in YEARS:
        report = making.year_report(session, actor=actor, now=now, year=wanted)
    else:
        raise NotFound("report", period)
    stream = BytesIO(making.report_file(report, kind, now=now))
    draft = "" if report.is_closed else _("（未结账）")
    name = f"{report.title}{draft}.{kind}"
    return send_file(stream, mimetype=MEDIA[kind], as_attachment=True, download_name=name)
