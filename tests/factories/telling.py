"""What is told: leads by every channel, public reports. All people and firms invented."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from casebook.cases import actions
from casebook.cases.actions import LeadEntry, Picture, Report
from casebook.cases.rules import FoundHow
from tests.factories.accounts import COUNTY, NOW
from tests.factories.storage import picture

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Lead

INSIDE = (115.4312, 36.4612)
"""A place in the western township without a registered well."""


def entry(**changes: object) -> LeadEntry:
    """A ticket of the 12345 hotline about a place."""
    facts: dict[str, object] = {
        "channel": FoundHow.HOTLINE_12345,
        "content": "村东有人夜里抽地下水卖给工地。",
        "received_at": NOW,
        "outer_no": "GX20230601001",
        "village": "试验村",
        "lon": INSIDE[0],
        "lat": INSIDE[1],
    }
    return LeadEntry(**{**facts, **changes})  # type: ignore[arg-type]  # a test names the fields it changes


def tell(session: Session, actor: Actor, *, now: datetime = NOW, **changes: object) -> Lead:
    """Enter a ticket."""
    return actions.add_lead(session, actor=actor, now=now, entry=entry(received_at=now, **changes))


def report(**changes: object) -> Report:
    """What somebody reports on the public page."""
    facts: dict[str, object] = {
        "text": "养殖场后面新打了一眼井，没有表。",
        "place": "试验村养殖场后",
        "lon": INSIDE[0],
        "lat": INSIDE[1],
    }
    return Report(**{**facts, **changes})  # type: ignore[arg-type]  # as above


def send(
    session: Session, *, now: datetime = NOW, mark: str = "a", county_code: str = COUNTY, **changes: object
) -> tuple[str, Lead]:
    """Send a public report; return its code and its lead."""
    return actions.file_report(
        session, now=now, county_code=county_code, report=report(**changes), caller_mark=mark
    )


def snapshot(colour: str = "#336699", name: str = "IMG_0001.jpg") -> Picture:
    """A photograph from a telephone."""
    return Picture(io.BytesIO(picture(colour=colour)), name)
