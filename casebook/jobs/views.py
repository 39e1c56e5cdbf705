"""The progress page of a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from casebook.access import Permission
from casebook.jobs import queries
from casebook.jobs.presenters import JobView
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")


@blueprint.get("/<uuid:job_id>")
@requires(Permission.ACCOUNT_OWN)
def show(job_id: UUID) -> str:
    """Show how far a job is; the page asks again by itself while it is open."""
    job = queries.get_job(current_session(), job_id, current_actor())
    return render_template("jobs/show.html", job=JobView.of(job))
