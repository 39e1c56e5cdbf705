"""The problem list and one problem."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import actions, presenters, queries
from casebook.cases.forms import ProblemFilterForm, RectifiedForm, StrikeOffForm, VerifyForm
from casebook.cases.presenters.orders import order_lines
from casebook.cases.presenters.problems import aside_of, problem_actions
from casebook.cases.views.blueprint import blueprint
from casebook.cases.views.rechecks import rechecks_of
from casebook.evidence import presenters as evidence_presenters
from casebook.evidence import queries as evidence
from casebook.inspections import queries as inspections
from casebook.kernel import clock
from casebook.parties.rules import masked_mention
from casebook.web.forms import chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


@blueprint.route("/problems")
@requires(Permission.PROBLEM_SEE)
def problems() -> str:
    """List problems by filter."""
    session, actor = current_session(), current_actor()
    form = ProblemFilterForm.of(session, actor)
    page = queries.page_problems(session, actor=actor, wanted=form.wanted(), cursor=request.args.get("after"))
    return render_template(
        "cases/problems.html",
        form=form,
        chips=form.chips(partial(url_for, "cases.problems")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.problem_lines(session, list(page.items), today=clock.today()),
    )


@blueprint.route("/problems/<number>")
@requires(Permission.PROBLEM_SEE)
def problem(number: str) -> str:
    """Show one problem."""
    session, actor = current_session(), current_actor()
    found = queries.get_problem(session, number, actor)
    (line,) = presenters.problem_lines(session, [found], today=clock.today())
    return render_template(
        "cases/problem.html",
        line=line,
        events=queries.list_problem_events(session, found.id),
        rectifier=masked_mention(found.rectifier),
        actions=problem_actions(found, line.case, actor),
        aside=aside_of(session, found, today=clock.today()),
        orders=order_lines(
            session, queries.list_orders_of_problems(session, [found.id]), today=clock.today()
        ),
        striker=accounts.officers_by_id(session, [found.struck_off_by_id] if found.struck_off_by_id else []),
        photographs=evidence_presenters.files_of(
            evidence.list_items(session, "inspection", found.inspection_id)
            if found.inspection_id and actor.can(Permission.EVIDENCE_SEE)
            else []
        ),
    )


@blueprint.route("/problems/<number>/rectified", methods=["GET", "POST"])
@requires(Permission.PROBLEM_EDIT)
def rectified(number: str) -> str | Response | tuple[str, int]:
    """Report a problem put right."""
    session, actor = current_session(), current_actor()
    found = queries.get_problem(session, number, actor)
    form = RectifiedForm(data={"rectified_on": clock.today()})

    def act() -> bool:
        actions.report_rectified(
            session,
            actor=actor,
            now=clock.now(),
            problem=found,
            rectified_on=given(form.rectified_on),
            how=given(form.how),
        )
        return True

    if form.submit(act):
        flash(_("已报告整改完成，等待其他人员复查。"), "success")
        return redirect(url_for("cases.problem", number=number))
    page = render_template("cases/rectified.html", form=form, number=number, problem=found)
    return page, 422 if form.errors else 200


@blueprint.route("/problems/<number>/verify", methods=["GET", "POST"])
@requires(Permission.MEASURE_VERIFY)
def verify_problem(number: str) -> str | Response | tuple[str, int]:
    """Record what a re-check found about a problem that was put right outside a case."""
    session, actor = current_session(), current_actor()
    found = queries.get_problem(session, number, actor)
    form = VerifyForm()
    form.offer(rechecks_of(session, found.well_id))

    def act() -> bool:
        actions.verify_problem(
            session,
            actor=actor,
            now=clock.now(),
            problem=found,
            inspection=inspections.get_inspection(session, chosen_id(form.inspection), actor),
            is_fixed=form.outcome.data == "met",
            note=given(form.note),
        )
        return True

    if form.submit(act):
        flash(_("复查结果已记录。"), "success")
        return redirect(url_for("cases.problem", number=number))
    well = presenters.problem_lines(session, [found], today=clock.today())[0].well
    page = render_template(
        "cases/verify.html", form=form, title=number, back=url_for(".problem", number=number), well=well
    )
    return page, 422 if form.errors else 200


@blueprint.route("/problems/<number>/strike-off", methods=["GET", "POST"])
@requires(Permission.PROBLEM_STRIKE_OFF)
def strike_off(number: str) -> str | Response | tuple[str, int]:
    """Strike a problem off."""
    session, actor = current_session(), current_actor()
    found = queries.get_problem(session, number, actor)
    form = StrikeOffForm()

    def act() -> bool:
        actions.strike_off_problem(
            session, actor=actor, now=clock.now(), problem=found, remark=given(form.remark)
        )
        return True

    if form.submit(act):
        flash(_("%(number)s 已销号，并记入总账。", number=number), "success")
        return redirect(url_for("cases.problem", number=number))
    page = render_template("cases/strike_off.html", form=form, number=number, problem=found)
    return page, 422 if form.errors else 200
