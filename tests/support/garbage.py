"""Garbage is collected between tests, a few at a time: looking for it took a third of the suites' time.

Python looks through all that lives each time it has grown by a quarter, and what lives here is a
million objects that every test shares: modules, tables, compiled statements. What outlives a
collection is therefore set aside, and the next one only looks at what came since.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

YOUNG = 100_000
"""Objects until the young ones are looked through; Python's own default is 700."""
SELDOM = 1_000
"""Rounds until the older ones are, within one test."""
TESTS_BETWEEN = 10


class _Count:
    tests = 0


def pytest_configure() -> None:
    gc.set_threshold(YOUNG, 20, SELDOM)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    outcome = yield
    _Count.tests += 1
    if _Count.tests % TESTS_BETWEEN == 0:
        gc.collect()
        gc.freeze()
    return outcome
