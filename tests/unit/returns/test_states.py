from __future__ import annotations

from itertools import pairwise
from uuid import UUID

import pytest

from casebook.kernel.errors import NotFound, RuleBroken
from casebook.returns.rules import (
    OWED,
    RETURN_TRANSITIONS,
    TOLD,
    Link,
    ReturnState,
    check_step,
    is_open_to_user,
    links,
)

S = ReturnState
SECRET = b"secret"
LINK = Link(UUID(int=7), 3)


@pytest.mark.parametrize(
    "course",
    [
        (S.DUE, S.RECEIVED, S.ACCEPTED),
        (S.DUE, S.LATE, S.NIL, S.ACCEPTED),
        (S.DUE, S.RECEIVED, S.RECEIVED, S.UNDER_QUERY, S.RECEIVED, S.ACCEPTED, S.UNDER_QUERY, S.NIL),
        (S.DUE, S.VOID, S.DUE, S.LATE),
        (S.LATE, S.VOID),
    ],
)
def test_the_courses_that_there_are(course: tuple[ReturnState, ...]) -> None:
    for state, to in pairwise(course):
        check_step(state, to)


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (S.DUE, S.ACCEPTED),
        (S.LATE, S.ACCEPTED),
        (S.LATE, S.DUE),
        (S.ACCEPTED, S.RECEIVED),
        (S.ACCEPTED, S.VOID),
        (S.VOID, S.RECEIVED),
        (S.RECEIVED, S.LATE),
    ],
)
def test_the_steps_that_there_are_not(state: ReturnState, to: ReturnState) -> None:
    with pytest.raises(RuleBroken, match="return_step_out_of_order"):
        check_step(state, to)


def test_every_state_has_its_row_and_is_told_owed_or_void() -> None:
    assert set(RETURN_TRANSITIONS) == set(ReturnState)
    assert OWED | TOLD | {S.VOID} == set(ReturnState)
    assert {state for state in ReturnState if not is_open_to_user(state)} == {S.ACCEPTED, S.VOID}


def test_a_link_opens_what_it_names() -> None:
    assert links.read(SECRET, links.sign(SECRET, LINK)) == LINK


@pytest.mark.parametrize("place", range(0, 46, 5))
def test_a_link_that_was_touched_opens_nothing(place: int) -> None:
    token = links.sign(SECRET, LINK)
    other = "A" if token[place] != "A" else "B"
    with pytest.raises(NotFound):
        links.read(SECRET, token[:place] + other + token[place + 1 :])


@pytest.mark.parametrize(
    "token", ["", "A", "..", "水", "AAAA", links.sign(b"other", LINK), links.sign(SECRET, LINK)[:-2]]
)
def test_what_is_no_link_of_ours_opens_nothing(token: str) -> None:
    with pytest.raises(NotFound):
        links.read(SECRET, token)
