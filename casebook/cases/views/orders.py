"""Taking an order that was served on the spot over into a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import actions, queries
from casebook.cases.forms.leads import TakeOverForm
from casebook.cases.presenters import orders as presenters
from casebook.cases.rules import MeasureKind
from casebook.cases.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.cases.models import Measure


@blueprint.route("/cases/<number>/orders/<uuid:order_id>", methods=["GET", "POST"])
@requires(Permission.MEASURE_ORDER)
def take_over(number: str, order_id: UUID) -> str | Response | tuple[str, int]:
    """Make an order a measure of the case: its number, day of service and term stay."""
    session, actor = current_session(), current_actor()
    case = queries.get_case(session, number, actor)
    order = queries.get_order(session, order_id, actor)
    (line,) = presenters.order_lines(session, [order], today=clock.today())
    form = TakeOverForm()
    form.offer(presenters.usual_kind(line))

    def act() -> Measure:
        return actions.take_over_order(
            session, actor=actor, now=clock.now(), case=case, order=order, kind=MeasureKind(form.kind.data)
        )

    if form.submit(act):
        flash(_("%(number)s 已并入本案，送达日期和期限不变。", number=order.number), "success")
        return redirect(url_for("cases.show", number=number))
    page = render_template("cases/take_over.html", form=form, case=case, line=line)
    return page, 422 if form.errors else 200
