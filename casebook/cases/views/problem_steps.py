"""Steps of a problem beside its case: in charge, class, way, risk of unrest, transfer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import actions, queries
from casebook.cases.forms import problem_steps as forms
from casebook.cases.rules import Disposition, ProblemClass, Severity
from casebook.cases.rules.tasks import UnrestRisk
from casebook.cases.views.blueprint import blueprint
from casebook.cases.views.stepping import show_step
from casebook.kernel import clock
from casebook.kernel.ids import parse_id
from casebook.web.forms import chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.cases.models import Problem

    Answer = str | Response | tuple[str, int]


def _problem(number: str) -> Problem:
    return queries.get_problem(current_session(), number, current_actor())


def _saved(number: str, words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("cases.problem", number=number))


def _back(number: str) -> str:
    return url_for("cases.problem", number=number)


@blueprint.route("/problems/<number>/in-charge", methods=["GET", "POST"])
@requires(Permission.PROBLEM_ASSIGN)
def in_charge(number: str) -> Answer:
    """Say who is in charge of a problem and who answers for it."""
    session, actor, found = current_session(), current_actor(), _problem(number)
    form = forms.InChargeForm(
        data={
            "leader": str(found.leader_id or ""),
            "unit": found.responsible_unit,
            "responsible": str(found.responsible_officer_id),
        }
    )
    form.offer(session, actor)

    def act() -> bool:
        leader_id = parse_id(form.leader.data or "")
        actions.put_in_charge(
            session,
            actor=actor,
            now=clock.now(),
            problem=found,
            leader=actions.officer_in_reach(session, leader_id, actor) if leader_id else None,
            responsible=actions.officer_in_reach(session, chosen_id(form.responsible), actor),
            unit=given(form.unit),
        )
        return True

    if form.submit(act):
        return _saved(number, _("包案与责任人已确定。"))
    return show_step(form, _("确定包案与责任人"), number, _back(number), found.description)


@blueprint.route("/problems/<number>/class", methods=["GET", "POST"])
@requires(Permission.PROBLEM_EDIT)
def reclassify(number: str) -> Answer:
    """Change gravity, class or disposition."""
    session, actor, found = current_session(), current_actor(), _problem(number)
    form = forms.ClassForm(
        data={
            "severity": found.severity.value,
            "problem_class": found.problem_class.value,
            "disposition": found.disposition.value,
        }
    )
    form.offer()

    def act() -> bool:
        actions.reclassify(
            session,
            actor=actor,
            now=clock.now(),
            problem=found,
            severity=Severity(given(form.severity)),
            problem_class=ProblemClass(given(form.problem_class)),
            disposition=Disposition(given(form.disposition)),
            reason=given(form.reason),
        )
        return True

    if form.submit(act):
        return _saved(number, _("分类与处置已调整。"))
    return show_step(form, _("调整分类与处置"), number, _back(number), found.description)


@blueprint.route("/problems/<number>/start", methods=["GET", "POST"])
@requires(Permission.PROBLEM_EDIT)
def start_way(number: str) -> Answer:
    """Begin rectifying or closing the well."""
    session, actor, found = current_session(), current_actor(), _problem(number)
    form = forms.StartForm()
    form.offer()

    def act() -> bool:
        about = {"problem": found, "to": form.chosen(), "how": given(form.how)}
        actions.start_way(session, actor=actor, now=clock.now(), **about)
        return True

    if form.submit(act):
        return _saved(number, _("已开始。"))
    return show_step(form, _("开始整改或封停"), number, _back(number), found.description)


@blueprint.route("/problems/<number>/unrest", methods=["GET", "POST"])
@requires(Permission.PROBLEM_EDIT)
def unrest(number: str) -> Answer:
    """Assess the risk of unrest."""
    session, actor, found = current_session(), current_actor(), _problem(number)
    risk = found.unrest_risk.value if found.unrest_risk else None
    form = forms.UnrestForm(data={"risk": risk, "plan": found.unrest_plan})
    form.offer()

    def act() -> bool:
        actions.assess_unrest(
            session,
            actor=actor,
            now=clock.now(),
            problem=found,
            risk=UnrestRisk(given(form.risk)),
            plan=form.plan.data or "",
        )
        return True

    if form.submit(act):
        return _saved(number, _("风险评估已保存。"))
    return show_step(form, _("评估矛盾风险"), number, _back(number), found.description)


@blueprint.route("/problems/<number>/transfer", methods=["GET", "POST"])
@requires(Permission.HANDOVER_SEND)
def transfer(number: str) -> Answer:
    """Transfer a problem to another authority."""
    session, actor, found = current_session(), current_actor(), _problem(number)
    form = forms.TransferForm(data={"on": clock.today()})

    def act() -> bool:
        actions.transfer_problem(
            session,
            actor=actor,
            now=clock.now(),
            problem=found,
            to=given(form.to),
            paper=given(form.paper),
            on=given(form.on),
        )
        return True

    if form.submit(act):
        return _saved(number, _("已移送，等待对方回执。"))
    return show_step(form, _("移送"), number, _back(number), found.description)


@blueprint.route("/problems/<number>/transfer-receipt", methods=["GET", "POST"])
@requires(Permission.HANDOVER_SEND)
def transfer_receipt(number: str) -> Answer:
    """Record the other authority's receipt."""
    session, actor, found = current_session(), current_actor(), _problem(number)
    form = forms.ReceiptForm(data={"on": clock.today()})
    form.offer()

    def act() -> bool:
        actions.answer_transfer(
            session,
            actor=actor,
            now=clock.now(),
            problem=found,
            on=given(form.on),
            is_taken=form.answer.data == "taken",
            note=form.note.data or "",
        )
        return True

    if form.submit(act):
        return _saved(number, _("回执已登记。"))
    return show_step(form, _("登记移送回执"), number, _back(number), found.description)
