"""Two at once, each on a connection of their own: roll-ups are sums, so changes take turns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.kernel.ids import new_id
from casebook.volumes import queries
from casebook.volumes.actions import (
    Closing,
    MeterFacts,
    ReadingFacts,
    answer_query,
    correct_reading,
    file_visit,
    messages,
    record_reading,
    swap_meter,
)
from casebook.volumes.filed import FiledReading
from casebook.volumes.models import MeterMessagePass, MeterReading, MeterVisit, VolumeQuery
from casebook.volumes.rules import QueryState, ReadingSource
from casebook.volumes.rules.visits import DialOutcome
from casebook.wells.models import Well
from casebook.wells.rules import MeterKind
from tests.factories.accounts import COUNTY, NOW
from tests.factories.sources import NOW as LATER
from tests.factories.sources import make_source, message
from tests.factories.volumes import take_readings
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor

    Act = Callable[[Session, Well], None]


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


def test_two_tablets_that_read_one_meter_keep_the_first_dial(
    session: Session, keeper: Actor, well: Well
) -> None:
    well_id, same, on = well.id, new_id(), date(2023, 2, 25)

    def load(own: Session) -> Well:
        return own.scalars(select(Well).where(Well.id == well_id)).one()

    def reading(visit_id: UUID, dial: int, outcome: DialOutcome = DialOutcome.READ) -> Act:
        said = {"well": well_id, "read_on": on, "at": NOW, "outcome": outcome, "reason": "井房上锁"}
        filed = FiledReading(**said, dial_m3=Decimal(dial) if dial else None)

        def act(own: Session, found: Well) -> None:
            file_visit(own, actor=keeper, now=NOW, well=found, visit_id=visit_id, filed=filed)

        return act

    told = at_once(session, load, reading(new_id(), 100), reading(new_id(), 101))
    assert sorted(told) == ["done", "reading_conflict"]
    barred = reading(same, 0, DialOutcome.BARRED)
    assert at_once(session, load, barred, barred) == ["done", "done"]
    assert len(session.scalars(select(MeterReading)).all()) == 1
    assert [one.id for one in session.scalars(select(MeterVisit))] == [same]


def test_a_message_that_is_sent_twice_at_once_is_read_once(
    session: Session, keeper: Actor, other: Well
) -> None:
    source_id = make_source(session, keeper, other)[0].id
    body = message(("SB2", "2023-05-25T08:00:00+08:00", "100"))
    found: list[bool] = []

    def act(own: Session, _found: object) -> None:
        sent = {"source_id": source_id, "body": body, "content_type": ""}
        kept = messages.keep_message(own, now=LATER, **sent)  # type: ignore[arg-type]  # as the table above says
        _row, is_repeated = messages.answer_message(own, now=LATER, message=kept.message)
        found.append(is_repeated)

    assert at_once(session, lambda _own: None, act, act) == ["done", "done"]
    assert sorted(found) == [False, True]
    assert len(session.scalars(select(MeterReading)).all()) == 1
    assert len(session.scalars(select(MeterMessagePass)).all()) == 1


def test_of_two_who_correct_a_reading_at_once_the_later_is_told(
    session: Session, keeper: Actor, well: Well
) -> None:
    take_readings(
        session, keeper, f"{well.code},SB1,2023-01-25,60,人工,", f"{well.code},SB1,2023-02-25,90,人工,"
    )
    well_id = well.id

    def load(own: Session) -> tuple[Well, MeterReading]:
        found = own.scalars(select(Well).where(Well.id == well_id)).one()
        return found, own.scalars(select(MeterReading).order_by(MeterReading.read_on.desc())).first()  # type: ignore[return-value] # of the test

    def correct(m3: int) -> Callable[[Session, tuple[Well, MeterReading]], object]:
        def act(own: Session, found: tuple[Well, MeterReading]) -> object:
            facts = {"dial_m3": Decimal(m3), "reason": "照片"}
            return correct_reading(own, actor=keeper, now=NOW, well=found[0], reading=found[1], **facts)

        return act

    assert at_once(session, load, correct(100), correct(110)) == ["done", "reading_corrected_meanwhile"]
    assert sorted(row.revision for row in session.scalars(select(MeterReading))) == [1, 1, 2]
    assert list(queries.differences(session, COUNTY)) == []


def test_of_two_who_answer_a_query_at_once_the_later_is_told(
    session: Session, keeper: Actor, well: Well
) -> None:
    take_readings(
        session, keeper, f"{well.code},SB1,2023-01-25,60,人工,", f"{well.code},SB1,2023-02-25,40,人工,"
    )

    def load(own: Session) -> VolumeQuery:
        return own.scalars(select(VolumeQuery)).one()

    def answer(state: QueryState) -> Callable[[Session, VolumeQuery], object]:
        def act(own: Session, found: VolumeQuery) -> object:
            said = {"state": state, "explanation": "已核对"}
            return answer_query(own, actor=keeper, now=NOW, query=found, **said)

        return act

    acts = answer(QueryState.EXPLAINED), answer(QueryState.DISMISSED)
    assert at_once(session, load, *acts) == ["done", "query_step_refused"]


def test_of_two_who_swap_a_meter_at_once_one_comes_first(session: Session, keeper: Actor, well: Well) -> None:
    take_readings(session, keeper, f"{well.code},SB1,2023-01-25,60,人工,")
    well_id = well.id

    def load(own: Session) -> Well:
        return own.scalars(select(Well).where(Well.id == well_id)).one()

    def swap(number: str) -> Callable[[Session, Well], object]:
        def act(own: Session, found: Well) -> object:
            facts = MeterFacts(number=number, kind=MeterKind.MECHANICAL)
            closing = Closing(on=date(2023, 2, 10), dial_m3=Decimal(70), meter_no="SB1")
            more = {"closing": closing, "facts": facts, "opening_m3": Decimal(0)}
            return swap_meter(own, actor=keeper, now=NOW, well=found, **more)

        return act

    assert at_once(session, load, swap("N1"), swap("N2")) == ["done", "meter_swapped_meanwhile"]
    assert list(queries.differences(session, COUNTY)) == []
