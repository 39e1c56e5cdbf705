"""Amounts from which a hearing or a deliberation is due, and below which the simple procedure will do.

All of it by the amount proposed for one party (rules.md 5.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casebook.deadlines.rules.table import Certainty
from casebook.kernel.errors import RuleBroken
from casebook.penalties.rules.provisions import YUAN, PartyKind


class ThresholdKind(StrEnum):
    """What begins at an amount."""

    HEARING = "hearing"
    """听证, 处罚法 63."""
    DELIBERATION = "deliberation"
    """集体讨论, 处罚法 57."""


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount in fen that counts from a day on: from it upwards, or only what is above it."""

    kind: ThresholdKind
    party: PartyKind
    fen: int
    is_inclusive: bool
    valid_from: date
    certainty: Certainty
    source: str

    def reached_by(self, amount_fen: int) -> bool:
        """Say whether a fine is as large."""
        return amount_fen >= self.fen if self.is_inclusive else amount_fen > self.fen


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All limits of a county, former ones too."""

    limits: tuple[Limit, ...]

    def find(self, kind: ThresholdKind, party: PartyKind, on: date) -> Limit:
        """Return the limit of a day, the last of those that began by then.

        RuleBroken `threshold_unknown` where none had begun.
        """
        begun = [
            one for one in self.limits if (one.kind, one.party) == (kind, party) and one.valid_from <= on
        ]
        if not begun:
            raise RuleBroken("threshold_unknown", field="on", kind=kind, party=party, on=on.isoformat())
        return max(begun, key=lambda one: one.valid_from)


RULE_8_FROM, RULE_55_FROM = date(1997, 12, 26), date(2023, 5, 1)
"""水行政处罚实施办法: 令8 and 令55 that took its place."""
_OLD, _NEW = "令8", "令55"


def _limit(kind: ThresholdKind, party: PartyKind, yuan: int, *, since_55: bool) -> Limit:
    return Limit(
        kind,
        party,
        yuan * YUAN,
        is_inclusive=since_55,
        valid_from=RULE_55_FROM if since_55 else RULE_8_FROM,
        certainty=Certainty.PUBLIC,
        source=_NEW if since_55 else _OLD,
    )


_HEARING, _DELIBERATION = ThresholdKind.HEARING, ThresholdKind.DELIBERATION
STANDARD = Thresholds(
    (
        _limit(_HEARING, PartyKind.CITIZEN, 5_000, since_55=False),
        _limit(_HEARING, PartyKind.UNIT, 50_000, since_55=False),
        _limit(_DELIBERATION, PartyKind.CITIZEN, 3_000, since_55=False),
        _limit(_DELIBERATION, PartyKind.UNIT, 30_000, since_55=False),
        _limit(_HEARING, PartyKind.CITIZEN, 10_000, since_55=True),
        _limit(_HEARING, PartyKind.UNIT, 80_000, since_55=True),
        _limit(_DELIBERATION, PartyKind.CITIZEN, 5_000, since_55=True),
        _limit(_DELIBERATION, PartyKind.UNIT, 50_000, since_55=True),
    )
)
"""What holds until the county says otherwise; [P], so shown as 未核实."""


def hearing_needed(
    amount_fen: int, party: PartyKind, on: date, thresholds: Thresholds, *, revokes: bool = False
) -> bool:
    """Say whether a hearing must be offered: by the amount proposed for one party on a day, in fen.

    Revoking the permit asks for one whatever the fine (处罚法 63).
    """
    return revokes or thresholds.find(_HEARING, party, on).reached_by(amount_fen)


def deliberation_needed(
    amount_fen: int, party: PartyKind, on: date, thresholds: Thresholds, *, is_complex: bool = False
) -> bool:
    """Say whether the agency's heads must decide together; complex and grave matters always (处罚法 57)."""
    return is_complex or thresholds.find(_DELIBERATION, party, on).reached_by(amount_fen)


_SIMPLE = (
    (date(2021, 7, 15), {PartyKind.CITIZEN: 200 * YUAN, PartyKind.UNIT: 3_000 * YUAN}),
    (date(1996, 10, 1), {PartyKind.CITIZEN: 50 * YUAN, PartyKind.UNIT: 1_000 * YUAN}),
)
"""处罚法 51 [L], and art. 33 of the law before it [M]."""


def simple_limit(party: PartyKind, on: date) -> int:
    """Return the largest fine of the simple procedure on a day, in fen; 0 before there was one."""
    return next((limits[party] for since, limits in _SIMPLE if since <= on), 0)


def simple_allowed(amount_fen: int, party: PartyKind, on: date, *, revokes: bool = False) -> bool:
    """Say whether a fine (0 for a warning) may be imposed on the spot (处罚法 51)."""
    return not revokes and amount_fen <= simple_limit(party, on)
