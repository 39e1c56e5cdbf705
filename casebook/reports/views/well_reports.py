"""The water bureau's closed-well report of a month: its list, its page, its steps, its files."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import current_app, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.months import Month
from casebook.ledger.actions import MEDIA_TYPES
from casebook.reports import actions, making, presenters, queries
from casebook.reports.forms import AnswerForm, MonthForm, ReasonForm, SendForm, StepForm
from casebook.reports.views.blueprint import blueprint
from casebook.storage.queries import open_file
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response
    from werkzeug.wrappers import Response as Redirect

    from casebook.reports.models import WellReport
    from casebook.web.forms import Form

    Answer = str | Redirect | tuple[str, int]


@blueprint.route("/wells", methods=["GET", "POST"])
@requires(Permission.LEDGER_SEE)
def wells() -> Answer:
    """List the reports by month and version, and draft the next one."""
    session, actor = current_session(), current_actor()
    form = MonthForm(data={"month": str(Month.of(clock.today()).previous())})

    def act() -> WellReport:
        return actions.draft_well_report(session, actor=actor, now=clock.now(), month=form.chosen())

    report = form.submit(act)
    if report is not None:
        flash(_("%(number)s 已起草。", number=report.number), "success")
        return redirect(url_for("reports.well_report", number=report.number))
    reports = queries.list_well_reports(session, actor)
    page = render_template("reports/wells.html", form=form, reports=reports)
    return page, 422 if form.errors else 200


@blueprint.get("/wells/<number>")
@requires(Permission.LEDGER_SEE)
def well_report(number: str) -> str:
    """Show one version: its wells, its steps, what comes next."""
    return _page(_report(number), StepForm())


@blueprint.post("/wells/<number>/check")
@requires(Permission.REPORT_CHECK)
def check_well_report(number: str) -> Answer:
    """Pass a draft."""
    report, form = _report(number), StepForm()
    return _stepped(
        report, form, lambda: actions.check_well_report(**_act(report)), _("审核通过，可以报送。")
    )


@blueprint.route("/wells/<number>/take-back", methods=["GET", "POST"])
@requires(Permission.REPORT_CHECK)
def take_back_well_report(number: str) -> Answer:
    """Send a checked report back to be drafted anew."""
    report, form = _report(number), ReasonForm()

    def act() -> WellReport:
        return actions.take_back_well_report(**_act(report), reason=given(form.answer))

    return _asked(report, form, act, "reports/take_back.html", _("已退回起草。"))


@blueprint.route("/wells/<number>/send", methods=["GET", "POST"])
@requires(Permission.REPORT_DRAFT)
def send_well_report(number: str) -> Answer:
    """Send a checked report: its files are made and kept."""
    report, form = _report(number), SendForm(data={"sent_on": clock.today(), "recipient": _("市水利局")})

    def act() -> WellReport:
        made = making.make_well_report(report, settings=current_app.config["CASEBOOK"], now=clock.now())
        told = {"recipient": given(form.recipient), "sent_on": given(form.sent_on)}
        return actions.send_well_report(**_act(report), made=made, paper=form.paper.data or "", **told)

    return _asked(report, form, act, "reports/send_wells.html", _("已报送，文件已存档。"))


@blueprint.route("/wells/<number>/answer", methods=["GET", "POST"])
@requires(Permission.REPORT_DRAFT)
def answer_well_report(number: str) -> Answer:
    """Note whether the office took the report, or sent it back and why."""
    report, form = _report(number), AnswerForm()

    def act() -> WellReport:
        told = form.answer.data or ""
        return actions.answer_well_report(**_act(report), is_accepted=form.is_accepted, answer=told)

    return _asked(report, form, act, "reports/answer_wells.html", _("已登记答复。"))


@blueprint.get("/wells/<number>/<any(xlsx, pdf):kind>")
@requires(Permission.LEDGER_SEE)
def well_report_file(number: str, kind: str) -> Response:
    """Send a report's file: as it stands in the store, before it went out as a draft."""
    report = _report(number)
    stored = {"xlsx": report.xlsx_hash, "pdf": report.pdf_hash}[kind]
    if stored is not None:
        stream = open_file(stored)
    else:
        made = making.make_well_report(report, settings=current_app.config["CASEBOOK"], now=clock.now())
        stream = BytesIO(made.xlsx if kind == "xlsx" else made.pdf)
    name = f"{report.number}.{kind}"
    return send_file(stream, mimetype=MEDIA_TYPES[kind], as_attachment=True, download_name=name)


def _report(number: str) -> WellReport:
    return queries.get_well_report(current_session(), number, current_actor())


def _act(report: WellReport) -> dict[str, Any]:
    return {"session": current_session(), "actor": current_actor(), "now": clock.now(), "report": report}


def _page(report: WellReport, form: Form) -> str:
    events = queries.list_well_report_events(current_session(), report.id)
    page = presenters.well_report_page(report, events, current_actor())
    return render_template("reports/well_report.html", page=page, form=form)


def _stepped(report: WellReport, form: Form, act: Callable[[], WellReport], words: str) -> Answer:
    """Take a step that asks for nothing; what was refused is told on the report's page."""
    number = report.number
    if form.submit(act) is not None:
        flash(words, "success")
        return redirect(url_for("reports.well_report", number=number))
    return _page(_report(number), form), 422


def _asked(
    report: WellReport, form: Form, act: Callable[[], WellReport], template: str, words: str
) -> Answer:
    """Ask for what a step needs, and take it."""
    number = report.number
    if form.submit(act) is not None:
        flash(words, "success")
        return redirect(url_for("reports.well_report", number=number))
    page = render_template(template, form=form, report=_report(number))
    return page, 422 if form.errors else 200
