"""Leads: entering one, accepting, handing on, answering, visiting back; who told it; rates and figures."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.cases import actions, queries
from casebook.cases.actions.lead_steps import subject_of_lead
from casebook.cases.forms import telling as forms
from casebook.cases.presenters import telling as presenters
from casebook.cases.rules import FoundHow
from casebook.cases.rules.leads import Satisfaction
from casebook.cases.rules.rates import Rate
from casebook.cases.views.leads import blueprint
from casebook.cases.views.stepping import show_step
from casebook.evidence.pictures import make_preview
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.storage.queries import open_file
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import message
from casebook.web.lifecycle import beside, current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.cases.models import Lead
    from casebook.wells.models import Well

    Answer = str | Response | tuple[str, int]

_NOTHING_RUNS = "default-src 'none'; sandbox"


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.LEAD_ADD)
def new() -> Answer:
    """Enter what was told."""
    session, actor = current_session(), current_actor()
    form = forms.LeadEntryForm(data={"received_at": clock.now(), "is_confidential": True})
    form.offer(session, actor)

    def act() -> Lead:
        entry = form.entry(_well(form.well.data))
        return actions.add_lead(session, actor=actor, now=clock.now(), entry=entry)

    lead = form.submit(act)
    if lead is None:
        return render_template("leads/new.html", form=form), 422 if form.errors else 200
    flash(_("线索 %(number)s 已登记；你是首问负责人。", number=lead.number), "success")
    may_see = actor.can(Permission.LEAD_SEE)
    return redirect(url_for("leads.show", number=lead.number) if may_see else url_for("leads.new"))


@blueprint.route("/import", methods=["GET", "POST"])
@requires(Permission.LEAD_ADD)
def import_list() -> Answer:
    """Register the rows of a hotline's list; what became of each is shown at once."""
    session, actor = current_session(), current_actor()
    form = forms.LeadListForm()
    form.offer()

    def act() -> actions.ListReport:
        return actions.import_leads(
            session,
            actor=actor,
            now=clock.now(),
            channel=FoundHow(given(form.channel)),
            stream=form.file.data.stream,
        )

    report = form.submit(act)
    refused = [(one.number, message(one.reason)) for one in report.refused] if report else []
    page = render_template("leads/import.html", form=form, report=report, refused=refused)
    return page, 422 if form.errors else 200


def _well(code: str | None) -> Well | None:
    code = (code or "").strip().upper()
    return wells.get_well(current_session(), code, current_actor()) if code else None


def _lead(number: str) -> Lead:
    return queries.get_lead(current_session(), number, current_actor())


def _back(number: str, words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("leads.show", number=number))


@blueprint.route("/<number>/accept", methods=["GET", "POST"])
@requires(Permission.LEAD_DECIDE)
def accept(number: str) -> Answer:
    """Accept a lead."""
    session, actor, lead = current_session(), current_actor(), _lead(number)
    form = forms.AcceptForm(data={"on": clock.today()})

    def act() -> bool:
        actions.accept_lead(session, actor=actor, now=clock.now(), lead=lead, on=given(form.on))
        return True

    if form.submit(act):
        return _back(number, _("线索 %(number)s 已受理。", number=number))
    return show_step(form, _("受理线索"), number, url_for("leads.show", number=number), lead.what)


@blueprint.route("/<number>/answer", methods=["GET", "POST"])
@requires(Permission.LEAD_ANSWER)
def answer(number: str) -> Answer:
    """Record the answer to who told it."""
    session, actor, lead = current_session(), current_actor(), _lead(number)
    form = forms.AnswerForm(data={"on": clock.today()})

    def act() -> bool:
        actions.answer_lead(
            session, actor=actor, now=clock.now(), lead=lead, on=given(form.on), text=given(form.text)
        )
        return True

    if form.submit(act):
        return _back(number, _("答复已记录。"))
    return show_step(form, _("答复反映人"), number, url_for("leads.show", number=number), lead.what)


@blueprint.route("/<number>/visit", methods=["GET", "POST"])
@requires(Permission.LEAD_ANSWER)
def visit(number: str) -> Answer:
    """Record the visit back."""
    session, actor, lead = current_session(), current_actor(), _lead(number)
    form = forms.VisitBackForm(data={"on": clock.today()})
    form.offer()

    def act() -> bool:
        said = Satisfaction(given(form.said))
        about = {"lead": lead, "on": given(form.on), "said": said, "note": form.note.data or ""}
        actions.visit_back(session, actor=actor, now=clock.now(), **about)
        return True

    if form.submit(act):
        return _back(number, _("回访已记录。"))
    return show_step(form, _("回访反映人"), number, url_for("leads.show", number=number), lead.answer)


