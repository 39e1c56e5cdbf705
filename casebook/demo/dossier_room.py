"""Storylines of the archive: two old files are taken in, signed receipts come in after the service."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from casebook.cases.queries import CaseFilter, page_cases
from casebook.cases.rules import CaseStatus
from casebook.demo.inkwork import page
from casebook.documents import actions as documents
from casebook.documents.queries import list_deliveries, list_documents
from casebook.dossier import actions
from casebook.kernel.clock import local_day
from casebook.storage.actions import Scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline

_ARCHIVED = 2


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of the archive."""
    yield _archived(stage)
    yield _receipts(stage)


def _archived(stage: Stage) -> Storyline:
    """Play the archiving of the oldest closed files; the others wait for the archivist."""
    yield stage.ago(33, "15:20")
    by = stage.by("archivist")
    closed = page_cases(stage.session, actor=by["actor"], wanted=CaseFilter(status=CaseStatus.CLOSED))
    old = sorted((one for one in closed.items if one.is_history), key=lambda one: one.number)
    for case in old[:_ARCHIVED]:
        actions.archive(stage.session, **by, case=case, on=local_day(stage.now), kept_years=30)


def _receipts(stage: Stage) -> Storyline:
    """Play the scans of signed receipts coming in after the service."""
    yield stage.ago(19, "10:15")
    papers = list_documents(stage.session, [stage.cases["nearly_closed"].id])
    for place, one in enumerate(list_deliveries(stage.session, [paper.id for paper in papers])):
        scan = Scan(io.BytesIO(page(place + 1, "送达回证").data), f"送达回证{place + 1}.png")
        documents.add_receipt(stage.session, **stage.by("inspector", place), delivery=one, scan=scan)
