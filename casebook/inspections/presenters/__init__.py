"""What the pages of field checks show."""

from casebook.inspections.presenters.answers import (
    AnswerView,
    answer_views,
    asked_of,
    items_of,
    points_to,
    title_of,
)
from casebook.inspections.presenters.checklists import difference_rows, item_views, version_lines
from casebook.inspections.presenters.detail import RecordPage, record_of
from casebook.inspections.presenters.draft import Draft, back_to, code_choices, draft_page
from casebook.inspections.presenters.earlier import AskedFinding, asked_findings, earlier_by_field
from casebook.inspections.presenters.lists import InspectionLine, find_wells, inspection_lines, well_line
from casebook.inspections.presenters.proof import EarlierView, PresenceView, Proof, proof_of
from casebook.inspections.presenters.reviewing import ReviewLine, review_lines
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
    "AskedFinding",
    "ClashView",
    "Draft",
    "EarlierView",
    "InspectionLine",
    "PresenceView",
    "Proof",
    "RecordPage",
    "ReviewLine",
    "answer_views",
    "answers_by_field",
    "answers_seen",
    "answers_written",
    "asked_findings",
    "asked_of",
    "back_to",
    "clash_views",
    "code_choices",
    "difference_rows",
    "draft_page",
    "earlier_by_field",
    "facts_seen",
    "facts_written",
    "find_wells",
    "inspection_lines",
    "item_views",
    "items_of",
    "points_to",
    "proof_of",
    "record_of",
    "review_lines",
    "seen_from",
    "seen_of",
    "shown_after",
    "title_of",
    "version_lines",
    "well_line",
]
