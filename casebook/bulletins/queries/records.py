"""Monday's pages and bulletins as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.bulletins.models import Bulletin, BulletinEvent, MondayPage
from casebook.bulletins.rules import Week, latest_due, missing_weeks
from casebook.db.paging import page
from casebook.deadlines.queries import get_calendar
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page

SUBJECT = "bulletin"
MOST_PAGES = 53


def find_monday(session: Session, county_code: str, week: Week) -> MondayPage | None:
    """Return a week's page, or None."""
    query = select(MondayPage).where(MondayPage.county_code == county_code, MondayPage.monday == week.monday)
    return session.scalar(query)


def get_monday(session: Session, county_code: str, week: Week) -> MondayPage:
    """Return a week's page, or raise NotFound."""
    found = find_monday(session, county_code, week)
    if found is None:
        raise NotFound("monday_page", str(week))
    return found


def list_mondays(session: Session, county_code: str) -> list[MondayPage]:
    """Return the pages of about a year, the newest first."""
    query = select(MondayPage).where(MondayPage.county_code == county_code)
    return list(session.scalars(query.order_by(MondayPage.monday.desc()).limit(MOST_PAGES)))


def list_missing(session: Session, pages: list[MondayPage], now: datetime) -> list[Week]:
    """Return the weeks since the first of these pages that were due before the latest and have none.

    They stay without: what stood in a week that is over cannot be told any more.
    """
    calendar = get_calendar(session)
    due = latest_due(calendar, now)
    if due is None or not pages:
        return []
    return list(missing_weeks(calendar, {one.week for one in pages}, due.week))


def get_bulletin(session: Session, bulletin_id: UUID, actor: Actor) -> Bulletin:
    """Return a bulletin of the actor's county, or raise NotFound."""
    query = select(Bulletin).where(Bulletin.id == bulletin_id, Bulletin.county_code == actor.county_code)
    found = session.scalar(query)
    if found is None or not actor.reaches(found.county_code):
        raise NotFound(SUBJECT, bulletin_id)
    return found


def page_bulletins(session: Session, county_code: str, *, cursor: str | None) -> Page[Bulletin]:
    """Return a page of bulletins, the last drafted first."""
    return page(
        session,
        select(Bulletin).where(Bulletin.county_code == county_code),
        columns=[Bulletin.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def list_bulletin_events(session: Session, bulletin_id: UUID) -> list[BulletinEvent]:
    """Return the course of a bulletin."""
    query = select(BulletinEvent).where(BulletinEvent.bulletin_id == bulletin_id)
    return list(session.scalars(query.order_by(BulletinEvent.sequence)))


def last_sequence(session: Session, bulletin_id: UUID) -> int:
    """Return the number of the last event of a bulletin; 0 before the first."""
    query = select(func.max(BulletinEvent.sequence)).where(BulletinEvent.bulletin_id == bulletin_id)
    return session.scalar(query) or 0
