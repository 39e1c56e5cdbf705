"""Entering what was signed on paper, and checking such an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.approvals import actions, presenters, queries
from casebook.approvals.forms import CheckForm, PaperForm
from casebook.approvals.views.blueprint import blueprint
from casebook.approvals.views.page import approval_page, back, load
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.approvals.models import Approval
    from casebook.approvals.views.page import Answer


@blueprint.route("/<uuid:approval_id>/papers", methods=["GET", "POST"])
@requires(Permission.APPROVAL_ENTER)
def enter_paper(approval_id: UUID) -> Answer:
    """Enter what was signed on the printed form."""
    approval = load(approval_id)
    form = _form(approval)

    def act() -> object:
        return actions.enter_paper(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            approval=approval,
            scan=form.sent(),
            signatures=form.signatures(),
        )

    if form.submit(act):
        return back(approval_id, _("已录入，等另一名人员复核后计入。"))
    titles = [queries.asked_of(approval).positions[place].title for place in presenters.open_places(approval)]
    page = render_template("approvals/paper.html", approval=approval, form=form, titles=titles)
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:approval_id>/papers/<uuid:paper_id>/check")
@requires(Permission.APPROVAL_ENTER)
def check_paper(approval_id: UUID, paper_id: UUID) -> Answer:
    """Say whether an entry agrees with its scan."""
    approval = load(approval_id)
    paper = queries.get_paper(current_session(), approval, paper_id)
    form = CheckForm.of()

    def act() -> bool:
        actions.check_paper(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            approval=approval,
            paper=paper,
            is_right=form.is_right,
            remark=form.remark.data or "",
        )
        return True

    if form.submit(act):
        return back(approval_id, _("复核已记录。"))
    return approval_page(approval_id, check=form)


def _form(approval: Approval) -> PaperForm:
    form = PaperForm()
    session, today = current_session(), clock.today()
    places = presenters.open_places(approval)
    known = {place: queries.list_signers(session, approval, place, today) for place in set(places)}
    form.offer([known[place] for place in places])
    return form
