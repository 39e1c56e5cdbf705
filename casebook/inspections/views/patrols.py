"""Village patrols: rounds with their counts, one round, and a visit entered at the desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import actions as cases
from casebook.inspections import queries
from casebook.inspections.forms.patrols import PatrolFilterForm, VisitForm
from casebook.inspections.presenters import patrols as presenters
from casebook.kernel import clock
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.cases.actions import Seen

blueprint = Blueprint("patrols", __name__, url_prefix="/patrols")


@blueprint.get("")
@requires(Permission.PATROL_SEE)
def index() -> str:
    """List rounds, newest first; who does not work on leads sees their own only."""
    session, actor = current_session(), current_actor()
    form = PatrolFilterForm.of(session, actor)
    wanted = form.wanted(only_own=not actor.can(Permission.LEAD_SEE))
    page = queries.page_patrols(session, actor=actor, wanted=wanted, cursor=request.args.get("after"))
    return render_template(
        "patrols/index.html",
        form=form,
        chips=form.chips(partial(url_for, "patrols.index")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.patrol_lines(session, page.items),
    )


@blueprint.get("/<uuid:patrol_id>")
@requires(Permission.PATROL_SEE)
def show(patrol_id: UUID) -> str:
    """Show one round, well by well."""
    session, actor = current_session(), current_actor()
    patrol = queries.get_patrol(session, patrol_id, actor)
    if patrol.officer_id != actor.officer_id and not actor.can(Permission.LEAD_SEE):
        raise NotFound("patrol", patrol_id)
    (line,) = presenters.patrol_lines(session, [patrol])
    return render_template("patrols/show.html", line=line, visits=presenters.visit_lines(session, patrol))


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.PATROL_RECORD)
def record() -> str | Response | tuple[str, int]:
    """Enter what was seen of one well; further wells go onto the same round."""
    session, actor = current_session(), current_actor()
    given = {"patrol": request.args.get("patrol", ""), "well": request.args.get("well", "")}
    form = VisitForm(data=given)
    form.offer()

    def act() -> Seen:
        now = clock.now()
        return cases.file_patrol_visit(
            session,
            actor=actor,
            now=now,
            device_id=None,
            visit_id=new_id(),
            filed=form.visit(_well_id(form), new_id(), now),
            uploads=form.uploads(),
        )

    seen = form.submit(act)
    if seen is None:
        return render_template("patrols/record.html", form=form), 422 if form.errors else 200
    if seen.lead is None:
        flash(_("已记录，这眼井没有异常。"), "success")
    else:
        flash(_("已记录，并报为线索 %(number)s。", number=seen.lead.number), "success")
    return redirect(url_for("patrols.record", patrol=seen.visit.patrol_id))


def _well_id(form: VisitForm) -> UUID | None:
    """Return the well that the typed code names; RuleBroken beside the field for none in reach."""
    code = (form.well.data or "").strip().upper()
    if not code:
        return None
    found = wells.find_well(current_session(), code, current_actor())
    if found is None:
        raise RuleBroken("inspection_well_elsewhere", field="well")
    return found.id
