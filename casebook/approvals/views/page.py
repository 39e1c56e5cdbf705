"""What several handlers share: the approval of an address, its page with the forms of the next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from casebook.access import Permission
from casebook.approvals import presenters, queries
from casebook.approvals.actions import subject_of
from casebook.approvals.forms import AnswerForm, CheckForm, WithdrawForm
from casebook.audit.actions import record_look
from casebook.kernel import clock
from casebook.web.guard import current_actor
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.approvals.models import Approval
    from casebook.web.forms import Form

    Answer = str | Response | tuple[str, int]


def load(approval_id: UUID) -> Approval:
    """Return the approval of an address."""
    return queries.get_approval(current_session(), approval_id, current_actor())


def note_look(approval: Approval, what: str) -> None:
    """Log who reads what a form says of a party."""
    actor = current_actor()
    if request.method == "GET" and actor.can(Permission.PARTY_SEE_PERSONAL):
        with beside() as session:
            record_look(session, actor=actor, now=clock.now(), subject=subject_of(approval), what=what)


def approval_page(approval_id: UUID, **refused: Form) -> Answer:
    """Return an approval's page with the forms of the next steps; a refused one keeps what was typed."""
    approval = load(approval_id)
    note_look(approval, "approval")
    forms: dict[str, Form] = {
        "answer": AnswerForm.of(len(approval.opinions), is_blank=True),
        "withdraw": WithdrawForm(formdata=None),
        "check": CheckForm.of(is_blank=True),
    }
    page = presenters.approval_page(current_session(), approval, current_actor(), clock.now(), clock.today())
    shown = render_template("approvals/show.html", page=page, forms=forms | refused)
    return (shown, _status(refused)) if refused else shown


def back(approval_id: UUID, words: str) -> Response:
    """Go back to the approval with what was done."""
    flash(words, "success")
    return redirect(url_for("approvals.show", approval_id=approval_id))


def _status(refused: dict[str, Form]) -> int:
    return 409 if any(form.conflict is not None for form in refused.values()) else 422
