"""`casebook documents`: specimens of every form, to be looked at before they are used."""

from __future__ import annotations

from pathlib import Path

import click
from flask_babel import gettext as _

from casebook.documents import specimens
from casebook.documents.making import lay_out, make_pdf
from casebook.documents.rules import FORMS
from casebook.documents.words import docx_of
from casebook.web.terminal import in_app

_FACTS = {"least": specimens.least, "usual": specimens.usual, "most": specimens.most}


@click.group()
def documents() -> None:
    """Look at the papers of the house."""


@documents.command()
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder that the files are written to; made where it is missing.",
)
@click.option("--form", "codes", multiple=True, type=click.Choice(sorted(FORMS)), help="Only this form.")
@click.option(
    "--facts",
    type=click.Choice(sorted(_FACTS)),
    default="usual",
    show_default=True,
    help="Filled as a common case, as little as may be, or with names and stories as long as they come.",
)
@in_app
def specimen(folder: Path, codes: tuple[str, ...], facts: str) -> None:
    """Print every form in the house's wording with invented facts, as PDF and DOCX."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [form for code, form in FORMS.items() if not codes or code in codes]
    for form in chosen:
        sheet = lay_out(specimens.specimen(form.code, _FACTS[facts](form.code)), specimens.MARK)
        pdf, _pages = make_pdf(sheet)
        name = f"{form.code}-{form.title}"
        (folder / f"{name}.pdf").write_bytes(pdf)
        (folder / f"{name}.docx").write_bytes(docx_of(sheet))
    click.echo(_("已写出 %(n)s 种文书的样张：%(folder)s", n=len(chosen), folder=folder))


commands = (documents,)
