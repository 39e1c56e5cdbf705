"""Pure rules: when Monday's page is due, its lights, the ranking, and the course of a bulletin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

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
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_NAME = 40


class SettingKind(StrEnum):
    """What a county sets, each with versions of its own."""

    LIGHTS = "lights"
    """When a figure turns amber or red."""
    WEIGHTS = "weights"
    """How much each indicator weighs in the ranking."""
    PEOPLE = "people"
    """Who answers for each township."""


@dataclass(frozen=True)
class Person:
    """Who answers for a township's figures."""

    name: str
    post: str = ""


def check_people(people: Mapping[str, Person]) -> dict[str, dict[str, str]]:
    """Return people by division as they are stored; nameless ones are left out."""
    for person in people.values():
        if len(person.name) > LONGEST_NAME or len(person.post) > LONGEST_NAME:
            raise RuleBroken("person_too_long", most=LONGEST_NAME)
    given = {code: (one.name.strip(), one.post.strip()) for code, one in people.items()}
    return {code: {"name": name, "post": post} for code, (name, post) in given.items() if name}


__all__ = [
    "DEFAULT_LIMITS",
    "DEFAULT_WEIGHTS",
    "LONGEST_NAME",
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
    "Person",
    "Ranked",
    "SettingKind",
    "Week",
    "Weights",
    "check_limits",
    "check_people",
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
