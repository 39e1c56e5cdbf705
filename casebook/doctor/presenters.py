"""Findings in words."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.doctor.labels import MEND, VALID_VALUES, WHAT
from casebook.doctor.rules import Finding, State


@dataclass(frozen=True)
class FindingLine:
    """A finding as a page shows it."""

    finding: Finding
    what: str
    mend: str

    @classmethod
    def of(cls, finding: Finding) -> FindingLine:
        """Put a finding into words."""
        return cls(finding, what(finding), mend(finding))


def what(finding: Finding) -> str:
    """Return what was found, in words."""
    return str(WHAT[finding.code]) % _named(finding)


def mend(finding: Finding) -> str:
    """Return how to mend it, empty where nothing is wrong."""
    words = "" if finding.state is State.OK else MEND[finding.code]
    return str(words) % _named(finding)


def _named(finding: Finding) -> dict[str, object]:
    """Return the facts, with a setting's variable and what it may be."""
    name = str(finding.facts.get("name", ""))
    return {
        **finding.facts,
        "variable": f"CASEBOOK_{name.upper()}",
        "valid": str(VALID_VALUES.get(name, "")),
    }
