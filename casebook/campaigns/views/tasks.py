"""Pages of townships' tasks: given, answered, judged; sweeps well by well."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.campaigns import actions, presenters, queries
from casebook.campaigns.actions import TaskWish
from casebook.campaigns.forms import (
    FindingForm,
    SweepForm,
    TaskForm,
    TaskReasonForm,
    TownshipAnswerForm,
    TownshipTasksFilter,
)
from casebook.campaigns.rules import SweepFinding, TownshipTaskKind
from casebook.campaigns.views.blueprint import blueprint
from casebook.campaigns.views.stepping import show_step
from casebook.cases.queries import get_problem
from casebook.kernel import clock
from casebook.regions.queries import list_divisions
from casebook.web.forms import Form, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.campaigns.models import TownshipTask

    Answer = str | Response | tuple[str, int]

USUAL_DAYS = 10


def _load(task_no: str) -> TownshipTask:
    return queries.get_township_task(current_session(), task_no, current_actor())


def _page(task_no: str) -> str:
    return url_for("campaigns.township_task", task_no=task_no)


@blueprint.get("/township-tasks")
@requires(Permission.CAMPAIGN_SEE)
def township_tasks() -> str:
    """List tasks of townships."""
    session, actor = current_session(), current_actor()
    form = TownshipTasksFilter.of(list_divisions(session, actor.county_code), actor.jurisdiction)
    page = queries.page_township_tasks(session, actor, form.wanted(), request.args.get("after"))
    return render_template(
        "campaigns/township_tasks.html",
        form=form,
        chips=form.chips(partial(url_for, "campaigns.township_tasks")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.township_task_lines(session, page.items, actor.county_code, clock.today()),
    )


@blueprint.route("/township-tasks/new", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def give_task() -> Answer:
    """Give townships a task."""
    session, actor = current_session(), current_actor()
    form = TaskForm(data={"days": USUAL_DAYS, "campaign": request.args.get("campaign", "")})
    form.offer_townships(list_divisions(session, actor.county_code), actor.jurisdiction)
    form.offer(queries.list_running(session, actor))

    def act() -> list[TownshipTask]:
        number = form.campaign.data
        wish = TaskWish(
            TownshipTaskKind(form.kind.data),
            given(form.title),
            given(form.demand),
            given(form.days),
            tuple(form.townships.data or ()),
            queries.get_campaign(session, number, actor) if number else None,
        )
        return actions.give_tasks(session, actor=actor, now=clock.now(), wish=wish)

    made = form.submit(act)
    if made:
        flash(_("已交办 %(n)s 个乡镇（街道）。", n=len(made)), "success")
        return redirect(url_for("campaigns.township_tasks"))
    return render_template("campaigns/give_task.html", form=form, problem=None), 422 if form.errors else 200


@blueprint.route("/township-tasks/sweep/<problem_no>", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def begin_sweep(problem_no: str) -> Answer:
    """Have townships look for the same kind of problem at other wells (举一反三)."""
    session, actor = current_session(), current_actor()
    problem = get_problem(session, problem_no, actor)
    form = SweepForm(data={"days": USUAL_DAYS})
    form.offer_townships(list_divisions(session, actor.county_code), actor.jurisdiction)

    def act() -> list[TownshipTask]:
        return actions.begin_sweep(
            session,
            actor=actor,
            now=clock.now(),
            problem=problem,
            demand=given(form.demand),
            days=given(form.days),
            townships=tuple(form.townships.data or ()),
        )

    made = form.submit(act)
    if made:
        flash(_("已交办 %(n)s 个乡镇（街道）。", n=len(made)), "success")
        return redirect(url_for("campaigns.township_tasks", kind="sweep"))
    page = render_template("campaigns/give_task.html", form=form, problem=problem)
    return page, 422 if form.errors else 200


@blueprint.get("/township-tasks/<task_no>")
@requires(Permission.CAMPAIGN_SEE)
def township_task(task_no: str) -> str:
    """Show one task with all that happened to it."""
    session, actor = current_session(), current_actor()
    page = presenters.township_task_page(session, _load(task_no), actor, clock.today())
    return render_template("campaigns/township_task.html", page=page)


@blueprint.route("/township-tasks/<task_no>/answer", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_ANSWER)
def answer_task(task_no: str) -> Answer:
    """Answer a task with what was done."""
    session, actor, task = current_session(), current_actor(), _load(task_no)
    form = TownshipAnswerForm()

    def act() -> bool:
        told = {"text": given(form.text), "uploads": form.uploads()}
        actions.answer_township_task(session, actor=actor, now=clock.now(), task=task, **told)
        return True

    if form.submit(act):
        flash(_("已回复，等待交办人认可。"), "success")
        return redirect(_page(task_no))
    return show_step(form, _("回复任务"), task_no, _page(task_no), task.demand, files=True)


@blueprint.route("/township-tasks/<task_no>/accept", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def accept_task(task_no: str) -> Answer:
    """Accept an answer."""
    session, actor, task = current_session(), current_actor(), _load(task_no)
    form = Form()

    def act() -> bool:
        actions.accept_township_task(session, actor=actor, now=clock.now(), task=task)
        return True

    if form.submit(act):
        flash(_("任务已完成。"), "success")
        return redirect(_page(task_no))
    return show_step(form, _("认可"), task_no, _page(task_no), task.answer)


@blueprint.route("/township-tasks/<task_no>/return", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def return_task(task_no: str) -> Answer:
    """Send an answer back."""
    session, actor, task = current_session(), current_actor(), _load(task_no)
    form = TaskReasonForm()

    def act() -> bool:
        reason = given(form.reason)
        actions.return_township_task(session, actor=actor, now=clock.now(), task=task, reason=reason)
        return True

    if form.submit(act):
        flash(_("已退回承办单位。"), "success")
        return redirect(_page(task_no))
    return show_step(form, _("退回"), task_no, _page(task_no), task.answer, kind="danger")


@blueprint.route("/township-tasks/<task_no>/withdraw", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def withdraw_task(task_no: str) -> Answer:
    """Withdraw a task."""
    session, actor, task = current_session(), current_actor(), _load(task_no)
    form = TaskReasonForm()

    def act() -> bool:
        reason = given(form.reason)
        actions.withdraw_township_task(session, actor=actor, now=clock.now(), task=task, reason=reason)
        return True

    if form.submit(act):
        flash(_("任务已撤回。"), "success")
        return redirect(_page(task_no))
    return show_step(form, _("撤回任务"), task_no, _page(task_no), task.demand, kind="danger")


@blueprint.route("/township-tasks/<task_no>/wells/<uuid:row_id>", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_ANSWER)
def note_finding(task_no: str, row_id: UUID) -> Answer:
    """Note what a sweep found at a well."""
    session, actor, task = current_session(), current_actor(), _load(task_no)
    row = queries.get_sweep_well(session, task, row_id)
    form = FindingForm(data={"finding": row.finding.value if row.finding else None, "note": row.note})
    form.offer()

    def act() -> bool:
        actions.note_finding(
            session,
            actor=actor,
            now=clock.now(),
            task=task,
            row=row,
            finding=SweepFinding(form.finding.data),
            note=form.note.data or "",
        )
        return True

    if form.submit(act):
        flash(_("已登记 %(code)s 的排查结果。", code=row.code), "success")
        return redirect(_page(task_no))
    return show_step(form, _("登记排查结果"), row.code, _page(task_no), task.demand)
