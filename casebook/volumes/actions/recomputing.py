"""Finding all figures of a county anew from what is raw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, delete, func, select, type_coerce

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.bulk import load_rows
from casebook.kernel import ids
from casebook.kernel.subjects import Subject
from casebook.volumes.actions.figuring import Changes, figure_anew, hold_figures
from casebook.volumes.models import TownshipMonth, WellMonth
from casebook.volumes.queries.checking import list_well_ids

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor

_REASON = "recompute"


def recompute(session: Session, *, actor: Actor, now: datetime, county_code: str) -> Changes:
    """Find every well's figures from its readings, and sum the townships anew; audited."""
    actor.need(Permission.METER_EDIT)
    actor.need_reach(county_code, "county", county_code)
    hold_figures(session, county_code)
    wells = list_well_ids(session, county_code)
    changes = figure_anew(session, county_code=county_code, well_ids=wells, now=now, reason=_REASON)
    _sum_townships(session, county_code)
    record(
        session,
        actor=actor,
        now=now,
        action="volumes:recompute",
        subject=Subject("county", ids.new_id(), county_code, county_code),
        after={"new": changes.months_new, "changed": changes.months_changed},
    )
    return changes


def _sum_townships(session: Session, county_code: str) -> None:
    session.execute(delete(TownshipMonth).where(TownshipMonth.county_code == county_code))
    row = WellMonth
    place = row.division_code, row.year, row.month, row.grade
    query = (
        select(*place, func.sum(type_coerce(row.volume_m3, BigInteger)), func.count())
        .where(row.county_code == county_code, row.grade.is_not(None))
        .group_by(*place)
        .order_by(*place)
    )
    rows = [
        (ids.new_id(), county_code, division_code, year, month, grade.value, int(litres), wells)
        for division_code, year, month, grade, litres, wells in session.execute(query)
        if grade is not None
    ]
    columns = ("id", "county_code", "division_code", "year", "month", "grade", "volume_l", "wells")
    load_rows(session, TownshipMonth, columns, rows)
