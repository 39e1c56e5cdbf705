"""Making plates for wells, and revoking those that are lost or copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.numbering.actions import issue
from casebook.plates import queries
from casebook.plates.models import WellPlate
from casebook.plates.rules import SERIAL_KIND, spell, statement
from casebook.wells.models import subject_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.keys.signing import Signer
    from casebook.wells.models import Well


def issue_plates(
    session: Session, *, actor: Actor, now: datetime, division_code: str, signer: Signer
) -> list[WellPlate]:
    """Make a plate for every well of a division that has no valid one; return the new ones by well code."""
    actor.need(Permission.PLATE_PRINT)
    actor.need_reach(division_code, "township", division_code)
    return _make(session, actor, now, queries.list_without(session, actor, division_code), signer)


def issue_plate(session: Session, *, actor: Actor, now: datetime, well: Well, signer: Signer) -> WellPlate:
    """Make a plate for one well; RuleBroken while it has a valid one."""
    actor.need(Permission.PLATE_PRINT)
    actor.need_reach(well.division_code, "well", well.code)
    if any(plate.is_valid for plate in queries.list_plates(session, well.id)):
        raise RuleBroken("plate_still_valid", well=well.code)
    return _make(session, actor, now, [well], signer)[0]


def _make(
    session: Session, actor: Actor, now: datetime, wells: Sequence[Well], signer: Signer
) -> list[WellPlate]:
    plates = []
    for well in wells:
        serial = issue(
            session,
            county_code=well.county_code,
            kind=SERIAL_KIND,
            year=local_day(now).year,
            subject=subject_of(well),
            now=now,
        )
        signature = signer.sign(statement(well.county_code, well.code, serial))
        plates.append(
            WellPlate(
                county_code=well.county_code,
                well=well,
                well_id=well.id,
                serial=serial,
                text=spell(well.county_code, well.code, serial, signature),
                issued_at=now,
                issued_by=actor.name,
            )
        )
    session.add_all(plates)
    session.flush()
    for plate in plates:
        record(session, actor=actor, now=now, action="plate:issue", subject=_subject(plate))
    return plates


def revoke_plate(session: Session, *, actor: Actor, now: datetime, plate: WellPlate, reason: str) -> None:
    """Declare that a plate must not be believed any more: it is lost, copied, damaged or renewed."""
    actor.need(Permission.PLATE_PRINT)
    actor.need_reach(plate.well.division_code, "plate", plate.serial)
    session.refresh(plate, with_for_update=True)
    if not plate.is_valid:
        raise RuleBroken("plate_revoked_already", serial=plate.serial)
    if not reason.strip():
        raise RuleBroken("plate_revocation_needs_reason", field="reason")
    plate.revoked_at, plate.revoked_by, plate.revoked_reason = now, actor.name, reason.strip()
    session.flush()
    record(
        session, actor=actor, now=now, action="plate:revoke", subject=_subject(plate), reason=reason.strip()
    )


def _subject(plate: WellPlate) -> Subject:
    return Subject("plate", plate.id, plate.serial, plate.well.division_code)
