"""What a patroller may say, and what of it is off."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.inspections.filed import Fix, PatrolState
from casebook.inspections.labels import LABELS, MESSAGES
from casebook.inspections.rules.patrols import PatrolSign, check_visit, signs_of
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from tests.factories.accounts import NOW
from tests.factories.papers import visit

WELL = SimpleNamespace(id=new_id())
S, P = PatrolState, PatrolSign


@pytest.mark.parametrize(
    ("state", "intact", "is_closed", "signs"),
    [
        (S.IN_USE, None, False, []),
        (S.IDLE, None, False, []),
        (S.CLOSED, True, True, []),
        (S.CLOSED, None, True, []),
        (S.CLOSED, True, False, []),
        (S.IN_USE, None, True, [P.PUMPING]),
        (S.IN_USE, False, True, [P.PUMPING, P.CLOSURE_BROKEN]),
        (S.IDLE, None, True, [P.OPENED]),
        (S.CLOSED, False, True, [P.CLOSURE_BROKEN]),
        (S.CLOSED, False, False, [P.CLOSURE_BROKEN]),
        (S.IN_USE, False, False, []),
        (S.NEW_WELL, None, False, [P.UNREGISTERED]),
        (S.NOT_FOUND, None, False, [P.GONE]),
        (S.NOT_FOUND, None, True, [P.GONE]),
    ],
)
def test_what_is_off(
    state: PatrolState, intact: bool | None, is_closed: bool, signs: list[PatrolSign]
) -> None:
    assert signs_of(state, is_closure_intact=intact, is_closed=is_closed) == signs


@given(st.sampled_from(PatrolState), st.sampled_from([None, True, False]), st.booleans())
def test_a_well_that_is_as_the_register_says_is_no_lead(
    state: PatrolState, intact: bool | None, is_closed: bool
) -> None:
    as_registered = state is (S.CLOSED if is_closed else S.IN_USE) and intact is not False
    assert not (as_registered and signs_of(state, is_closure_intact=intact, is_closed=is_closed))


@pytest.mark.parametrize(
    ("changes", "dial", "code"),
    [
        ({"state": S.NEW_WELL}, None, "patrol_new_well_named"),
        ({"well": None}, None, "patrol_well_missing"),
        ({"well": None, "state": S.NEW_WELL}, None, "patrol_position_missing"),
        ({"fix": Fix(at=NOW, fix_at=NOW, lon=200.0, lat=36.0, accuracy_m=5.0)}, None, "position_impossible"),
        ({}, Decimal(-1), "answer_out_of_range"),
        ({}, Decimal(10) ** 17, "answer_out_of_range"),
        ({"note": "字" * 401}, None, "answer_too_long"),
    ],
)
def test_what_contradicts_itself_is_refused(
    changes: dict[str, object], dial: Decimal | None, code: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_visit(visit(WELL, **changes), dial)
    assert refusal.value.code == code


def test_states_and_signs_have_words() -> None:
    assert set(LABELS[PatrolState]) == set(PatrolState)
    assert set(LABELS[PatrolSign]) == set(PatrolSign)
    assert str(MESSAGES["patrol_well_missing"])
