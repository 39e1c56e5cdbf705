"""Two at once, each on a connection of their own: roll-ups are sums, so changes take turns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.volumes import queries
from casebook.volumes.actions import ReadingFacts, record_reading
from casebook.volumes.models import MeterReading
from casebook.volumes.rules import ReadingSource
from casebook.wells.models import Well
from tests.factories.accounts import COUNTY, NOW
from tests.factories.volumes import take_readings
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.access import Actor


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def test_two_who_write_the_same_reading_keep_it_once(session: Session, keeper: Actor, well: Well) -> None:
    take_readings(session, keeper, f"{well.code},SB1,2023-01-25,60,人工,")
    well_id = well.id

    def load(own: Session) -> Well:
        return own.scalars(select(Well).where(Well.id == well_id)).one()

    def act(own: Session, found: Well) -> None:
        facts = ReadingFacts(read_on=date(2023, 2, 25), dial_m3=Decimal(100))
        record_reading(own, actor=keeper, now=NOW, well=found, facts=facts, source=ReadingSource.FORM)

    assert at_once(session, load, act, act) == ["done", "done"]
    assert len(session.scalars(select(MeterReading)).all()) == 2
    assert queries.year_of(session, well_id, 2023).total_m3 == 40
    assert list(queries.differences(session, COUNTY)) == []
