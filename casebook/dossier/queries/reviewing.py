"""Examining a file that was read, and telling on which page of its volumes a paper stands."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from casebook.dossier.queries.bundles import find_last_bundle
from casebook.dossier.queries.examining import facts_of_file
from casebook.dossier.queries.leaves import list_leaves
from casebook.dossier.rules.arranging import Source, arrange
from casebook.dossier.rules.review import review

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.cases.queries.file import CaseFile
    from casebook.dossier.rules.review import Review


def review_file(session: Session, file: CaseFile, *, today: date) -> Review:
    """Return what the examination of a file finds on a day."""
    return review(facts_of_file(session, file, today=today))


def pages_in_file(session: Session, file: CaseFile) -> dict[UUID, int]:
    """Return the page on which each paper begins: of the last bundle, before there is one as it would be.

    What is printed for a bundle only (审批表, records of service) is taken for one page then.
    """
    bundle = find_last_bundle(session, file.case.id)
    if bundle is not None:
        lines = (one for one in bundle.contents if one["source"] == Source.DOCUMENT)
        return {UUID(one["id"]): one["page"] for one in lines}
    placed = arrange(list_leaves(session, file))
    return {one.leaf.id: one.page for one in placed if one.leaf.source is Source.DOCUMENT}
