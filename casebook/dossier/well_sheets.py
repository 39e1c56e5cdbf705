"""Printing the file of a closed well, and those of a year into one ZIP."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.audit.actions import record_look
from casebook.closures import queries as closures
from casebook.documents.rendering import picture_url, render_pdf
from casebook.dossier.queries.history_files import HistoryFile, get_history_file
from casebook.dossier.queries.well_files import get_well_file, list_closed_codes
from casebook.dossier.rules.well_file import WellFileItem
from casebook.evidence.pictures import make_small
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.storage.queries import open_file
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.dossier.queries.well_files import WellFile
    from casebook.evidence.models import EvidenceItem
    from casebook.evidence.rules import EvidenceStage
    from casebook.wells.models import Well

_LONGEST_SIDE = 900
"""Pixels of a picture as it is printed, four on a page; the original stays with the evidence."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Shot:
    """A photograph as it is printed."""

    item: EvidenceItem
    picture: str | None


def print_well_file(
    session: Session, *, actor: Actor, now: datetime, code: str, is_demo: bool
) -> tuple[bytes, WellFile | HistoryFile]:
    """Return the file of a closed well as a PDF whose first page names what is missing, and its contents."""
    well = wells.get_well(session, code, actor)
    if not closures.list_by_well(session, well.id):
        old = get_history_file(session, well, actor)
        signed = {"printed_by": actor.name, "printed_at": now, "agency": actor.agency_name}
        page = render_pdf("letters/well_history.html", file=old, well=well, is_demo=is_demo, **signed)
        return page, old
    file = get_well_file(session, code, actor)
    page = render_pdf(
        "letters/well_file.html",
        file=file,
        well=file.well,
        closure=file.closure,
        items=list(WellFileItem),
        shots=_shots(file),
        printed_by=actor.name,
        printed_at=now,
        is_demo=is_demo,
        agency=actor.agency_name,
    )
    return page, file


def write_year(
    session: Session, *, actor: Actor, now: datetime, year: int, target: Path, is_demo: bool
) -> list[tuple[Well, int]]:
    """Write the files of all wells closed in a year into one ZIP; return how many things each one lacks.

    RuleBroken `well_files_none` where no closing of the year was accepted.
    """
    codes = list_closed_codes(session, actor, year)
    if not codes:
        raise RuleBroken("well_files_none", year=year)
    lacking: list[tuple[Well, int]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:
        for code in codes:
            made, file = print_well_file(session, actor=actor, now=now, code=code, is_demo=is_demo)
            bundle.writestr(zipfile.ZipInfo(f"{year}/{code}.pdf", _EPOCH), made)
            lacking.append((file.well, len(file.missing)))
    return lacking


def note_taken(session: Session, *, actor: Actor, now: datetime, taken: Iterable[Well]) -> None:
    """Log that the files of wells are taken along; who asks does so before anything is handed out."""
    for well in taken:
        subject = Subject("well", well.id, well.code, well.division_code)
        record_look(session, actor=actor, now=now, subject=subject, what="well_file")


def _shots(file: WellFile) -> dict[EvidenceStage, list[Shot]]:
    return {stage: [Shot(one, _picture(one)) for one in items] for stage, items in file.photographs.items()}


def _picture(item: EvidenceItem) -> str | None:
    with open_file(item.file_hash) as stream:
        small = make_small(stream, _LONGEST_SIDE)
    return picture_url(small, "image/jpeg") if small else None
