"""The page that a step with a short form takes: the one that problems and cases take as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

if TYPE_CHECKING:
    from casebook.web.forms import Form


def show_step(
    form: Form, title: str, number: str, back: str, about: str, *, kind: str = "primary", files: bool = False
) -> tuple[str, int]:
    """Return a step's page: what it is, what it is about, its fields in order; 422 when it was refused."""
    told = {"title": title, "number": number, "back": back, "about": about, "kind": kind, "files": files}
    return render_template("cases/step.html", form=form, **told), 422 if form.errors else 200
