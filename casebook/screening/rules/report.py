"""The report of a run as other programs read it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from casebook.screening.rules.hits import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.screening.rules.hits import Hit


def hit_data(hit: Hit) -> dict[str, Any]:
    """Return one hit: its rule, its subject under `well`, `account` or `party`, figures and article."""
    return {
        "rule": hit.rule.value,
        hit.subject.kind.value: hit.subject.title,
        "figures": plain(dict(hit.figures)),
        "article": hit.article,
        "severity": hit.severity.value,
        "period": hit.period,
        "thresholds": dict(hit.thresholds),
        "version": hit.version,
    }


def report_of(hits: Iterable[Hit]) -> dict[str, Any]:
    """Return all hits of a run and how many there are of each rule."""
    told = [hit_data(hit) for hit in hits]
    return {"hits": told, "counts": dict(sorted(Counter(one["rule"] for one in told).items()))}
