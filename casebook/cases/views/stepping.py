"""The one page of a step that a short form takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

if TYPE_CHECKING:
    from casebook.web.forms import Form


def show_step(
    form: Form,
    title: str,
    number: str,
    back: str,
    about: str = "",
    *,
    kind: str = "primary",
    files: bool = False,
) -> tuple[str, int]:
    """Return a step's page: what it is, what it is about, its fields in order; 422 when it was refused."""
    page = render_template(
        "cases/step.html",
        form=form,
        title=title,
        number=number,
        back=back,
        about=about,
        kind=kind,
        files=files,
    )
    return page, 422 if form.errors else 200
