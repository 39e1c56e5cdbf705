"""The same things at the same moment, each on a connection of its own: taken once, and never left waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.devices.queries import get_device
from casebook.evidence import queries as evidence
from casebook.field.actions import operations
from casebook.field.models import FieldOperation, FieldReceipt
from casebook.field.queries import operations as queries
from casebook.field.queries.receipts import verify_receipts
from casebook.field.rules.states import OperationState
from casebook.inspections.actions import ensure_checklist
from casebook.kernel.clock import local_day
from casebook.kernel.ids import new_id
from tests.factories import filings
from tests.factories.accounts import COUNTY, NOW
from tests.factories.field import File, addition, new_picture
from tests.factories.inspections import LATER
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on
from tests.sync.conftest import keep_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from casebook.devices.models import Device
    from tests.factories.field import Made
    from tests.sync.conftest import Field

    Act = Callable[[Session, Device], object]


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def side_by_side(out: Field, *acts: Act) -> list[str]:
    device_id = out.tablet.device.id
    return at_once(out.session, lambda own: get_device(own, device_id), *acts)


def handing(out: Field, made: Made) -> Act:
    actor = out.actor

    def act(session: Session, device: Device) -> None:
        operations.receive(session, actor=actor, now=LATER, device=device, **made.handed)

    return act


def uploading(file: File) -> Act:
    def act(session: Session, _device: Device) -> None:
        keep_file(session, file, now=LATER)
        operations.file_arrived(session, file_hash=file.hash, now=LATER)

    return act


def count(out: Field, model: type) -> int:
    return out.session.scalar(select(func.count()).select_from(model))


def state_of(out: Field, made: Made) -> OperationState:
    return queries.get_status(out.session, made.id).state


def test_the_same_operation_twice(out: Field) -> None:
    file = File(new_picture())
    out.upload(file)
    made = out.tablet.make("evidence.add", out.inspection.id, addition(file), (file,))
    assert side_by_side(out, handing(out, made), handing(out, made)) == ["done", "done"]
    assert count(out, FieldOperation) == count(out, FieldReceipt) == 1
    hashes = [item.file_hash for item in evidence.list_items(out.session, "inspection", out.inspection.id)]
    assert hashes.count(file.hash) == 1


@pytest.mark.parametrize("time", range(3))
def test_an_operation_and_its_last_file(out: Field, time: int) -> None:
    file = File(new_picture())
    made = out.tablet.make("evidence.add", out.inspection.id, addition(file, proves=str(time)), (file,))
    assert side_by_side(out, handing(out, made), uploading(file)) == ["done", "done"]
    assert state_of(out, made) is OperationState.APPLIED


def test_two_files_of_one_operation(out: Field) -> None:
    one, two = File(new_picture()), File(new_picture())
    made = out.tablet.make("evidence.add", out.inspection.id, addition(one, two), (one, two))
    out.receive(made)
    assert side_by_side(out, uploading(one), uploading(two)) == ["done", "done"]
    assert state_of(out, made) is OperationState.APPLIED


@pytest.mark.parametrize("time", range(3))
def test_an_inspection_and_what_waits_for_it(out: Field, time: int) -> None:
    checklist = ensure_checklist(out.session, COUNTY, on=local_day(NOW))
    file, more, record = File(new_picture()), File(new_picture()), new_id()
    out.upload(file)
    out.upload(more)
    filed = {**filings.inspection(out.visit, checklist, file), "situation": str(time)}
    first = out.tablet.make("inspection.file", record, filed, (file,))
    second = out.tablet.make("evidence.add", record, addition(more), (more,))
    assert side_by_side(out, handing(out, first), handing(out, second)) == ["done", "done"]
    assert (state_of(out, first), state_of(out, second)) == (OperationState.APPLIED,) * 2


def test_the_chain_of_receipts_does_not_fork(out: Field) -> None:
    made = [out.tablet.make("patrol.visit", new_id(), filings.visit_of_patrol(out.visit)) for _n in range(4)]
    assert side_by_side(out, *(handing(out, one) for one in made)) == ["done"] * 4
    proof = verify_receipts(out.session, COUNTY)
    assert proof.is_whole
    assert proof.head.count == 4
