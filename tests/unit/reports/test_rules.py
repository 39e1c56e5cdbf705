"""Classes of a case's age, and what of a report may not move."""

from __future__ import annotations

import pytest

from casebook.reports.rules import AGES, age_of, figures_hash


@pytest.mark.parametrize(
    ("days", "place"), [(0, 0), (30, 0), (31, 1), (60, 1), (90, 2), (180, 3), (181, 4), (900, 4)]
)
def test_each_age_has_one_class(days: int, place: int) -> None:
    assert age_of(days) == place
    assert place <= len(AGES)


def test_the_state_of_files_is_no_figure() -> None:
    line = {"well": "1", "full_year_m3": "1.000", "missing": []}
    body = {"lines": [line], "corrections": []}
    assert figures_hash(body) == figures_hash({**body, "lines": [{**line, "missing": ["tag"]}]})
    assert figures_hash(body) != figures_hash({**body, "lines": [{**line, "full_year_m3": "1.001"}]})
    assert figures_hash(body) != figures_hash({**body, "corrections": [line]})
