"""What a well's visits say together about where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook import config
from casebook.inspections.queries import list_positions
from casebook.wells import actions as wells
from casebook.wells.rules import agree
from casebook.wells.rules.agreeing import AWAY_M

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.models import Inspection


def propose_position(session: Session, *, actor: Actor, now: datetime, inspection: Inspection) -> None:
    """Propose another position for the well where enough visits agree on one; the register stays as it is."""
    if inspection.distance_m is None or inspection.distance_m <= AWAY_M:
        return
    well = inspection.well
    needed = int(config.in_force().position_visits)
    found = agree(list_positions(session, well.id), well.lon, well.lat, visits_needed=needed)
    if found is not None:
        wells.propose_position(session, actor=actor, now=now, well=well, found=found)
