"""On the desk of who keeps the figures: open queries, calibrations, broken seals, stopped meters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.volumes import queries
from casebook.volumes.queries import MeterFilter, QueryFilter
from casebook.volumes.rules.metering import CalibrationState
from casebook.web.waiting import Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """Offer queries to whoever imports figures, and meters to whoever keeps them, by four statements."""
    if actor.can(Permission.READING_IMPORT):
        asked = queries.count_queries(session, actor, QueryFilter())
        if asked:
            yield Task(_("核对水量疑问"), _("待核 %(n)s 条", n=asked), url_for("volumes.asked"))
    if actor.can(Permission.METER_EDIT):
        overdue = CalibrationState.OVERDUE
        late = queries.count_meters(session, actor, MeterFilter(today=today, calibration=overdue))
        if late:
            url = url_for("volumes.meters", calibration=overdue.value)
            yield Task(_("安排水表检定"), _("检定已过期 %(n)s 块", n=late), url)
        broken = queries.count_meters(session, actor, MeterFilter(today=today, seal="broken"))
        if broken:
            url = url_for("volumes.meters", seal="broken")
            yield Task(_("重新加铅封"), _("铅封破损 %(n)s 块", n=broken), url)
        stopped = queries.count_meters(session, actor, MeterFilter(today=today, is_stopped=True))
        if stopped:
            url = url_for("volumes.meters", turning="stopped")
            yield Task(_("安排水表维修或换表"), _("水表停走 %(n)s 块", n=stopped), url)
