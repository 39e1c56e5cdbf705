"""Words of problems with their tasks and exits, cases, measures, decisions, leads and orders."""

from casebook.cases.labels import casework, course, field, leads, papers, performing, problems, workflow
from casebook.cases.labels.casework import HANDED_OVER
from casebook.cases.labels.leads import IMPORTED, REFUSED_ROW

LABELS = (
    casework.LABELS | course.LABELS | leads.LABELS | performing.LABELS | problems.LABELS | workflow.LABELS
)
MESSAGES = (
    casework.MESSAGES
    | course.MESSAGES
    | field.MESSAGES
    | leads.MESSAGES
    | papers.MESSAGES
    | performing.MESSAGES
    | problems.MESSAGES
    | workflow.MESSAGES
)

__all__ = ["HANDED_OVER", "IMPORTED", "LABELS", "MESSAGES", "REFUSED_ROW"]
