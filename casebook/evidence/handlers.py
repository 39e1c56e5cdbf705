"""Background work of evidence: previews, and the hourly seal of who looked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from casebook.evidence import actions
from casebook.jobs.handlers import register
from casebook.kernel import clock

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext


def _make_previews(context: JobContext) -> dict[str, Any]:
    made = [
        actions.make_preview(context.session, item_id=UUID(item), now=clock.now())
        for item in context.payload["items"]
    ]
    return {"previews": [one.file_hash for one in made if one]}


def _seal_looks(context: JobContext) -> dict[str, Any]:
    return {"looks": actions.seal_looks(context.session, now=clock.now())}


register(actions.PREVIEW_JOB, _make_previews, title=_l("生成照片预览"))
register("evidence:seal_looks", _seal_looks, title=_l("封存查阅记录"), every=timedelta(hours=1))
