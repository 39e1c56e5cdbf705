"""How a yearly figure was found, and how far it can be relied on."""

from __future__ import annotations

import pytest

from casebook.quotas.rules import GRADES, Grade, VolumeMethod, method_of
from casebook.wells.rules import MeterKind


def test_every_method_has_a_grade() -> None:
    assert set(GRADES) == set(VolumeMethod)
    assert list(GRADES.values()) == sorted(GRADES.values())


@pytest.mark.parametrize(
    ("meter", "grade"),
    [
        (MeterKind.ONLINE, Grade.A),
        (MeterKind.MECHANICAL, Grade.A),
        (MeterKind.POWER, Grade.B),
        (MeterKind.NONE, Grade.D),
        (MeterKind.UNKNOWN, Grade.D),
    ],
)
def test_the_meter_tells_how_a_registers_figure_was_found(meter: MeterKind, grade: Grade) -> None:
    assert GRADES[method_of(meter)] is grade
