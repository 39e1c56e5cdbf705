"""Four figures held against each other: past 5 % they deviate, and nothing missing counts as 0."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebook.kernel.errors import RuleBroken
from casebook.returns.rules import (
    Compared,
    Figure,
    Finding,
    LineOutcome,
    PairOutcome,
    ReportedLine,
    Side,
    check_lines,
    findings,
    reconcile,
)

LIMIT = Decimal("0.05")
PERMIT, MEASURED, REPORTED, TAXED = Side


def figures(*volumes: object) -> dict[Side, Figure]:
    """Permit, measured, reported, taxed; (m³, months) for what does not cover the year, None for nothing."""
    found = {}
    for side, volume in zip(Side, volumes, strict=True):
        if isinstance(volume, tuple):
            found[side] = Figure(Decimal(str(volume[0])), volume[1])
        elif volume is not None:
            found[side] = Figure(Decimal(str(volume)))
    return found


@pytest.mark.parametrize(
    ("volumes", "outcome"),
    [
        ((2000, 1000, 1000, 1000), "reconciled_agreed"),
        ((2000, 1000, 1050, 1000), "reconciled_agreed"),
        ((2000, 1000, "1050.001", 1000), "reconciled_deviating"),
        ((2000, 1000, 950, 950), "reconciled_agreed"),
        ((2000, 1000, "949.999", 950), "reconciled_deviating"),
        ((2000, 1000, 1000, 900), "reconciled_deviating"),
        ((1000, 1050, 1050, 1050), "reconciled_agreed"),
        ((1000, "1050.001", "1050.001", "1050.001"), "reconciled_deviating"),
        ((0, 0, 0, 0), "reconciled_agreed"),
        ((1000, 0, 1, 0), "reconciled_deviating"),
        ((2000, 1000, 1000, None), "reconciled_missing"),
        ((None, 1000, 1000, 1000), "reconciled_missing"),
        ((2000, None, 1000, 1000), "reconciled_missing"),
        ((2000, 1000, 2000, None), "reconciled_deviating"),
        ((2000, (500, 6), 1000, 1000), "reconciled_open"),
        ((2000, (1052, 6), 1000, 1000), "reconciled_open"),
        ((2000, (1053, 6), 1000, 1000), "reconciled_deviating"),
        ((2000, 1000, (500, 6), 1000), "reconciled_open"),
        ((2000, 1000, (1060, 6), 1000), "reconciled_deviating"),
        ((1000, (1060, 6), (500, 6), (500, 6)), "reconciled_deviating"),
        ((None, None, None, 500), "reconciled_missing"),
        ((2000, None, None, None), "reconciled_missing"),
    ],
)
def test_how_four_figures_stand(volumes: tuple[object, ...], outcome: str) -> None:
    assert reconcile(figures(*volumes), LIMIT).outcome == outcome


def test_each_pair_says_by_how_much() -> None:
    found = {(one.first, one.second): one for one in reconcile(figures(800, 1000, 900, 1100), LIMIT).pairs}
    assert {(key[0].value, key[1].value): one.share for key, one in found.items()} == {
        ("side_measured", "side_permit"): Decimal("0.2500"),
        ("side_reported", "side_measured"): Decimal("-0.1000"),
        ("side_taxed", "side_measured"): Decimal("0.1000"),
        ("side_taxed", "side_reported"): Decimal("0.2222"),
    }


def test_taking_less_than_permitted_deviates_from_nothing() -> None:
    found = reconcile(figures(10_000, 100, 100, 100), LIMIT)
    assert found.outcome is LineOutcome.AGREED
    assert {one.outcome for one in found.pairs} == {PairOutcome.AGREES}


def test_where_nothing_is_measured_the_return_is_held_against_the_permit() -> None:
    first = reconcile(figures(1000, None, 1200, 1200), LIMIT).pairs[0]
    assert (first.first, first.outcome) == (REPORTED, PairOutcome.DEVIATES)


def line(volume: object, dial: object = None) -> ReportedLine:
    return ReportedLine(None, Decimal(str(volume)), None if dial is None else Decimal(str(dial)))


@pytest.mark.parametrize(
    ("reported", "measured", "before", "found"),
    [
        (line(100), 100, None, []),
        (line(105), 100, None, []),
        (line(106), 100, None, [Finding.DEVIATES]),
        (line(0), 100, None, [Finding.DEVIATES]),
        (line(1), 0, None, [Finding.DEVIATES]),
        (line(0), 0, None, []),
        (line(100), None, None, [Finding.NOT_MEASURED]),
        (line(100, 600), 100, 500, []),
        (line(100, 499), 100, 500, [Finding.DIAL_FELL]),
        (line(100, 650), 100, 500, [Finding.DIAL_DIFFERS]),
        (line(100, 650), 100, None, []),
    ],
)
def test_what_an_officer_asks_about(
    reported: ReportedLine, measured: int | None, before: int | None, found: list[Finding]
) -> None:
    compared = Compared(
        reported,
        None if measured is None else Decimal(measured),
        None if before is None else Decimal(before),
    )
    assert list(findings(compared, LIMIT)) == found


@pytest.mark.parametrize(
    ("lines", "is_nil", "code"),
    [
        ([line(1)], True, "return_nil_with_water"),
        ([line(0)], False, "return_without_water"),
        ([line(-1)], False, "return_volume"),
        ([line("NaN")], False, "return_volume"),
        ([line("0.0001")], False, "return_volume"),
        ([line("1e16")], False, "return_volume"),
        ([line(1, -1)], False, "return_volume"),
        ([], True, "return_wells_differ"),
        ([line(1), line(2)], False, "return_wells_differ"),
    ],
)
def test_reports_that_make_no_sense(lines: list[ReportedLine], code: str, *, is_nil: bool) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_lines(lines, [None], is_nil=is_nil)


def test_a_report_sums_exactly() -> None:
    assert check_lines([line("0.001")], [None], is_nil=False) == Decimal("0.001")
    assert check_lines([line(0)], [None], is_nil=True) == 0
