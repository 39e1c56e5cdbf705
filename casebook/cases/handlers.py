"""Background work of casework: forgetting who reported."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from casebook.cases.actions import forget_callers
from casebook.jobs.handlers import register
from casebook.kernel import clock

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext

FORGET_JOB = "cases:forget_callers"


def _forget(context: JobContext) -> dict[str, Any]:
    return {"forgotten": forget_callers(context.session, now=clock.now())}


register(FORGET_JOB, _forget, title=_l("清除举报来源标记"), every=timedelta(hours=6))
