"""Who enforces which matter: one setting per matter, never a fixed bureau (rules.md 4.3, 13.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from uuid import UUID

ANY_MATTER = "*"
MATTERS = tuple(
    f"PEN-{number}"
    for number in (
        *("01", "01Y", "02", "02Y", "03", "04", "05", "06", "07", "07S", "08", "08S", "09", "09Y", "10"),
        *("11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "LOC"),
    )
)
"""Ids of rules.md 4.1 that this house may enforce; PEN-25 to PEN-28 go to other authorities."""

_COUNTY, _TOWNSHIP = 6, 9
"""How many digits the code of a county and of a township has (GB/T 2260, GB/T 10114)."""


class AgencyKind(StrEnum):
    """What an agency is in the county's water affairs (rules.md 13.1)."""

    WATER_BUREAU = "water_bureau"
    LAW_ENFORCEMENT = "law_enforcement"
    TOWNSHIP = "township"
    OTHER = "other"


class PowerModel(StrEnum):
    """On what ground an agency enforces a matter."""

    OWN = "own"
    """By statute: the water bureau itself."""
    TRANSFERRED = "transferred"
    """相对集中处罚权, 处罚法 18: the law-enforcement bureau in its own name."""
    DELEGATED = "delegated"
    """委托, 处罚法 20: acts in the name of the delegating agency, with a paper and a term."""
    EMPOWERED = "empowered"
    """乡镇赋权, 处罚法 24: a township in its own name."""


ARTICLES = {
    PowerModel.OWN: "处罚法 17",
    PowerModel.TRANSFERRED: "处罚法 18",
    PowerModel.DELEGATED: "处罚法 20",
    PowerModel.EMPOWERED: "处罚法 24",
}


class HasPower(Protocol):
    """What choosing a power needs to know of one."""

    @property
    def matter(self) -> str:
        """Id of rules.md 4.1, or `*`."""

    @property
    def division_code(self) -> str:
        """Where it holds."""

    @property
    def model(self) -> PowerModel:
        """Its ground."""

    @property
    def valid_from(self) -> date:
        """First day."""

    @property
    def valid_to(self) -> date | None:
        """Last day, None until further notice."""


class HasPrincipal(HasPower, Protocol):
    """What delegation needs to know of a power beside."""

    @property
    def agency_id(self) -> UUID:
        """Who holds it."""

    @property
    def principal_agency_id(self) -> UUID | None:
        """Who delegated it."""


T = TypeVar("T", bound=HasPower)


def is_valid(power: HasPower, on: date) -> bool:
    """Say whether a power holds on a day."""
    return power.valid_from <= on and (power.valid_to is None or on <= power.valid_to)


def applicable_power(powers: Iterable[T], *, matter: str, division_code: str, on: date) -> T | None:
    """Return the power that decides who enforces a matter in a division on a day.

    A power for the very matter goes before one for all matters, a township's before the county's, a
    delegated one before its principal's own, the newer before the older (处罚法 18, 20, 24).
    """
    valid = [
        power
        for power in powers
        if power.matter in {matter, ANY_MATTER}
        and division_code.startswith(power.division_code)
        and is_valid(power, on)
    ]
    return max(valid, key=_rank, default=None)


def _rank(power: HasPower) -> tuple[bool, int, bool, date]:
    is_delegated = power.model is PowerModel.DELEGATED
    return power.matter != ANY_MATTER, len(power.division_code), is_delegated, power.valid_from


@dataclass(frozen=True, kw_only=True)
class PowerFacts:
    """A power as it is to be granted."""

    matter: str
    model: PowerModel
    division_code: str
    valid_from: date
    valid_to: date | None = None
    principal_agency_id: UUID | None = None
    authorisation: str = ""
    """Number and name of the paper that gives it."""


@dataclass(frozen=True)
class Holder:
    """Of an agency what a power depends on."""

    id: UUID
    kind: AgencyKind
    division_code: str


