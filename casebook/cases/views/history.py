"""历史补录: entering an old file, and what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import actions, queries
from casebook.cases.forms.history import OldCourseForm, OldFileForm, with_papers
from casebook.cases.queries.file import load_file
from casebook.cases.rules import CaseStatus, DecisionKind
from casebook.cases.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.web.forms import chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.cases.models import Case, Problem


@blueprint.route("/cases/history", methods=["GET", "POST"])
@requires(Permission.CASE_ENTER_HISTORY)
def enter_history() -> str | Response | tuple[str, int]:
    """Enter an old file over problems of the list."""
    session, actor = current_session(), current_actor()
    asked = request.args.getlist("problem")
    form = cast("OldFileForm", with_papers(OldFileForm)(data={"problems": "\n".join(asked)}))
    form.offer(accounts.list_officers(session, county_code=actor.county_code, agency_id=actor.agency_id))

    def act() -> Case:
        file = actions.OldFile(
            problems=[_problem(number) for number in given(form.problems).split()],
            cause=given(form.cause),
            investigator_ids=(chosen_id(form.first), chosen_id(form.second)),
            opened_on=given(form.opened_on),
            papers=form.papers(),
            status=CaseStatus.INVESTIGATING,
        )
        return actions.enter_history(session, actor=actor, now=clock.now(), file=file)

    case = form.submit(act)
    if case is not None:
        flash(_("已补录案卷 %(number)s，请继续补录后来的材料和决定。", number=case.number), "success")
        return redirect(url_for("cases.add_to_history", number=case.number))
    return render_template("cases/enter_history.html", form=form), 422 if form.errors else 200


def _problem(number: str) -> Problem:
    try:
        return queries.get_problem(current_session(), number, current_actor())
    except NotFound as error:
        raise RuleBroken("history_problem_unknown", field="problems", number=number) from error


@blueprint.route("/cases/<number>/history", methods=["GET", "POST"])
@requires(Permission.CASE_ENTER_HISTORY)
def add_to_history(number: str) -> str | Response | tuple[str, int]:
    """Enter further papers of an old file, and its decision."""
    session, actor = current_session(), current_actor()
    file = load_file(session, number, actor)
    case = file.case
    if not case.is_history:
        flash(_("案件 %(number)s 不是历史补录的案卷。", number=number), "warning")
        return redirect(url_for("cases.show", number=number))
    kind = with_papers(OldCourseForm, file.parties)
    form = cast("OldCourseForm", kind(data={"status": case.status.value, "kind": ""}))
    form.offer(case.status)
    if not form.status.choices:
        abort(404)

    def act() -> Case:
        return actions.add_to_history(
            session,
            actor=actor,
            now=clock.now(),
            case=case,
            papers=form.papers(),
            status=CaseStatus(given(form.status)),
            decision=_decision(form),
        )

    if form.submit(act):
        flash(_("已补录到案卷。"), "success")
        return redirect(url_for("cases.show", number=number))
    return _course_page(form, case)


def _course_page(form: OldCourseForm, case: Case) -> tuple[str, int]:
    decided = queries.list_decisions(current_session(), case.id)
    page = render_template("cases/add_to_history.html", form=form, case=case, decided=decided)
    return page, 422 if form.errors else 200


def _decision(form: OldCourseForm) -> actions.OldDecision | None:
    if not form.kind.data:
        return None
    if form.decided_on.data is None:
        raise RuleBroken("history_decision_undated", field="decided_on")
    return actions.OldDecision(
        kind=DecisionKind(form.kind.data),
        number=form.decision_number.data or "",
        on=form.decided_on.data,
        basis=form.basis.data or "",
        reason=form.reason.data or "",
        fines=form.fines(),
    )
