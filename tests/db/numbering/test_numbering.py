from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from casebook.access.actor import local_operator
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.numbering import actions, queries
from casebook.numbering.models import IssuedNumber
from casebook.numbering.rules import NumberState
from tests.support.databases import engine_for, session_on
from tests.support.rows import numbers_of_series, series_of_county

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
COUNTY = "371525"
OPERATOR = local_operator("tester", COUNTY)
SIDE_BY_SIDE = 40
"""Requests in flight; the server of the tests takes sixty connections, and another worker wants some."""


def subject() -> Subject:
    return Subject("problem", new_id(), "", "371525104")


def issue(session: Session, *, kind: str = "WT", year: int = 2023, word: str = "") -> str:
    return actions.issue(
        session, county_code=COUNTY, kind=kind, year=year, word=word, subject=subject(), now=NOW
    )


def test_each_series_counts_for_itself(session: Session) -> None:
    assert [issue(session), issue(session)] == ["371525-2023-WT-00001", "371525-2023-WT-00002"]
    assert issue(session, kind="AJ") == "371525-2023-AJ-00001"
    assert issue(session, year=2024) == "371525-2024-WT-00001"
    assert issue(session, kind="WS", word="冠水罚字") == "冠水罚字〔2023〕第001号"
    assert issue(session, kind="WS", word="冠综执罚字") == "冠综执罚字〔2023〕第001号"


def test_a_rolled_back_number_is_given_again(session: Session) -> None:
    issue(session)
    session.commit()
    issue(session)
    session.rollback()
    assert issue(session) == "371525-2023-WT-00002"
    assert queries.list_gaps(session, COUNTY) == []


def test_two_hundred_at_once_some_of_them_failing(database_url: str) -> None:
    engine = engine_for(database_url)
    fails = [random.Random(7).random() < 0.2 for _ in range(200)]

    def take(fail: bool) -> str | None:
        with session_on(engine) as session:
            text = issue(session)
            if fail:
                session.rollback()
                return None
            session.commit()
            return text

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        texts = [text for text in pool.map(take, fails) if text]
    with session_on(engine) as session:
        assert queries.list_gaps(session, COUNTY) == []
    engine.dispose()
    assert sorted(texts) == [f"371525-2023-WT-{n:05d}" for n in range(1, fails.count(False) + 1)]


def test_reserved_numbers_are_used_or_voided(session: Session) -> None:
    device = Subject("device", new_id(), "", COUNTY)
    first, second = actions.reserve(
        session, county_code=COUNTY, kind="WS", year=2023, word="冠水检字", count=2, subject=device, now=NOW
    )
    bearer = subject()
    actions.use_reserved(session, county_code=COUNTY, text=first, subject=bearer, now=NOW)
    actions.void(session, actor=OPERATOR, county_code=COUNTY, text=second, reason="设备遗失", now=NOW)
    used, void = (queries.get_number(session, COUNTY, text) for text in (first, second))
    assert (used.state, used.subject_id) == (NumberState.ISSUED, bearer.id)
    assert (void.state, void.reason) == (NumberState.VOID, "设备遗失")
    assert issue(session, kind="WS", word="冠水检字") == "冠水检字〔2023〕第003号"
    series = series_of_county(session, COUNTY)
    assert [number.number for number in numbers_of_series(session, series[0].id)] == [1, 2, 3]


def test_a_void_number_is_neither_used_nor_voided_again(session: Session) -> None:
    text = issue(session)
    actions.void(session, actor=OPERATOR, county_code=COUNTY, text=text, reason="误开", now=NOW)
    with pytest.raises(RuleBroken) as used:
        actions.use_reserved(session, county_code=COUNTY, text=text, subject=subject(), now=NOW)
    with pytest.raises(RuleBroken) as voided:
        actions.void(session, actor=OPERATOR, county_code=COUNTY, text=text, reason="误开", now=NOW)
    assert used.value.code == voided.value.code == "number_state"
    assert issue(session) == "371525-2023-WT-00002"


def test_voiding_needs_a_reason(session: Session) -> None:
    text = issue(session)
    with pytest.raises(RuleBroken) as refusal:
        actions.void(session, actor=OPERATOR, county_code=COUNTY, text=text, reason=" ", now=NOW)
    assert refusal.value.code == "number_void_needs_reason"


def test_numbers_of_another_county_are_not_found(session: Session) -> None:
    text = issue(session)
    with pytest.raises(NotFound):
        queries.get_number(session, "371521", text)


def test_a_gap_is_told(session: Session) -> None:
    issue(session)
    assert queries.list_gaps(session, COUNTY) == []
    session.execute(update(IssuedNumber).values(number=5))
    assert [series.kind for series in queries.list_gaps(session, COUNTY)] == ["WT"]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"number": 1}, "uq_issued_number_series_id_number"),
        ({"text": "371525-2023-WT-00001"}, "uq_issued_number_county_code_text"),
        ({"number": -1}, "ck_issued_number_positive"),
        ({"state": NumberState.VOID}, "ck_issued_number_void_says_why"),
    ],
)
def test_the_database_refuses(session: Session, values: dict[str, object], constraint: str) -> None:
    issue(session)
    issue(session)
    second = session.scalar(select(IssuedNumber).where(IssuedNumber.number == 2))
    assert second is not None
    for name, value in values.items():
        setattr(second, name, value)
    with pytest.raises(IntegrityError) as refusal:
        session.flush()
    text = str(refusal.value.orig)
    columns = {"uq_issued_number_series_id_number": "series_id", "uq_issued_number_county_code_text": "text"}
    assert constraint in text or columns[constraint] in text
