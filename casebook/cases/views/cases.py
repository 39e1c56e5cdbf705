"""The list of cases, asking for the filing of one, its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import actions, presenters, queries
from casebook.cases.acts import FilingAsked
from casebook.cases.forms import OpenCaseForm
from casebook.cases.presenters.case_page import case_page
from casebook.cases.presenters.orders import order_lines
from casebook.cases.queries import CaseFilter
from casebook.cases.queries.file import load_file
from casebook.cases.rules import CaseStatus, Procedure, get_code
from casebook.cases.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.kernel.ids import parse_id
from casebook.web.forms import chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import choices
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response

    from casebook.cases.models import Case, Problem


@blueprint.route("/cases")
@requires(Permission.CASE_SEE)
def index() -> str:
    """List cases by filter."""
    session, actor = current_session(), current_actor()
    status, agency = request.args.get("status", ""), request.args.get("agency", "")
    wanted = CaseFilter(
        status=CaseStatus(status) if status in set(CaseStatus) else None,
        agency_id=parse_id(agency),
        text=request.args.get("q", "").strip(),
    )
    page = queries.page_cases(session, actor=actor, wanted=wanted, cursor=request.args.get("after"))
    return render_template(
        "cases/index.html",
        page=page,
        lines=presenters.case_lines(session, list(page.items), today=clock.today()),
        statuses=choices(CaseStatus, blank=_("全部状态")),
        agencies=accounts.list_agencies(session, actor.county_code),
    )


@blueprint.route("/cases/new", methods=["GET", "POST"])
@requires(Permission.CASE_OPEN)
def open_case() -> str | Response | tuple[str, int]:
    """Ask for the filing of a case over the problems named in the address."""
    session, actor = current_session(), current_actor()
    problems = [queries.get_problem(session, number, actor) for number in request.args.getlist("problem")]
    if not problems:
        abort(404)
    form = OpenCaseForm(data={"opened_on": clock.today(), "cause": _cause(problems)})
    certified = accounts.list_certified(
        session, county_code=actor.county_code, on=clock.today(), agency_id=actor.agency_id
    )
    form.offer(one for one in certified if one.id != actor.officer_id)
    case = form.submit(lambda: _asked(form, problems))
    if case is not None:
        flash(_("已呈批立案：%(number)s", number=case.number), "success")
        return redirect(url_for("cases.show", number=case.number))
    lines = presenters.problem_lines(session, problems, today=clock.today())
    return render_template("cases/open.html", form=form, lines=lines), 422 if form.errors else 200


def _asked(form: OpenCaseForm, problems: Sequence[Problem]) -> Case:
    grounds = FilingAsked(
        source=form.source.data or "",
        grounds=given(form.grounds),
        act_ended_on=form.act_ended_on.data,
    )
    return actions.ask_filing(
        current_session(),
        actor=current_actor(),
        now=clock.now(),
        problems=problems,
        cause=given(form.cause),
        second_investigator_id=chosen_id(form.second_investigator_id),
        asked_on=given(form.opened_on),
        grounds=grounds,
        procedure=Procedure(given(form.procedure)),
    )


def _cause(problems: Sequence[Problem]) -> str:
    titles = dict.fromkeys(get_code(one.code).title for one in problems)
    return "涉嫌" + "、".join(titles)


@blueprint.route("/cases/<number>")
@requires(Permission.CASE_SEE)
def show(number: str) -> str:
    """Show one case: chronology left, the next lawful step and the clocks right."""
    session, actor = current_session(), current_actor()
    file = load_file(session, number, actor)
    page = case_page(session, file, actor, today=clock.today())
    return render_template("cases/case.html", page=page, case=file.case)


@blueprint.route("/cases/<number>/measures")
@requires(Permission.CASE_SEE)
def measures(number: str) -> str:
    """Show what was ordered in a case, what re-checks found, and the decisions."""
    session, actor, today = current_session(), current_actor(), clock.today()
    case = queries.get_case(session, number, actor)
    return render_template(
        "cases/measures.html",
        case=case,
        lines=presenters.measure_lines(session, queries.list_measures(session, case.id), today=today),
        decisions=queries.list_decisions(session, case.id),
        orders=order_lines(session, queries.list_orders_to_take_over(session, case.id), today=today),
    )
