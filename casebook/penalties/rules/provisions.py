"""What a penal provision consists of: one act, its legal bases with their dates, the tiers of each.

Field by field as rules.md 5.6 has the record of a penalty rule; money in fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.deadlines.rules.table import Certainty
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import date

    from casebook.penalties.rules.laws import Law

LOCAL = "PEN-LOC"
"""What all acts of local packs are to whoever asks which agency enforces them."""
YUAN = 100
"""Fen in a yuan."""


class PartyKind(StrEnum):
    """Whom a penalty is for; thresholds differ (处罚法 51, 63)."""

    UNIT = "unit"
    """法人或者其他组织."""
    CITIZEN = "citizen"


class Condition(StrEnum):
    """When a tier of a penalty is the one."""

    NORMAL = "normal"
    GRAVE = "grave"
    """情节严重."""
    REFUSES = "refuses"
    """拒不改正 or 逾期不改正."""


class FineBasis(StrEnum):
    """What the two ends of a range are."""

    FIXED = "fixed"
    """Amounts of money."""
    MULTIPLE = "multiple"
    """Multiples of what is owed."""


class Authority(StrEnum):
    """Who may use a provision."""

    AGENCY = "agency"
    GOVERNMENT_AUTHORISED = "government_authorised"
    """The county's government, or the department that it authorised by a paper (地下水管理条例 58)."""


class Recipient(StrEnum):
    """Who decides where this house may not, and is handed the matter over."""

    POLICE = "police"
    TAX = "tax"
    ENVIRONMENT = "environment"
    """生态环境, or the department for drainage."""
    ECONOMY = "economy"
    """经济综合主管部门."""


class Flag(StrEnum):
    """What must be so in the county for a provision to hold there (rules.md 4.3)."""

    YELLOW_RIVER_BASIN = "yellow_river_basin"
    YELLOW_RIVER_SUPPLY_AREA = "yellow_river_supply_area"
    SNWD_RECEIVING_AREA = "snwd_receiving_area"
    """南水北调受水区."""


@dataclass(frozen=True, slots=True)
class Range:
    """Fines from the least to the most, both included, in fen."""

    min_fen: int
    max_fen: int

    def __post_init__(self) -> None:
        """Refuse a range that is none."""
        if not 0 <= self.min_fen <= self.max_fen:
            raise RuleBroken(
                "fine_range_reversed", field="max_yuan", least=self.min_fen // YUAN, most=self.max_fen // YUAN
            )

    def __contains__(self, fen: int) -> bool:
        """Say whether a fine lies in the range."""
        return self.min_fen <= fen <= self.max_fen

    def holds(self, other: Range) -> bool:
        """Say whether the whole of another range lies in this one."""
        return self.min_fen <= other.min_fen and other.max_fen <= self.max_fen

    @property
    def min_yuan(self) -> float:
        """The least in yuan."""
        return _yuan(self.min_fen)

    @property
    def max_yuan(self) -> float:
        """The most in yuan."""
        return _yuan(self.max_fen)


def _yuan(fen: int) -> float:
    return fen // YUAN if fen % YUAN == 0 else fen / YUAN


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of a penalty. `fine` is money, or with MULTIPLE hundredths of the times what is owed.

    None for a step without a fine of its own (警告 or 吊销 only).
    """

    condition: Condition
    fine: Range | None
    needs_overdue: bool = False
    """Only after a served order with a term, and a re-inspection that shows it was not obeyed."""
    revoke: bool = False
    """取水许可证 may or must be revoked."""
    basis: FineBasis = FineBasis.FIXED
    other: str = ""
    """What comes with it: 警告, 没收, 按日最大取水能力计征 …"""
    when: str = ""
    """What the step is for, where the condition's name does not say it."""

    def range_for(self, owed_fen: int | None = None) -> Range | None:
        """Return the fines of this step in fen; `fine_needs_owed` where the law counts by what is owed."""
        if self.fine is None or self.basis is FineBasis.FIXED:
            return self.fine
        if owed_fen is None:
            raise RuleBroken("fine_needs_owed", field="owed")
        return Range(self.fine.min_fen * owed_fen // 100, self.fine.max_fen * owed_fen // 100)


@dataclass(frozen=True, slots=True)
class Basis:
    """A penal article as it reads from a day on, with its tiers."""

    law: Law
    article: str
    violated: tuple[str, ...]
    """What is broken, as citations."""
    tiers: tuple[Tier, ...]
    order_text: str = ""
    """What the order demands; empty where nothing is ordered."""
    certainty: Certainty = Certainty.LAW
    special: bool = False
    """It speaks of this very matter while another speaks in general (立法法 103)."""
    valid_from: date | None = None
    """Where the wording is younger than the law."""
    valid_to: date | None = None
    ends_with_fee: bool = False
    """It went with the water resource fee, on the day before the tax began."""
    cost_recovery: bool = False
    """代履行: the agency has it done, the party pays."""
    authority: Authority = Authority.AGENCY
    flags_any: frozenset[Flag] = frozenset()
    """It holds where one of these is so; empty: everywhere in the law's place."""
    note: str = ""

    @property
    def starts_on(self) -> date:
        """First day of this wording."""
        return self.valid_from or self.law.valid_from

    @property
    def citation(self) -> str:
        """Law and article, as the rules write them."""
        return f"{self.law.title} {self.article}"

    @property
    def order_first(self) -> bool:
        """Whether an order goes before the fine or with it (处罚法 28)."""
        return bool(self.order_text)

    @property
    def can_revoke(self) -> bool:
        """Whether some tier revokes the permit."""
        return any(tier.revoke for tier in self.tiers)

    @property
    def dates_certainty(self) -> Certainty:
        """How certain its first day is."""
        return self.certainty if self.valid_from else self.law.certainty

    def last_day(self, tax_from: date) -> date | None:
        """Return the last day on which it holds, None while it does."""
        if self.ends_with_fee:
            return tax_from - timedelta(days=1)
        return self.valid_to

    def holds_on(self, day: date, tax_from: date) -> bool:
        """Say whether it is in force on a day."""
        last = self.last_day(tax_from)
        return self.starts_on <= day and (last is None or day <= last)

    @property
    def span(self) -> Range | None:
        """From the least fine of all tiers to the most; None where money is no measure."""
        fixed = [tier.fine for tier in self.tiers if tier.fine and tier.basis is FineBasis.FIXED]
        if not fixed:
            return None
        return Range(min(one.min_fen for one in fixed), max(one.max_fen for one in fixed))


@dataclass(frozen=True, slots=True)
class Provision:
    """One act of rules.md 4.1 (or of a local pack) with every basis it has or had."""

    id: str
    act: str
    bases: tuple[Basis, ...]
    variant_of: str = ""
    """The act it is a local form of: PEN-01Y is PEN-01 by the Yellow River."""
    hands_over_to: Recipient | None = None
    """Who decides instead of this house."""
    problems: tuple[str, ...] = ()
    """For acts of local packs: the problem codes that they go with."""

    @property
    def family(self) -> str:
        """The id under which the act and its variants are one."""
        return self.variant_of or self.id

    @property
    def matter(self) -> str:
        """By which an agency's power is found (`accounts.rules.applicable_power`)."""
        return LOCAL if self.id.startswith(LOCAL) else self.id

    def key_of(self, basis: Basis) -> str:
        """Return what a case keeps to name the basis it chose: act, law, article, first day."""
        return f"{self.id}/{basis.law.code}/{basis.article}/{basis.starts_on:%Y%m%d}"