@blueprint.route("/<number>/refer", methods=["GET", "POST"])
@requires(Permission.LEAD_DECIDE)
def refer(number: str) -> Answer:
    """Hand a lead on to another office."""
    session, actor, lead = current_session(), current_actor(), _lead(number)
    form = forms.ReferForm()

    def act() -> bool:
        about = {"lead": lead, "to": given(form.to), "paper": given(form.paper)}
        actions.refer_lead(session, actor=actor, now=clock.now(), **about)
        return True

    if form.submit(act):
        return _back(number, _("线索 %(number)s 已转办；答复反映人仍由本单位负责。", number=number))
    return show_step(form, _("转办线索"), number, url_for("leads.show", number=number), lead.what)


@blueprint.route("/<number>/take-back", methods=["GET", "POST"])
@requires(Permission.LEAD_DECIDE)
def take_back(number: str) -> Answer:
    """Take a lead back that was returned."""
    session, actor, lead = current_session(), current_actor(), _lead(number)
    form = forms.ReasonForm()

    def act() -> bool:
        actions.take_back_lead(session, actor=actor, now=clock.now(), lead=lead, reason=given(form.reason))
        return True

    if form.submit(act):
        return _back(number, _("线索 %(number)s 已收回，等待核查。", number=number))
    return show_step(form, _("收回转办的线索"), number, url_for("leads.show", number=number), lead.what)


@blueprint.route("/<number>/well", methods=["GET", "POST"])
@requires(Permission.LEAD_DECIDE)
def well(number: str) -> Answer:
    """Say which registered well a lead is about."""
    session, actor, lead = current_session(), current_actor(), _lead(number)
    form = forms.WellForm()

    def act() -> bool:
        found = wells.get_well(session, given(form.well).strip().upper(), actor)
        actions.assign_well(session, actor=actor, now=clock.now(), lead=lead, well=found)
        return True

    if form.submit(act):
        return _back(number, _("已对应取水井。"))
    return show_step(form, _("确认取水井"), number, url_for("leads.show", number=number), lead.what)


@blueprint.get("/<number>/reporter")
@requires(Permission.LEAD_SEE_REPORTER)
def reporter(number: str) -> str:
    """Show who told a lead, and log the look."""
    session, actor, lead = current_session(), current_actor(), _lead(number)
    found = queries.get_reporter(session, lead, actor)
    with beside() as own:
        record_look(own, actor=actor, now=clock.now(), subject=subject_of_lead(lead), what="lead.reporter")
    return render_template("leads/reporter.html", lead=lead, reporter=found)


@blueprint.get("/<number>/photographs/<int:place>")
@requires(Permission.LEAD_SEE)
def photograph(number: str, place: int) -> Response:
    """Send a picture that came with a public report, made anew from its pixels; the original stays closed."""
    session, lead = current_session(), _lead(number)
    kept = next(
        (one for one in queries.list_report_photographs(session, lead.id) if one.place == place), None
    )
    if kept is None:
        raise NotFound("report_photograph", place)
    with open_file(kept.file_hash) as stream:
        picture = make_preview(stream)
    if picture is None:
        raise NotFound("report_photograph", place)
    sent = send_file(io.BytesIO(picture), mimetype="image/jpeg")
    sent.headers["Content-Security-Policy"] = _NOTHING_RUNS
    return sent


@blueprint.get("/rates")
@requires(Permission.LEAD_SEE)
def rates() -> str:
    """Show the four rates, and the leads behind one of them."""
    session, actor, today = current_session(), current_actor(), clock.today()
    form = forms.RateFilterForm.of(today.year)
    year = int(form.year.data or today.year)
    found = queries.list_handled(
        session,
        actor,
        first=date(year, 1, 1),
        last=date(year, 12, 31),
        channel=FoundHow(form.channel.data) if form.channel.data else None,
    )
    chosen = Rate(form.rate.data) if form.rate.data else None
    page = presenters.rates_page(found, chosen, today=today, arguments=form.arguments())
    return render_template("leads/rates.html", form=form, page=page, year=year)


@blueprint.route("/settings", methods=["GET", "POST"])
@requires(Permission.LEAD_SET)
def settings() -> Answer:
    """Show and set the county's figures of casework."""
    session, actor = current_session(), current_actor()
    form = forms.figures_form(queries.settings_of(session, actor.county_code))

    def act() -> list[str]:
        return actions.set_figures(
            session, actor=actor, now=clock.now(), values=form.values(), paper=form.paper.data or ""
        )

    changed = form.submit(act)
    if changed is not None:
        flash(_("已保存，改了 %(n)s 项；正在跑的期限不变。", n=len(changed)), "success")
        return redirect(url_for("leads.settings"))
    rows = queries.setting_rows(session, actor.county_code)
    groups = presenters.figure_groups(form, rows)
    page = render_template("leads/settings.html", form=form, groups=groups, saved=request.method == "GET")
    return page, 422 if form.errors else 200
