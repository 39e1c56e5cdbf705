"""What of a claim counts: tables of cases, and that no order of claims exceeds a baseline or a substitute."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.claims.rules import (
    Amounts,
    Bound,
    MeasureKind,
    Room,
    check_began,
    check_claim,
    check_decision,
    check_metered_after,
    check_supply,
    drawn_m3,
    judge,
    most_in_a_year,
    net_supply,
    this_year_m3,
)
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.months import Month

D = Decimal


def room(limit: int, taken: int, bound: Bound = Bound.WELL) -> Room:
    return Room(bound, "", D(limit), D(taken))


@pytest.mark.parametrize(
    ("claimed", "residual", "emergency", "saving", "rooms", "admissible", "held_by"),
    [
        (600, 400, 0, 0, [(1000, 0)], 600, None),
        (600, 400, 50, 0, [(1000, 0)], 550, Bound.WELL),
        (600, 400, 0, 0, [(1000, 300)], 300, Bound.WELL),
        (600, 0, 0, 0, [(1000, 1200)], 0, Bound.WELL),
        (600, 0, 0, 0, [(1000, 0), (5000, 4600, Bound.UNIT)], 400, Bound.UNIT),
        (600, 0, 0, 0, [(1000, 0), (250, 0, Bound.SUBSTITUTE)], 250, Bound.SUBSTITUTE),
        (600, 0, 0, 100, [(1000, 0), (250, 0, Bound.SUBSTITUTE)], 350, Bound.SUBSTITUTE),
        (600, 0, 0, 100, [(1000, 0), (100, 400, Bound.SUBSTITUTE)], 100, Bound.SUBSTITUTE),
        (300, 0, 0, 0, [(1000, 700), (5000, 0, Bound.UNIT)], 300, None),
    ],
)
def test_what_is_counted_already_is_cut_off(
    claimed: int,
    residual: int,
    emergency: int,
    saving: int,
    rooms: list[tuple[int, int]],
    admissible: int,
    held_by: Bound | None,
) -> None:
    said = Amounts(
        claimed_m3=D(claimed), residual_m3=D(residual), emergency_m3=D(emergency), saving_m3=D(saving)
    )
    found = judge(said, [room(*one) for one in rooms])
    assert (found.admissible_m3, found.held_by) == (admissible, held_by)


@dataclass
class Book:
    """An independent model: what was booked of each well, of their unit, of a substitute."""

    wells: list[int]
    unit: int
    substitute: int
    of_well: dict[int, int] = field(default_factory=dict)
    of_unit: int = 0
    drawn: int = 0

    def claim(self, well: int | None, claimed: int, residual: int, saving: int, *, draws: bool) -> int:
        unit = room(self.unit, self.of_unit, Bound.UNIT)
        rooms = [unit]
        if well is not None:
            rooms = [room(self.wells[well], self.of_well.get(well, 0)), unit]
        if draws:
            rooms.append(room(self.substitute, self.drawn, Bound.SUBSTITUTE))
        said = Amounts(claimed_m3=D(claimed), residual_m3=D(residual), saving_m3=D(min(saving, claimed)))
        booked = judge(said, rooms).admissible_m3
        assert 0 <= booked <= claimed
        if well is not None:
            self.of_well[well] = self.of_well.get(well, 0) + int(booked)
        self.of_unit += int(booked)
        self.drawn += int(drawn_m3(booked, said.saving_m3)) if draws else 0
        return int(booked)


CLAIMS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 2)),
        st.integers(1, 3000),
        st.integers(0, 800),
        st.integers(0, 400),
        st.booleans(),
        st.booleans(),
    ),
    max_size=14,
)


@given(
    wells=st.lists(st.integers(0, 2000), min_size=3, max_size=3),
    unit=st.integers(0, 5000),
    substitute=st.integers(0, 3000),
    claims=CLAIMS,
)
def test_no_order_of_claims_exceeds_well_unit_or_substitute(
    wells: list[int], unit: int, substitute: int, claims: list[tuple[int | None, int, int, int, bool, bool]]
) -> None:
    book = Book(wells, unit, substitute)
    standing: list[tuple[int | None, int, int]] = []
    for well, claimed, residual, saving, draws, is_withdrawn in claims:
        before = book.drawn
        booked = book.claim(well, claimed, residual, saving, draws=draws)
        standing.append((well, booked, book.drawn - before))
        if is_withdrawn:
            gone = standing.pop(0)
            book.of_unit -= gone[1]
            book.drawn -= gone[2]
            if gone[0] is not None:
                book.of_well[gone[0]] -= gone[1]
        assert book.of_unit <= unit
        assert book.drawn <= substitute
        assert all(taken <= wells[place] for place, taken in book.of_well.items())


@pytest.mark.parametrize(
    ("months", "most"),
    [
        ({}, 0),
        ({"2023-01": 10, "2023-02": 20}, 30),
        ({f"2023-{month:02}": 10 for month in range(1, 13)} | {"2024-01": 40}, 150),
        ({"2022-01": 70, "2023-01": 60}, 70),
    ],
    ids=["none", "two", "window", "a year apart"],
)
def test_supply_is_never_extrapolated(months: dict[str, int], most: int) -> None:
    assert most_in_a_year({Month.parse(month): D(volume) for month, volume in months.items()}) == most


@pytest.mark.parametrize(("permille", "net"), [(0, "1000.000"), (250, "750.000"), (1000, "0.000")])
def test_the_substitutes_own_groundwater_is_taken_off(permille: int, net: str) -> None:
    assert str(net_supply(D(1000), permille)) == net


def test_this_year_counts_the_days_after() -> None:
    assert str(this_year_m3(D(365), date(2023, 12, 30))) == "1.000"
    assert this_year_m3(D(365), date(2023, 12, 31)) == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": MeasureKind.SEALING}, "claim_sealing"),
        ({"kind": MeasureKind.REPLACEMENT}, "claim_substitute"),
        ({"has_substitute": True}, "claim_substitute"),
        ({"claimed_m3": D(0)}, "claim_nothing"),
        ({"claimed_m3": D(-1)}, "claim_negative"),
        ({"claimed_m3": D(601)}, "claim_above_baseline"),
        ({"emergency_m3": D(1)}, "claim_above_baseline"),
        ({"saving_m3": D(1)}, "claim_saving"),
        ({"papers": " "}, "claim_papers_missing"),
    ],
)
def test_parts_that_do_not_fit(changes: dict[str, object], code: str) -> None:
    said: dict[str, object] = {"claimed_m3": D(600), "residual_m3": D(400)}
    rest: dict[str, object] = {"kind": MeasureKind.SAVING, "has_substitute": False, "papers": "验收"}
    for name, value in changes.items():
        (rest if name in rest else said)[name] = value
    with pytest.raises(RuleBroken) as refused:
        check_claim(
            rest["kind"],  # type: ignore[arg-type]  # facts by their names
            Amounts(**said),  # type: ignore[arg-type]  # facts by their names
            has_substitute=bool(rest["has_substitute"]),
            baseline_m3=D(1000),
            papers=str(rest["papers"]),
        )
    assert refused.value.code == code


@pytest.mark.parametrize("locked_on", [None, date(2023, 5, 1), date(2023, 5, 2)])
def test_a_measure_begins_after_its_baseline_was_locked(locked_on: date | None) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_began(date(2023, 5, 1), locked_on=locked_on)
    assert refused.value.code == "baseline_not_before"
    check_began(date(2023, 5, 1), locked_on=date(2023, 4, 30))


def test_nobody_decides_their_own_claim_and_a_no_has_its_reason() -> None:
    editor, other = new_id(), new_id()
    with pytest.raises(Forbidden):
        check_decision(editor_ids={editor}, decider_id=editor, words="可", is_yes=True)
    with pytest.raises(RuleBroken):
        check_decision(editor_ids={editor}, decider_id=other, words=" ", is_yes=False)
    check_decision(editor_ids={editor}, decider_id=other, words="", is_yes=True)


def test_more_metered_than_told_must_be_explained() -> None:
    with pytest.raises(RuleBroken) as refused:
        check_metered_after(D(100), D(101), "", year=2024)
    assert refused.value.code == "claim_outlier"
    check_metered_after(D(100), D(101), "新增生产线，见批复", year=2024)
    check_metered_after(D(100), D(100), "", year=2024)
    check_metered_after(D(100), None, "", year=2024)


@pytest.mark.parametrize(
    ("month", "volume", "code"),
    [
        ("2023-06", 1, "supply_in_future"),
        ("2023-05", 311, "supply_above_capacity"),
        ("2023-05", -1, "supply_above_capacity"),
        ("2023-05", 310, None),
    ],
)
def test_supply_of_a_month(month: str, volume: int, code: str | None) -> None:
    said = {"capacity_m3_per_day": D(10), "today": date(2023, 6, 1)}
    if code is None:
        check_supply(Month.parse(month), D(volume), **said)  # type: ignore[arg-type]  # facts by their names
        return
    with pytest.raises(RuleBroken) as refused:
        check_supply(Month.parse(month), D(volume), **said)  # type: ignore[arg-type]  # facts by their names
    assert refused.value.code == code
