"""What several handlers share: the step of an address, and its page with the forms of what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for

from casebook.kernel import clock
from casebook.supervision import presenters, queries
from casebook.supervision.forms import (
    CloseForm,
    IssueForm,
    ReasonForm,
    ReplyForm,
    SweepForm,
    SweptForm,
    TalkForm,
)
from casebook.web.guard import current_actor
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.supervision.models import SupervisionStep
    from casebook.supervision.presenters import StepPage
    from casebook.web.forms import Form

    Answer = str | Response | tuple[str, int]


def load(step_id: UUID) -> SupervisionStep:
    """Return the step of an address."""
    return queries.get_step(current_session(), step_id, current_actor())


def step_page(step_id: UUID, **refused: Form) -> Answer:
    """Return a step's page with the forms of what comes next; a refused one keeps what was typed."""
    row = load(step_id)
    has_conflict = any(form.conflict is not None for form in refused.values())
    for form in refused.values() if has_conflict else ():
        form["base_version"].data, form["base_version"].raw_data = row.version, None
    page = presenters.step_page(current_session(), row, current_actor(), clock.today())
    shown = render_template("supervision/show.html", page=page, forms=_blank_forms(page) | refused)
    return (shown, 409 if has_conflict else 422) if refused else shown


def back(step_id: UUID, words: str) -> Response:
    """Go back to the step with what was done."""
    flash(words, "success")
    return redirect(url_for("supervision.show", step_id=step_id))


def _blank_forms(page: StepPage) -> dict[str, Form]:
    row, today = page.row, clock.today()
    base: dict[str, object] = {"base_version": row.version}
    dated = {**base, "on": today}
    issue = {**dated, "to_person": row.unit, "demand": page.default_demand}
    return {
        "issue": IssueForm(formdata=None, prefix="issue", data=issue),
        "drop": ReasonForm(formdata=None, prefix="drop", data=base),
        "reply": ReplyForm(formdata=None, prefix="reply", data=dated),
        "return": ReasonForm(formdata=None, prefix="return", data=base),
        "talk": TalkForm(formdata=None, prefix="talk", data=dated),
        "sweep": SweepForm(formdata=None, prefix="sweep", data=base),
        "swept": SweptForm(formdata=None, prefix="swept", data=base),
        "close": CloseForm(formdata=None, prefix="close", data=base),
    }
