"""What a match shows: as the lines of a table, and as data for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.deadlines.rules.table import Certainty
from casebook.penalties.presenters.catalogue import act_words, days_words, tier_words
from casebook.penalties.rules import FineBasis, Flag, GateKind, Recipient
from casebook.web.labels import label
from casebook.web.wording import cited, translated, with_aside

if TYPE_CHECKING:
    from casebook.penalties.rules import Flags, Gate, Match, Matches, Range, Tier

_NAMED = {GateKind.FLAG_UNVERIFIED: Flag, GateKind.HAND_OVER: Recipient}
"""Gates whose detail is a member of an enum."""


def gate_words(gate: Gate) -> str:
    """Return a gate as a sentence: what must be there, and what about."""
    words = label(gate.kind)
    if not gate.detail:
        return words
    kind = _NAMED.get(gate.kind)
    return with_aside(words, label(kind(gate.detail)) if kind else translated(gate.detail))


@dataclass(frozen=True)
class GateLine:
    """A gate with the article that sets it."""

    words: str
    article: str


@dataclass(frozen=True)
class MatchLine:
    """A provision that fits, as a table shows it."""

    match: Match
    act: str
    days: str
    fines: list[str]
    gates: list[GateLine]
    is_proposed: bool

    @property
    def is_unverified(self) -> bool:
        """Whether its wording was not read in the law itself."""
        return self.match.certainty is not Certainty.LAW

    @property
    def dates_unverified(self) -> bool:
        """Whether its first day was not."""
        return self.match.basis.dates_certainty is not Certainty.LAW


def match_lines(found: Matches, flags: Flags, *, later: bool = False) -> list[MatchLine]:
    """Return the lines of what was in force by rank, or of what came later."""
    return [
        MatchLine(
            one,
            act_words(one.provision),
            days_words(one.basis, flags.tax_regime_from),
            [tier_words(tier) for tier in one.basis.tiers],
            [GateLine(gate_words(gate), cited(gate.article)) for gate in one.gates],
            one is found.proposed,
        )
        for one in (found.later if later else found.ranked)
    ]


def match_facts(found: Matches, flags: Flags) -> dict[str, Any]:
    """Return a match for other programs: amounts in yuan, days as ISO text, codes and their words."""
    matches = [_facts(one, flags, is_proposed=one is found.proposed) for one in found.ranked]
    proposed = next((one for one in matches if one["proposed"]), None)
    return {
        "act": found.act,
        "on": found.on,
        "party": found.party.value,
        "decided_on": found.decided_on,
        "county": flags.county_code,
        "flags": {
            "province": flags.province,
            **{flag.value: flag in flags.present for flag in Flag},
            "tax_regime_from": flags.tax_regime_from,
        },
        "matches": matches,
        "proposed": proposed,
        "later": [_facts(one, flags, is_proposed=False) for one in found.later],
        "instead": None
        if found.instead is None
        else {"code": found.instead.value, "words": label(found.instead)},
    }


def _facts(one: Match, flags: Flags, *, is_proposed: bool) -> dict[str, Any]:
    basis = one.basis
    return {
        "rank": one.rank or None,
        "proposed": is_proposed,
        "key": one.key,
        "pen": one.provision.id,
        "act": one.provision.act,
        "law": basis.law.title,
        "article": basis.article,
        "citation": basis.citation,
        "violated": list(basis.violated),
        "level": {"code": basis.law.level.value, "words": label(basis.law.level)},
        "special": basis.special,
        "from": basis.starts_on,
        "to": basis.last_day(flags.tax_regime_from),
        "reason": {"code": one.why.value, "words": label(one.why)},
        "range_yuan": _range(one.fine),
        "tiers": [_tier(tier) for tier in basis.tiers],
        "order_first": basis.order_first,
        "order": basis.order_text or None,
        "needs_overdue": any(gate.kind is GateKind.ORDER_LAPSED for gate in one.gates),
        "revoke": basis.can_revoke,
        "cost_recovery": basis.cost_recovery,
        "authority": basis.authority.value,
        "hands_over_to": one.provision.hands_over_to,
        "gates": [
            {"gate": gate.kind.value, "article": gate.article, "words": gate_words(gate)}
            for gate in one.gates
        ],
        "certainty": {
            "amounts": basis.certainty.value,
            "dates": basis.dates_certainty.value,
            "unverified": Certainty.LAW is not basis.certainty,
        },
        "note": translated(basis.note) or None,
    }


def _range(span: Range | None) -> dict[str, float] | None:
    return None if span is None else {"min": span.min_yuan, "max": span.max_yuan}


def _tier(tier: Tier) -> dict[str, Any]:
    fine = tier.fine
    is_multiple = tier.basis is FineBasis.MULTIPLE
    return {
        "condition": tier.condition.value,
        "when": translated(tier.when) or label(tier.condition),
        "basis": tier.basis.value,
        "min_yuan": None if fine is None or is_multiple else fine.min_yuan,
        "max_yuan": None if fine is None or is_multiple else fine.max_yuan,
        "min_times": fine.min_fen // 100 if fine is not None and is_multiple else None,
        "max_times": fine.max_fen // 100 if fine is not None and is_multiple else None,
        "needs_overdue": tier.needs_overdue,
        "revoke": tier.revoke,
        "other": translated(tier.other) or None,
    }
