"""The report of an import, in the shape that other programs rely on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from casebook.intake.rules.reasons import REFUSING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.intake.rules.reading import Line
    from casebook.intake.rules.reasons import Finding


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one line."""

    row: int
    code: str | None
    is_refused: bool
    findings: tuple[Finding, ...]
    lon: float | None
    lat: float | None

    def as_json(self) -> dict[str, Any]:
        """Return the entry of a report; `cells` names for each reason where it is."""
        found: dict[str, Any] = {
            "row": self.row,
            "code": self.code,
            "outcome": "refused" if self.is_refused else "accepted",
            "reasons": list(dict.fromkeys(finding.reason.value for finding in self.findings)),
            "lon": self.lon,
            "lat": self.lat,
        }
        if self.findings:
            found["cells"] = [finding.as_json() for finding in self.findings]
        return found


@dataclass
class Report:
    """Counts over a register, and its entries.

    `applied`: lines written, new or changed; `changed`: lines that say otherwise than the
    register, applied or not; `unchanged`: lines that say nothing new.
    """

    rows: int = 0
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """Refused lines by each refusing reason that they have."""
    warned: Counter[str] = field(default_factory=Counter)
    """Accepted lines by each reason that they have."""
    applied: int = 0
    changed: int = 0
    unchanged: int = 0
    entries: list[Entry] = field(default_factory=list)

    def take(self, line: Line) -> None:
        """Count a judged line and keep its entry."""
        self.rows += 1
        refused = line.is_refused
        reasons = {finding.reason for finding in line.findings}
        if refused:
            self.refused.update(reason.value for reason in reasons & REFUSING)
        else:
            self.accepted += 1
            self.warned.update(reason.value for reason in reasons)
        findings = tuple(line.findings)
        self.entries.append(Entry(line.row, line.code, refused, findings, line.lon, line.lat))

    @property
    def refused_rows(self) -> int:
        """How many lines are refused."""
        return self.rows - self.accepted

    def counts(self) -> dict[str, Any]:
        """Return the report without its entries."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "refused": _sorted(self.refused),
            "warned": _sorted(self.warned),
            "applied": self.applied,
            "changed": self.changed,
            "unchanged": self.unchanged,
        }

    def pieces(self) -> Iterable[dict[str, Any]]:
        """Return the entries one by one, as a report holds them."""
        return (entry.as_json() for entry in self.entries)


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
