"""The papers of a case: what it has, what its next step waits for, what else may be drawn up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.cases.actions.paper_course import is_to_serve
from casebook.cases.queries.facts import facts_of
from casebook.cases.rules.drawing_up import offers
from casebook.cases.rules.papers import PER_PARTY
from casebook.documents.queries import list_documents
from casebook.documents.rules import FORMS, DocumentState
from casebook.parties import presenters as parties
from casebook.web.labels import label
from casebook.web.wording import labelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.queries.file import CaseFile
    from casebook.documents.models import Document
    from casebook.documents.rules import FormCode, Stage


@dataclass(frozen=True)
class DueLine:
    """A paper that the next step rests on."""

    form: FormCode
    stage: Stage
    is_first: bool
    party: UUID | None = None
    """In a case of several parties: the one that it is made out to."""
    name: str = ""


@dataclass(frozen=True)
class PapersPage:
    """The page /cases/<number>/papers."""

    rows: tuple[tuple[Document, str], ...]
    """Each with the party that it is made out to, where a case has several."""
    due: tuple[DueLine, ...]
    """Papers that the next step rests on, not made yet; nothing for who may not draw up."""
    others: tuple[tuple[str, str], ...]
    """(code, words) of what else may be drawn up."""


def papers_page(session: Session, file: CaseFile, actor: Actor, *, today: date) -> PapersPage:
    """Return what the page of a case's papers shows."""
    rows = list_documents(session, [file.case.id])
    standing = [one for one in rows if one.state is not DocumentState.VOID]
    made = _made(file, standing)
    proposal = facts_of(file, on=today).proposal
    found = offers(
        file.case.status,
        made={form for form, lacking in made.items() if not lacking},
        unserved=any(is_to_serve(one) for one in standing),
        needs_hearing=proposal is not None and proposal.needs.hearing,
    )
    if not actor.can(Permission.DOCUMENT_MAKE):
        found = ()
    return PapersPage(
        rows=tuple((one, _name(file, file.party_of_paper(one.id))) for one in rows),
        due=tuple(_due(file, [one.form for one in found if one.is_due], made)),
        others=tuple((one.form.value, _words(one.form)) for one in found if not one.is_due),
    )


def _made(file: CaseFile, standing: Sequence[Document]) -> dict[FormCode, list[UUID | None]]:
    """Return for each form that there is, for which parties it still has to be made."""
    found: dict[FormCode, list[UUID | None]] = {}
    for one in standing:
        party = file.party_of_paper(one.id)
        lacking = found.setdefault(one.form, _lacking(file, one.form))
        found[one.form] = [] if party is None else [each for each in lacking if each != party]
    return found


def _lacking(file: CaseFile, form: FormCode) -> list[UUID | None]:
    """Return for whom a form that is not there yet is made: each of several parties, or the case."""
    several = form in PER_PARTY and len(file.parties) > 1
    return [one.id for one in file.parties] if several else [None]


def _due(
    file: CaseFile, forms: Sequence[FormCode], made: Mapping[FormCode, list[UUID | None]]
) -> Iterator[DueLine]:
    is_first = True
    for form in forms:
        for party in made.get(form) or _lacking(file, form):
            yield DueLine(form, FORMS[form].stage, is_first, party, _name(file, party))
            is_first = False


def _name(file: CaseFile, party: UUID | None) -> str:
    return next((parties.masked(one).name for one in file.parties if one.id == party), "")


def _words(form: FormCode) -> str:
    return labelled(label(FORMS[form].stage), label(form))
