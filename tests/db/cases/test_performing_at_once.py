"""Two officers at the same money or the same dispute: one comes first, the other is told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from casebook.cases import queries as casework
from casebook.cases.actions import disputing, paying
from casebook.cases.acts import DisputeResult
from casebook.cases.queries import performing as queries
from casebook.kernel.clock import local_day
from tests.factories.cases import DAY
from tests.factories.performing import FINE, SERVED, fight, money, served_case
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on
from tests.support.rows import events_of_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case

pytestmark = pytest.mark.usefixtures("file_store")

NOW = SERVED + DAY


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as store:
        yield store
    engine.dispose()


def found(number: str, actor: Actor, session: Session) -> Case:
    return casework.get_case(session, number, actor)


def pay(actor: Actor, receipt: str, session: Session, case: Case) -> object:
    wish = money(case, NOW, FINE, receipt_no=receipt)
    return paying.record_payment(session, actor=actor, now=NOW, case=case, money=wish)


def test_a_fine_is_not_paid_twice(session: Session) -> None:
    bureau, case = served_case(session)
    acts = (partial(pay, bureau.inspector, "试票 A"), partial(pay, bureau.second, "试票 B"))
    answers = at_once(session, partial(found, case.number, bureau.inspector), *acts)
    assert answers == ["done", "payment_over"]
    assert len(queries.list_payments(session, case.id)) == 1


def test_a_receipt_is_recorded_once(session: Session) -> None:
    bureau, case = served_case(session)

    def part(actor: Actor, store: Session, known: Case) -> object:
        wish = money(known, NOW, 100, receipt_no="试票 7")
        return paying.record_payment(store, actor=actor, now=NOW, case=known, money=wish)

    acts = (partial(part, bureau.inspector), partial(part, bureau.second))
    answers = at_once(session, partial(found, case.number, bureau.inspector), *acts)
    assert answers == ["done", "payment_receipt_taken"]


def test_a_dispute_ends_once(session: Session) -> None:
    bureau, case = served_case(session)
    dispute = fight(session, bureau, case, NOW)

    def load(store: Session) -> Any:  # noqa: ANN401 - case and dispute
        known = casework.get_case(store, case.number, bureau.inspector)
        return known, queries.get_dispute(store, dispute.id, known.id)

    def end(actor: Actor, result: DisputeResult, store: Session, loaded: Any) -> object:  # noqa: ANN401 - see load
        known, row = loaded
        outcome = disputing.Outcome(result=result, ended_on=local_day(NOW), paper="试决 1")
        return disputing.end_dispute(store, actor=actor, now=NOW, case=known, dispute=row, outcome=outcome)

    acts = (
        partial(end, bureau.inspector, DisputeResult.UPHELD),
        partial(end, bureau.second, DisputeResult.REVOKED),
    )
    assert at_once(session, load, *acts) == ["dispute_ended_already", "done"]
    ends = [one for one in events_of_case(session, case.id) if one.kind == "dispute_ended"]
    assert len(ends) == 1
