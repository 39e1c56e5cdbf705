"""What several rules ask of a well: does it take water, does it need a permit, since when does it rest."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.months import Month, months_between
from casebook.parties.rules import PartyKind
from casebook.wells.rules import PermitExemption, WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.screening.rules.facts import Permit, WellFacts

YEAR = 12
PARTIAL = "partial"
"""Flag of a month of which only a part is known."""
_HOUSEHOLD_USES = frozenset({WellUse.RURAL_DOMESTIC, WellUse.LIVESTOCK})
_HOUSEHOLD_USERS = frozenset({None, PartyKind.CITIZEN, PartyKind.UNKNOWN})
_TRADE = frozenset({WellUse.INDUSTRY, WellUse.SPECIAL_TRADE, WellUse.PUBLIC_SUPPLY})
"""Uses that are never a small amount of a household, whatever the register says (rules.md 15, trap 10)."""


class PermitHold(StrEnum):
    """How a well stands to permits on a day."""

    NONE = "none"
    """None was ever given, or all were taken away again."""
    HELD = "held"
    EXPIRED = "expired"


def permit_state(permits: Iterable[Permit], as_of: date) -> PermitHold:
    """Return how permits stood on a day; one given later does not count yet."""
    known = [one for one in permits if one.is_known(as_of)]
    if any(one.holds(as_of) for one in known):
        return PermitHold.HELD
    if any(not one.is_ended(as_of) for one in known):
        return PermitHold.EXPIRED
    return PermitHold.NONE


def is_exempt(well: WellFacts, household_m3: int, as_of: date) -> bool:
    """Say whether a well needs no permit: a family's life, a few animals (取水条例 4(2)), a collective's own.

    What the register does not say is taken from use, layer and user: shallow, of a citizen, for the
    house or animals. `household_m3` is the province's yearly limit of a small amount, 0 where the county
    has set none. It frees from the permit and the meter, never from a ban (748号 35).
    """
    if well.is_deep or well.use in _TRADE:
        return False
    is_said = well.exemption is not PermitExemption.NONE
    is_seen = well.use in _HOUSEHOLD_USES and well.user_kind in _HOUSEHOLD_USERS
    if well.exemption is PermitExemption.COLLECTIVE or not (is_said or is_seen):
        return is_said
    return not household_m3 or max(_years(well, as_of), default=0) <= household_m3


def _years(well: WellFacts, as_of: date) -> list[int]:
    years = {month.year for month in well.months} | set(well.stated)
    known = [well.year_m3(year) for year in sorted(years) if year <= as_of.year]
    return [int(one) for one in known[-2:] if one is not None]


def takes_water(well: WellFacts, as_of: date) -> bool:
    """Say whether a well that is closed neither by the register nor by the ledger takes water.

    One in use by the register does, unless its meter stood still for twelve whole months; any other
    (idle, not found, unverified, being built) does when it was metered taking some within a year.
    """
    if well.is_closed or (well.booked_on is not None and not took_since(well, well.booked_on)):
        return False
    first = Month.of(as_of).plus(1 - YEAR)
    recent = [use.m3 for month, use in well.months.items() if month >= first and use.m3 is not None]
    if well.status is WellStatus.IN_USE:
        stands_still = len(recent) >= YEAR and not any(recent)
        return not stands_still or bool(well.stated.get(as_of.year - 1))
    return any(recent)


def took_since(well: WellFacts, since: date) -> bool | None:
    """Say whether water was metered in a month wholly after a day; None where nothing was metered since."""
    later = [use.m3 for month, use in well.months.items() if month.first > since and use.m3 is not None]
    return any(later) if later else None


def rests_since(well: WellFacts, since: date, as_of: date) -> bool:
    """Say whether it is known that a well took no water from a day on (取水条例 44).

    Every year of the span must be known to be without volume, by its months or by the register; what
    came after the last known year may be told by the status alone.
    """
    if well.closed_on is not None and well.closed_on <= since and well.is_closed:
        return not took_since(well, since)
    if took_since(well, since) or any(
        well.stated.get(year) for year in range(since.year + 1, as_of.year + 1)
    ):
        return False
    years = _years_of_span(since, as_of)
    known = [year for year in years if _is_dry(well, year, since, as_of)]
    if not known or known != years[: len(known)]:
        return False
    return known == years or (well.is_closed or well.status is WellStatus.IDLE)


def _years_of_span(since: date, as_of: date) -> list[int]:
    first = since + timedelta(days=1)
    return list(range(first.year, as_of.year + 1))


def _is_dry(well: WellFacts, year: int, since: date, as_of: date) -> bool:
    """Say whether nothing was taken in a year's part of a span, for certain."""
    if well.stated.get(year) == 0 and not any(use.m3 for use in well.of_year(year).values()):
        return True
    first = max(Month.of(since).next(), Month(year, 1))
    last = min(Month.of(as_of).previous(), Month(year, YEAR))
    wanted = list(months_between(first, last))
    uses = [well.months.get(month) for month in wanted]
    return bool(wanted) and all(use is not None and use.m3 == 0 and PARTIAL not in use.flags for use in uses)


def years_to_judge(as_of: date, last_year_until: int) -> tuple[int, ...]:
    """Return the years that a run looks at: this one, and the one before while its figures still come in."""
    before = (as_of.year - 1,) if as_of.month <= last_year_until else ()
    return (*before, as_of.year)
