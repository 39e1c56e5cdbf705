"""What a well or a unit took before a measure: six methods, how far each is believed, when one stands.

Rules.md 10.6; the methods and their grades are practice, no national formula was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.volumes import cubic_metres

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from uuid import UUID


class BaselineMethod(StrEnum):
    """How the yearly baseline was found (rules.md 10.6)."""

    B1 = "B1"
    """Mean of metered volume of the last three full years."""
    B2 = "B2"
    """Mean of volumes fixed for the tax, fewer than three years."""
    B3 = "B3"
    """Power used times a coefficient."""
    B4 = "B4"
    """Rated flow times recorded hours."""
    B5 = "B5"
    """Irrigated area times the net norm."""
    B6 = "B6"
    """Permit or plan volume: a cap, never evidence of real saving."""


class BaselineStatus(StrEnum):
    """How far a baseline has come."""

    DRAFT = "baseline_draft"
    LOCKED = "baseline_locked"
    SUPERSEDED = "baseline_superseded"
    """Another took its place, with a reason, before anything was booked against it."""
    DROPPED = "baseline_dropped"


_B = BaselineStatus
BASELINE_TRANSITIONS: dict[BaselineStatus, frozenset[BaselineStatus]] = {
    _B.DRAFT: frozenset({_B.LOCKED, _B.DROPPED}),
    _B.LOCKED: frozenset({_B.SUPERSEDED}),
    _B.SUPERSEDED: frozenset(),
    _B.DROPPED: frozenset(),
}
"""The whole life of a baseline."""

BASELINE_YEARS = 3
"""Full years before the year of the measure (B1)."""

TOLERANCE = Fraction(5, 100)
"""How far a stated baseline may be from the mean of the figures."""

FLOW_SHARE = Fraction(90, 100)
HOURS_OF_YEAR = 8_760
PERMITS_AT_MOST = 3
"""A baseline above so many times the permitted volume is an outlier."""


@dataclass(frozen=True, slots=True)
class YearFacts:
    """What a well took in a calendar year."""

    metered_m3: Decimal | None = None
    """By readings, only of a year with twelve closed months."""
    registered_m3: Decimal | None = None
    """As the register says."""


@dataclass(frozen=True, slots=True)
class Outlier:
    """That a baseline does not fit the size of what took it: `flow`, `permit`, or `use` by its figures."""

    why: str
    most_m3: Fraction


def baseline_years(began_on: date) -> range:
    """Return the three full years before the year of a measure."""
    return range(began_on.year - BASELINE_YEARS, began_on.year)


def baseline_means(years: Mapping[int, YearFacts], wanted: range) -> list[Fraction]:
    """Return the means of the baseline years: by readings where they are whole, and by the register alone.

    One that lacks a year is left out.
    """
    known = [years[year] for year in wanted if year in years]
    if len(known) < len(wanted):
        return []
    registered = [one.registered_m3 for one in known]
    metered = [one.registered_m3 if one.metered_m3 is None else one.metered_m3 for one in known]
    means = []
    for figures in (metered, registered):
        whole = [Fraction(one) for one in figures if one is not None]
        if len(whole) == len(wanted):
            means.append(sum(whole, Fraction(0)) / len(wanted))
    return list(dict.fromkeys(means))


def differs(stated_m3: Decimal, means: Sequence[Fraction]) -> bool:
    """Say whether a stated baseline is more than 5 % away from every mean that there is."""
    return bool(means) and all(abs(Fraction(stated_m3) - mean) > mean * TOLERANCE for mean in means)


def mean_of_wells(wells: Sequence[Mapping[int, YearFacts]], wanted: range) -> Decimal | None:
    """Return B1 of some wells together, to the litre, half-even; None where one lacks a year's figure."""
    means = [baseline_means(years, wanted) for years in wells]
    if not means or not all(means):
        return None
    return cubic_metres(round(sum((found[0] for found in means), Fraction(0)) * 1000))


def size_outlier(
    baseline_m3: Decimal, *, flow_m3h: float | None, permitted_m3: Decimal | None
) -> Outlier | None:
    """Return why a baseline does not fit: above 90 % of the rated flow all year, or thrice the permit."""
    if flow_m3h is not None:
        most = Fraction(str(flow_m3h)) * HOURS_OF_YEAR * FLOW_SHARE
        if Fraction(baseline_m3) > most:
            return Outlier("flow", most)
    if permitted_m3 is not None and baseline_m3 > PERMITS_AT_MOST * permitted_m3:
        return Outlier("permit", Fraction(permitted_m3))
    return None


def baseline_step(present: BaselineStatus, to: BaselineStatus) -> None:
    """Refuse a step that the transition table does not have."""
    if to not in BASELINE_TRANSITIONS[present]:
        raise RuleBroken("baseline_step", present=present, to=to)


def check_stated(method: BaselineMethod, stated_m3: Decimal | None, mean_m3: Decimal | None) -> Decimal:
    """Return the baseline: of B1 the mean where the years have their figures, else what was stated."""
    is_mean = method is BaselineMethod.B1 and mean_m3 is not None
    figure = mean_m3 if is_mean else stated_m3
    if figure is None:
        raise RuleBroken("baseline_uncomputable", field="stated_m3", method=method)
    if is_mean and stated_m3 is not None and differs(stated_m3, [Fraction(figure)]):
        raise RuleBroken("baseline_differs", field="stated_m3", stated=stated_m3, mean=figure)
    if figure < 0:
        raise RuleBroken("claim_negative", field="stated_m3")
    return figure


def check_lock(
    *,
    drafter_id: UUID | None,
    locker_id: UUID | None,
    locked_on: date,
    paper: str,
    explanation: str,
    outliers: Sequence[Outlier],
    method: BaselineMethod,
    today: date,
) -> None:
    """Refuse to lock: by its drafter, without the approving paper, in the future, unexplained."""
    if drafter_id is not None and drafter_id == locker_id:
        raise Forbidden("baseline_by_drafter")
    if locked_on > today:
        raise RuleBroken("date_in_future", field="locked_on")
    if not paper.strip():
        raise RuleBroken("baseline_paper_missing", field="lock_paper")
    if method is BaselineMethod.B6 and not explanation.strip():
        raise RuleBroken("baseline_cap_only", field="explanation")
    if outliers and not explanation.strip():
        raise RuleBroken("baseline_outlier", field="explanation", why=outliers[0].why)
