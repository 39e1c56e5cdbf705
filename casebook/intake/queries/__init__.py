"""The read side of imports: batches and lines, what is known of wells, and the judging of a file."""

from casebook.intake.queries.batches import (
    find_mapping,
    get_batch,
    layout_of,
    list_earlier,
    open_file,
    page_batches,
    page_lines,
    refused_lines,
    understand,
)
from casebook.intake.queries.judgement import Judgement, judge
from casebook.intake.queries.known import held, taken_aliases
from casebook.intake.queries.plan import PlannedLine
from casebook.intake.queries.uses import uses

__all__ = [
    "Judgement",
    "PlannedLine",
    "find_mapping",
    "get_batch",
    "held",
    "judge",
    "layout_of",
    "list_earlier",
    "open_file",
    "page_batches",
    "page_lines",
    "refused_lines",
    "taken_aliases",
    "understand",
    "uses",
]
