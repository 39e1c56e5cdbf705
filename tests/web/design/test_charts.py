"""Each tick of a chart says the number that it stands at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from flask import get_template_attribute

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (None, ["0", "1"]),
        (1, ["0", "1"]),
        (4, ["0", "1", "2", "3", "4"]),
        (12, ["0", "5", "10", "15"]),
        (120, ["0", "25", "50", "75", "100", "125"]),
    ],
)
def test_ticks_are_whole_numbers(app: Flask, highest: int | None, ticks: list[str]) -> None:
    with app.test_request_context():
        draw = get_template_attribute("components/bar_chart.html", "bar_chart")
        drawn = str(draw([{"label": "1", "value": highest}], title="水量"))
    assert re.findall(r'class="chart__tick"[^>]*text-anchor="end">([^<]+)<', drawn) == ticks
