"""What several handlers share: the letter of an address, its page with the forms of the next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from casebook.audit.actions import record_look
from casebook.handovers import presenters, queries
from casebook.handovers.actions import subject_of
from casebook.handovers.forms import AnswerForm, CloseForm, ReasonForm, ReceiptForm, SendForm
from casebook.kernel import clock
from casebook.web.guard import current_actor
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.handovers.models import Letter
    from casebook.web.forms import Form

    Answer = str | Response | tuple[str, int]


def load(letter_id: UUID) -> Letter:
    """Return the letter of an address."""
    return queries.get_letter(current_session(), letter_id, current_actor())


def note_look(letter: Letter, what: str) -> None:
    """Log who reads what a letter says of a party."""
    if request.method == "GET":
        with beside() as session:
            record_look(
                session, actor=current_actor(), now=clock.now(), subject=subject_of(letter), what=what
            )


def letter_page(letter_id: UUID, **refused: Form) -> Answer:
    """Return a letter's page with the forms of the next steps; a refused one keeps what was typed."""
    letter = load(letter_id)
    note_look(letter, "letter")
    forms = _blank_forms(letter) | refused
    if any(form.conflict is not None for form in refused.values()):
        for form in refused.values():
            form["base_version"].data, form["base_version"].raw_data = letter.version, None
    page = presenters.letter_page(current_session(), letter, current_actor(), clock.today())
    shown = render_template("handovers/show.html", page=page, forms=forms)
    return (shown, status_of(refused)) if refused else shown


def back(letter_id: UUID, words: str) -> Response:
    """Go back to the letter with what was done."""
    flash(words, "success")
    return redirect(url_for("handovers.show", letter_id=letter_id))


def status_of(refused: dict[str, Form]) -> int:
    """Return the status of a page with refused forms."""
    return 409 if any(form.conflict is not None for form in refused.values()) else 422


def _blank_forms(letter: Letter) -> dict[str, Form]:
    data: dict[str, object] = {"base_version": letter.version, "on": clock.today()}
    receipt = ReceiptForm(formdata=None, prefix="receipt", data=data)
    receipt.offer()
    answer = AnswerForm(formdata=None, prefix="answer", data=data)
    answer.offer(letter.asked)
    return {
        "send": SendForm(formdata=None, prefix="send", data=data),
        "receipt": receipt,
        "answer": answer,
        "close": CloseForm(formdata=None, prefix="close", data=data),
        "more": ReasonForm(formdata=None, prefix="more", data=data),
        "withdraw": ReasonForm(formdata=None, prefix="withdraw", data=data),
    }
