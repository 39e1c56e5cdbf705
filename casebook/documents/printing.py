"""Printing a form of the catalogue for what keeps its own facts: letters and papers of supervision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.documents import making, templates
from casebook.documents.rules import FORMS, checked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.documents.rules import FormCode
    from casebook.documents.rules.sheet import Sheet


@dataclass(frozen=True)
class Head:
    """Whose paper it is, with its number and day; a draft has neither."""

    county_code: str
    agency: str
    stamp_name: str
    number: str | None
    on: date | None


def print_form(
    session: Session, form: FormCode, facts: Mapping[str, Any], head: Head, *, today: date
) -> bytes:
    """Return the PDF of a form by the county's template of its day; blank fields become "/".

    What the form has no field for is left out. A paper without a number is marked as a draft.
    """
    return making.make_pdf(_sheet(session, form, facts, head, today=today))[0]


def word_form(
    session: Session, form: FormCode, facts: Mapping[str, Any], head: Head, *, today: date
) -> bytes:
    """Return the same page as `print_form` as a DOCX, for who must still write on it."""
    return making.make_docx(_sheet(session, form, facts, head, today=today))


def _sheet(session: Session, form: FormCode, facts: Mapping[str, Any], head: Head, *, today: date) -> Sheet:
    sheet = FORMS[form]
    named = {name: value for name, value in facts.items() if sheet.field(name) and value}
    source = templates.find_in_force(session, head.county_code, form, head.on or today)
    contents = making.Contents(
        form=form,
        facts=checked(sheet, named),
        agency=head.agency,
        stamp_name=head.stamp_name,
        number=head.number,
        issued_on=head.on,
        source=source.source,
    )
    mark = "" if head.number else making.PREVIEW_MARK
    return making.lay_out(contents, mark)
