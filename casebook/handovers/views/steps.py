"""The steps of a letter: sending, receipt, answer, asking for more, closing, taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.access import Permission
from casebook.handovers import actions
from casebook.handovers.forms import AnswerForm, CloseForm, ReasonForm, ReceiptForm, SendForm, scan_of
from casebook.handovers.views.blueprint import blueprint
from casebook.handovers.views.page import back, letter_page, load
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.handovers.forms import StepForm
    from casebook.handovers.models import Letter
    from casebook.handovers.views.page import Answer


def _by(letter: Letter, form: StepForm) -> dict[str, Any]:
    """Return who acts, when, and on which version of the letter."""
    return {
        "actor": current_actor(),
        "now": clock.now(),
        "letter": letter,
        "base_version": form.base_version.data,
    }


@blueprint.post("/<uuid:letter_id>/send")
@requires(Permission.HANDOVER_SEND)
def send(letter_id: UUID) -> Answer:
    """Send a letter."""
    letter, form = load(letter_id), SendForm(prefix="send")

    def act() -> object:
        return actions.send_letter(
            current_session(), **_by(letter, form), on=given(form.on), scan=scan_of(form.scan)
        )

    if form.submit(act):
        return back(letter_id, _("已发出：%(number)s。", number=letter.number))
    return letter_page(letter_id, send=form)


@blueprint.post("/<uuid:letter_id>/receipt")
@requires(Permission.HANDOVER_SEE)
def receive(letter_id: UUID) -> Answer:
    """Take a letter in, or send it back."""
    letter, form = load(letter_id), ReceiptForm(prefix="receipt")
    form.offer()

    def act() -> bool:
        actions.give_receipt(current_session(), **_by(letter, form), receipt=form.receipt())
        return True

    if form.submit(act):
        return back(letter_id, _("回执已记录。"))
    return letter_page(letter_id, receipt=form)


@blueprint.post("/<uuid:letter_id>/answer")
@requires(Permission.HANDOVER_SEE)
def answer(letter_id: UUID) -> Answer:
    """Answer a letter."""
    letter, form = load(letter_id), AnswerForm(prefix="answer")
    asked = list(letter.asked)
    form.offer(asked)

    def act() -> bool:
        actions.answer_letter(current_session(), **_by(letter, form), answer=form.answer(asked))
        return True

    if form.submit(act):
        return back(letter_id, _("答复已记录。"))
    return letter_page(letter_id, answer=form)


@blueprint.post("/<uuid:letter_id>/more")
@requires(Permission.HANDOVER_SEND)
def ask_more(letter_id: UUID) -> Answer:
    """Ask for more than the answer says."""
    letter, form = load(letter_id), ReasonForm(prefix="more")

    def act() -> bool:
        actions.ask_more(current_session(), **_by(letter, form), reason=given(form.reason))
        return True

    if form.submit(act):
        return back(letter_id, _("已请对方补充答复。"))
    return letter_page(letter_id, more=form)


@blueprint.post("/<uuid:letter_id>/close")
@requires(Permission.HANDOVER_SEND)
def close(letter_id: UUID) -> Answer:
    """Close a letter."""
    letter, form = load(letter_id), CloseForm(prefix="close")

    def act() -> bool:
        actions.close_letter(current_session(), **_by(letter, form), remark=form.remark.data or "")
        return True

    if form.submit(act):
        return back(letter_id, _("已办结。"))
    return letter_page(letter_id, close=form)


@blueprint.post("/<uuid:letter_id>/withdraw")
@requires(Permission.HANDOVER_SEND)
def withdraw(letter_id: UUID) -> Answer:
    """Take a letter back."""
    letter, form = load(letter_id), ReasonForm(prefix="withdraw")

    def act() -> bool:
        actions.withdraw_letter(current_session(), **_by(letter, form), reason=given(form.reason))
        return True

    if form.submit(act):
        return back(letter_id, _("已收回。"))
    return letter_page(letter_id, withdraw=form)
