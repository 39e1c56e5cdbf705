"""Background work of packages: making one, and clearing old files."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from casebook.accounts.queries import actor_of, get_officer
from casebook.dossier import actions, files, making
from casebook.jobs.handlers import register
from casebook.kernel import clock
from casebook.kernel.errors import Forbidden

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext

PACKAGE_JOB = "dossier:package"
BUNDLE_JOB = "dossier:bundle"


def _make(context: JobContext) -> dict[str, Any]:
    if context.requested_by is None:
        raise Forbidden("not_signed_in")
    settings, session, now = current_app.config["CASEBOOK"], context.session, clock.now()
    number = context.payload["number"]
    with context.reading() as reader:
        actor = actor_of(get_officer(reader, context.requested_by), device="worker")
    directory = files.folder(settings.data_path)
    written, path = making.write(
        session, actor=actor, now=now, number=number, settings=settings, directory=directory
    )
    made = actions.register_package(session, actor=actor, now=now, written=written)
    path.replace(files.path_of(settings.data_path, made.id))
    return {"url": f"/packages/{number}"}


def _bind(context: JobContext) -> dict[str, Any]:
    if context.requested_by is None:
        raise Forbidden("not_signed_in")
    settings, session, now = current_app.config["CASEBOOK"], context.session, clock.now()
    number = context.payload["number"]
    with context.reading() as reader:
        actor = actor_of(get_officer(reader, context.requested_by), device="worker")
    written, bound, path = making.write_bundle(
        session,
        actor=actor,
        now=now,
        number=number,
        settings=settings,
        directory=files.folder(settings.data_path),
        told=context.progress,
    )
    made = actions.register_bundle(session, actor=actor, now=now, written=written, bound=bound)
    path.replace(files.path_of(settings.data_path, made.id))
    return {"url": f"/cases/{number}/archive"}


def _sweep(_context: JobContext) -> dict[str, Any]:
    return {"removed": files.sweep(current_app.config["CASEBOOK"].data_path, clock.now())}


register(PACKAGE_JOB, _make, title=_l("制作取证包"))
register(BUNDLE_JOB, _bind, title=_l("装订卷宗"))
register("dossier:sweep", _sweep, title=_l("清理过期的取证包文件"), every=timedelta(hours=6))
