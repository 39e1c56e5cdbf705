"""Case age and workload, for heads."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from flask import render_template, request, send_file
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.oversight.rules import YEARS
from casebook.reports import presenters, queries
from casebook.reports.views.blueprint import blueprint
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.web.sheets import XLSX, write_book

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/workload")
@requires(Permission.WORKLOAD_SEE)
def workload() -> str:
    """Show how old the open cases are, and what each officer has in hand; by office and name, no ranking."""
    year = _year()
    statistics = queries.work_statistics(current_session(), current_actor(), year=year, today=clock.today())
    return render_template(
        "reports/workload.html", statistics=statistics, ages=presenters.age_words(), year=year
    )


@blueprint.get("/workload.xlsx")
@requires(Permission.WORKLOAD_SEE)
def workload_sheet() -> Response:
    """Send the same as a workbook."""
    year, today = _year(), clock.today()
    statistics = queries.work_statistics(current_session(), current_actor(), year=year, today=today)
    file = TemporaryFile()  # noqa: SIM115 - Flask closes it with the response
    write_book(file, presenters.work_sheets(statistics, year))
    file.seek(0)
    name = _("案龄和工作量 %(day)s", day=today.isoformat())
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=f"{name}.xlsx")


def _year() -> int:
    asked = request.args.get("year", type=int)
    return asked if asked is not None and asked in YEARS else clock.today().year
