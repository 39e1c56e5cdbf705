"""Several connections append at once: no number twice, no gap, no fork, sums as the entries say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from casebook.db import verifying
from casebook.db.chain import Tally, verify_chain, walk
from casebook.db.transaction import unit_of_work
from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.ledger import queries
from casebook.ledger.models import LedgerEntry
from tests.factories.ledger import (
    COUNTY,
    OPERATOR,
    close_month,
    made_month,
    post_closed_well,
    post_reduction,
    reverse,
)
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

OCTOBER = Month(2023, 10)

WRITERS, EACH = 4, 15


def write(url: str, writer: int) -> None:
    engine = engine_for(url)
    for number in range(EACH):
        with session_on(engine) as session, unit_of_work(session):
            post_closed_well(session, writer * 100 + number)
            post_reduction(session, writer * 100 + number)
    engine.dispose()


def test_writers_at_once_make_one_chain(database_url: str) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(partial(write, database_url), range(WRITERS)))
    engine = engine_for(database_url)
    with session_on(engine) as session:
        proof = queries.verify(session, COUNTY)
        assert proof.is_whole
        assert proof.head.count == 2 * WRITERS * EACH
        assert queries.totals(session, COUNTY, 2023).count == WRITERS * EACH
    engine.dispose()


def close_the_same(url: str, _: int) -> str:
    engine = engine_for(url)
    try:
        with session_on(engine) as session, unit_of_work(session):
            return str(post_closed_well(session, 1).sequence)
    except RuleBroken as refusal:
        return refusal.code
    finally:
        engine.dispose()


def test_two_who_close_the_same_well_at_once_close_it_once(database_url: str) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        answers = sorted(pool.map(partial(close_the_same, database_url), range(WRITERS)))
    assert answers == ["1", "posting_twice", "posting_twice", "posting_twice"]


def take_back(url: str, _: int) -> str:
    engine = engine_for(url)
    try:
        with session_on(engine) as session, unit_of_work(session):
            return str(reverse(session, queries.get_entry(session, 1, OPERATOR)).sequence)
    except RuleBroken as refusal:
        return refusal.code
    finally:
        engine.dispose()


def test_two_who_take_the_same_entry_back_at_once_do_it_once(database_url: str) -> None:
    close_the_same(database_url, 0)
    with ThreadPoolExecutor(WRITERS) as pool:
        answers = sorted(pool.map(partial(take_back, database_url), range(WRITERS)))
    assert answers == ["2", "reversed_already", "reversed_already", "reversed_already"]


def test_a_rolled_back_posting_leaves_no_gap(database_url: str) -> None:
    engine = engine_for(database_url)
    with session_on(engine) as session:
        post_closed_well(session, 1)
        session.rollback()
        with unit_of_work(session):
            assert post_closed_well(session, 2).sequence == 1
        assert queries.verify(session, COUNTY).is_whole
    engine.dispose()


def close_october(word: bytes, own: Session, _loaded: object) -> None:
    close_month(own, OCTOBER, made=made_month(own, OCTOBER, word=word))


@pytest.mark.usefixtures("file_store")
def test_two_who_close_a_month_at_once_close_it_once(database_url: str) -> None:
    engine = engine_for(database_url)
    with session_on(engine) as session:
        post_closed_well(session)
        both = [partial(close_october, word) for word in (b"one", b"two")]
        answers = at_once(session, lambda own: queries.head(own, COUNTY).count, *both)
        assert answers == ["done", "month_closed_already"]
        assert len(queries.list_closed_months(session, COUNTY)) == 1
    engine.dispose()


@pytest.mark.parametrize("removed", [0, 4, 5, 8, 12])
def test_parts_find_what_one_walk_finds(
    database_url: str, monkeypatch: pytest.MonkeyPatch, removed: int
) -> None:
    """Three processes over twelve entries, one of which is gone, at the seams and between them."""
    monkeypatch.setattr(verifying, "LEAST", 4)
    engine = engine_for(database_url)
    with session_on(engine) as session:
        for number in range(12):
            post_reduction(session, number)
        name = "ledger_entry_no_change ON ledger_entry"
        name = "ledger_entry_no_delete" if engine.dialect.name == "sqlite" else name
        session.execute(text(f"DROP TRIGGER {name}"))
        session.execute(text(f"DELETE FROM ledger_entry WHERE sequence = {removed}"))
        session.commit()
        chain = f"ledger:{COUNTY}"
        tally = Tally(("year", "kind"), ("count", "full_year_l"))
        found = verifying.walk_in_parts(session, LedgerEntry, chain, tally, processes=3)
        assert found == walk(session, LedgerEntry, chain, tally)
        assert found.faults == verify_chain(session, LedgerEntry, chain)
        assert len(found.faults) == (2 if 0 < removed < 12 else 0)
        left = 12 if removed == 0 else 11
        assert (found.entries, found.sums) == (left, {(2023, "reduction"): [0, left * 36_500_000]})
    engine.dispose()
