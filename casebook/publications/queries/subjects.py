"""How publications and applications are named where clocks and acts are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from casebook.publications.models import CreditRepair, Publication

SUBJECT, REPAIR = "publication", "credit_repair"


def subject_of(row: Publication) -> Subject:
    """Return a publication as the subject of its clock and of audit: its number, never its party."""
    return Subject(SUBJECT, row.id, f"{row.number} {row.cause_words}".strip()[:200], row.division_code)


def subject_of_repair(row: CreditRepair) -> Subject:
    """Return an application for repair as the subject of its clock and of audit."""
    about = row.publication
    return Subject(REPAIR, row.id, f"{about.number} {about.cause_words}".strip()[:200], row.division_code)
