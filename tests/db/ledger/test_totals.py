"""Figures: roll-ups for now, entries as of a day, and both against an independent sum."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.ledger import queries
from casebook.ledger.queries import Totals
from casebook.ledger.rules import BOOKED, AquiferGroup, PostingKind
from tests.factories.ledger import (
    COUNTY,
    NOW,
    OPERATOR,
    OTHER_TOWNSHIP,
    TOWNSHIP,
    post_closed_well,
    post_reduction,
    reverse,
    well_code,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.ledger.queries import Entry


def m3(text: str) -> Decimal:
    return Decimal(text)


def by_township(session: Session, as_of: date | None = None) -> dict[tuple[str, AquiferGroup], Totals]:
    scope = queries.Scope(2023, BOOKED, as_of=as_of)
    return queries.totals_by_township_and_aquifer(session, COUNTY, scope)


def test_an_empty_ledger_sums_to_nothing(session: Session) -> None:
    assert queries.totals(session, COUNTY, 2023) == Totals(0, m3("0.000"), m3("0.000"))
    assert queries.totals(session, COUNTY, 2023, as_of=date(2023, 12, 31)) == Totals()
    assert by_township(session) == {}
    assert queries.list_years(session, COUNTY) == []


def test_deep_and_shallow_townships_and_kinds_are_kept_apart(session: Session) -> None:
    post_closed_well(session, 1)
    post_reduction(session, 1)
    there = {"division_code": OTHER_TOWNSHIP, "aquifer_group": AquiferGroup.SHALLOW}
    post_closed_well(session, 2, well_code=well_code(2, OTHER_TOWNSHIP), **there)
    struck_off = {"kind": PostingKind.PROBLEM_STRUCK_OFF}
    post_closed_well(session, 1, **struck_off)
    assert queries.totals(session, COUNTY, 2023) == Totals(2, m3("36500.000"), m3("9100.000"))
    assert queries.totals(session, COUNTY, 2023, aquifer_group=AquiferGroup.SHALLOW).count == 1
    assert queries.totals(session, COUNTY, 2023, division=TOWNSHIP).count == 1
    assert queries.totals(session, COUNTY, 2022) == Totals()
    assert queries.totals(session, "371526", 2023) == Totals()
    assert {place: sums.count for place, sums in by_township(session).items()} == {
        (TOWNSHIP, AquiferGroup.DEEP): 1,
        (OTHER_TOWNSHIP, AquiferGroup.SHALLOW): 1,
    }
    by_kind = {
        kind: queries.totals(session, COUNTY, 2023, kinds=frozenset({kind})).count for kind in PostingKind
    }
    assert {kind: count for kind, count in by_kind.items() if count} == {
        PostingKind.WELL_CLOSED: 2,
        PostingKind.PROBLEM_STRUCK_OFF: 1,
    }
    assert queries.list_years(session, COUNTY) == [2023]


def test_what_was_known_on_a_day_does_not_change_later(session: Session) -> None:
    """The well was closed on 1 October, booked on the 9th, taken back on 8 December."""
    closed = post_closed_well(session)
    reverse(session, closed)

    def count(day: date) -> int:
        return queries.totals(session, COUNTY, 2023, as_of=day).count

    assert [count(date(2023, 10, 8)), count(date(2023, 10, 9)), count(date(2023, 12, 7))] == [0, 1, 1]
    assert count(date(2023, 12, 8)) == 0


def test_a_closure_of_one_year_taken_back_in_the_next_leaves_the_first_year_as_of_its_end(
    session: Session,
) -> None:
    closed = post_closed_well(session)
    reverse(session, closed, now=NOW + timedelta(days=200), on=date(2024, 4, 1))
    assert queries.totals(session, COUNTY, 2023, as_of=date(2023, 12, 31)).count == 1
    assert queries.totals(session, COUNTY, 2023).count == 0
    assert queries.totals(session, COUNTY, 2024) == Totals()


@pytest.mark.parametrize("seed", range(3))
def test_a_year_of_random_postings_sums_as_an_independent_model_does(session: Session, seed: int) -> None:
    chance = random.Random(seed)
    standing: list[Entry] = []
    expected: dict[tuple[date, str], Totals] = {}
    now = NOW
    for number in range(60):
        now += timedelta(hours=chance.randrange(1, 100))
        if standing and chance.random() < 0.3:
            entry = standing.pop(chance.randrange(len(standing)))
            kept = (entry.posting.this_year_m3 * Decimal(chance.random())).quantize(m3("0.001"), "ROUND_DOWN")
            made = reverse(session, entry, now=now, on=entry.posting.on, this_year_m3_kept=kept)
        else:
            township = chance.choice([TOWNSHIP, OTHER_TOWNSHIP])
            act = chance.choice([post_closed_well, post_reduction])
            facts = {"now": now, "division_code": township, "well_code": well_code(number, township)}
            if act is post_reduction:
                full = Decimal(chance.randrange(10**9)) / 1000
                facts |= {
                    "full_year_m3": full,
                    "this_year_m3": (full / 3).quantize(m3("0.001"), "ROUND_DOWN"),
                }
            made = act(session, number, **facts)
            standing.append(made)
        key = made.booked_on, made.posting.division_code
        before = expected.get(key, Totals())
        expected[key] = Totals(
            before.count + made.posting.count,
            before.full_year_m3 + made.posting.full_year_m3,
            before.this_year_m3 + made.posting.this_year_m3,
        )
    for day in {booked_on for booked_on, _ in expected} | {date(2030, 1, 1)}:
        parts = [sums for (booked_on, _), sums in expected.items() if booked_on <= day]
        found = queries.totals(session, COUNTY, 2023, as_of=day)
        assert found.count == sum(part.count for part in parts)
        assert found.full_year_m3 == sum(part.full_year_m3 for part in parts)
        assert found.this_year_m3 == sum(part.this_year_m3 for part in parts)
    assert queries.totals(session, COUNTY, 2023) == queries.totals(
        session, COUNTY, 2023, as_of=date(2030, 1, 1)
    )
    assert by_township(session) == by_township(session, date(2030, 1, 1))
    assert queries.verify(session, COUNTY).is_whole
    assert queries.page_entries(session, queries.Filter(), OPERATOR).items[0].sequence == 60
