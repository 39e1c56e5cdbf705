from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from casebook.evidence.rules import (
    MOST_THINGS,
    PRESERVATION_TRANSITIONS,
    KeptWhere,
    PreservationState,
    Thing,
    check_approver,
    check_disposal,
    check_exhibit,
    check_move,
    check_request,
    check_servers,
    check_service,
    check_transfer,
    days_late,
    step,
)
from casebook.kernel.errors import RuleBroken

DAY = date(2023, 6, 1)
NEXT = DAY + timedelta(days=1)
NOW = datetime(2023, 6, 1, 8, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)
PUMP = Thing("潜水泵", "QJ200", "1 台", "已拆下", KeptWhere.OTHER, "证物室")
S = PreservationState


def code_of(act: object, *arguments: object, **named: object) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act(*arguments, **named)  # type: ignore[operator]  # a rule
    return refusal.value.code


@pytest.mark.parametrize(("now", "to"), list(product(S, S)))
def test_only_the_steps_of_the_table(now: S, to: S) -> None:
    if to in PRESERVATION_TRANSITIONS[now]:
        step(now, to, "1")
    else:
        assert code_of(step, now, to, "1") == "preservation_state"


def test_nothing_is_served_before_it_is_approved() -> None:
    before = {state for state, after in PRESERVATION_TRANSITIONS.items() if S.KEPT in after}
    assert before == {S.APPROVED}


def test_a_whole_request() -> None:
    check_request("随时可能运走", [PUMP])


@pytest.mark.parametrize(
    ("reason", "things", "code"),
    [
        (" ", [PUMP], "preservation_needs_reason"),
        ("x", [], "preservation_needs_things"),
        ("x", [PUMP] * (MOST_THINGS + 1), "preservation_too_many_things"),
        ("x", [PUMP, Thing("", "", "1", "", KeptWhere.OTHER, "x")], "preservation_thing_incomplete"),
        ("x", [Thing("泵", "", " ", "", KeptWhere.OTHER, "x")], "preservation_thing_incomplete"),
        ("x", [Thing("泵", "", "1", "", KeptWhere.OTHER, "")], "preservation_thing_incomplete"),
    ],
)
def test_a_request_that_lacks_something(reason: str, things: list[Thing], code: str) -> None:
    assert code_of(check_request, reason, things) == code


def test_nobody_approves_their_own_request() -> None:
    check_approver(ONE, TWO)
    check_approver(ONE, None)
    assert code_of(check_approver, ONE, ONE) == "preservation_self_approved"


def test_days_of_service_and_disposal() -> None:
    check_service(DAY, approved_on=DAY, today=DAY)
    assert code_of(check_service, NEXT, approved_on=DAY, today=DAY) == "preservation_served_in_future"
    assert code_of(check_service, DAY, approved_on=NEXT, today=NEXT) == "preservation_served_unapproved"
    check_disposal(DAY, served_on=DAY, today=DAY)
    assert code_of(check_disposal, NEXT, served_on=DAY, today=DAY) == "disposal_in_future"
    assert code_of(check_disposal, DAY, served_on=NEXT, today=NEXT) == "disposal_before_service"


@pytest.mark.parametrize(
    ("servers", "code"),
    [
        ([(ONE, True)], "preservation_needs_two"),
        ([(ONE, True), (ONE, True)], "preservation_needs_two"),
        ([(ONE, True), (TWO, False)], "preservation_uncertified"),
        ([(ONE, False), (TWO, True)], "preservation_uncertified"),
    ],
)
def test_two_certified_officers_serve(servers: list[tuple[UUID, bool]], code: str) -> None:
    assert code_of(check_servers, servers) == code
    check_servers([(ONE, True), (TWO, True)])


@pytest.mark.parametrize(
    ("disposed", "today", "late"),
    [(DAY, DAY, 0), (NEXT, NEXT, 1), (None, DAY, 0), (None, DAY + timedelta(days=3), 3), (DAY, NEXT, 0)],
)
def test_a_late_disposal_is_shown_as_what_it_is(disposed: date | None, today: date, late: int) -> None:
    assert days_late(DAY, disposed, today) == late


def test_an_exhibit_and_its_hand_over() -> None:
    check_exhibit("水表", "1 块")
    assert code_of(check_exhibit, " ", "1") == "exhibit_needs_name"
    assert code_of(check_exhibit, "水表", "") == "exhibit_needs_quantity"
    before, after = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    check_move("计量所", "收样室", "送检", at=NOW, after=before, now=NOW)
    span = {"at": NOW, "after": before, "now": NOW}
    assert code_of(check_move, "", "收样室", "送检", **span) == "exhibit_needs_receiver"
    assert code_of(check_move, "计量所", " ", "送检", **span) == "exhibit_needs_receiver"
    assert code_of(check_move, "计量所", "收样室", "", **span) == "exhibit_needs_reason"
    assert code_of(check_move, "a", "b", "c", at=after, after=before, now=NOW) == "exhibit_moved_in_future"
    assert code_of(check_move, "a", "b", "c", at=before, after=NOW, now=NOW) == "exhibit_moved_backwards"


def test_a_transfer_names_whom_and_why() -> None:
    check_transfer("公安机关", "移送")
    assert code_of(check_transfer, " ", "移送") == "transfer_needs_receiver"
    assert code_of(check_transfer, "公安机关", " ") == "transfer_needs_reason"
