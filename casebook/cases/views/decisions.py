"""Recording the decision of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import actions, presenters, queries
from casebook.cases.forms import DecisionForm
from casebook.cases.views.blueprint import blueprint
from casebook.kernel import clock
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
    basis = presenters.articles_of(queries.list_problems_of_case(session, case.id))
    form = DecisionForm(data={"decided_on": clock.today(), "basis": basis})
    form.offer()

    def act() -> Decision:
        return actions.record_decision(
            session,
            actor=actor,
            now=clock.now(),
            case=case,
            **form.facts(),
        )

    decision = form.submit(act)
    if decision is not None:
        flash(_("已记录决定 %(number)s。", number=decision.number), "success")
        return redirect(url_for("cases.show", number=number))
    page = presenters.case_page(session, case, actor, today=clock.today())
    status = 422 if form.errors else 200
    return render_template("cases/decision.html", form=form, case=case, page=page), status
