"""What the pages of screening show."""

from casebook.screening.presenters.figures import threshold_label, threshold_lines
from casebook.screening.presenters.pages import (
    hit_lines,
    hit_page,
    route_page,
    rule_lines,
    run_comparison,
    run_counts,
)

__all__ = [
    "hit_lines",
    "hit_page",
    "route_page",
    "rule_lines",
    "run_comparison",
    "run_counts",
    "threshold_label",
    "threshold_lines",
]
