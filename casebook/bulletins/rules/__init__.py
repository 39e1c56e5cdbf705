"""Pure rules: when Monday's page is due, its lights, the ranking, and the course of a bulletin."""

from enum import StrEnum

from casebook.bulletins.rules.circular import (
    LONGEST_REASON,
    LONGEST_TEXT,
    TRANSITIONS,
    BulletinState,
    check_reason,
    check_reply,
    check_text,
    step,
)
from casebook.bulletins.rules.lights import (
    DEFAULT_LIMITS,
    MOST_DAYS,
    MOST_POINTS,
    Light,
    Limits,
    Measure,
    check_limits,
    light_of,
    light_of_days,
    limits_from,
)
from casebook.bulletins.rules.ranking import (
    DEFAULT_WEIGHTS,
    RANKABLE,
    Ranked,
    Weights,
    check_weights,
    last_ones,
    months_last,
    rank,
    score,
)
from casebook.bulletins.rules.weeks import Due, Week, due_of, latest_due, missing_weeks


class SettingKind(StrEnum):
    """What a county sets, each with versions of its own."""

    LIGHTS = "lights"
    """When a figure turns amber or red."""
    WEIGHTS = "weights"
    """How much each indicator weighs in the ranking."""
    PEOPLE = "people"
    """Who answers for each township."""


__all__ = [
    "DEFAULT_LIMITS",
    "DEFAULT_WEIGHTS",
    "LONGEST_REASON",
    "LONGEST_TEXT",
    "MOST_DAYS",
    "MOST_POINTS",
    "RANKABLE",
    "TRANSITIONS",
    "BulletinState",
    "Due",
    "Light",
    "Limits",
    "Measure",
    "Ranked",
    "SettingKind",
    "Week",
    "Weights",
    "check_limits",
    "check_reason",
    "check_reply",
    "check_text",
    "check_weights",
    "due_of",
    "last_ones",
    "latest_due",
    "light_of",
    "light_of_days",
    "limits_from",
    "missing_weeks",
    "months_last",
    "rank",
    "score",
    "step",
]