def faults_of_power(facts: PowerFacts, holder: Holder) -> Iterator[RuleBroken]:
    """Yield what is wrong with a power by itself: matter, place, ground, paper, term."""
    article = ARTICLES[facts.model]
    if facts.matter != ANY_MATTER and facts.matter not in MATTERS:
        yield RuleBroken("power_matter_unknown", field="matter", matter=facts.matter)
    if not facts.division_code.startswith(holder.division_code):
        yield RuleBroken("power_outside_agency", field="division_code", division=holder.division_code)
    if facts.model is PowerModel.OWN and holder.kind in {AgencyKind.LAW_ENFORCEMENT, AgencyKind.TOWNSHIP}:
        yield RuleBroken("power_not_by_statute", field="model", article=article)
    if facts.model is PowerModel.EMPOWERED and holder.kind is not AgencyKind.TOWNSHIP:
        yield RuleBroken("power_needs_township", field="model", article=article)
    if facts.model is not PowerModel.OWN and not facts.authorisation.strip():
        yield RuleBroken("power_needs_paper", field="authorisation", article=article)
    if facts.valid_to is not None and facts.valid_to < facts.valid_from:
        yield RuleBroken("power_ends_before_it_begins", field="valid_to", start=facts.valid_from.isoformat())
    yield from _faults_of_delegation(facts, holder)


def _faults_of_delegation(facts: PowerFacts, holder: Holder) -> Iterator[RuleBroken]:
    article = ARTICLES[PowerModel.DELEGATED]
    if facts.model is not PowerModel.DELEGATED:
        if facts.principal_agency_id is not None:
            yield RuleBroken("power_principal_needless", field="principal_agency_id")
        return
    if facts.principal_agency_id is None:
        yield RuleBroken("power_needs_principal", field="principal_agency_id", article=article)
    elif facts.principal_agency_id == holder.id:
        yield RuleBroken("power_delegated_to_itself", field="principal_agency_id", article=article)
    if facts.valid_to is None:
        yield RuleBroken("power_needs_term", field="valid_to", article=article)


def find_overlapping(facts: PowerFacts, powers: Iterable[T]) -> T | None:
    """Return a power of the same rank that holds on one of the same days: nobody could say which applies.

    A delegated power stands beside its principal's own, so the two kinds do not overlap.
    """
    is_delegated = facts.model is PowerModel.DELEGATED
    return next(
        (
            power
            for power in powers
            if (power.matter, power.division_code) == (facts.matter, facts.division_code)
            and (power.model is PowerModel.DELEGATED) is is_delegated
            and (power.valid_to is None or facts.valid_from <= power.valid_to)
            and (facts.valid_to is None or power.valid_from <= facts.valid_to)
        ),
        None,
    )


def may_delegate(facts: PowerFacts, of_principal: Iterable[HasPower]) -> bool:
    """Say whether the principal's own powers cover a delegated one on its first and last day.

    What was itself delegated cannot be passed on (处罚法 20).
    """
    own = [power for power in of_principal if power.model is not PowerModel.DELEGATED]
    days = [facts.valid_from, facts.valid_to or facts.valid_from]
    return all(
        applicable_power(own, matter=facts.matter, division_code=facts.division_code, on=day) for day in days
    )


def rests_on(
    delegated: HasPrincipal, power: HasPrincipal, *, after: date, powers: Iterable[HasPrincipal]
) -> bool:
    """Say whether a delegated power still holds after a day and nothing but this power lets it.

    `powers` are all of the county; the one that ends with the day is among them.
    """
    last = delegated.valid_to
    if delegated.model is not PowerModel.DELEGATED or last is None or last <= after:
        return False
    if delegated.principal_agency_id != power.agency_id or power.model is PowerModel.DELEGATED:
        return False
    left = [
        one
        for one in powers
        if one is not power and one.agency_id == power.agency_id and one.model is not PowerModel.DELEGATED
    ]
    matter, division = delegated.matter, delegated.division_code
    return applicable_power(left, matter=matter, division_code=division, on=last) is None


def is_place_of(kind: AgencyKind, division_code: str) -> bool:
    """Say whether an agency of this kind can act in a division: a township's code has nine digits."""
    digits = len(division_code)
    return digits == _TOWNSHIP if kind is AgencyKind.TOWNSHIP else digits in {_COUNTY, _TOWNSHIP}
