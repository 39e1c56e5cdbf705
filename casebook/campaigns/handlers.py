"""Background work: the files of a draw in one ZIP."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from casebook.access import Permission
from casebook.accounts.queries import actor_of, get_officer
from casebook.campaigns import actions
from casebook.campaigns.printing import write_spot_files
from casebook.campaigns.queries import get_spot_check
from casebook.dossier import files
from casebook.jobs.handlers import register
from casebook.kernel import clock
from casebook.kernel.errors import Forbidden

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext

SPOT_FILES_JOB = "campaigns:spot_files"


def _pack(context: JobContext) -> dict[str, Any]:
    if context.requested_by is None:
        raise Forbidden("not_signed_in")
    settings, number = current_app.config["CASEBOOK"], context.payload["number"]
    with context.reading() as session, files.writing(files.folder(settings.data_path)) as (target, path):
        actor = actor_of(get_officer(session, context.requested_by), device="worker")
        actor.need(Permission.EVIDENCE_SEE)
        check_id = get_spot_check(session, number, actor).id
        write_spot_files(
            session,
            actor=actor,
            now=clock.now(),
            number=number,
            target=target,
            is_demo=settings.is_demo,
            told=context.progress,
        )
    path.replace(files.path_of(settings.data_path, check_id))
    return {"url": f"/spot-checks/{number}"}


def _tell_overdue(context: JobContext) -> dict[str, Any]:
    return {"told": actions.tell_overdue(context.session, now=clock.now())}


register("campaigns:overdue", _tell_overdue, title=_l("提醒逾期的乡镇任务"), every=timedelta(hours=1))
register(SPOT_FILES_JOB, _pack, title=_l("打包迎检档案"))
