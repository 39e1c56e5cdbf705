"""The reviewer's queue and verdict, an officer's confirmation, and filing a returned record anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.inspections import actions, presenters, queries
from casebook.inspections.forms import RemoveForm, ReviewForm
from casebook.inspections.rules import Verdict
from casebook.inspections.views.blueprint import blueprint
from casebook.inspections.views.lists import detail_page
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.inspections.models import Inspection


@blueprint.get("/review")
@requires(Permission.INSPECTION_REVIEW)
def review() -> str:
    """List the records that wait for a verdict, oldest first."""
    session, actor = current_session(), current_actor()
    page = queries.page_to_review(session, actor, request.args.get("after"))
    return render_template(
        "inspections/review.html", lines=presenters.review_lines(session, page.items, actor), page=page
    )


@blueprint.post("/<uuid:inspection_id>/review")
@requires(Permission.INSPECTION_REVIEW)
def give_verdict(inspection_id: UUID) -> str | Response | tuple[str, int]:
    """Approve a record, or return it with a note."""
    session, actor = current_session(), current_actor()
    inspection = queries.get_inspection(session, inspection_id, actor)
    form = ReviewForm()

    def act() -> object:
        return actions.review(
            session,
            actor=actor,
            now=clock.now(),
            inspection=inspection,
            verdict=form.verdict,
            note=form.note.data or "",
        )

    if form.submit(act):
        is_approved = form.verdict is Verdict.APPROVED
        flash(_("复核通过。") if is_approved else _("已退回，办案人员的平板和工作台会收到。"), "success")
        return redirect(url_for("inspections.review"))
    return detail_page(queries.get_inspection(session, inspection_id, actor), review=form), 422


@blueprint.post("/<uuid:inspection_id>/confirm")
@requires(Permission.INSPECTION_RECORD)
def confirm(inspection_id: UUID) -> Response | tuple[str, int]:
    """Confirm, signed in, to have taken part in a visit."""
    session, actor = current_session(), current_actor()
    inspection = queries.get_inspection(session, inspection_id, actor)
    form = RemoveForm()

    def act() -> bool:
        actions.confirm(session, actor=actor, now=clock.now(), inspection=inspection)
        return True

    if form.submit(act):
        flash(_("已确认你参加了这次检查。"), "success")
        return redirect(url_for("inspections.show", inspection_id=inspection_id))
    return detail_page(queries.get_inspection(session, inspection_id, actor), refused=form), 422


@blueprint.post("/<uuid:inspection_id>/revise")
@requires(Permission.INSPECTION_RECORD)
def revise(inspection_id: UUID) -> Response | tuple[str, int]:
    """Begin the draft that takes the place of a returned record."""
    session, actor = current_session(), current_actor()
    returned = queries.get_inspection(session, inspection_id, actor)
    form = RemoveForm()

    def act() -> Inspection:
        return actions.revise(session, actor=actor, now=clock.now(), returned=returned)

    draft = form.submit(act)
    if draft is not None:
        flash(_("已按原记录开始修订，原记录保留不变。"), "success")
        return redirect(url_for("inspections.show", inspection_id=draft.id))
    return detail_page(queries.get_inspection(session, inspection_id, actor), refused=form), 422
