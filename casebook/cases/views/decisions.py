"""Recording the decision of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import actions, presenters, queries
from casebook.cases.forms import DecisionForm
from casebook.cases.rules import DecisionKind, get_code
from casebook.cases.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.cases.models import Decision


@blueprint.route("/cases/<number>/decision", methods=["GET", "POST"])
@requires(Permission.DECISION_RECORD)
def decide(number: str) -> str | Response | tuple[str, int]:
    """Record 处罚, 不予处罚 or 不予立案."""
    session, actor = current_session(), current_actor()
    case = queries.get_case(session, number, actor)
    articles = dict.fromkeys(
        get_code(one.code).articles for one in queries.list_problems_of_case(session, case.id)
    )
    form = DecisionForm(data={"decided_on": clock.today(), "basis": "；".join(articles)})
    form.offer()

    def act() -> Decision:
        return actions.record_decision(
            session,
            actor=actor,
            now=clock.now(),
            case=case,
            kind=DecisionKind(form.kind.data),
            decided_on=given(form.decided_on),
            fine_fen=form.fine_fen,
            basis=given(form.basis),
            reason=given(form.reason),
            commitment_no=form.commitment_no.data or "",
            number=form.number.data or "",
        )

    decision = form.submit(act)
    if decision is not None:
        flash(_("已记录决定 %(number)s。", number=decision.number), "success")
        return redirect(url_for("cases.show", number=number))
    page = presenters.case_page(session, case, today=clock.today())
    return render_template(
        "cases/decision.html", form=form, case=case, page=page
    ), 422 if form.errors else 200
