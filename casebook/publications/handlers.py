"""The hourly look for served decisions whose publication is owed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from casebook.jobs.handlers import register
from casebook.kernel import clock
from casebook.publications import actions

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext


def _gather(context: JobContext) -> dict[str, Any]:
    return {"owed": actions.gather(context.session, now=clock.now())}


register("publications:gather", _gather, title=_l("查找应当公示的决定"), every=timedelta(hours=1))
