"""What two agencies owe each other in a month, and both saying that it is so."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from casebook.handovers import actions, queries
from casebook.handovers.actions.statements import figures_of
from casebook.handovers.rules import LetterState, tally
from casebook.kernel.clock import CHINA
from casebook.kernel.errors import Conflict, NotFound, RuleBroken
from casebook.kernel.hashing import digest
from tests.factories.handovers import bring_to, make_offices

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.handovers.queries import Exchange

JUNE, END = date(2023, 6, 1), date(2023, 6, 30)
LATER = datetime(2023, 7, 3, 9, tzinfo=CHINA)


def exchange(session: Session, actor: Actor, other: str) -> Exchange:
    assert actor.agency_id is not None
    return queries.get_exchange(session, actor.agency_id, other, last=END)


def confirm(session: Session, actor: Actor, other: str, seen: str) -> None:
    actions.confirm_statement(session, actor=actor, now=LATER, month=JUNE, other_name=other, seen_hash=seen)


def test_both_sides_see_and_confirm_the_same(session: Session) -> None:
    offices = make_offices(session)
    for state in (LetterState.SENT, LetterState.RECEIVED, LetterState.CLOSED, LetterState.DRAFT):
        bring_to(session, offices, state)
    ours = exchange(session, offices.writer, "冠县水利局")
    theirs = exchange(session, offices.liaison, "冠县综合行政执法局")
    assert (ours.outgoing, ours.incoming) == (theirs.incoming, theirs.outgoing)
    owed = tally(ours.outgoing, JUNE, END)
    assert (owed.new, owed.settled, owed.open, owed.oldest_days) == (3, 1, 2, 29)
    figures = figures_of(ours, "冠县综合行政执法局", JUNE)
    assert figures == figures_of(theirs, "冠县水利局", JUNE)
    confirm(session, offices.writer, "冠县水利局", digest(figures))
    confirm(session, offices.liaison, "冠县综合行政执法局", digest(figures))
    rows = queries.list_confirmations(session, "371525", JUNE, [offices.water.id])
    assert len({row.figures_hash for row in rows}) == 1
    assert {row.agency_id for row in rows} == {offices.water.id, offices.enforcement.id}
    with pytest.raises(RuleBroken, match="statement_confirmed_already"):
        confirm(session, offices.writer, "冠县水利局", digest(figures))


def test_figures_that_changed_meanwhile_are_looked_at_again(session: Session) -> None:
    offices = make_offices(session)
    bring_to(session, offices, LetterState.SENT)
    seen = digest(figures_of(exchange(session, offices.writer, "冠县水利局"), "冠县综合行政执法局", JUNE))
    bring_to(session, offices, LetterState.SENT)
    with pytest.raises(Conflict, match="statement_changed_meanwhile"):
        confirm(session, offices.writer, "冠县水利局", seen)


def test_what_cannot_be_confirmed(session: Session) -> None:
    offices = make_offices(session)
    bring_to(session, offices, LetterState.SENT)
    with pytest.raises(NotFound):
        confirm(session, offices.writer, "没有往来的机关", "sha256:0")
    with pytest.raises(RuleBroken, match="statement_month_runs"):
        actions.confirm_statement(
            session,
            actor=offices.writer,
            now=datetime(2023, 6, 20, 9, tzinfo=CHINA),
            month=JUNE,
            other_name="冠县水利局",
            seen_hash="",
        )
