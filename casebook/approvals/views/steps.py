"""Answering and withdrawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.access import Permission
from casebook.approvals import actions
from casebook.approvals.forms import AnswerForm, WithdrawForm
from casebook.approvals.rules import Verdict
from casebook.approvals.views.blueprint import blueprint
from casebook.approvals.views.page import approval_page, back, load
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.approvals.views.page import Answer


@blueprint.post("/<uuid:approval_id>/answer")
@requires(Permission.APPROVAL_ANSWER)
def answer(approval_id: UUID) -> Answer:
    """Give one's opinion."""
    approval = load(approval_id)
    form = AnswerForm.of(len(approval.opinions))

    def act() -> object:
        return actions.answer(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            approval=approval,
            verdict=Verdict(form.verdict.data),
            opinion=form.opinion.data or "",
            seen=form.seen_opinions(),
        )

    if form.submit(act):
        return back(approval_id, _("意见已签。"))
    return approval_page(approval_id, answer=form)


@blueprint.post("/<uuid:approval_id>/withdraw")
@requires(Permission.APPROVAL_SEE)
def withdraw(approval_id: UUID) -> Answer:
    """Take one's own question back."""
    approval, form = load(approval_id), WithdrawForm()

    def act() -> bool:
        actions.withdraw(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            approval=approval,
            reason=given(form.reason),
        )
        return True

    if form.submit(act):
        return back(approval_id, _("已撤回，可以改好后重新送审。"))
    return approval_page(approval_id, withdraw=form)
