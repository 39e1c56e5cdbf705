"""Any order, any repetition, two tablets: the end is the same."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from casebook.cases.models import Problem
from casebook.evidence.models import EvidenceItem
from casebook.field.models import FieldOperation, FieldReceipt
from casebook.field.queries import operations as queries
from casebook.field.rules.states import OperationState
from casebook.inspections.actions import ensure_checklist
from casebook.inspections.models import Inspection
from casebook.kernel.clock import local_day
from casebook.kernel.ids import new_id
from tests.factories import filings
from tests.factories.accounts import COUNTY, NOW
from tests.factories.field import File, addition, make_tablet, new_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories.field import Made, Tablet
    from tests.sync.conftest import Field

MODELS = (Inspection, EvidenceItem, Problem, FieldOperation, FieldReceipt)


@dataclass
class Day:
    """Everything that two tablets hand over, one event each."""

    out: Field
    tablets: tuple[Tablet, Tablet]
    made: dict[str, tuple[Tablet, Made]]
    files: list[File]

    @property
    def events(self) -> list[Callable[[], object]]:
        uploads = [lambda file=file: self.out.upload(file) for file in self.files]
        handed = [
            lambda tablet=tablet, made=made: self.out.receive(made, tablet=tablet)
            for tablet, made in self.made.values()
        ]
        return [*uploads, *handed]

    def end(self) -> dict[str, object]:
        """Where everything stands: states, flags, and how many rows there are."""
        session, officer = self.out.session, self.tablets[0].device.officer_id
        answers = {
            name: queries.answer_of(session, made.id, officer) for name, (_t, made) in self.made.items()
        }
        stand = {
            name: (answer.state, answer.flags, [reason["code"] for reason in answer.reasons], answer.missing)
            for name, answer in answers.items()
        }
        counts = [session.scalar(select(func.count()).select_from(model)) for model in MODELS]
        return {**stand, "counts": counts, "receipts": [a.receipt is not None for a in answers.values()]}


def a_day(out: Field) -> Day:
    """Two inspections with more evidence, a patrol, a record filed twice, and one that must be refused."""
    checklist = ensure_checklist(out.session, COUNTY, on=local_day(NOW))
    one, two = out.tablet, make_tablet(out.session, out.visit.lead, name="平板 2")
    files = [File(new_picture()) for _number in range(6)]
    first, second = new_id(), new_id()
    filed = filings.inspection(out.visit, checklist, files[0], files[1], codes=("P10",))
    other = filings.inspection(out.visit, checklist, files[2])
    broken = {**filings.inspection(out.visit, checklist, files[3]), "told": {}}
    made = {
        "first": (one, one.make("inspection.file", first, filed, (files[0], files[1]))),
        "more": (two, two.make("evidence.add", first, addition(files[4]), (files[4],))),
        "second": (two, two.make("inspection.file", second, other, (files[2],))),
        "again": (one, one.make("evidence.add", second, addition(files[5]), (files[5],))),
        "broken": (one, one.make("inspection.file", new_id(), broken, (files[3],))),
        "orphan": (two, two.make("evidence.add", new_id(), addition(files[3]), (files[3],))),
        "patrol": (two, two.make("patrol.visit", new_id(), filings.visit_of_patrol(out.visit))),
    }
    return Day(out, (one, two), made, files)


def played(out: Field, order: Callable[[list[Callable[[], object]]], list[Callable[[], object]]]) -> dict:
    """Play a day's events in some order and say how it ended; nothing of it stays."""
    tablet, made = out.tablet, list(out.tablet.made)
    with out.session.begin_nested() as nothing:
        day = a_day(out)
        for event in order(day.events):
            event()
        ended = day.end()
        nothing.rollback()
    tablet.made[:] = made
    return ended


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), repeats=st.integers(0, 2))
def test_the_end_is_the_same(out: Field, seed: int, repeats: int) -> None:
    chance = random.Random(seed)

    def shuffled(events: list[Callable[[], object]]) -> list[Callable[[], object]]:
        many = [event for event in events for _time in range(1 + chance.randint(0, repeats))]
        chance.shuffle(many)
        return many

    usual = played(out, lambda events: events)
    assert played(out, shuffled) == usual
    assert [usual[name][0] for name in ("first", "more", "second", "again", "patrol")] == [
        OperationState.APPLIED
    ] * 5
    assert (usual["broken"][0], usual["orphan"][0]) == (
        OperationState.REFUSED,
        OperationState.WAITING_RECORD,
    )
    assert all(usual["receipts"])
