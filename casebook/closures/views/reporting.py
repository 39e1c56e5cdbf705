"""Reporting a well closed, and reporting it again after it was sent back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import queries as cases
from casebook.claims import queries as claims
from casebook.closures import actions, presenters
from casebook.closures.forms import ReportForm
from casebook.closures.rules import ClosureStatus
from casebook.closures.views.blueprint import blueprint
from casebook.closures.views.page import answer, load
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from casebook.closures.models import Closure
    from casebook.closures.views.page import Answer


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.CLOSURE_REPORT)
def new() -> Answer:
    """Report a well closed; without `?well=CODE` the well is looked for first."""
    session, actor = current_session(), current_actor()
    code = request.args.get("well", "").strip().upper()
    well = wells.find_well(session, code, actor) if code else None
    if well is None:
        return _find_well(code)
    form = ReportForm(data=presenters.first_report(session, well, clock.today()))
    form.offer(cases.list_cases_by_well(session, well.id))
    form.offer_substitutes(claims.list_substitutes(session, actor.county_code))

    def act() -> Closure:
        return actions.report_closure(session, actor=actor, now=clock.now(), well=well, facts=form.facts())

    closure = form.submit(act)
    if closure is not None:
        flash(_("已报告封停：%(number)s。请补齐照片，等待验收。", number=closure.number), "success")
        return redirect(url_for("closures.show", number=closure.number))
    page = presenters.report_page(session, well, closed_on=form.closed_on.data)
    return render_template("closures/new.html", form=form, page=page), 422 if form.errors else 200


def _find_well(code: str) -> Answer:
    """Ask for a well; of what was typed, show the wells that begin or end with it."""
    session, actor = current_session(), current_actor()
    wanted = wells.WellFilter(on=clock.today(), text=code)
    found = wells.find_matches(session, wanted, actor) if code else []
    page = render_template("closures/find_well.html", code=code, found=found)
    return page, 404 if code and not found else 200


@blueprint.route("/<number>/report", methods=["GET", "POST"])
@requires(Permission.CLOSURE_REPORT)
def report_again(number: str) -> Answer:
    """Report a returned closure again, mended."""
    session, actor = current_session(), current_actor()
    closure = load(number, ClosureStatus.REPORTED)
    form = ReportForm(data=presenters.report_data(closure))
    form.offer(cases.list_cases_by_well(session, closure.well_id))
    form.offer_substitutes(claims.list_substitutes(session, actor.county_code))

    def act() -> bool:
        actions.report_again(
            session,
            actor=actor,
            now=clock.now(),
            closure=closure,
            facts=form.facts(),
            base_version=form.base_version.data,
        )
        return True

    if form.submit(act):
        flash(_("已重新报告，等待验收。"), "success")
        return redirect(url_for("closures.show", number=number))
    well = wells.get_well_by_id(session, closure.well_id)
    page = presenters.report_page(session, well, closed_on=form.closed_on.data)
    return answer("closures/report_again.html", form, closure, page=page)
