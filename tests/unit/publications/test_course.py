"""States of publications and repairs, days, causes, and the figures of a county."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from casebook.deadlines.rules import find_rule
from casebook.documents.rules import FORMS
from casebook.kernel.errors import RuleBroken
from casebook.publications.rules import (
    OWES,
    REPAIR_TRANSITIONS,
    TRANSITIONS,
    DownCause,
    Figures,
    PublicationState,
    RepairFacts,
    RepairState,
    Unmet,
    check_cause,
    check_day,
    check_second,
    ends_on,
    from_on,
    step,
    step_repair,
    unmet_conditions,
)

ON = date(2023, 6, 13)
ONE, OTHER = UUID(int=1), UUID(int=2)
EVERY_MOVE = [(one, to) for one in PublicationState for to in PublicationState]


@pytest.mark.parametrize(("one", "to"), EVERY_MOVE, ids=[f"{one}-{to}" for one, to in EVERY_MOVE])
def test_only_what_the_table_says(one: PublicationState, to: PublicationState) -> None:
    if to in TRANSITIONS[one]:
        step(one, to)
    else:
        with pytest.raises(RuleBroken, match="publication_out_of_order"):
            step(one, to)


def test_what_was_published_ends_taken_down_only() -> None:
    assert TRANSITIONS[PublicationState.PUBLISHED] == {PublicationState.TAKEN_DOWN}
    assert not TRANSITIONS[PublicationState.TAKEN_DOWN]


def test_a_repair_is_decided_once() -> None:
    for done in (RepairState.GRANTED, RepairState.REFUSED, RepairState.WITHDRAWN):
        assert not REPAIR_TRANSITIONS[done]
        with pytest.raises(RuleBroken, match="repair_out_of_order"):
            step_repair(done, RepairState.GRANTED)


def test_every_clock_is_in_the_table_of_terms() -> None:
    assert {find_rule(rule).article for rule in OWES.values()} == {"国办发〔2018〕118号"}
    assert all(FORMS[form].is_served for form in OWES)


@pytest.mark.parametrize("second", [None, ONE], ids=["nobody", "same"])
def test_the_second_is_another(second: UUID | None) -> None:
    with pytest.raises(RuleBroken, match="publication_same_person"):
        check_second(ONE, second)
    check_second(ONE, OTHER)


def test_days_lie_between_cause_and_today() -> None:
    check_day(ON, after=ON, today=ON)
    with pytest.raises(RuleBroken, match="publication_day_ahead"):
        check_day(ON + timedelta(days=1), after=ON, today=ON)
    with pytest.raises(RuleBroken, match="publication_day_too_early"):
        check_day(ON - timedelta(days=1), after=ON, today=ON)


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (DownCause.REVOKED, "down_without_result"),
        (DownCause.CHANGED, "down_without_result"),
        (DownCause.UNLAWFUL, "down_without_result"),
        (DownCause.REPAIRED, "down_without_repair"),
        (DownCause.EXPIRED, "down_before_time"),
    ],
    ids=["revoked", "changed", "unlawful", "repaired", "expired"],
)
def test_a_cause_has_to_be_on_file(cause: DownCause, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_cause(cause, found=frozenset(), is_repaired=False, is_over=False)
    check_cause(cause, found=frozenset({cause}), is_repaired=True, is_over=True)


def test_a_mistake_needs_nothing_on_file() -> None:
    check_cause(DownCause.MISTAKE, found=frozenset(), is_repaired=False, is_over=False)


def test_months_are_counted_to_the_last_day() -> None:
    figures = Figures(least_months=3, most_months=36)
    assert from_on(date(2023, 11, 30), figures) == date(2024, 2, 29)
    assert ends_on(date(2023, 6, 13), figures) == date(2026, 6, 13)


@pytest.mark.parametrize(
    ("changes", "unmet"),
    [
        ({}, ()),
        ({"on": date(2023, 9, 12)}, (Unmet.TOO_EARLY,)),
        ({"published_on": None}, (Unmet.NOT_PUBLISHED,)),
        ({"unpaid_fen": 1}, (Unmet.UNPAID,)),
        ({"open_measures": 1, "has_pledge": False}, (Unmet.MEASURES_OPEN, Unmet.NO_PLEDGE)),
    ],
    ids=["whole", "early", "not_up", "unpaid", "two"],
)
def test_conditions_of_a_repair(changes: dict[str, object], unmet: tuple[Unmet, ...]) -> None:
    facts = {
        "on": date(2023, 9, 13),
        "published_on": ON,
        "unpaid_fen": 0,
        "open_measures": 0,
        "has_pledge": True,
    }
    assert unmet_conditions(RepairFacts(**{**facts, **changes}), Figures()) == unmet


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        (Figures(least_months=4, most_months=3), "months"),
        (Figures(most_months=500), "months"),
        (Figures(least_months=0, most_months=0), "months"),
        (Figures(repair_days=0), "days"),
    ],
    ids=["reversed", "long", "none", "no_days"],
)
def test_figures_that_could_not_be_meant(figures: Figures, code: str) -> None:
    with pytest.raises(RuleBroken, match=f"publication_{code}_out_of_range"):
        figures.check()
