"""Which wording of a form is in force: the bureau's own from its day on, else the house's.

The house's own lie in `templates/letters/forms/F27.html`. What many of them share stands there once, in
files that begin with `_`; it is put in before anybody sees the template, so that the bureau's own wording
starts from a whole one and may name nothing outside itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.config import ROOT
from casebook.documents.models import TemplateVersion
from casebook.kernel.errors import NotFound
from casebook.kernel.hashing import digest

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.documents.rules import FormCode

FOLDER = ROOT / "templates" / "letters" / "forms"
_PIECE = re.compile(r'\{% include "(_\w+)" %\}')


@dataclass(frozen=True)
class InForce:
    """A template as it is used: version 0 is the house's own."""

    version: int
    source: str

    @property
    def source_hash(self) -> str:
        """Hash of its text."""
        return digest(self.source.encode())


def find_in_force(session: Session, county_code: str, form: FormCode, on: date) -> InForce:
    """Return the template of a form that is in force on a day."""
    query = select(TemplateVersion).where(
        TemplateVersion.county_code == county_code,
        TemplateVersion.form == form,
        TemplateVersion.valid_from <= on,
    )
    order = (TemplateVersion.valid_from.desc(), TemplateVersion.version.desc())
    found = session.scalars(query.order_by(*order).limit(1)).first()
    if found is None or not found.source:
        return InForce(0, own_source(form))
    return InForce(found.version, found.source)


def get_version(session: Session, county_code: str, form: FormCode, version: int) -> InForce:
    """Return a version of a form's template; 0 is the house's own. NotFound for one that is not there."""
    if version == 0:
        return InForce(0, own_source(form))
    return InForce(version, get_row(session, county_code, form, version).source)


def get_row(session: Session, county_code: str, form: FormCode, version: int) -> TemplateVersion:
    """Return the bureau's version of a form's template, or raise NotFound."""
    query = select(TemplateVersion).where(
        TemplateVersion.county_code == county_code,
        TemplateVersion.form == form,
        TemplateVersion.version == version,
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("template", f"{form} {version}")
    return found


def list_versions(session: Session, county_code: str, form: FormCode | None = None) -> list[TemplateVersion]:
    """Return the bureau's versions, of one form or of all, the newest first."""
    query = select(TemplateVersion).where(TemplateVersion.county_code == county_code)
    if form is not None:
        query = query.where(TemplateVersion.form == form)
    return list(session.scalars(query.order_by(TemplateVersion.form, TemplateVersion.version.desc())))


def own_source(form: FormCode) -> str:
    """Return the house's own template of a form, with the pieces that it shares put in."""
    return house_source(f"{form}")


@cache
def house_source(name: str) -> str:
    """Return a template of the house by its file's name, with the pieces that it shares put in."""
    text = (FOLDER / f"{name}.html").read_text(encoding="utf-8")
    return _PIECE.sub(lambda found: house_source(found[1]).rstrip("\n"), text)
