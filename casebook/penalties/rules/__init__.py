"""Pure rules of penalties: the catalogue, matching, amounts, thresholds, limitation, surcharge."""

from casebook.penalties.rules.acts import PUNISHED_BY, NotPenal
from casebook.penalties.rules.catalogue import CATALOGUE, find_provision
from casebook.penalties.rules.flags import Flags, Sealing, standard_flags
from casebook.penalties.rules.laws import Law, Level
from casebook.penalties.rules.limitation import is_out_of_time, limitation_ends
from casebook.penalties.rules.matching import Gate, GateKind, Match, Matches, Why, match
from casebook.penalties.rules.provisions import (
    Authority,
    Basis,
    Condition,
    FineBasis,
    Flag,
    PartyKind,
    Provision,
    Range,
    Recipient,
    Tier,
)
from casebook.penalties.rules.surcharge import Surcharge, compute_surcharge, surcharge
from casebook.penalties.rules.thresholds import (
    STANDARD,
    Limit,
    ThresholdKind,
    Thresholds,
    deliberation_needed,
    hearing_needed,
    simple_allowed,
    simple_limit,
)

__all__ = [
    "CATALOGUE",
    "PUNISHED_BY",
    "STANDARD",
    "Authority",
    "Basis",
    "Condition",
    "FineBasis",
    "Flag",
    "Flags",
    "Gate",
    "GateKind",
    "Law",
    "Level",
    "Limit",
    "Match",
    "Matches",
    "NotPenal",
    "PartyKind",
    "Provision",
    "Range",
    "Recipient",
    "Sealing",
    "Surcharge",
    "ThresholdKind",
    "Thresholds",
    "Tier",
    "Why",
    "compute_surcharge",
    "deliberation_needed",
    "find_provision",
    "hearing_needed",
    "is_out_of_time",
    "limitation_ends",
    "match",
    "simple_allowed",
    "simple_limit",
    "standard_flags",
    "surcharge",
]
