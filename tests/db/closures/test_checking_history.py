"""历史补录: old returns enter the ledger once, each closure in its own year, and can be taken back."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access.actor import local_operator
from casebook.closures import actions, queries
from casebook.closures.rules import CheckOutcome, ReturnState
from casebook.kernel.cells import DatePrecision
from casebook.kernel.errors import Conflict, Forbidden, RuleBroken
from casebook.ledger import queries as ledger
from casebook.ledger.rules import PostingKind
from casebook.storage.queries import open_file
from casebook.wells import queries as wells
from casebook.wells.rules import MeterKind, WellStatus
from tests.factories import closures as make
from tests.factories.accounts import COUNTY
from tests.factories.regions import make_county
from tests.factories.returns import CHECKED, return_file
from tests.factories.wells import keeper, make_well
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import ClosureReturn
    from casebook.wells.models import Well

pytestmark = pytest.mark.usefixtures("file_store")
LATER = CHECKED + timedelta(days=1)
SOUND = {"压减量核算方法": "以电折水", "核算基数(m³/年)": 36_500, "申报压减量(万m³)": 3.65}
BUILT = {"built_on": date(2005, 1, 1), "built_precision": DatePrecision.DAY}


@pytest.fixture
def actor() -> Actor:
    return local_operator("tester", COUNTY)


@pytest.fixture
def well(session: Session) -> Well:
    make_county(session)
    return make_well(session, **BUILT, meter_kind=MeterKind.ONLINE)


def about(well: Well, **changes: object) -> dict[str, object]:
    return {"水井编号": well.code, **SOUND, **changes}


def old(well: Well, year: int, **changes: object) -> dict[str, object]:
    """A line of an old ledger: closed on the last day of October."""
    days = {"封井日期": f"{year}-10-31", "替代水源接通日期": f"{year}-10-01", "验收日期": f"{year}-11-20"}
    return about(well, **days, **changes)


def enter(session: Session, actor: Actor, file: io.BytesIO) -> tuple[ClosureReturn, int]:
    return actions.import_history(session, actor=actor, now=CHECKED, stream=file, name="旧台账.xlsx")


def test_lines_post_into_their_own_years_marked_as_history(
    session: Session, actor: Actor, well: Well
) -> None:
    second = make_well(session, **BUILT, meter_kind=MeterKind.ONLINE)
    unsupported = old(second, 2021, 压减量核算方法="近三年计量均值")
    file = return_file(old(well, 2019), unsupported, {"水井编号": "没有"}, title="2019年—2021年封井台账")
    row, posted = enter(session, actor, file)
    assert (row.state, posted) == (ReturnState.POSTED, 2)
    lines = queries.list_lines(session, row.id)
    assert [(line.outcome, line.is_posted) for line in lines] == [
        (CheckOutcome.ACCEPTED, True),
        (CheckOutcome.DOUBTFUL, True),
        (CheckOutcome.REFUSED, False),
    ]
    first, other = ledger.list_entries_of_well(session, well.code, actor)
    assert [one.posting.kind for one in (first, other)] == [PostingKind.WELL_CLOSED, PostingKind.REDUCTION]
    assert all(one.posting.is_history and one.posting.papers == (row.file_hash,) for one in (first, other))
    assert (other.posting.full_year_m3, other.posting.this_year_m3) == (36_500, 6_100)
    assert (other.posting.method, other.posting.grade) == ("B3", "B")
    counts = {year: ledger.totals(session, COUNTY, year).count for year in (2019, 2020, 2021, 2022, 2023)}
    assert counts == {2019: 1, 2020: 0, 2021: 1, 2022: 0, 2023: 0}
    assert ledger.verify(session, COUNTY).is_whole


def test_the_same_file_once_more_adds_nothing(session: Session, actor: Actor, well: Well) -> None:
    row, _posted = enter(session, actor, return_file(old(well, 2019)))
    again, posted = enter(session, actor, io.BytesIO(_bytes_of(row)))
    assert (again.id, posted) == (row.id, 0)
    other, posted = enter(session, actor, return_file(old(well, 2019), title="另一份台账"))
    assert posted == 0
    assert queries.list_lines(session, other.id)[0].findings[0]["rule"] == "counted_before"
    assert len(ledger.list_entries_of_well(session, well.code, actor)) == 2


def _bytes_of(row: ClosureReturn) -> bytes:
    with open_file(row.file_hash) as stream:
        return stream.read()


def test_the_well_is_closed_where_the_line_is_beyond_doubt(
    session: Session, actor: Actor, well: Well
) -> None:
    doubted = make_well(session, **BUILT, meter_kind=MeterKind.ONLINE)
    sealed = make_well(session, **BUILT, status=WellStatus.PLUGGED, closed_on=date(2019, 10, 31))
    doubt = old(doubted, 2019, **{"申报压减量(万m³)": 3})
    row, posted = enter(session, actor, return_file(old(well, 2019), doubt, old(sealed, 2019)))
    assert posted == 3
    session.expire_all()
    assert (well.status, well.closed_on) == (WellStatus.MOTHBALLED, date(2019, 10, 31))
    assert doubted.status is WellStatus.IN_USE
    assert sealed.status is WellStatus.PLUGGED
    assert wells.list_events(session, well.id)[-1].subject_kind == "closure_return_line"
    actions.take_back_history(session, actor=actor, now=LATER, row=row, reason="年份有误")
    session.expire_all()
    assert (well.status, well.closed_on) == (WellStatus.IN_USE, None)
    assert (sealed.status, sealed.closed_on) == (WellStatus.PLUGGED, date(2019, 10, 31))


def test_taking_back_reverses_every_posting_once(session: Session, actor: Actor, well: Well) -> None:
    row, _posted = enter(session, actor, return_file(old(well, 2019)))
    with pytest.raises(RuleBroken) as empty:
        actions.take_back_history(session, actor=actor, now=LATER, row=row, reason=" ")
    assert empty.value.code == "take_back_needs_reason"
    assert actions.take_back_history(session, actor=actor, now=LATER, row=row, reason="拿错文件") == 1
    total = ledger.totals(session, COUNTY, 2019)
    assert (total.count, total.full_year_m3, total.this_year_m3) == (0, 0, 0)
    assert [one.posting.is_history for one in ledger.list_entries_of_well(session, well.code, actor)] == [
        True
    ] * 4
    assert row.state is ReturnState.TAKEN_BACK
    with pytest.raises(Conflict):
        actions.take_back_history(session, actor=actor, now=LATER, row=row, reason="再来一次")
    again, posted = enter(session, actor, io.BytesIO(_bytes_of(row)))
    assert (posted, again.id != row.id) == (1, True)
    assert ledger.verify(session, COUNTY).is_whole


def test_a_checked_return_is_judged_again_before_it_posts(session: Session, actor: Actor) -> None:
    offices = make.make_offices(session, **BUILT)
    file = return_file(old(offices.well, 2022))
    row = actions.check_return(session, actor=actor, now=CHECKED, stream=file, name="旧台账.xlsx")
    assert row.admissible_wells == 1
    make.make_closure(session, offices)
    assert actions.post_history(session, actor=actor, now=LATER, row=row) == 0
    (line,) = queries.list_lines(session, row.id)
    assert (line.outcome, line.is_posted) == (CheckOutcome.REFUSED, False)
    assert (row.claimed_wells, row.admissible_wells) == (1, 0)


def test_a_well_of_an_old_ledger_is_not_reported_anew(session: Session, actor: Actor) -> None:
    offices = make.make_offices(session, **BUILT)
    enter(session, actor, return_file(old(offices.well, 2019, **{"申报压减量(万m³)": 1})))
    with pytest.raises(RuleBroken) as refused:
        make.report(session, offices)
    assert refused.value.code == "closure_posted"


def test_an_untold_method_posts_without_a_grade(session: Session, actor: Actor, well: Well) -> None:
    enter(session, actor, return_file(old(well, 2019, 压减量核算方法="")))
    water = ledger.list_entries_of_well(session, well.code, actor)[1].posting
    assert (water.method, water.grade, water.full_year_m3) == (None, None, 36_500)


def test_only_who_may_enter_history_does(session: Session, actor: Actor, well: Well) -> None:
    row = actions.check_return(
        session, actor=actor, now=CHECKED, stream=return_file(old(well, 2019)), name="旧台账.xlsx"
    )
    with pytest.raises(Forbidden):
        actions.post_history(session, actor=keeper(session), now=LATER, row=row)
    assert row.state is ReturnState.CHECKED


class TestAtOnce:
    """Two who enter the same return at the same moment."""

    @pytest.fixture
    def session(self, database_url: str) -> Iterator[Session]:
        engine = engine_for(database_url)
        with session_on(engine) as found:
            yield found
        engine.dispose()

    def test_one_posts_and_the_other_is_told(self, session: Session, actor: Actor, well: Well) -> None:
        row = actions.check_return(
            session, actor=actor, now=CHECKED, stream=return_file(old(well, 2019)), name="旧台账.xlsx"
        )
        return_id = row.id

        def post(own: Session, found: ClosureReturn) -> None:
            actions.post_history(own, actor=actor, now=LATER, row=found)

        answers = at_once(session, lambda own: queries.get_return(own, return_id, actor), post, post)
        assert answers == ["done", "return_step"]
        assert ledger.totals(session, COUNTY, 2019).count == 1
