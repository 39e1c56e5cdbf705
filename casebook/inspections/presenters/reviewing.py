"""The reviewer's queue: each record with its score and what to look at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.inspections.presenters.answers import title_of
from casebook.inspections.presenters.proof import PresenceView, presence_views
from casebook.regions import queries as regions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.models import Inspection


@dataclass(frozen=True)
class ReviewLine:
    """One line of the reviewer's queue."""

    inspection: Inspection
    township: str
    findings: list[str]
    presence: PresenceView
    is_own: bool
    """Whether the reader was there; then somebody else reviews it."""


def review_lines(session: Session, found: Sequence[Inspection], actor: Actor) -> list[ReviewLine]:
    """Return lines for the queue; a fixed number of queries whatever its length."""
    names = regions.names(session, actor.county_code) if found else {}
    presences = presence_views(session, found) if found else {}
    return [
        ReviewLine(
            inspection=one,
            township=names.get(one.division_code, one.division_code),
            findings=[f"{row.problem_code} {title_of(row.problem_code)}" for row in one.findings],
            presence=presences[one.id],
            is_own=one.has_officer(actor.officer_id),
        )
        for one in found
    ]
