"""What a run looks at: wells, groups of permits, users, electricity accounts, as they stood on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.regions.rules import Aquifer, ZoneKind
from casebook.wells.rules import CLOSED, MeterKind, PermitExemption, WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from casebook.kernel.cells import DatePrecision
    from casebook.kernel.months import Month
    from casebook.parties.rules import PartyKind

_DEEP_FROM_M = 180
"""Below this the layer is deep fresh water (rules.md 1)."""


@dataclass(frozen=True, slots=True)
class Permit:
    """A permit as a day saw it; cubic metres a year, days included at both ends."""

    number: str
    permitted_m3: Decimal | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    ended_on: date | None = None
    """Day on which it was cancelled, revoked or withdrawn; from then on it does not hold."""
    is_renewing: bool = False
    """Renewal was asked for in time and not yet answered: it holds on until then (许可法 50)."""
    last_year_m3: Decimal | None = None
    """What it allowed when the year before ended; None where that is not known to be otherwise."""

    def allowed_in(self, year: int, as_of: date) -> Decimal | None:
        """Return what it allows in a year: a cut after its end does not reach back into it."""
        is_over = year < as_of.year and self.last_year_m3 is not None
        return self.last_year_m3 if is_over else self.permitted_m3

    def is_known(self, on: date) -> bool:
        """Say whether it had been given by a day; one without a first day always had."""
        return self.valid_from is None or self.valid_from <= on

    def is_ended(self, on: date) -> bool:
        """Say whether it had been taken away by a day."""
        return self.ended_on is not None and self.ended_on <= on

    def is_expired(self, on: date) -> bool:
        """Say whether its last day was over; the last day itself still holds."""
        return self.valid_to is not None and self.valid_to < on and not self.is_renewing

    def holds(self, on: date) -> bool:
        """Say whether it was in force on a day."""
        return self.is_known(on) and not self.is_ended(on) and not self.is_expired(on)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone that a well lies in, in force on the day and about its layer."""

    kind: ZoneKind
    name: str
    aquifer: Aquifer | None
    valid_from: date


@dataclass(frozen=True, slots=True)
class Use:
    """One month of a well: cubic metres (None: no figure), and what was odd about its readings."""

    m3: Decimal | None = None
    kwh: Decimal | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of a year in cubic metres, and how it is spread over the months."""

    year: int
    year_m3: Decimal
    months: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class StoppedMeter:
    """A visit that found a well's meter standing still, and after which it did not turn by the day."""

    visit: UUID
    on: date
    meter_no: str = ""


@dataclass(frozen=True, slots=True)
class WellFacts:
    """A well on a day. `months` holds what is known of this and earlier months, up to the day."""

    id: UUID
    code: str
    division_code: str
    status: WellStatus
    """As it was on the day."""
    use: WellUse = WellUse.IRRIGATION
    aquifer: Aquifer = Aquifer.SHALLOW
    exemption: PermitExemption = PermitExemption.NONE
    user_kind: PartyKind | None = None
    closed_on: date | None = None
    booked_on: date | None = None
    """Closing day by the ledger where the register still has it open."""
    open_by_leave: frozenset[Month] = frozenset()
    """Months in which a reserve well was open in an emergency that was allowed."""
    built_on: date | None = None
    built_precision: DatePrecision | None = None
    depth_m: float | None = None
    irrigated_mu: float | None = None
    meter_kind: MeterKind = MeterKind.UNKNOWN
    electricity_account: str = ""
    permits: tuple[Permit, ...] = ()
    zones: tuple[Zone, ...] = ()
    months: Mapping[Month, Use] = field(default_factory=dict)
    stated: Mapping[int, Decimal] = field(default_factory=dict)
    """Cubic metres by year as a register says them, for years that ended by the day."""
    doubts: Mapping[Month, tuple[str, ...]] = field(default_factory=dict)
    """What about its readings nobody has explained yet, by month of the closing reading."""
    stopped: StoppedMeter | None = None
    """What somebody saw on site and no later reading, and no other meter, ended."""
    plans: tuple[Plan, ...] = ()
    """Plans of its own, of the years that a run looks at."""
    norm_m3: Decimal | None = None
    """What the norm allows for a year, where it is known."""

    @property
    def is_closed(self) -> bool:
        """Whether it was closed on the day."""
        return self.status in CLOSED

    @property
    def is_deep(self) -> bool:
        """Whether it takes deep confined water; the depth decides where the layer is not known."""
        if self.aquifer is Aquifer.UNKNOWN:
            return self.depth_m is not None and self.depth_m > _DEEP_FROM_M
        return self.aquifer is Aquifer.DEEP_CONFINED

    def of_year(self, year: int) -> dict[Month, Use]:
        """Return the months of a year of which a volume is known."""
        return {month: use for month, use in self.months.items() if month.year == year and use.m3 is not None}

    def last_year(self, as_of: date) -> tuple[int, Decimal] | None:
        """Return the newest year of which a volume is known, and that volume; None for none."""
        years = {month.year for month in self.months} | set(self.stated)
        known = ((year, self.year_m3(year)) for year in sorted(years, reverse=True) if year <= as_of.year)
        return next(((year, m3) for year, m3 in known if m3 is not None), None)

    def year_m3(self, year: int) -> Decimal | None:
        """Return the volume of a year as far as it is known: measured, else as the register says."""
        known = [use.m3 for use in self.of_year(year).values() if use.m3 is not None]
        return sum(known, Decimal(0)) if known else self.stated.get(year)

    def doubts_of(self, kinds: frozenset[str]) -> dict[Month, list[str]]:
        """Return the months with doubts of these kinds, and which."""
        found = {month: [one for one in some if one in kinds] for month, some in self.doubts.items()}
        return {month: some for month, some in sorted(found.items()) if some}


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """Permits that share wells, with all these wells: their volumes count together."""

    permits: tuple[Permit, ...]
    wells: tuple[WellFacts, ...]


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An electricity account: kWh by month, and the wells that name it."""

    number: str
    division_code: str
    kwh: Mapping[Month, Decimal]
    wells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A return that a user owes for a period."""

    period: str
    due_on: date
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A user, or a business of a list that may be none; cubic metres by year."""

    id: UUID | None
    name: str
    division_code: str
    identifier: str = ""
    trade: str = ""
    """Its trade, for one that stands on a list of businesses; empty otherwise."""
    permits: tuple[Permit, ...] = ()
    has_tap: bool = False
    has_reclaimed: bool = False
    metered_m3: Mapping[int, Decimal] = field(default_factory=dict)
    tap_m3: Mapping[int, Decimal] = field(default_factory=dict)
    reclaimed_m3: Mapping[int, Decimal] = field(default_factory=dict)
    discharge_m3: Mapping[int, Decimal] = field(default_factory=dict)
    months: Mapping[Month, Decimal] = field(default_factory=dict)
    """What its wells took by month, as far as it is known."""
    stated: Mapping[int, Decimal] = field(default_factory=dict)
    """By year what a register says of those of its wells of which no month is known."""
    plans: tuple[Plan, ...] = ()
    """Plans given to the user itself, of the years that a run looks at."""
    returns: tuple[Due, ...] = ()
    wells: tuple[str, ...] = ()
