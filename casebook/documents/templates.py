"""Which wording of a form is in force: the bureau's own from its day on, else the house's.

The house's own lie in `templates/letters/forms/F27.html`; a form that has none there is laid out as a
table of its fields, so that every paper can be made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.config import ROOT
from casebook.documents.models import TemplateVersion
from casebook.documents.rules import FORMS, FieldKind, FormCode
from casebook.kernel.errors import NotFound
from casebook.kernel.hashing import digest

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.documents.rules import Field

FOLDER = ROOT / "templates" / "letters" / "forms"


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


@cache
def own_source(form: FormCode) -> str:
    """Return the house's own template of a form."""
    path = FOLDER / f"{form}.html"
    if path.is_file():
        return path.read_text(encoding="utf-8")
    return "<table>\n" + "\n".join(_row(field) for field in FORMS[form].fields) + "\n</table>\n"


def _row(field: Field) -> str:
    if field.kind is FieldKind.ROWS:
        cells = "；".join(f"{{{{ row.{name} }}}}" for name, _label in field.columns)
        value = f"{{% for row in {field.name} %}}<p>{cells}</p>{{% else %}}/{{% endfor %}}"
    else:
        value = f"{{{{ {field.name} }}}}"
    return f"<tr><th>{field.label}</th><td>{value}</td></tr>"
