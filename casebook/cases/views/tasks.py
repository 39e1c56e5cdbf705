"""Tasks of departments: the list, one task, giving, answering, judging."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import actions, queries
from casebook.cases.forms.problem_steps import TaskAnswerForm, TaskFilterForm, TaskForm
from casebook.cases.forms.telling import ReasonForm
from casebook.cases.presenters import problems as presenters
from casebook.cases.rules.tasks import Duty
from casebook.cases.views.stepping import show_step
from casebook.evidence import queries as evidence
from casebook.evidence.presenters import files_of
from casebook.evidence.rules import Upload
from casebook.kernel import clock
from casebook.web.forms import Form, chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.cases.models import Problem, ProblemTask

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("tasks", __name__, url_prefix="/tasks")
USUAL_DAYS = timedelta(days=15)


def _task(task_id: UUID) -> tuple[ProblemTask, Problem]:
    session, actor = current_session(), current_actor()
    task = queries.get_task(session, task_id, actor)
    return task, queries.get_problem_by_id(session, task.problem_id, actor)


@blueprint.get("")
@requires(Permission.PROBLEM_SEE)
def index() -> str:
    """List tasks by filter."""
    session, actor = current_session(), current_actor()
    form = TaskFilterForm.of()
    page = queries.page_tasks(
        session, actor=actor, wanted=form.wanted(actor), cursor=request.args.get("after")
    )
    return render_template(
        "tasks/index.html",
        form=form,
        chips=form.chips(partial(url_for, "tasks.index")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.task_lines(session, page.items, actor.county_code, today=clock.today()),
    )


@blueprint.get("/<uuid:task_id>")
@requires(Permission.PROBLEM_SEE)
def show(task_id: UUID) -> str:
    """Show one task with all that happened to it."""
    session, actor = current_session(), current_actor()
    task, problem = _task(task_id)
    page = presenters.task_page(session, task, problem, actor, today=clock.today())
    files = files_of(evidence.list_items(session, "problem_task", task.id))
    may_see = actor.can(Permission.EVIDENCE_SEE)
    return render_template("tasks/show.html", page=page, files=files if may_see else [], count=len(files))


@blueprint.route("/of/<number>/new", methods=["GET", "POST"])
@requires(Permission.PROBLEM_ASSIGN)
def new(number: str) -> Answer:
    """Give a department a task about a problem."""
    session, actor = current_session(), current_actor()
    problem = queries.get_problem(session, number, actor)
    form = TaskForm(data={"due_on": clock.today() + USUAL_DAYS})
    form.offer(session, actor)

    def act() -> ProblemTask:
        return actions.give_task(
            session,
            actor=actor,
            now=clock.now(),
            problem=problem,
            agency=accounts.get_agency_within(session, chosen_id(form.agency), actor),
            duty=Duty(given(form.duty)),
            what=given(form.what),
            due_on=given(form.due_on),
        )

    if form.submit(act):
        flash(_("任务已交办。"), "success")
        return redirect(url_for("cases.problem", number=number))
    back = url_for("cases.problem", number=number)
    return show_step(form, _("交办部门任务"), number, back, problem.description)


@blueprint.route("/<uuid:task_id>/answer", methods=["GET", "POST"])
@requires(Permission.TASK_ANSWER)
def answer(task_id: UUID) -> Answer:
    """Answer a task with what was done."""
    session, actor = current_session(), current_actor()
    task, problem = _task(task_id)
    form = TaskAnswerForm()

    def act() -> bool:
        chosen = [one for one in form.file.data or [] if one and one.filename]
        actions.answer_task(
            session,
            actor=actor,
            now=clock.now(),
            task=task,
            problem=problem,
            text=given(form.text),
            uploads=[Upload(one.stream, one.filename) for one in chosen],
        )
        return True

    if form.submit(act):
        flash(_("已回复，等待交办人认可。"), "success")
        return redirect(url_for("tasks.show", task_id=task_id))
    return show_step(form, _("回复任务"), problem.number, _page(task_id), task.what, files=True)


@blueprint.route("/<uuid:task_id>/accept", methods=["GET", "POST"])
@requires(Permission.PROBLEM_ASSIGN)
def accept(task_id: UUID) -> Answer:
    """Accept an answer."""
    session, actor = current_session(), current_actor()
    task, problem = _task(task_id)
    form = Form()

    def act() -> bool:
        actions.accept_task(session, actor=actor, now=clock.now(), task=task, problem=problem)
        return True

    if form.submit(act):
        flash(_("任务已完成。"), "success")
        return redirect(_page(task_id))
    return show_step(form, _("认可"), problem.number, _page(task_id), task.answer)


@blueprint.route("/<uuid:task_id>/return", methods=["GET", "POST"])
@requires(Permission.PROBLEM_ASSIGN)
def send_back(task_id: UUID) -> Answer:
    """Send an answer back."""
    session, actor = current_session(), current_actor()
    task, problem = _task(task_id)
    form = ReasonForm()

    def act() -> bool:
        about = {"task": task, "problem": problem, "reason": given(form.reason)}
        actions.return_task(session, actor=actor, now=clock.now(), **about)
        return True

    if form.submit(act):
        flash(_("已退回承办单位。"), "success")
        return redirect(_page(task_id))
    return show_step(form, _("退回"), problem.number, _page(task_id), task.answer, kind="danger")


@blueprint.route("/<uuid:task_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.PROBLEM_ASSIGN)
def withdraw(task_id: UUID) -> Answer:
    """Withdraw a task."""
    session, actor = current_session(), current_actor()
    task, problem = _task(task_id)
    form = ReasonForm()

    def act() -> bool:
        about = {"task": task, "problem": problem, "reason": given(form.reason)}
        actions.withdraw_task(session, actor=actor, now=clock.now(), **about)
        return True

    if form.submit(act):
        flash(_("任务已撤回。"), "success")
        return redirect(_page(task_id))
    return show_step(form, _("撤回任务"), problem.number, _page(task_id), task.what, kind="danger")


def _page(task_id: UUID) -> str:
    return url_for("tasks.show", task_id=task_id)
