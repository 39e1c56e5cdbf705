"""Background work of sync."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from casebook.field.actions import operations
from casebook.jobs.handlers import register
from casebook.kernel import clock

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext


def _retry(context: JobContext) -> dict[str, Any]:
    return {"operations": operations.retry_unsettled(context.session, now=clock.now())}


register("field:retry", _retry, title=_l("重试未能入库的外业数据"), every=timedelta(minutes=5))
