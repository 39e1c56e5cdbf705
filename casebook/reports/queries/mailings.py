"""Which reports leave by mail each month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.kernel.errors import NotFound
from casebook.reports.models import ReportMailing, WellReport
from casebook.reports.rules import GONE_OUT

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def list_mailings(session: Session, actor: Actor) -> list[ReportMailing]:
    """Return a county's mailings, those that run first; none for who sees a part of it."""
    if not actor.reaches(actor.county_code):
        return []
    query = select(ReportMailing).where(ReportMailing.county_code == actor.county_code)
    return list(session.scalars(query.order_by(ReportMailing.ended_at.is_not(None), ReportMailing.rowid)))


def get_mailing(session: Session, mailing_id: UUID, actor: Actor) -> ReportMailing:
    """Return a mailing for who sees the whole county, or raise NotFound."""
    found = session.scalar(select(ReportMailing).where(ReportMailing.id == mailing_id))
    if found is None or not actor.reaches(found.county_code):
        raise NotFound("report_mailing", mailing_id)
    return found


def list_running_mailings(session: Session) -> list[ReportMailing]:
    """Return the mailings of all counties that were not ended."""
    query = select(ReportMailing).where(ReportMailing.ended_at.is_(None))
    return list(session.scalars(query.order_by(ReportMailing.rowid)))


def list_gone_out(session: Session, county_code: str) -> list[WellReport]:
    """Return the closed-well reports that were sent, returned versions too, the oldest first."""
    query = select(WellReport).where(WellReport.county_code == county_code, WellReport.status.in_(GONE_OUT))
    order = WellReport.year, WellReport.month, WellReport.version
    return list(session.scalars(query.order_by(*order)))
