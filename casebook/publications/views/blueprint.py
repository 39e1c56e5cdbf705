"""The blueprints that the pages of this feature hang on, and what several handlers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.kernel import clock
from casebook.publications import presenters, queries
from casebook.publications.forms import (
    DecisionForm,
    DownForm,
    ExemptForm,
    PublishForm,
    ReasonForm,
    RepairForm,
    SeenForm,
)
from casebook.web.guard import current_actor
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.kernel.subjects import Subject
    from casebook.publications.models import Publication
    from casebook.web.forms import Form

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("publications", __name__, url_prefix="/publications")
records_blueprint = Blueprint("compliance", __name__, url_prefix="/parties")


def load(publication_id: UUID) -> Publication:
    """Return the publication of an address."""
    return queries.get_publication(current_session(), publication_id, current_actor())


def look(subject: Subject, what: str) -> None:
    """Log who sees personal data."""
    if request.method == "GET":
        with beside() as session:
            record_look(session, actor=current_actor(), now=clock.now(), subject=subject, what=what)


def asks_personal() -> bool:
    """Say whether the reader may see personal data and asks for it; such a look is logged."""
    return bool(request.args.get("personal")) and current_actor().can(Permission.PARTY_SEE_PERSONAL)


def publication_page(publication_id: UUID, **refused: Form) -> Answer:
    """Return a publication's page with the forms of what comes next; a refused one keeps what was typed."""
    row, actor = load(publication_id), current_actor()
    is_open = asks_personal()
    if is_open:
        look(queries.subject_of(row), "publication")
    has_conflict = any(form.conflict is not None for form in refused.values())
    for form in refused.values() if has_conflict else ():
        if "base_version" in form:
            form["base_version"].data, form["base_version"].raw_data = row.version, None
    page = presenters.publication_page(current_session(), row, actor, clock.today(), is_open=is_open)
    forms = _blank_forms(row) | refused
    shown = render_template("publications/show.html", page=page, forms=forms)
    return (shown, 409 if has_conflict else 422) if refused else shown


def back(publication_id: UUID, words: str) -> Response:
    """Go back to the publication with what was done."""
    flash(words, "success")
    return redirect(url_for("publications.show", publication_id=publication_id))


def _blank_forms(row: Publication) -> dict[str, Form]:
    base: dict[str, object] = {"base_version": row.version}
    dated = {**base, "on": clock.today()}
    exempt, down = (
        ExemptForm(formdata=None, prefix="exempt", data=base),
        DownForm(formdata=None, prefix="down", data=dated),
    )
    decide = DecisionForm(formdata=None, prefix="decide")
    for form in (exempt, down, decide):
        form.offer()
    return {
        "exempt": exempt,
        "confirm": SeenForm(formdata=None, prefix="confirm", data=base),
        "return": ReasonForm(formdata=None, prefix="return", data=base),
        "publish": PublishForm(formdata=None, prefix="publish", data=dated),
        "down": down,
        "repair": RepairForm(formdata=None, prefix="repair", data={"asked_on": clock.today()}),
        "decide": decide,
        "withdraw": ReasonForm(formdata=None, prefix="withdraw"),
    }
