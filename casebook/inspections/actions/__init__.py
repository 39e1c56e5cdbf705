"""What is done to field checks; one verb per use case."""

from casebook.inspections.actions.checklists import ensure_checklist, save_checklist
from casebook.inspections.actions.completing import complete
from casebook.inspections.actions.drafts import subject_of
from casebook.inspections.actions.earlier import save_earlier, written_of
from casebook.inspections.actions.filing import file_record
from casebook.inspections.actions.findings import add_finding, change_finding, remove_finding
from casebook.inspections.actions.handing_over import replace_officer
from casebook.inspections.actions.interviews import file_interview
from casebook.inspections.actions.papers import Heading, keep_paper, print_blank, register_paper
from casebook.inspections.actions.patrols import record_visit
from casebook.inspections.actions.photographs import add_photographs, add_sketch
from casebook.inspections.actions.reviewing import review
from casebook.inspections.actions.revising import revise
from casebook.inspections.actions.saving import save_answers, save_facts
from casebook.inspections.actions.signing import add_signature, confirm
from casebook.inspections.actions.starting import FAR_LIMIT_M, start

__all__ = [
    "FAR_LIMIT_M",
    "Heading",
    "add_finding",
    "add_photographs",
    "add_signature",
    "add_sketch",
    "change_finding",
    "complete",
    "confirm",
    "ensure_checklist",
    "file_interview",
    "file_record",
    "keep_paper",
    "print_blank",
    "record_visit",
    "register_paper",
    "remove_finding",
    "replace_officer",
    "review",
    "revise",
    "save_answers",
    "save_checklist",
    "save_earlier",
    "save_facts",
    "start",
    "subject_of",
    "written_of",
]
