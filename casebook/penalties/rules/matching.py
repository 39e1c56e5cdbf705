"""Which provisions fit an act on a day, in what order, and which one is proposed.

The order within one act: the higher law, the special one, the newer one (立法法 99, 103). What came
into force after the act is held beside it: it applies only where it is lighter (处罚法 37). Acts that
are punished by several provisions are listed as the facts may have it; which one they are is for the
reviewer, whose choice and reason the case keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.penalties.rules.acts import AFTER_ORDER, INSTEAD, PUNISHED_BY, NotPenal
from casebook.penalties.rules.laws import LEVELS
from casebook.penalties.rules.limitation import is_out_of_time
from casebook.penalties.rules.provisions import Authority, Basis, FineBasis, PartyKind, Provision, Range
from casebook.penalties.rules.thresholds import (
    STANDARD,
    Thresholds,
    deliberation_needed,
    hearing_needed,
    simple_allowed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from casebook.deadlines.rules.table import Certainty
    from casebook.penalties.rules.flags import Flags


class Why(StrEnum):
    """Why a provision stands where it stands."""

    ONLY = "only"
    """No other basis of this act was in force."""
    HIGHER = "higher"
    SPECIAL = "special"
    NEWER = "newer"
    FORMER_LIGHTER = "former_lighter"
    """The law of the act's day, because the later one is not lighter."""
    LATER_LIGHTER = "later_lighter"
    """The law that came after the act, because it is lighter."""
    YIELDS_TO_HIGHER = "yields_to_higher"
    YIELDS_TO_SPECIAL = "yields_to_special"
    YIELDS_TO_NEWER = "yields_to_newer"
    YIELDS_TO_LIGHTER = "yields_to_lighter"
    LATER_HEAVIER = "later_heavier"
    """Came into force after the act and is not lighter: it does not reach back."""
    OTHER_ACT = "other_act"
    """Punishes another act; applies instead where the facts are those."""


_YIELDS = {
    Why.HIGHER: Why.YIELDS_TO_HIGHER,
    Why.SPECIAL: Why.YIELDS_TO_SPECIAL,
    Why.NEWER: Why.YIELDS_TO_NEWER,
    Why.ONLY: Why.OTHER_ACT,
}


class GateKind(StrEnum):
    """What must be there before a provision may be used, or forbids it."""

    HAND_OVER = "hand_over"
    ORDER_LAPSED = "order_lapsed"
    ORDER_LAPSED_FOR_TIER = "order_lapsed_for_tier"
    """Only for one of its tiers."""
    ORDER_TOGETHER = "order_together"
    AUTHORISED = "authorised"
    HEARING_ALWAYS = "hearing_always"
    HEARING_BY_AMOUNT = "hearing_by_amount"
    HEARING_TO_REVOKE = "hearing_to_revoke"
    DELIBERATION_ALWAYS = "deliberation_always"
    ORDINARY_ONLY = "ordinary_only"
    FLAG_UNVERIFIED = "flag_unverified"
    LEGAL_REVIEW = "legal_review"
    """Bases of different rank differ in their amounts: the legal reviewer chooses."""
    OUT_OF_TIME = "out_of_time"


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate with the article that sets it; `detail` names what it is about."""

    kind: GateKind
    article: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A provision that fits, at its rank (1 is the first)."""

    provision: Provision
    basis: Basis
    rank: int
    why: Why
    gates: tuple[Gate, ...]

    @property
    def key(self) -> str:
        """What a case keeps of it."""
        return self.provision.key_of(self.basis)

    @property
    def fine(self) -> Range | None:
        """From the least fine to the most, over all tiers."""
        return self.basis.span

    @property
    def certainty(self) -> Certainty:
        """How far its wording and amounts are certain."""
        return self.basis.certainty

    @property
    def is_transfer(self) -> bool:
        """Whether another authority decides."""
        return self.provision.hands_over_to is not None


@dataclass(frozen=True, slots=True)
class Matches:
    """All that fits an act on a day: what was in force by rank, what came later, the one proposed."""

    act: str
    on: date
    party: PartyKind
    decided_on: date
    ranked: tuple[Match, ...]
    later: tuple[Match, ...]
    proposed: Match | None
    instead: NotPenal | None
    """What is done where nothing fits."""


