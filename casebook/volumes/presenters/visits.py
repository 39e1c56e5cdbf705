"""Attempts to read meters, with the photographs of their dials."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import url_for

from casebook.evidence.presenters import FileView, file_of
from casebook.evidence.queries.items import items_by_subject
from casebook.volumes.queries.visits import list_visits
from casebook.volumes.rules.visits import SUBJECT

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.evidence.models import EvidenceItem
    from casebook.volumes.models import MeterVisit
    from casebook.wells.models import Well


@dataclass(frozen=True, slots=True)
class VisitLine:
    """An attempt to read a meter."""

    visit: MeterVisit
    files: tuple[FileView, ...]


def visit_lines(session: Session, well: Well, first: date, last: date) -> tuple[VisitLine, ...]:
    """Return the attempts to read a well's meters in a while, the newest first, by two statements."""
    visits = list_visits(session, well.id, first, last)
    items = items_by_subject(session, SUBJECT, [one.id for one in visits])
    return tuple(VisitLine(one, tuple(_file(well, item) for item in items.get(one.id, ()))) for one in visits)


def _file(well: Well, item: EvidenceItem) -> FileView:
    """Return a photograph under an address that whoever sees the figures may open."""
    url = url_for("volumes.dial_photograph", code=well.code, item_id=item.id)
    shown = file_of(item, url=url)
    return replace(shown, thumb_url=url if shown.thumb_url else None)
