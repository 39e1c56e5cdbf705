"""What a rule answers: a hit with its figures. It points somewhere; it is never a finding."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from casebook.kernel.months import Month
from casebook.screening.rules.catalogue import RULES, RuleId

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from casebook.cases.rules.codes import Severity
    from casebook.screening.rules.facts import AccountFacts, PartyFacts, WellFacts


class SubjectKind(StrEnum):
    """What a hit is about."""

    WELL = "well"
    ACCOUNT = "account"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class HitSubject:
    """What a hit points at: a well's code, an account's number, a user's name."""

    kind: SubjectKind
    key: str
    """The same for the same thing in every run."""
    title: str
    division_code: str
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit of one rule.

    `figures` are for people and other programs: texts, numbers and lists, volumes as texts in m³.
    `period` parts hits of the same rule at the same subject: a year, or nothing.
    """

    rule: RuleId
    subject: HitSubject
    figures: Mapping[str, Any]
    period: str = ""
    facts: str = ""
    """What is not a measure and makes the hit another one when it changes: permits, zones, years."""
    measure: Decimal = Decimal(0)
    """How far it goes, in the measure of its rule; a dismissed hit comes back when it has grown."""
    stake_m3: Decimal | None = None
    """The water that it is about, as far as that is known."""
    thresholds: Mapping[str, int] = field(default_factory=dict)
    version: int = 0

    @property
    def article(self) -> str:
        """The article that may be broken."""
        return RULES[self.rule].article

    @property
    def severity(self) -> Severity:
        """How grave it would be."""
        return RULES[self.rule].severity


def of_well(well: WellFacts) -> HitSubject:
    """Return a well as the subject of hits."""
    return HitSubject(SubjectKind.WELL, well.code, well.code, well.division_code, well.id)


def of_account(account: AccountFacts) -> HitSubject:
    """Return an electricity account as the subject of hits."""
    return HitSubject(SubjectKind.ACCOUNT, account.number, account.number, account.division_code)


def of_party(party: PartyFacts) -> HitSubject:
    """Return a user as the subject of hits, told apart by its number, else by its name."""
    key = party.identifier or (str(party.id) if party.id else party.name)
    return HitSubject(SubjectKind.PARTY, key, party.name, party.division_code, party.id)


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever a figure is
    """Return a figure as JSON keeps it: volumes and months as texts, enums by value."""
    if isinstance(value, Decimal):
        return f"{value.quantize(Decimal('0.001')):f}"
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)
