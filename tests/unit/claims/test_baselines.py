"""Baselines: B1 from whole years, outliers, who locks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from casebook.claims.rules import (
    BASELINE_TRANSITIONS,
    BaselineMethod,
    BaselineStatus,
    Outlier,
    YearFacts,
    baseline_step,
    check_lock,
    check_stated,
    mean_of_wells,
    size_outlier,
)
from casebook.kernel.errors import CasebookError, RuleBroken
from casebook.kernel.ids import new_id

D = Decimal
SPAN = range(2020, 2023)


def years(*figures: int | None) -> dict[int, YearFacts]:
    return {
        year: YearFacts(registered_m3=D(figure))
        for year, figure in zip(SPAN, figures, strict=True)
        if figure is not None
    }


@pytest.mark.parametrize(
    ("wells", "mean"),
    [
        ([years(100, 200, 300)], "200.000"),
        ([years(100, 100, 101)], "100.333"),
        ([years(100, 200, 300), years(0, 0, 0)], "200.000"),
        ([years(100, 200, 300), years(10, 20, None)], None),
        ([], None),
    ],
    ids=["mean", "litre", "dead well", "year missing", "none"],
)
def test_b1_is_the_mean_of_three_full_years(wells: list[dict[int, YearFacts]], mean: str | None) -> None:
    found = mean_of_wells(wells, SPAN)
    assert (None if found is None else str(found)) == mean


def test_readings_go_before_the_register() -> None:
    facts = {year: YearFacts(metered_m3=D(50), registered_m3=D(90)) for year in SPAN}
    assert mean_of_wells([facts], SPAN) == 50


@pytest.mark.parametrize(
    ("method", "stated", "mean", "found"),
    [
        ("B1", None, "100", "100"),
        ("B1", "105", "100", "100"),
        ("B1", "106", "100", "baseline_differs"),
        ("B1", None, None, "baseline_uncomputable"),
        ("B1", "80", None, "80"),
        ("B2", "80", "100", "80"),
        ("B2", None, "100", "baseline_uncomputable"),
        ("B5", "-1", None, "claim_negative"),
    ],
)
def test_what_the_baseline_is(method: str, stated: str | None, mean: str | None, found: str) -> None:
    figures = (D(stated) if stated else None, D(mean) if mean else None)
    if found.isdigit():
        assert check_stated(BaselineMethod(method), *figures) == D(found)
        return
    with pytest.raises(RuleBroken) as refused:
        check_stated(BaselineMethod(method), *figures)
    assert refused.value.code == found


@pytest.mark.parametrize(
    ("baseline", "flow", "permitted", "why"),
    [
        (7_884, 1.0, None, None),
        (7_885, 1.0, None, "flow"),
        (300, None, 100, None),
        (301, None, 100, "permit"),
        (9_999_999, None, None, None),
    ],
)
def test_size(baseline: int, flow: float | None, permitted: int | None, why: str | None) -> None:
    found = size_outlier(D(baseline), flow_m3h=flow, permitted_m3=None if permitted is None else D(permitted))
    assert (found.why if found else None) == why


DRAFTER = new_id()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"locker_id": DRAFTER}, "baseline_by_drafter"),
        ({"locked_on": date(2023, 6, 2)}, "date_in_future"),
        ({"paper": " "}, "baseline_paper_missing"),
        ({"method": BaselineMethod.B6}, "baseline_cap_only"),
        ({"outliers": [Outlier("flow", 1)]}, "baseline_outlier"),  # type: ignore[arg-type]  # an int is a Fraction
        ({"outliers": [Outlier("flow", 1)], "explanation": "测流报告"}, None),  # type: ignore[arg-type]  # the same
        ({}, None),
    ],
    ids=["drafter", "future", "paper", "cap", "outlier", "explained", "good"],
)
def test_locking(changes: dict[str, object], code: str | None) -> None:
    said: dict[str, object] = {
        "drafter_id": DRAFTER,
        "locker_id": new_id(),
        "locked_on": date(2023, 6, 1),
        "paper": "冠水核〔2023〕1号",
        "explanation": "",
        "outliers": [],
        "method": BaselineMethod.B2,
        "today": date(2023, 6, 1),
        **changes,
    }
    if code is None:
        check_lock(**said)  # type: ignore[arg-type]  # facts by their names
        return
    with pytest.raises(CasebookError) as refused:
        check_lock(**said)  # type: ignore[arg-type]  # facts by their names
    assert refused.value.code == code


def test_only_steps_of_the_table() -> None:
    for present, allowed in BASELINE_TRANSITIONS.items():
        for to in set(BaselineStatus) - allowed:
            with pytest.raises(RuleBroken):
                baseline_step(present, to)
