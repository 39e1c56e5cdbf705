"""Judging a return: each rule on both sides of its threshold, and sums that are always exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.closures.rules import (
    BaselineMethod,
    CheckOutcome,
    CheckRule,
    ClaimLine,
    ClosureKind,
    Emergency,
    MonthUse,
    NewWell,
    PermitFacts,
    PostingFacts,
    WellFacts,
    YearFacts,
    check_lines,
    claimed,
    sum_of,
)
from casebook.closures.rules.checking import NOTHING, hole_m3, year_before
from casebook.kernel.months import Month

TODAY = date(2024, 3, 1)
CLOSED = date(2023, 6, 13)
M3 = Decimal(60_000)
ALL_YEARS = {year: YearFacts(registered_m3=M3) for year in (2020, 2021, 2022)}
R = CheckRule


def line(**changes: object) -> ClaimLine:
    """A line that stands up to every rule."""
    found: dict[str, object] = {
        "line": 1,
        "row": 3,
        "code": "W1",
        "kind": ClosureKind.PLUGGED,
        "closed_on": CLOSED,
        "has_source": True,
        "source": "公共管网",
        "connected_on": CLOSED,
        "accepted_on": CLOSED,
        "method": BaselineMethod.B1,
        "baseline_m3": M3,
        "residual_m3": Decimal(0),
        "claim_m3": M3,
        "depth_m": Decimal(100),
        "fill_m3": Decimal(8),
    }
    return ClaimLine(**{**found, **changes})


def well(**changes: object) -> WellFacts:
    """What is known of the well of `line`."""
    found: dict[str, object] = {
        "code": "W1",
        "built_on": date(2000, 1, 1),
        "casing_mm": 300.0,
        "depth_m": 100.0,
        "flow_m3h": 20.0,
        "permitted_m3": Decimal(80_000),
        "years": ALL_YEARS,
    }
    return WellFacts(**{**found, **changes})


def rules_of(claim: ClaimLine, known: WellFacts | None = None, **about: object) -> list[CheckRule]:
    """The rules that apply to one line."""
    wells = {} if known is None else {claim.code: known}
    about = {"today": TODAY, "baseline_from": date(2020, 1, 1), **about}
    (found,) = check_lines([claim], wells, **about)
    return list(found.rules)


def test_a_line_that_stands_up_is_accepted_with_its_own_figures() -> None:
    (found,) = check_lines([line()], {"W1": well()}, today=TODAY, baseline_from=None)
    assert (found.outcome, found.rules) == (CheckOutcome.ACCEPTED, ())
    assert found.full_year_m3 == M3
    # 13 June leaves 201 days of 365.
    assert found.this_year_m3 == Decimal("33041.096")
    assert str(found.full_year_m3) == "60000.000"


HOLE = hole_m3(300.0, 100.0)
SEVEN_TENTHS_OF_LITRES = Decimal("6.361")
"""Just below nine tenths of the hole of 7.0686 m³ are 6.3617 m³."""

CASES: dict[str, tuple[dict[str, object], dict[str, object], list[CheckRule]]] = {
    "closed the day before on the register": ({}, {"closed_on": date(2023, 6, 12)}, [R.ALREADY_CLOSED]),
    "closed the same day on the register": ({}, {"closed_on": CLOSED}, []),
    "closed later on the register": ({}, {"closed_on": date(2023, 6, 14)}, []),
    "closed in the same month, day unknown": ({}, {"closed_on": date(2023, 6, 1)}, []),
    "closed in the month before, day unknown": ({}, {"closed_on": date(2023, 5, 1)}, [R.ALREADY_CLOSED]),
    "closed in the same year, month unknown": ({}, {"closed_on": date(2023, 1, 1)}, []),
    "posted before": ({}, {"postings": (PostingFacts(date(2022, 5, 1), 7),)}, [R.COUNTED_BEFORE]),
    "a capacity as baseline": (
        {"is_nameplate": True, "method": None, "method_text": "日最大取水能力×365"},
        {},
        [R.BASELINE_NAMEPLATE],
    ),
    "connected the day after": (
        {"connected_on": date(2023, 6, 14)},
        {},
        [R.CLOSED_BEFORE_SUPPLY],
    ),
    "connection not told": ({"connected_on": None}, {}, [R.CONNECTION_MISSING]),
    "connection not asked for": ({"connected_on": None, "asks_connection": False}, {}, []),
    "nothing replaces it": ({"connected_on": None, "has_source": False}, {}, []),
    "accepted the day before": ({"accepted_on": date(2023, 6, 12)}, {}, [R.DATE_IMPOSSIBLE]),
    "not accepted yet": ({"accepted_on": None}, {}, []),
    "accepted in the future": ({"accepted_on": date(2024, 3, 2)}, {}, [R.DATE_IMPOSSIBLE]),
    "accepted today": ({"accepted_on": TODAY}, {}, []),
    "closed before it was built": ({}, {"built_on": date(2023, 6, 14)}, [R.DATE_IMPOSSIBLE]),
    "built that very day": ({}, {"built_on": CLOSED}, []),
    "fill just below nine tenths": ({"fill_m3": SEVEN_TENTHS_OF_LITRES}, {}, [R.FILL_SHORT]),
    "fill just above nine tenths": ({"fill_m3": Decimal("6.362")}, {}, []),
    "fill by the well's own depth": ({"depth_m": Decimal(1)}, {"depth_m": 200.0}, [R.FILL_SHORT]),
    "fill by the return's depth": ({}, {"depth_m": None}, []),
    "a reserve well is not filled": ({"kind": ClosureKind.MOTHBALLED, "fill_m3": Decimal(0)}, {}, []),
    "fill not told": ({"fill_m3": None}, {}, []),
    "diameter unknown": ({"fill_m3": Decimal("0.1")}, {"casing_mm": None}, []),
    "claim is baseline less remaining use": (
        {"residual_m3": Decimal(10_000), "claim_m3": Decimal(50_000)},
        {},
        [],
    ),
    "claim rounded to whole m³": ({"claim_m3": Decimal("60000.5")}, {}, []),
    "claim more than rounding": ({"claim_m3": Decimal("60000.501")}, {}, [R.SUM_MISMATCH]),
    "claim forgets the remaining use": ({"residual_m3": Decimal(10_000)}, {}, [R.SUM_MISMATCH]),
    "no claim of its own": ({"claim_m3": None}, {}, []),
    "no meter": ({}, {"has_meter": False}, [R.BASELINE_UNSUPPORTED]),
    "no meter asked for power": ({"method": BaselineMethod.B3}, {"has_meter": False}, []),
    "the permit is no evidence": ({"method": BaselineMethod.B6}, {}, [R.BASELINE_UNSUPPORTED]),
    "method not told": ({"method": None}, {"has_meter": False}, [R.BASELINE_UNSUPPORTED]),
    "a year is missing": (
        {},
        {"years": {2021: YearFacts(registered_m3=M3), 2022: YearFacts(registered_m3=M3)}},
        [R.BASELINE_UNSUPPORTED],
    ),
    "nine tenths of the rated flow": (
        {"method": BaselineMethod.B4, "baseline_m3": Decimal(157_680), "claim_m3": Decimal(157_680)},
        {},
        [],
    ),
    "above nine tenths of the rated flow": (
        {"method": BaselineMethod.B4, "baseline_m3": Decimal(157_681), "claim_m3": Decimal(157_681)},
        {},
        [R.OUTLIER],
    ),
    "three times the permit": ({}, {"permitted_m3": Decimal(20_000)}, []),
    "above three times the permit": ({}, {"permitted_m3": Decimal("19999.999")}, [R.OUTLIER]),
    "no permit, no rated flow": ({}, {"permitted_m3": None, "flow_m3h": None}, []),
    "only the month of closing": ({"is_day_known": False}, {}, [R.DAY_MISSING]),
}


@pytest.mark.parametrize("case", list(CASES))
def test_a_rule_on_both_sides_of_its_threshold(case: str) -> None:
    claim, known, rules = CASES[case]
    assert rules_of(line(**claim), well(**known)) == rules


def test_every_rule_that_applies_is_listed_in_one_order() -> None:
    bad = line(
        is_nameplate=True,
        method=None,
        connected_on=date(2023, 7, 1),
        accepted_on=date(2023, 6, 1),
        claim_m3=Decimal(1),
        baseline_m3=Decimal(175_200),
        fill_m3=Decimal(1),
    )
    assert rules_of(bad, well(closed_on=date(2022, 1, 5))) == [
        R.ALREADY_CLOSED,
        R.BASELINE_NAMEPLATE,
        R.CLOSED_BEFORE_SUPPLY,
        R.DATE_IMPOSSIBLE,
        R.FILL_SHORT,
        R.SUM_MISMATCH,
        R.OUTLIER,
    ]


def test_an_unknown_well_is_still_held_against_itself() -> None:
    assert rules_of(line()) == [R.WELL_UNKNOWN]
    assert rules_of(line(claim_m3=Decimal(1), connected_on=date(2023, 7, 1))) == [
        R.WELL_UNKNOWN,
        R.CLOSED_BEFORE_SUPPLY,
        R.SUM_MISMATCH,
    ]


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (date(2024, 3, 2), [R.DATE_IMPOSSIBLE]),
        (date(2020, 1, 1), [R.BASELINE_UNSUPPORTED]),
        (date(2019, 12, 31), [R.DATE_IMPOSSIBLE]),
    ],
    ids=["tomorrow", "first day of the baseline period", "before it"],
)
def test_a_day_must_lie_between_the_baseline_period_and_today(day: date, rules: list[CheckRule]) -> None:
    claim = line(closed_on=day, connected_on=day, accepted_on=None)
    assert rules_of(claim, well()) == rules


def test_an_old_ledger_has_no_baseline_period() -> None:
    day = date(2015, 5, 5)
    claim = line(closed_on=day, connected_on=day, accepted_on=day)
    assert rules_of(claim, well(), baseline_from=None) == [R.BASELINE_UNSUPPORTED]


def test_a_well_counts_once_in_a_return_whatever_number_names_it() -> None:
    same = well()
    claims = [line(), line(line=2, row=4, code="PLATE-1"), line(line=3, row=5, code="W2")]
    known = {"W1": same, "PLATE-1": same, "W2": well(code="W2")}
    found = check_lines(claims, known, today=TODAY, baseline_from=None)
    assert [one.rules for one in found] == [(), (R.COUNTED_BEFORE,), ()]
    assert found[1].findings[0].facts == {"line": "1", "row": "3"}
    assert claimed(found).wells == 3
    assert sum_of(found, CheckOutcome.ACCEPTED).wells == 2


@pytest.mark.parametrize(
    ("listed", "rules"),
    [
        (PermitFacts("D1", date(2023, 7, 1), M3, M3, 1), [R.PERMIT_NOT_CUT]),
        (PermitFacts("D1", CLOSED, M3, M3, 1), []),
        (PermitFacts("D1", date(2023, 7, 1), Decimal(0), M3, 1), []),
        (PermitFacts("D1", date(2023, 7, 1), M3, M3, 2), [R.PERMIT_NOT_CUT]),
        (PermitFacts("D1", date(2023, 7, 1), Decimal(30_000), M3, 2), []),
        (PermitFacts("D1", date(2023, 7, 1), M3, None, 2), []),
    ],
    ids=["later list", "list of the day", "cancelled", "one of several", "volume cut", "nothing to compare"],
)
def test_only_a_later_list_shows_that_the_permit_was_not_cut(
    listed: PermitFacts, rules: list[CheckRule]
) -> None:
    assert rules_of(line(), well(permits=(listed,))) == rules


@pytest.mark.parametrize(
    ("built", "metres", "is_replaced"),
    [
        (date(2022, 6, 13), 500.0, True),
        (date(2022, 6, 12), 10.0, False),
        (date(2023, 8, 1), 500.1, False),
        (date(2024, 1, 1), 0.0, True),
    ],
)
def test_a_newer_well_of_the_user_nearby_takes_the_saving(
    built: date, metres: float, is_replaced: bool
) -> None:
    known = well(newer=(NewWell("W9", built, metres),))
    assert (R.REPLACED_BY_NEW_WELL in rules_of(line(), known)) is is_replaced


def test_a_year_before_a_leap_day_is_the_28th() -> None:
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert year_before(date(2024, 3, 1)) == date(2023, 3, 1)


JULY, JUNE = Month(2023, 7), Month(2023, 6)


@pytest.mark.parametrize(
    ("uses", "is_pumping"),
    [
        ({JUNE: MonthUse(m3=Decimal(500))}, False),
        ({JULY: MonthUse(m3=Decimal(0), kwh=Decimal(0))}, False),
        ({JULY: MonthUse(m3=Decimal("0.1"))}, True),
        ({JULY: MonthUse(kwh=Decimal("0.1"))}, True),
        ({Month(2022, 7): MonthUse(m3=Decimal(500))}, False),
        ({Month(2024, 1): MonthUse(m3=Decimal(500))}, True),
        ({}, False),
    ],
    ids=["month of closing", "nothing", "water", "power", "before", "next year", "no figures"],
)
def test_readings_or_power_after_the_month_of_closing(uses: dict[Month, MonthUse], is_pumping: bool) -> None:
    assert (R.STILL_PUMPING in rules_of(line(), well(uses=uses))) is is_pumping


def test_a_permitted_emergency_explains_the_use_of_its_months() -> None:
    uses = {JULY: MonthUse(m3=Decimal(5)), Month(2023, 9): MonthUse(m3=Decimal(7))}
    allowed = (Emergency(date(2023, 7, 31), date(2023, 8, 2)),)
    (found,) = check_lines(
        [line()], {"W1": well(uses=uses, emergencies=allowed)}, today=TODAY, baseline_from=None
    )
    assert found.rules == (R.STILL_PUMPING,)
    assert found.findings[0].facts == {
        "first": "2023-09",
        "last": "2023-09",
        "n": "1",
        "m3": "7.000",
        "kwh": "0",
    }


def years(registered: tuple[int | None, ...], metered: tuple[int | None, ...]) -> dict[int, YearFacts]:
    def m3(figure: int | None) -> Decimal | None:
        return None if figure is None else Decimal(figure)

    return {
        year: YearFacts(m3(read), m3(said))
        for year, said, read in zip((2020, 2021, 2022), registered, metered, strict=True)
    }


NONE = (None, None, None)


@pytest.mark.parametrize(
    ("known", "baseline", "is_supported"),
    [
        (years((100, 100, 100), NONE), "105", True),
        (years((100, 100, 100), NONE), "105.001", False),
        (years((100, 100, 100), NONE), "95", True),
        (years((100, 100, 100), NONE), "94.999", False),
        (years((90, 100, 110), (None, None, 200)), "130", True),
        (years((90, 100, 110), (None, None, 200)), "100", True),
        (years((90, 100, 110), (None, None, 200)), "115", False),
        (years(NONE, (100, 100, 100)), "100", True),
        (years((None, 100, 100), (100, None, None)), "100", True),
        (years((None, 100, 100), (None, 100, 100)), "100", False),
        (years((1, 0, 0), NONE), "0.333", True),
    ],
)
def test_a_metered_mean_is_held_against_readings_and_register(
    known: dict[int, YearFacts], baseline: str, is_supported: bool
) -> None:
    figure = Decimal(baseline)
    claim = line(baseline_m3=figure, claim_m3=figure)
    assert (R.BASELINE_UNSUPPORTED not in rules_of(claim, well(years=known))) is is_supported


def test_a_dead_well_counts_as_a_well_without_water() -> None:
    dead = well(years=years((0, 0, 0), (None, 0, 0)))
    claims = [line(), line(line=2, code="W2")]
    found = check_lines(claims, {"W1": dead, "W2": replace(dead, code="W2")}, today=TODAY, baseline_from=None)
    assert all(one.is_dead and one.outcome is CheckOutcome.ACCEPTED for one in found)
    total = sum_of(found, CheckOutcome.ACCEPTED)
    assert (total.wells, total.full_year_m3, total.this_year_m3) == (2, NOTHING, NOTHING)
    assert claimed(found).full_year_m3 == 2 * M3


def test_a_line_that_is_refused_keeps_its_figures_though_the_well_was_dead() -> None:
    dead = well(years=years((0, 0, 0), NONE), closed_on=date(2019, 10, 17))
    (found,) = check_lines([line()], {"W1": dead}, today=TODAY, baseline_from=None)
    assert found.rules == (R.ALREADY_CLOSED, R.BASELINE_UNSUPPORTED)
    assert (found.is_dead, found.full_year_m3) == (False, M3)


@pytest.mark.parametrize(
    "known",
    [
        years((0, 0, None), NONE),
        years((0, 0, 0), (None, None, 1)),
        years((0, 1, 0), (None, 0, None)),
        {},
    ],
)
def test_a_well_without_figures_or_with_any_use_is_not_dead(known: dict[int, YearFacts]) -> None:
    (found,) = check_lines([line()], {"W1": well(years=known)}, today=TODAY, baseline_from=None)
    assert not found.is_dead
    assert found.full_year_m3 == M3


def test_a_claim_of_nothing_needs_no_support() -> None:
    claim = line(baseline_m3=Decimal(0), claim_m3=Decimal(0))
    assert rules_of(claim, well(years={}, has_meter=False)) == []


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5_000_000_000),
            st.dates(date(2020, 1, 1), date(2023, 12, 31)),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_sums_are_exact_and_every_line_is_in_one_of_them(drawn: list[tuple[int, date, bool]]) -> None:
    claims = [
        line(
            line=place,
            code=f"W{place}" if is_known else f"X{place}",
            closed_on=day,
            connected_on=day,
            accepted_on=day,
            claim_m3=Decimal(litres) / 1000,
            baseline_m3=None,
        )
        for place, (litres, day, is_known) in enumerate(drawn, start=1)
    ]
    wells = {one.code: well(code=one.code) for one in claims if one.code.startswith("W")}
    found = check_lines(claims, wells, today=TODAY, baseline_from=None)
    parts = [sum_of(found, outcome) for outcome in CheckOutcome]
    whole = claimed(found)
    assert sum(part.wells for part in parts) == whole.wells == len(drawn)
    assert sum(part.full_year_m3 for part in parts) == whole.full_year_m3
    assert whole.full_year_m3 == sum((Decimal(litres) / 1000 for litres, _day, _known in drawn), NOTHING)
    for one, (litres, day, _known) in zip(found, drawn, strict=True):
        days = (date(day.year, 12, 31) - day).days
        in_year = 366 if day.year == 2020 else 365
        exact = Decimal(litres) * days / in_year / 1000
        assert abs(one.this_year_m3 - exact) <= Decimal("0.0005")


@given(st.integers(0, 365))
def test_the_rest_of_a_leap_year_is_counted_in_366_days(gone: int) -> None:
    day = date(2024, 1, 1) + timedelta(days=gone)
    claim = line(closed_on=day, claim_m3=Decimal(366), baseline_m3=None)
    (found,) = check_lines([claim], {}, today=date(2025, 1, 1), baseline_from=None)
    assert found.this_year_m3 == 365 - gone
