"""The rules of screening: what they are, what they look at, what they answer; the order of a day's route."""

from casebook.screening.rules.catalogue import (
    DEFAULTS,
    RULES,
    Measure,
    Rule,
    RuleId,
    Setting,
    Settings,
    Threshold,
    check_values,
)
from casebook.screening.rules.engine import in_order, screen
from casebook.screening.rules.facts import (
    AccountFacts,
    Due,
    GroupFacts,
    PartyFacts,
    Permit,
    Plan,
    StoppedMeter,
    Use,
    WellFacts,
    Zone,
)
from casebook.screening.rules.hits import Hit, HitSubject, SubjectKind, plain
from casebook.screening.rules.states import ROUTE_TRANSITIONS, TRANSITIONS

__all__ = [
    "DEFAULTS",
    "ROUTE_TRANSITIONS",
    "RULES",
    "TRANSITIONS",
    "AccountFacts",
    "Due",
    "GroupFacts",
    "Hit",
    "HitSubject",
    "Measure",
    "PartyFacts",
    "Permit",
    "Plan",
    "Rule",
    "RuleId",
    "Setting",
    "Settings",
    "StoppedMeter",
    "SubjectKind",
    "Threshold",
    "Use",
    "WellFacts",
    "Zone",
    "check_values",
    "in_order",
    "plain",
    "screen",
]
