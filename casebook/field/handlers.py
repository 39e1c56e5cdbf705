"""Background work of sync and of packages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from casebook.field.actions import drafts, numbers, operations, packing
from casebook.jobs.handlers import register
from casebook.kernel import clock

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext


def _retry(context: JobContext) -> dict[str, Any]:
    return {"operations": operations.retry_unsettled(context.session, now=clock.now())}


def _end_packages(context: JobContext) -> dict[str, Any]:
    now = clock.now()
    ended = packing.drop_expired(context.session, now=now)
    return {
        "packages": ended,
        "numbers": numbers.void_expired(context.session, now=now),
        "drafts": drafts.forget_filed(context.session),
    }


register("field:retry", _retry, title=_l("重试未能入库的外业数据"), every=timedelta(minutes=5))
register("field:packages", _end_packages, title=_l("清理到期的外业工作包和编号"), every=timedelta(hours=6))
