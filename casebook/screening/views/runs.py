"""Runs: the list, one run with what it said, and asking for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from casebook.access import Permission
from casebook.jobs.actions import enqueue
from casebook.kernel import clock
from casebook.screening import presenters, queries
from casebook.screening.actions.running import check_may_run
from casebook.screening.forms import RunForm
from casebook.screening.handlers import RUN_JOB
from casebook.screening.rules import RuleId
from casebook.screening.views.blueprint import blueprint
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    Answer = str | Response | tuple[str, int]


@blueprint.get("/runs")
@requires(Permission.SCREENING_SEE)
def runs() -> str:
    """List runs, newest first."""
    page = queries.page_runs(current_session(), current_actor(), cursor=request.args.get("after"))
    return render_template("screening/runs.html", page=page)


@blueprint.get("/runs/<int:number>")
@requires(Permission.SCREENING_SEE)
def run(number: int) -> str:
    """Show one run: by which rules it went, and what it said."""
    session, actor = current_session(), current_actor()
    found = queries.get_run(session, number, actor)
    asked = request.args.get("rule", "")
    rule = RuleId(asked) if asked in set(RuleId) else None
    page = queries.page_run_hits(session, found, actor, rule=rule, cursor=request.args.get("after"))
    return render_template(
        "screening/run.html",
        run=found,
        rule=rule,
        counts=presenters.run_counts(found),
        comparison=presenters.run_comparison(session, found),
        page=page,
        lines=presenters.hit_lines(session, page.items, actor),
    )


@blueprint.route("/runs/new", methods=["GET", "POST"])
@requires(Permission.SCREENING_RUN)
def ask_run() -> Answer:
    """Have the worker screen the county as of a day."""
    actor, form = current_actor(), RunForm(data={"as_of": clock.today()})

    def act() -> UUID:
        as_of, now = given(form.as_of), clock.now()
        check_may_run(actor, as_of, now)
        return enqueue(
            current_session(),
            kind=RUN_JOB,
            payload={"county": actor.county_code, "as_of": as_of.isoformat()},
            now=now,
            requested_by=actor.officer_id,
            dedupe_key=f"{actor.county_code}:{as_of}",
        ).id

    job_id = form.submit(act)
    if job_id:
        return redirect(url_for("jobs.show", job_id=job_id))
    return render_template("screening/ask_run.html", form=form), 422 if form.errors else 200
