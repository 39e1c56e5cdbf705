"""The register, one well, and who of the demonstration's wells is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from casebook.demo.register import DemoWell, wells
from tests.e2e.pages.base import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

PROBLEM, CASE, CLOSURE = (re.compile(rf"^371525-\d{{4}}-{kind}-\d{{5}}$") for kind in ("WT", "AJ", "FJ"))


def of_story(key: str) -> DemoWell:
    """Return a well of the demonstration by the name that its story knows it by."""
    return next(well for well in wells() if well.key == key)


def of_crowd(fits: Callable[[DemoWell], bool], number: int = 0) -> DemoWell:
    """Return a well that no story is about."""
    return [well for well in wells() if not well.key and fits(well)][number]


class WellPage(Screen):
    def open_well(self, well: DemoWell) -> Self:
        return self.open(f"/wells/{well.code}")

    def follow_newest(self, kind: re.Pattern[str]) -> Self:
        """Follow the first link to a problem, a case or a closure of the well."""
        return self.follow(kind)
