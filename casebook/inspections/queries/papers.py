"""Reading papers made at the well and the forms printed for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from casebook.db.paging import PAGE_SIZE, page
from casebook.inspections.models import PaperBlank, SitePaper
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.inspections.filed import PaperForm


@dataclass(frozen=True)
class PaperFilter:
    """What a list of papers is narrowed to; empty means all."""

    form: PaperForm | None = None
    text: str = ""
    """Part of the number."""


def page_papers(
    session: Session, *, actor: Actor, wanted: PaperFilter, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[SitePaper]:
    """Return a page of papers, the last kept first."""
    query = select(SitePaper).where(
        SitePaper.county_code == actor.county_code, SitePaper.division_code.startswith(actor.jurisdiction)
    )
    if wanted.form is not None:
        query = query.where(SitePaper.form == wanted.form)
    if wanted.text:
        query = query.where(SitePaper.number.contains(wanted.text, autoescape=True))
    query = query.options(lazyload(SitePaper.signatures), lazyload(SitePaper.pages))
    return page(
        session,
        query,
        columns=[SitePaper.kept_at, SitePaper.id],
        key=lambda row: [row.kept_at.isoformat(), row.id],
        cursor=cursor,
        descending=True,
        size=size,
        convert=lambda index, text: UUID(text) if index else datetime.fromisoformat(text),
    )


def find_paper(session: Session, paper_id: UUID) -> SitePaper | None:
    """Return a paper, or None."""
    return session.scalar(select(SitePaper).where(SitePaper.id == paper_id))


def get_paper(session: Session, paper_id: UUID, actor: Actor) -> SitePaper:
    """Return a paper in the actor's jurisdiction, or raise NotFound."""
    found = find_paper(session, paper_id)
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("site_paper", paper_id)
    return found


def list_papers(session: Session, subject_ids: Collection[UUID]) -> list[SitePaper]:
    """Return the papers of these records in the order in which they were kept."""
    query = select(SitePaper).where(SitePaper.subject_id.in_(subject_ids))
    return list(session.scalars(query.order_by(SitePaper.kept_at, SitePaper.rowid)))


def is_paper_number_taken(session: Session, county_code: str, number: str) -> bool:
    """Say whether a paper bears this number already."""
    wanted = (SitePaper.county_code == county_code, SitePaper.number == number)
    return session.scalar(select(SitePaper.rowid).where(*wanted)) is not None


def find_blank(session: Session, county_code: str, number: str) -> PaperBlank | None:
    """Return the printed form that bears a number, or None."""
    wanted = (PaperBlank.county_code == county_code, PaperBlank.number == number)
    return session.scalar(select(PaperBlank).where(*wanted))


def get_blank(session: Session, blank_id: UUID, actor: Actor) -> PaperBlank:
    """Return a printed form in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(PaperBlank).where(PaperBlank.id == blank_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("paper_blank", blank_id)
    return found


def list_open_blanks(session: Session, well_id: UUID) -> list[PaperBlank]:
    """Return the forms printed for a well that no paper was made of yet, newest first."""
    used = select(SitePaper.rowid).where(
        SitePaper.county_code == PaperBlank.county_code, SitePaper.number == PaperBlank.number
    )
    query = select(PaperBlank).where(PaperBlank.well_id == well_id, ~used.exists())
    return list(session.scalars(query.order_by(PaperBlank.printed_at.desc(), PaperBlank.rowid.desc())))
