"""What a line of a return claims, and the facts that it is held against. Frozen; volumes in m³."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from casebook.claims.rules import BaselineMethod, YearFacts
    from casebook.closures.rules.closing import ClosureKind
    from casebook.kernel.months import Month


class CheckRule(StrEnum):
    """Why a line cannot be reported as it stands, or not yet; the values are the codes of a report."""

    CELL_MISSING = "cell_missing"
    """A cell without which nothing can be counted is empty."""
    CELL_UNREADABLE = "cell_unreadable"
    """A cell without which nothing can be counted cannot be read."""
    WELL_UNKNOWN = "well_unknown"
    ALREADY_CLOSED = "already_closed"
    """The register or the well's life has it closed before the claimed day."""
    COUNTED_BEFORE = "counted_before"
    """Posted earlier, or on an earlier line of the same return."""
    BASELINE_NAMEPLATE = "baseline_nameplate"
    """日最大取水能力 is never a baseline (rules.md 10.6)."""
    CLOSED_BEFORE_SUPPLY = "closed_before_supply"
    DATE_IMPOSSIBLE = "date_impossible"
    PERMIT_NOT_CUT = "permit_not_cut"
    REPLACED_BY_NEW_WELL = "replaced_by_new_well"
    """更新井."""

    FILL_SHORT = "fill_short"
    BASELINE_UNSUPPORTED = "baseline_unsupported"
    SUM_MISMATCH = "sum_mismatch"
    STILL_PUMPING = "still_pumping"
    OUTLIER = "outlier"
    CONNECTION_MISSING = "connection_missing"
    """A replacement is named without the day since which it supplies."""
    DAY_MISSING = "day_missing"
    """The closing is dated by its month only."""
    CELL_UNCLEAR = "cell_unclear"
    """A cell that does not decide whether the line counts cannot be read."""

    @property
    def is_refusing(self) -> bool:
        """Whether it makes a line 不可报; any other rule makes it 存疑."""
        return self in REFUSING


_ALL = tuple(CheckRule)
REFUSING = frozenset(_ALL[: _ALL.index(CheckRule.FILL_SHORT)])


class ReturnState(StrEnum):
    """How far a return has come that was held against register, ledger and readings."""

    CHECKED = "return_checked"
    POSTED = "return_posted"
    """历史补录: its lines that are not refused stand in the ledger as history."""
    TAKEN_BACK = "return_taken_back"


RETURN_TRANSITIONS: dict[ReturnState, frozenset[ReturnState]] = {
    ReturnState.CHECKED: frozenset({ReturnState.POSTED}),
    ReturnState.POSTED: frozenset({ReturnState.TAKEN_BACK}),
    ReturnState.TAKEN_BACK: frozenset(),
}
"""The whole life of a checked return."""


class CheckOutcome(StrEnum):
    """What becomes of a line."""

    ACCEPTED = "accepted"
    """可报."""
    DOUBTFUL = "doubtful"
    """存疑."""
    REFUSED = "refused"
    """不可报."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that says nothing, or nothing that can be read."""

    cell: str
    """Its name in the sheet, such as E7; empty when the sheet has no such column."""
    header: str
    written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One line of a return; None for what it does not say."""

    line: int
    """1, 2, 3 … among the lines of the return."""
    row: int
    """The row's number as the sheet shows it."""
    code: str
    """Empty when the cell is."""
    number: str = ""
    """The number that the closure has in the county's own ledger."""
    holder: str = ""
    kind: ClosureKind | None = None
    closed_on: date | None = None
    """Last day of the month where only that was written."""
    is_day_known: bool = True
    has_source: bool = False
    """Whether a replacement is named that has to supply first."""
    source: str = ""
    connected_on: date | None = None
    accepted_on: date | None = None
    method: BaselineMethod | None = None
    is_nameplate: bool = False
    method_text: str = ""
    baseline_m3: Decimal | None = None
    residual_m3: Decimal | None = None
    claim_m3: Decimal | None = None
    depth_m: Decimal | None = None
    fill_m3: Decimal | None = None
    missing: tuple[CellFault, ...] = ()
    unreadable: tuple[CellFault, ...] = ()
    unclear: tuple[CellFault, ...] = ()
    asks_connection: bool = True
    """Whether the return has a column for the day of connection, and says nothing there."""

    @property
    def claimed_m3(self) -> Decimal | None:
        """What the line claims for a full year: its own figure, else baseline less remaining use."""
        if self.claim_m3 is not None or self.baseline_m3 is None:
            return self.claim_m3
        return self.baseline_m3 - (self.residual_m3 or 0)


