"""The decision of a publication as the sheet that was issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.documents.actions import frozen_contents
from casebook.documents.making import lay_out
from casebook.documents.rules import FORMS
from casebook.documents.rules.sheet import head_words, sheet_of
from casebook.kernel.errors import RuleBroken
from casebook.publications.rules.paper import parts_of_facts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.documents.models import Document
    from casebook.documents.rules.sheet import Sheet


def sheet_of_decision(session: Session, document: Document) -> Sheet:
    """Return a decision as it was laid out when it was issued.

    Where its wording is no longer at hand (the house's own changed since), its frozen facts stand as lines.
    """
    try:
        return lay_out(frozen_contents(session, document))
    except RuleBroken as refusal:
        if refusal.code != "document_template_changed":
            raise
    form, frozen = FORMS[document.form], document.head
    head = head_words(
        form,
        agency=frozen["agency"],
        stamp_name=frozen["stamp_name"],
        number=document.number,
        on=document.issued_on,
    )
    return sheet_of(form, head, parts_of_facts(form, document.contents))