@dataclass(frozen=True, slots=True)
class _Question:
    act: str
    on: date
    party: PartyKind
    flags: Flags
    found_on: date | None
    decided_on: date
    thresholds: Thresholds


def match(
    act: str,
    *,
    on: date,
    party: PartyKind,
    flags: Flags,
    found_on: date | None = None,
    decided_on: date | None = None,
    thresholds: Thresholds = STANDARD,
) -> Matches:
    """Return the provisions for an act: a problem code P01 … P30, or the id of a provision.

    `on` is the day of the act, of a continuing one its last day (处罚法 36, 37); `found_on` the day on
    which it was found, for the limitation; `decided_on` the day of the decision, for law that came after
    the act. Raises RuleBroken `penalty_unknown` for an act that is none, `found_before_act` and
    `decided_before_act` for days out of order.
    """
    if found_on is not None and found_on < on:
        raise RuleBroken("found_before_act", field="found_on", on=on.isoformat())
    last = decided_on or found_on or on
    if last < on:
        raise RuleBroken("decided_before_act", field="decided_on", on=on.isoformat())
    asked = _Question(act, on, party, flags, found_on, last, thresholds)
    ranked: list[Match] = []
    later: list[Match] = []
    for provisions in _families(act, flags):
        present, after = _judge(asked, provisions)
        contested = _are_contested([basis for _one, basis, _why in present])
        for one, basis, why in present:
            shown = why if not ranked or ranked[0].provision.family == one.family else Why.OTHER_ACT
            gates = _gates(asked, one, basis, is_contested=contested)
            ranked.append(Match(one, basis, len(ranked) + 1, shown, gates))
        later += [
            Match(one, basis, 0, why, _gates(asked, one, basis, is_contested=False))
            for one, basis, why in after
        ]
    none = None if ranked else _instead(asked)
    return Matches(act, on, party, last, tuple(ranked), tuple(later), _choose(ranked), none)


def _instead(asked: _Question) -> NotPenal:
    elsewhere = any(
        basis.holds_on(asked.on, asked.flags.tax_regime_from)
        for provisions in _families(asked.act, asked.flags)
        for one in provisions
        for basis in one.bases
    )
    return INSTEAD.get(asked.act, NotPenal.NOT_IN_COUNTY if elsewhere else NotPenal.NONE_IN_FORCE)


def _choose(ranked: list[Match]) -> Match | None:
    """Return the first that this house may use itself, else the first to hand over."""
    return next((one for one in ranked if not one.is_transfer), ranked[0] if ranked else None)


def _families(act: str, flags: Flags) -> Iterator[list[Provision]]:
    """Yield the provisions for an act, those together that punish the same one."""
    if act in PUNISHED_BY:
        local = [one.id for one in flags.local if act in one.problems]
        families = dict.fromkeys((*PUNISHED_BY[act], *local))
    else:
        families = {flags.find(act).family: None}
    for family in families:
        yield [one for one in flags.provisions() if one.family == family]


_Found = tuple[Provision, Basis, Why]


def _judge(asked: _Question, provisions: list[Provision]) -> tuple[list[_Found], list[_Found]]:
    """Return what was in force by rank, and what came after it, of one act."""
    flags = asked.flags
    all_bases = [(one, basis) for one in provisions for basis in one.bases]
    present = sorted((pair for pair in all_bases if flags.holds(pair[1], asked.on)), key=_rank)
    after = sorted(
        (
            pair
            for pair in all_bases
            if flags.holds(pair[1], asked.decided_on) and asked.on < pair[1].starts_on
        ),
        key=_rank,
    )
    if not present:
        return [], [(one, basis, Why.LATER_HEAVIER) for one, basis in after]
    if after and is_lighter(after[0][1], present[0][1]):
        first, *rest = after
        yielding = [(one, basis, Why.YIELDS_TO_LIGHTER) for one, basis in present]
        return [(*first, Why.LATER_LIGHTER), *yielding], [(*pair, Why.LATER_HEAVIER) for pair in rest]
    return list(_explained(present, has_later=bool(after))), [(*pair, Why.LATER_HEAVIER) for pair in after]


def _rank(pair: tuple[Provision, Basis]) -> tuple[int, bool, int]:
    basis = pair[1]
    return LEVELS.index(basis.law.level), not basis.special, -basis.starts_on.toordinal()


