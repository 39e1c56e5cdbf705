"""The nightly proposal of steps of the ladder."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from casebook.jobs.handlers import register
from casebook.kernel import clock
from casebook.supervision import actions

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext


def _propose(context: JobContext) -> dict[str, Any]:
    return {"proposed": actions.propose_all(context.session, now=clock.now())}


register("supervision:propose", _propose, title=_l("提出逾期督办建议"), every=timedelta(hours=24))
