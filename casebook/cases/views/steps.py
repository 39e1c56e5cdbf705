"""The steps of a case, each on a page of its own with exactly the fields that its act needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import actions
from casebook.cases.forms.steps import AskApprovalForm
from casebook.cases.presenters.case_page import missing_lines
from casebook.cases.presenters.measured import amount_lines
from casebook.cases.presenters.step_pages import StepPage, page_of
from casebook.cases.queries.facts import facts_of
from casebook.cases.queries.file import load_file
from casebook.cases.rules.asking import CHAINS, TITLES
from casebook.cases.rules.workflow import CaseStep, find_move, out_of_order
from casebook.cases.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.approvals.models import Approval
    from casebook.cases.models import Case


PROPOSALS_SHOWN = frozenset(
    {CaseStep.REVIEW, CaseStep.PROPOSE, CaseStep.DELIBERATE, CaseStep.RENOTIFY, CaseStep.DECIDE}
)
"""Steps whose page shows how the amounts of the present proposal came about."""


@blueprint.route("/cases/<number>/steps/<step>", methods=["GET", "POST"])
@requires(Permission.CASE_SEE)
def take_step(number: str, step: str) -> str | Response | tuple[str, int]:
    """Take a step of the workflow; who may take it stands in the workflow's table."""
    session, actor = current_session(), current_actor()
    wanted = _step(step)
    file = load_file(session, number, actor)
    move = find_move(wanted, file.case.status, file.case.procedure)
    if move is None:
        return _not_now(file.case, wanted)
    actor.need(move.permission)
    if wanted is CaseStep.ARCHIVE:  # the file is examined first
        return redirect(url_for("dossier.archive", number=number))
    page: StepPage = page_of(session, file, wanted, actor, now=clock.now())

    def act() -> bool:
        page.act()
        return True

    if page.form.submit(act):
        flash(_("已办理：%(step)s", step=label(wanted)), "success")
        return redirect(url_for("cases.show", number=number))
    facts = facts_of(file, on=clock.today(), actor=actor.officer_id)
    return render_template(
        "cases/case_step.html",
        page=page,
        case=file.case,
        missing=missing_lines(file, wanted, facts, actor),
        step=wanted,
        amounts=amount_lines(file) if wanted in PROPOSALS_SHOWN else [],
    ), 422 if page.form.errors else 200


def _not_now(case: Case, step: CaseStep) -> Response:
    """Refuse what is posted by hand or by a page that was overtaken; lead back whoever asks for the page."""
    if request.method == "POST":
        raise out_of_order(step, case.status, case.number)
    flash(_("案件现在不能办“%(step)s”。", step=label(step)), "warning")
    return redirect(url_for("cases.show", number=case.number))


@blueprint.route("/cases/<number>/approvals/<step>", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def ask_approval(number: str, step: str) -> str | Response | tuple[str, int]:
    """Send the 审批表 of a step on its way."""
    session, actor = current_session(), current_actor()
    wanted = _step(step)
    if wanted not in CHAINS:
        abort(404)
    file = load_file(session, number, actor)
    form = AskApprovalForm()

    def act() -> Approval:
        return actions.ask_approval(
            session, actor=actor, now=clock.now(), case=file.case, step=wanted, text=given(form.text)
        )

    if form.submit(act) is not None:
        flash(_("已提请审批：%(title)s", title=TITLES[wanted]), "success")
        return redirect(url_for("cases.show", number=number))
    status = 422 if form.errors else 200
    return render_template("cases/ask_approval.html", form=form, case=file.case, title=TITLES[wanted]), status


def _step(text: str) -> CaseStep:
    if text not in set(CaseStep):
        abort(404)
    return CaseStep(text)
