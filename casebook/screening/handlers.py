"""The nightly screening of every county, and a run that an officer asked for."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from casebook.access import Actor
from casebook.accounts.queries import actor_of, get_officer
from casebook.jobs.handlers import register
from casebook.kernel import clock
from casebook.screening import actions, queries

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext
    from casebook.screening.models import ScreeningRun

RUN_JOB, NIGHTLY_JOB = "screening:run", "screening:nightly"


def _screen(context: JobContext, actor: Actor, as_of: date) -> ScreeningRun:
    """Find without holding the write lock, then store in one go."""
    started = time.monotonic()
    with context.reading() as session:
        found = queries.collect(session, actor.county_code, as_of, clock.today(), progress=context.progress)
    return actions.store(
        context.session, actor=actor, now=clock.now(), found=found, seconds=time.monotonic() - started
    )


def _run(context: JobContext) -> dict[str, Any]:
    with context.reading() as session:
        asked = None if context.requested_by is None else get_officer(session, context.requested_by)
        actor = (
            Actor(None, "system", None, "", context.payload["county"]) if asked is None else actor_of(asked)
        )
    row = _screen(context, actor, date.fromisoformat(context.payload["as_of"]))
    return {"url": f"/screening/runs/{row.number}", "hits": row.hits}


def _nightly(context: JobContext) -> dict[str, Any]:
    with context.reading() as session:
        counties = queries.list_counties(session)
    told = {}
    for county in counties:
        told[county] = _screen(context, Actor(None, "system", None, "", county), clock.today()).hits
    return {"hits": told}


register(RUN_JOB, _run, title=_l("筛查"))
register(NIGHTLY_JOB, _nightly, title=_l("夜间筛查"), every=timedelta(hours=24))
