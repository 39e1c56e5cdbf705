"""Background work of letters: the hours after an approval begin without anybody's hand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from casebook.handovers import actions
from casebook.jobs.handlers import register
from casebook.kernel import clock

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext


def _start(context: JobContext) -> dict[str, Any]:
    return {"started": actions.start_hand_over_clocks(context.session, now=clock.now())}


register("handovers:clocks", _start, title=_l("起算移送公安机关的期限"), every=timedelta(minutes=10))
