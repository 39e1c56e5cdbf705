"""The list of letters, one, its PDF, and the scans that prove its steps."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from flask import render_template, request, send_file, url_for

from casebook.access import Permission
from casebook.cases import queries as cases
from casebook.cases.actions.drawing_up import known_facts
from casebook.cases.queries.file import reload_file
from casebook.documents.printing import Head, print_form
from casebook.documents.rendering import qr_code, render_pdf
from casebook.documents.rules import FormCode
from casebook.handovers import presenters, queries
from casebook.handovers.forms import LettersFilter
from casebook.handovers.queries import Side
from casebook.handovers.rules import LetterKind
from casebook.handovers.views.blueprint import blueprint
from casebook.handovers.views.page import letter_page, load, note_look
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.storage.queries import get_file, open_file
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from casebook.handovers.models import Letter
    from casebook.handovers.views.page import Answer


@blueprint.get("")
@requires(Permission.HANDOVER_SEE)
def index() -> str:
    """List letters: those to move, incoming, outgoing, all; by kind, state and age."""
    session, actor, form, today = current_session(), current_actor(), LettersFilter.of(), clock.today()
    may_move = actor.can(Permission.HANDOVER_SEND) or actor.can(Permission.HANDOVER_ANSWER)
    wanted = form.wanted(Side.MINE if may_move else Side.ALL)
    page = queries.page_letters(session, actor, wanted, today=today, cursor=request.args.get("after"))
    return render_template(
        "handovers/index.html",
        form=form,
        side=wanted.side,
        sides=list(Side) if may_move else [Side.ALL],
        chips=[
            one
            for one in form.chips(partial(url_for, "handovers.index"))
            if one["label"] != form.side.label.text
        ],
        arguments=form.arguments(),
        page=page,
        count=queries.count_letters(session, actor, wanted, today=today),
        lines=presenters.letter_lines(session, page.items, actor, today),
    )


@blueprint.get("/<uuid:letter_id>")
@requires(Permission.HANDOVER_SEE)
def show(letter_id: UUID) -> Answer:
    """Show one letter with its history and what can be done next."""
    return letter_page(letter_id)


@blueprint.get("/<uuid:letter_id>.pdf")
@requires(Permission.HANDOVER_SEE)
def print_letter(letter_id: UUID) -> Response:
    """Give the letter as a PDF, with its receipt to be filled in."""
    letter, actor = load(letter_id), current_actor()
    note_look(letter, "letter.print")
    form = FORM_OF.get(letter.kind) if letter.subject_kind == "case" else None
    if form is not None:
        return _sent(_by_form(letter, form), letter)
    made = render_pdf(
        "letters/handover.html",
        page=presenters.letter_page(current_session(), letter, actor, clock.today()),
        printed_by=actor.name,
        printed_at=clock.now(),
        code=qr_code(letter.body_hash) if letter.body_hash else None,
        code_text="",
    )
    return _sent(made, letter)


FORM_OF = {LetterKind.CASE_TRANSFER: FormCode.F41A, LetterKind.POLICE: FormCode.F42}
"""Letters that the catalogue has a form for, where they are about a case."""


def _sent(made: bytes, letter: Letter) -> Response:
    name = f"{letter.number or letter.title}.pdf"
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=name)


def _by_form(letter: Letter, form: FormCode) -> bytes:
    """Return the letter on its form: what the case's file knows, and what the letter says."""
    session = current_session()
    file = reload_file(session, cases.get_case_by_id(session, letter.subject_id))
    facts = known_facts(session, file, form) | {"receiver": letter.to_name, "reason": letter.text}
    agency = letter.from_agency
    head = Head(letter.county_code, agency.name, agency.stamp_name, letter.number, letter.sent_on)
    return print_form(session, form, facts, head, today=clock.today())


@blueprint.get("/<uuid:letter_id>/scans/<uuid:event_id>")
@requires(Permission.HANDOVER_SEE)
def scan(letter_id: UUID, event_id: UUID) -> Response:
    """Give the scan that proves a step away byte for byte."""
    letter = load(letter_id)
    event = queries.get_event(current_session(), letter, event_id)
    if event.scan_hash is None:
        raise NotFound("letter_event", event_id)
    note_look(letter, "letter.scan")
    kept = get_file(current_session(), event.scan_hash)
    return send_file(
        open_file(event.scan_hash),
        mimetype=kept.media_type,
        as_attachment=True,
        download_name=event.scan_name,
    )
