"""Background work of imports: judging and applying large registers."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import current_app
from flask_babel import lazy_gettext as _l

from casebook.accounts.queries import actor_of, get_officer
from casebook.intake import actions, queries
from casebook.intake.queries.batches import APPLY_JOB, PREVIEW_JOB
from casebook.intake.rules.settings import RegisterSettings
from casebook.jobs.handlers import register
from casebook.kernel import clock
from casebook.kernel.errors import Forbidden

if TYPE_CHECKING:
    from casebook.access import Actor
    from casebook.intake.models import ImportBatch
    from casebook.intake.queries import Judgement
    from casebook.jobs.context import JobContext


def _actor(context: JobContext) -> Actor:
    if context.requested_by is None:
        raise Forbidden("not_signed_in")
    return actor_of(get_officer(context.session, context.requested_by), device="worker")


def _batch(context: JobContext, actor: Actor) -> ImportBatch:
    return queries.get_batch(context.session, UUID(context.payload["batch_id"]), actor)


def _judged(context: JobContext, stack: ExitStack) -> Judgement:
    """Judge the batch's file without holding the write lock."""
    settings = current_app.config["CASEBOOK"]
    rules = RegisterSettings(settings.well_code_pattern, settings.well_limits)
    with context.reading() as session:
        batch = _batch(context, _actor(context))
        return stack.enter_context(queries.judge_batch(session, batch, rules, context.progress))


def _page(batch: ImportBatch) -> dict[str, Any]:
    return {"url": f"/wells/import/{batch.id}"}


def _preview(context: JobContext) -> dict[str, Any]:
    with ExitStack() as stack:
        judgement = _judged(context, stack)
        actor = _actor(context)
        batch = actions.preview_batch(
            context.session, actor=actor, batch=_batch(context, actor), judgement=judgement
        )
        return _page(batch)


def _apply(context: JobContext) -> dict[str, Any]:
    with ExitStack() as stack:
        judgement = _judged(context, stack)
        actor = _actor(context)
        batch = _batch(context, actor)
        actions.apply_batch(
            context.session,
            actor=actor,
            now=clock.now(),
            batch=batch,
            judgement=judgement,
            with_changes=batch.with_changes,
            progress=context.progress,
        )
        return _page(batch)


register(PREVIEW_JOB, _preview, title=_l("核对取水井台账"))
register(APPLY_JOB, _apply, title=_l("导入取水井台账"))
