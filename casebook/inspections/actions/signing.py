"""How the officers stand behind a record: by their own device, by their own sign-in, or as declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.rows import insert_rows
from casebook.inspections.actions.drafts import subject_of
from casebook.inspections.actions.seconds import verified_device
from casebook.inspections.filed import SignedHow
from casebook.inspections.models import InspectionSigning
from casebook.inspections.queries import find_filing, get_inspection, list_signings
from casebook.kernel.errors import Forbidden, RuleBroken

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.filed import FiledSecond, FiledSignature
    from casebook.inspections.models import Inspection, InspectionOfficer


def sign_own(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    inspection: Inspection,
    device_id: UUID | None,
    text_hash: str,
) -> None:
    """Keep that the officer who submits a record stands behind it; the other one as declared, so far.

    From a tablet the whole operation bears the device's signature; at the desk it is the sign-in.
    """
    how = SignedHow.OWN_DEVICE if device_id else SignedHow.SIGNED_IN
    rows = [
        {
            "inspection_id": inspection.id,
            "officer_id": row.officer_id,
            "part": row.part,
            "how": how if row.officer_id == actor.officer_id else SignedHow.DECLARED,
            "device_id": device_id,
            "signed_at": now if row.officer_id == actor.officer_id else inspection.arrival_at or now,
            "text_hash": text_hash,
            "kept_at": now,
        }
        for row in inspection.officers
    ]
    insert_rows(session, InspectionSigning, rows)


def sign_by_second(
    session: Session, *, now: datetime, inspection: Inspection, second: FiledSecond, text_hash: str
) -> None:
    """Keep the second officer's signature that came over to the first one's tablet.

    One by a device that was revoked before stays a declaration. RuleBroken for a device that is not
    the officer's, and for a signature that does not fit.
    """
    if second.how is not SignedHow.OWN_DEVICE:
        return
    _keep(
        session,
        now=now,
        inspection=inspection,
        officer_id=second.officer,
        device_id=second.device,
        signed_at=second.signed_at,
        signature=second.signature,
        text_hash=text_hash,
    )


def add_signature(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    device_id: UUID,
    inspection_id: UUID,
    filed: FiledSignature,
) -> Inspection:
    """Take in an officer's signature made on their own device after the record was filed."""
    actor.need(Permission.INSPECTION_RECORD)
    inspection = get_inspection(session, inspection_id, actor)
    filing = find_filing(session, inspection_id)
    row = _own_part(inspection, actor)
    if filing is None or filed.text_hash != filing.text_hash:
        raise RuleBroken("signature_other_text", field="text_hash")
    if row.part is not filed.part:
        raise RuleBroken("signature_not_on_record", field="part")
    is_new = _keep(
        session,
        now=now,
        inspection=inspection,
        officer_id=row.officer_id,
        device_id=device_id,
        signed_at=filed.signed_at,
        signature=filed.signature,
        text_hash=filed.text_hash,
    )
    if is_new:
        _note(session, actor, now, inspection, SignedHow.OWN_DEVICE)
    return inspection


def confirm(session: Session, *, actor: Actor, now: datetime, inspection: Inspection) -> None:
    """Keep that an officer confirms, signed in, to have taken part; a second time changes nothing."""
    actor.need(Permission.INSPECTION_RECORD)
    actor.need_reach(inspection.division_code, "inspection", inspection.id)
    row = _own_part(inspection, actor)
    filing = find_filing(session, inspection.id)
    if inspection.is_draft or filing is None:
        raise RuleBroken("review_of_draft")
    if _has(session, inspection, row.officer_id, SignedHow.SIGNED_IN):
        return
    session.add(
        InspectionSigning(
            inspection_id=inspection.id,
            officer_id=row.officer_id,
            part=row.part,
            how=SignedHow.SIGNED_IN,
            signed_at=now,
            text_hash=filing.text_hash,
            kept_at=now,
        )
    )
    session.flush()
    _note(session, actor, now, inspection, SignedHow.SIGNED_IN)


def _own_part(inspection: Inspection, actor: Actor) -> InspectionOfficer:
    for row in inspection.officers:
        if row.officer_id == actor.officer_id:
            return row
    raise Forbidden("signature_not_on_record")


def _keep(
    session: Session,
    *,
    now: datetime,
    inspection: Inspection,
    officer_id: UUID,
    device_id: UUID | None,
    signed_at: datetime | None,
    signature: str,
    text_hash: str,
) -> bool:
    """Verify and keep a device's signature; say whether it is new."""
    device = verified_device(
        session,
        record_id=inspection.id,
        text_hash=text_hash,
        officer_id=officer_id,
        device_id=device_id,
        signed_at=signed_at,
        signature=signature,
    )
    if device.is_revoked or _has(session, inspection, officer_id, SignedHow.OWN_DEVICE):
        return False
    part = next(row.part for row in inspection.officers if row.officer_id == officer_id)
    session.add(
        InspectionSigning(
            inspection_id=inspection.id,
            officer_id=officer_id,
            part=part,
            how=SignedHow.OWN_DEVICE,
            device_id=device.id,
            signed_at=signed_at,
            text_hash=text_hash,
            signature=signature,
            kept_at=now,
        )
    )
    session.flush()
    return True


def _has(session: Session, inspection: Inspection, officer_id: UUID, how: SignedHow) -> bool:
    return any(
        one.officer_id == officer_id and one.how is how for one in list_signings(session, inspection.id)
    )


def _note(session: Session, actor: Actor, now: datetime, inspection: Inspection, how: SignedHow) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action="inspection:sign",
        subject=subject_of(inspection),
        after={"officer": actor.name, "how": how},
    )
