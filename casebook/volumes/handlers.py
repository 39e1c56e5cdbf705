"""Background work of volumes: taking in large files."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from casebook.accounts.queries import actor_of, get_officer
from casebook.jobs.handlers import register
from casebook.kernel import clock
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.volumes.actions import uploads as actions
from casebook.volumes.queries import uploads as queries
from casebook.web.labels import message

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.jobs.context import JobContext
    from casebook.volumes.models import ReadingUpload


def _loaded(context: JobContext, session: Session) -> tuple[ReadingUpload, Actor]:
    if context.requested_by is None:
        raise Forbidden("not_signed_in")
    actor = actor_of(get_officer(session, context.requested_by), device="worker")
    return queries.get_upload(session, UUID(context.payload["upload_id"]), actor), actor


def _take_in(context: JobContext) -> dict[str, Any]:
    """Read the file without holding the write lock, then take it in by one transaction."""
    now = clock.now()
    with ExitStack() as stack:
        with context.reading() as session:
            waiting, _actor = _loaded(context, session)
            file_hash, kind = waiting.file_hash, waiting.kind
        try:
            spool = stack.enter_context(actions.read_upload(file_hash, kind, now))
        except RuleBroken as fault:
            upload, _actor = _loaded(context, context.session)
            actions.refuse_upload(context.session, now=now, upload=upload, reason=message(fault))
        else:
            upload, actor = _loaded(context, context.session)
            actions.take_in(context.session, actor=actor, now=now, upload=upload, spool=spool)
        return {"url": f"/volumes/uploads/{upload.id}"}


register(queries.JOB, _take_in, title=_l("导入抄表和用电"))