_KEYS = (Why.HIGHER, Why.SPECIAL, Why.NEWER)


def _explained(ranked: list[tuple[Provision, Basis]], *, has_later: bool) -> Iterator[_Found]:
    """Yield each with the reason for its place: the first by what it beats, the others by what beats them."""
    first = ranked[0]
    for place, pair in enumerate(ranked):
        if place:
            yield *pair, _YIELDS[_difference(first, pair)]
        elif len(ranked) > 1:
            yield *pair, _difference(pair, ranked[1])
        else:
            yield *pair, Why.FORMER_LIGHTER if has_later else Why.ONLY


def _difference(one: tuple[Provision, Basis], other: tuple[Provision, Basis]) -> Why:
    pairs = zip(_KEYS, _rank(one), _rank(other), strict=True)
    return next((why for why, mine, its in pairs if mine != its), Why.ONLY)


def is_lighter(one: Basis, other: Basis) -> bool:
    """Say whether a basis punishes less: by its most, then its least, then whether it can revoke."""
    is_money = all(tier.basis is FineBasis.FIXED for tier in (*one.tiers, *other.tiers))
    return is_money and _weight(one) < _weight(other)


def _weight(basis: Basis) -> tuple[int, int, bool]:
    span = basis.span or Range(0, 0)
    return span.max_fen, span.min_fen, basis.can_revoke


def _are_contested(bases: list[Basis]) -> bool:
    """Say whether laws of different rank punish the same act differently."""
    return len({basis.law.level for basis in bases}) > 1 and len({basis.span for basis in bases}) > 1


def _gates(asked: _Question, provision: Provision, basis: Basis, *, is_contested: bool) -> tuple[Gate, ...]:
    if provision.hands_over_to is not None:
        return (Gate(GateKind.HAND_OVER, basis.citation, provision.hands_over_to),)
    return (
        *_order_gates(asked, basis),
        *_procedure_gates(asked, basis),
        *_doubts(asked, basis, is_contested=is_contested),
    )


def _order_gates(asked: _Question, basis: Basis) -> Iterator[Gate]:
    fined = [tier for tier in basis.tiers if tier.fine is not None]
    late = [tier.needs_overdue for tier in fined]
    if basis.authority is Authority.GOVERNMENT_AUTHORISED:
        yield Gate(GateKind.AUTHORISED, basis.citation, asked.flags.authorisation_on(asked.decided_on))
    if all(late) or asked.act in AFTER_ORDER:
        yield Gate(GateKind.ORDER_LAPSED, basis.citation, basis.order_text)
    elif any(late):
        yield Gate(GateKind.ORDER_LAPSED_FOR_TIER, basis.citation, basis.order_text)
    if not all(late) and basis.order_first:
        yield Gate(GateKind.ORDER_TOGETHER, "处罚法 28", basis.order_text)


def _procedure_gates(asked: _Question, basis: Basis) -> Iterator[Gate]:
    span, party, day = basis.span, asked.party, asked.decided_on
    always = span is not None and hearing_needed(span.min_fen, party, day, asked.thresholds)
    if always:
        yield Gate(GateKind.HEARING_ALWAYS, "处罚法 63")
    elif basis.can_revoke:
        yield Gate(GateKind.HEARING_TO_REVOKE, "处罚法 63")
    if span is not None:
        if not always and hearing_needed(span.max_fen, party, day, asked.thresholds):
            yield Gate(GateKind.HEARING_BY_AMOUNT, "处罚法 63")
        if deliberation_needed(span.min_fen, party, day, asked.thresholds):
            yield Gate(GateKind.DELIBERATION_ALWAYS, "处罚法 57")
        if not simple_allowed(span.min_fen, party, day):
            yield Gate(GateKind.ORDINARY_ONLY, "处罚法 51")


def _doubts(asked: _Question, basis: Basis, *, is_contested: bool) -> Iterator[Gate]:
    for flag in asked.flags.unverified(basis):
        yield Gate(GateKind.FLAG_UNVERIFIED, basis.citation, flag)
    if is_contested:
        yield Gate(GateKind.LEGAL_REVIEW, "处罚法 58")
    if asked.found_on is not None and is_out_of_time(asked.on, asked.found_on):
        yield Gate(GateKind.OUT_OF_TIME, "处罚法 36")