@dataclass(frozen=True, slots=True)
class PermitFacts:
    """A permit of the well on a dated list of permits."""

    number: str
    listed_on: date
    """The list's own day, not the day of its import."""
    volume_m3: Decimal
    """What the list still carries per year."""
    before_m3: Decimal | None
    """What the permit carried before the closure."""
    wells: int
    """On how many wells it stands."""

    @property
    def is_cut(self) -> bool:
        """Whether the closed well's volume is gone: cancelled at the last well, less with one of several."""
        if self.volume_m3 <= 0:
            return True
        return self.wells > 1 and (self.before_m3 is None or self.volume_m3 < self.before_m3)


@dataclass(frozen=True, slots=True)
class PostingFacts:
    """That the ledger holds this well as closed; not taken back."""

    on: date
    sequence: int


@dataclass(frozen=True, slots=True)
class NewWell:
    """Another well of the same user that is in use."""

    code: str
    built_until: date
    """The last day on which it can have come into use: of the month or year where no more is known."""
    distance_m: float


@dataclass(frozen=True, slots=True)
class MonthUse:
    """What a well and its own electricity account used in a month; None without a figure."""

    m3: Decimal | None = None
    kwh: Decimal | None = None

    @property
    def is_pumping(self) -> bool:
        """Whether anything was used."""
        return (self.m3 or 0) > 0 or (self.kwh or 0) > 0


@dataclass(frozen=True, slots=True)
class Emergency:
    """A permitted emergency use of a reserve well (应急启用); both days inside."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WellFacts:
    """What is known of a claimed well."""

    code: str
    closed_on: date | None = None
    """Since when the register or its life has it closed."""
    built_on: date | None = None
    """The first day on which it can have been built."""
    casing_mm: float | None = None
    depth_m: float | None = None
    flow_m3h: float | None = None
    permitted_m3: Decimal | None = None
    """Per year, of all its permits together; None without a permit that names a volume."""
    has_meter: bool = True
    years: Mapping[int, YearFacts] = field(default_factory=dict)
    permits: tuple[PermitFacts, ...] = ()
    postings: tuple[PostingFacts, ...] = ()
    newer: tuple[NewWell, ...] = ()
    uses: Mapping[Month, MonthUse] = field(default_factory=dict)
    emergencies: tuple[Emergency, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One rule that applies to a line, with the figures that its words name."""

    rule: CheckRule
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line with what was found; volumes in m³ to the litre."""

    claim: ClaimLine
    findings: tuple[CheckFinding, ...]
    full_year_m3: Decimal
    this_year_m3: Decimal
    is_dead: bool = False
    """No use in the baseline years: it counts as a well, with 0 m³."""

    @property
    def rules(self) -> tuple[CheckRule, ...]:
        """Every rule that applies, in the order of the table."""
        return tuple(one.rule for one in self.findings)

    @property
    def outcome(self) -> CheckOutcome:
        """Refused by any refusing rule, doubtful by any other."""
        if any(one.rule.is_refusing for one in self.findings):
            return CheckOutcome.REFUSED
        return CheckOutcome.DOUBTFUL if self.findings else CheckOutcome.ACCEPTED

    @property
    def is_postable(self) -> bool:
        """Whether 历史补录 may post it: what is not refused, with its doubts."""
        return self.outcome is not CheckOutcome.REFUSED


@dataclass(frozen=True, slots=True)
class CheckSum:
    """Wells and m³ of some lines."""

    wells: int
    full_year_m3: Decimal
    this_year_m3: Decimal
