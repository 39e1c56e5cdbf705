"""When a clock is told of: on working days, each stage once, the latest after a standstill."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.errors import RuleBroken
from casebook.notices.rules import Plan, Stage, plain_number, read_days, schedule, tellings, write_days
from tests.unit.deadlines.oracle import CALENDAR, works

D = date.fromisoformat
LONG_AGO = D("2020-01-01")

# alarm day 2024-10-12, a Saturday that is worked (make-up for the National Day holidays)
SCHEDULES = {
    "2024-10-12": [
        ("ahead:7", "2024-09-30"),  # 10-05 lies in the holidays: the last working day before
        ("ahead:3", "2024-10-09"),
        ("ahead:1", "2024-10-11"),
        ("due:0", "2024-10-12"),
        ("overdue:0", "2024-10-14"),  # the 13th is a Sunday
        ("head:3", "2024-10-16"),
        ("agency:10", "2024-10-23"),
    ],
    "2026-02-24": [  # first working day after the Spring Festival of 2026
        ("ahead:7", "2026-02-14"),  # a Saturday that is worked; the 15th is the first day off
        ("ahead:3", "2026-02-14"),
        ("ahead:1", "2026-02-14"),
        ("due:0", "2026-02-24"),
        ("overdue:0", "2026-02-25"),
        ("head:3", "2026-02-28"),  # a Saturday that is worked
        ("agency:10", "2026-03-09"),
    ],
    "2025-01-04": [  # a Saturday: an alarm on the raw day
        ("ahead:7", "2024-12-27"),
        ("ahead:3", "2024-12-31"),
        ("ahead:1", "2025-01-03"),
        ("due:0", "2025-01-03"),
        ("overdue:0", "2025-01-06"),
        ("head:3", "2025-01-08"),
        ("agency:10", "2025-01-15"),
    ],
}


@pytest.mark.parametrize("alarm", sorted(SCHEDULES))
def test_every_stage_falls_on_a_working_day(alarm: str) -> None:
    found = [(one.key, one.on.isoformat()) for one in schedule(D(alarm), Plan(), CALENDAR)]
    assert found == SCHEDULES[alarm]


@pytest.mark.parametrize(
    ("today", "stages"),
    [
        ("2024-09-29", []),
        ("2024-09-30", ["ahead:7"]),
        ("2024-10-01", []),  # a holiday
        ("2024-10-08", ["ahead:7"]),  # nothing ran before the holidays
        ("2024-10-09", ["ahead:3"]),
        ("2024-10-12", ["due:0"]),
        ("2024-10-13", []),  # a Sunday
        ("2024-10-14", ["overdue:0"]),
        ("2024-10-16", ["overdue:0", "head:3"]),
        ("2024-10-30", ["overdue:0", "head:3", "agency:10"]),
    ],
)
def test_after_a_standstill_each_audience_has_its_latest_stage(today: str, stages: list[str]) -> None:
    found = tellings(D("2024-10-12"), LONG_AGO, D(today), Plan(), CALENDAR)
    assert [one.key for one in found] == stages


def test_a_short_clock_is_not_told_of_on_the_day_it_starts() -> None:
    started = D("2024-10-10")
    assert tellings(D("2024-10-12"), started, started, Plan(), CALENDAR) == []
    assert [one.key for one in tellings(D("2024-10-12"), started, D("2024-10-11"), Plan(), CALENDAR)] == [
        "ahead:1"
    ]


def test_a_plan_may_leave_stages_out() -> None:
    plan = Plan(ahead=(), tells_due=False, head_after=None, agency_after=None)
    assert [one.stage for one in schedule(D("2024-10-12"), plan, CALENDAR)] == [Stage.OVERDUE]


@given(
    alarm=st.dates(date(2010, 3, 1), date(2035, 1, 1)),
    ahead=st.lists(st.integers(1, 60), max_size=6, unique=True).map(lambda days: sorted(days, reverse=True)),
    head=st.integers(0, 30),
    more=st.integers(0, 30),
    tells_due=st.booleans(),
)
def test_each_stage_is_told_on_working_days_and_in_order(
    alarm: date, ahead: list[int], head: int, more: int, *, tells_due: bool
) -> None:
    plan = Plan(tuple(ahead), tells_due, head, head + more)
    planned = list(schedule(alarm, plan, CALENDAR))
    assert all(works(one.on) for one in planned)
    assert [one.on for one in planned] == sorted(one.on for one in planned)
    assert all(one.on <= alarm for one in planned if one.stage in {Stage.AHEAD, Stage.DUE})
    assert all(one.on > alarm for one in planned if one.stage not in {Stage.AHEAD, Stage.DUE})
    assert len({one.key for one in planned}) == len(planned)


@given(st.dates(date(2010, 3, 1), date(2035, 1, 1)), st.sets(st.integers(-40, 40)))
def test_whatever_days_the_scheduler_runs_no_stage_comes_twice_nor_falls_back(
    alarm: date, days: set[int]
) -> None:
    told: list[str] = []
    for offset in sorted(days):
        for one in tellings(alarm, LONG_AGO, alarm + timedelta(days=offset), Plan(), CALENDAR):
            if one.key not in told:
                told.append(one.key)
    own = [key for key in told if not key.startswith(("head", "agency"))]
    order = ["ahead:7", "ahead:3", "ahead:1", "due:0", "overdue:0"]
    assert own == sorted(own, key=order.index)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"ahead": (0,)}, "notice_days_out_of_range"),
        ({"ahead": (61,)}, "notice_days_out_of_range"),
        ({"ahead": (7, 6, 5, 4, 3, 2, 1)}, "notice_days_out_of_range"),
        ({"ahead": (1, 3)}, "notice_days_not_falling"),
        ({"ahead": (3, 3)}, "notice_days_not_falling"),
        ({"head_after": -1}, "notice_after_out_of_range"),
        ({"agency_after": 61}, "notice_after_out_of_range"),
        ({"head_after": 5, "agency_after": 4}, "notice_agency_before_head"),
    ],
    ids=str,
)
def test_a_plan_that_cannot_be(facts: dict[str, object], code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        Plan(**facts)  # type: ignore[arg-type]  # the table mixes the fields


@pytest.mark.parametrize("text", ["7,3,1", "7，3，1", "7、3、1", "7 3 1", "7, 3，1"])
def test_days_are_read_however_they_are_parted(text: str) -> None:
    assert read_days(text) == (7, 3, 1)
    assert write_days(read_days(text)) == "7,3,1"


def test_no_days_are_none() -> None:
    assert read_days(write_days(())) == ()


@pytest.mark.parametrize("text", ["七", "7;3", "7,", "-1", "1000"])
def test_what_is_no_list_of_days(text: str) -> None:
    with pytest.raises(RuleBroken, match="notice_days_not_falling"):
        read_days(text)


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("371525-2026-AJ-00001 涉嫌超采", "371525-2026-AJ-00001"),
        ("冠水罚决字〔2026〕第1号 罚款", "冠水罚决字〔2026〕第1号"),
        ("371525104JJ00001", "371525104JJ00001"),
        ("刘建国 未安装计量设施", ""),
        ("10012345678 来电", ""),
        ("371525199001010001 当事人", ""),
        ("37152519900101000X", ""),
        ("someone1@example.org", ""),
        ("", ""),
    ],
)
def test_only_numbers_of_ours_leave_the_house(title: str, number: str) -> None:
    assert plain_number(title) == number
