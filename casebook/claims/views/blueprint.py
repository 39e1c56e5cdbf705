"""The blueprint that the pages of this feature hang on, and how a form is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from casebook.claims.forms import StepForm

Answer = Response | str | tuple[str, int]

blueprint = Blueprint("claims", __name__, url_prefix="/claims")


def answer(
    form: StepForm,
    *,
    title: str,
    back: dict[str, str],
    lead: str = "",
    submit: str = "",
    version: int | None = None,
) -> Answer:
    """Answer a form that was opened or refused; after somebody else's step it builds on that one."""
    if form.conflict is not None and version is not None:
        form.rebase(version)
    body = render_template(
        "claims/form.html", form=form, title=title, back=back, lead=lead, submit=submit or title
    )
    return body, 409 if form.conflict is not None else 422 if form.errors else 200
