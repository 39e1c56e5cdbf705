"""The papers of a case: what it has, what its next step waits for, what else may be drawn up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.cases.actions.paper_course import is_to_serve
from casebook.cases.queries.facts import facts_of
from casebook.cases.rules.drawing_up import offers
from casebook.documents.queries import list_documents
from casebook.documents.rules import FORMS, DocumentState
from casebook.web.labels import label
from casebook.web.wording import labelled

if TYPE_CHECKING:
    from datetime import date

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


@dataclass(frozen=True)
class PapersPage:
    """The page /cases/<number>/papers."""

    rows: tuple[Document, ...]
    due: tuple[DueLine, ...]
    """Papers that the next step rests on, not made yet; nothing for who may not draw up."""
    others: tuple[tuple[str, str], ...]
    """(code, words) of what else may be drawn up."""


def papers_page(session: Session, file: CaseFile, actor: Actor, *, today: date) -> PapersPage:
    """Return what the page of a case's papers shows."""
    rows = list_documents(session, [file.case.id])
    standing = [one for one in rows if one.state is not DocumentState.VOID]
    proposal = facts_of(file, on=today).proposal
    found = offers(
        file.case.status,
        made={one.form for one in standing},
        unserved=any(is_to_serve(one) for one in standing),
        needs_hearing=proposal is not None and proposal.needs.hearing,
    )
    if not actor.can(Permission.DOCUMENT_MAKE):
        found = ()
    return PapersPage(
        rows=tuple(rows),
        due=tuple(
            DueLine(one.form, FORMS[one.form].stage, is_first=place == 0)
            for place, one in enumerate(each for each in found if each.is_due)
        ),
        others=tuple((one.form.value, _words(one.form)) for one in found if not one.is_due),
    )


def _words(form: FormCode) -> str:
    return labelled(label(FORMS[form].stage), label(form))
