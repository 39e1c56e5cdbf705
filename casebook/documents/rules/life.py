"""The life of a paper: one table. A number once taken stays taken, whatever becomes of the paper."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from casebook.documents.rules.form import Form


class DocumentState(StrEnum):
    """Where a paper stands."""

    DRAFT = "draft"
    """Its facts may still change; it bears no number."""
    ISSUED = "issued"
    """Number taken, facts frozen with their hash."""
    STAMPING = "stamping"
    """On its way to a seal: registered and not checked yet, or out to a seal service."""
    STAMPED = "stamped"
    SERVED = "served"
    VOID = "void"


class Rendering(StrEnum):
    """How far the worker is with PDF and DOCX."""

    NONE = "none"
    """Nothing is due: a draft."""
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    """Given up after several attempts; the reason stands beside it."""


_S = DocumentState
TRANSITIONS = {
    _S.DRAFT: frozenset({_S.ISSUED, _S.VOID}),
    _S.ISSUED: frozenset({_S.STAMPING, _S.SERVED, _S.VOID}),
    _S.STAMPING: frozenset({_S.STAMPED, _S.ISSUED, _S.VOID}),
    _S.STAMPED: frozenset({_S.SERVED, _S.VOID}),
    _S.SERVED: frozenset[DocumentState](),
    _S.VOID: frozenset[DocumentState](),
}


def follows(form: Form, state: DocumentState) -> frozenset[DocumentState]:
    """Return what may become of a paper of this form: without a seal or without service it skips the step."""
    after = TRANSITIONS[state]
    if not form.needs_stamp:
        after -= {_S.STAMPING}
    if not form.is_served or (form.needs_stamp and state is _S.ISSUED):
        after -= {_S.SERVED}
    return after


def step(form: Form, state: DocumentState, to: DocumentState) -> None:
    """Refuse a step that is not in the table for this form."""
    if to not in follows(form, state):
        raise RuleBroken("document_state", title=form.title, state=state, to=to)


def is_final(form: Form, state: DocumentState) -> bool:
    """Say whether a paper is as good as it gets: served, stamped or issued, by what its form asks."""
    if form.is_served:
        return state is _S.SERVED
    return state is (_S.STAMPED if form.needs_stamp else _S.ISSUED)
