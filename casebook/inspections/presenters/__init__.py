"""What the pages of field checks show."""

from casebook.inspections.presenters.answers import AnswerView, answer_views, points_to, title_of
from casebook.inspections.presenters.detail import RecordPage, record_of
from casebook.inspections.presenters.draft import Draft, back_to, code_choices, draft_page
from casebook.inspections.presenters.lists import InspectionLine, find_wells, inspection_lines, well_line
from casebook.inspections.presenters.seen import (
    ClashView,
    answers_by_field,
    answers_seen,
    answers_written,
    clash_views,
    facts_seen,
    facts_written,
    seen_from,
    seen_of,
    shown_after,
)

__all__ = [
    "AnswerView",
    "ClashView",
    "Draft",
    "InspectionLine",
    "RecordPage",
    "answer_views",
    "answers_by_field",
    "answers_seen",
    "answers_written",
    "back_to",
    "clash_views",
    "code_choices",
    "draft_page",
    "facts_seen",
    "facts_written",
    "find_wells",
    "inspection_lines",
    "points_to",
    "record_of",
    "seen_from",
    "seen_of",
    "shown_after",
    "title_of",
    "well_line",
]
