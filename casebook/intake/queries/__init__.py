"""The read side of imports: batches and lines, what is known of wells, and the judging of a file."""

from casebook.intake.models import subject_of
from casebook.intake.queries.batches import (
    find_job,
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
from casebook.intake.queries.judgement import Judgement, judge, judge_batch
from casebook.intake.queries.known import held, taken_aliases
from casebook.intake.queries.plan import PlannedLine
from casebook.intake.queries.uses import uses

__all__ = [
    "Judgement",
    "PlannedLine",
    "find_job",
    "find_mapping",
    "get_batch",
    "held",
    "judge",
    "judge_batch",
    "layout_of",
    "list_earlier",
    "open_file",
    "page_batches",
    "page_lines",
    "refused_lines",
    "subject_of",
    "taken_aliases",
    "understand",
    "uses",
]
