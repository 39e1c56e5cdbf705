"""Papers of this feature: the list of a draw, and the ZIP of the files that it asks for."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from casebook.campaigns import presenters, queries
from casebook.documents.rendering import render_pdf
from casebook.dossier.well_sheets import print_well_file
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import BinaryIO

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.campaigns.models import SpotCheck

_EPOCH = (1980, 1, 1, 0, 0, 0)


def print_spot_check(
    session: Session, *, actor: Actor, now: datetime, row: SpotCheck, is_demo: bool
) -> bytes:
    """Return the list of a draw as a PDF, with what the files lack at this moment."""
    return render_pdf(
        "letters/spot_check.html",
        page=presenters.spot_page(session, row, actor, local_day(now)),
        printed_by=actor.name,
        printed_at=now,
        is_demo=is_demo,
        agency=actor.agency_name,
    )


def write_spot_files(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    number: str,
    target: BinaryIO,
    is_demo: bool,
    told: Callable[[int, int], None],
) -> None:
    """Write the list of a draw, and the file (一井一档) of each closed well in it, into one ZIP.

    RuleBroken `spot_dossiers_none` where none of the wells has one.
    """
    row = queries.get_spot_check(session, number, actor)
    drawn = queries.list_drawn(session, [row.id])
    filed = {
        one.well_id for one in queries.list_closures_drawn(session, row.year, [one.well_id for one in drawn])
    }
    codes = [one.code for one in drawn if one.well_id in filed]
    if not codes:
        raise RuleBroken("spot_dossiers_none")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:
        listed = print_spot_check(session, actor=actor, now=now, row=row, is_demo=is_demo)
        bundle.writestr(zipfile.ZipInfo(f"{number}.pdf", _EPOCH), listed)
        for done, code in enumerate(codes, start=1):
            made, _file = print_well_file(session, actor=actor, now=now, code=code, is_demo=is_demo)
            bundle.writestr(zipfile.ZipInfo(f"{code}.pdf", _EPOCH), made)
            told(done, len(codes))
