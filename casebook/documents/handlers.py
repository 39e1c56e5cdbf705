"""Background work of papers: rendering one, and telling when a rendering was given up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import current_app
from flask_babel import lazy_gettext as _l

from casebook.documents import actions
from casebook.documents.making import DEMO_MARK, make
from casebook.jobs.handlers import register
from casebook.kernel import clock

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext


def _render(context: JobContext) -> dict[str, Any]:
    """Make both files while nobody waits for the database, then keep them."""
    document_id = UUID(context.payload["document"])
    mark = DEMO_MARK if current_app.config["CASEBOOK"].is_demo else ""
    with context.reading() as reader:
        contents = actions.contents_of(reader, document_id)
    if contents is not None:
        made = make(contents, mark=mark)
        actions.keep_rendered(context.session, document_id=document_id, made=made, now=clock.now())
    return {"url": f"/documents/{document_id}"}


def _tell(context: JobContext) -> dict[str, Any]:
    return {"failed": actions.tell_failures(context.session, now=clock.now())}


register(actions.RENDER_JOB, _render, title=_l("生成文书文件"))
register("documents:failures", _tell, title=_l("提醒没有生成的文书"), every=timedelta(minutes=10))
