"""验收 on site, from a tablet: photographs, presence and paper come with the four signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts.queries import get_officer
from casebook.closures.actions.accepting import Signature, accept_closure
from casebook.closures.actions.steps import hold, officer_id, subject_of
from casebook.closures.models import ClosureFieldAcceptance, ClosureSignatureImage
from casebook.closures.rules import Works, check_field_acceptance, missing_on_site
from casebook.evidence import actions as evidence
from casebook.inspections.actions import FAR_LIMIT_M, keep_paper
from casebook.inspections.actions.presence import read_presence
from casebook.inspections.actions.seconds import how_second_stands, need_certified
from casebook.inspections.rules import is_far
from casebook.kernel import clock
from casebook.kernel.errors import NotFound, Refused, RuleBroken
from casebook.kernel.hashing import digest
from casebook.storage.queries import files_by_hash
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.closures.filed import FiledAcceptance
    from casebook.closures.models import Closure
    from casebook.inspections.actions.presence import Presence
    from casebook.wells.models import Well


def accept_in_field(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    device_id: UUID | None,
    closure: Closure,
    filed: FiledAcceptance,
    far_limit_m: float = FAR_LIMIT_M,
) -> ClosureFieldAcceptance:
    """Accept a closure as it was found at the well; what came with it becomes evidence of the closure first.

    Raises Conflict when the closure changed after the version that the tablet took along, Refused with
    all that is missing (see `missing_on_site`, `accept_closure`), RuleBroken for an officer without a
    certificate on the day, and for positions, pictures and signatures that cannot be.
    """
    actor.need(Permission.CLOSURE_ACCEPT)
    actor.need_reach(closure.division_code, "closure", closure.number)
    hold(session, closure, filed.base_version)
    well = wells.get_well_by_id(session, closure.well_id)
    presence = read_presence(session, well, filed.presence, far_limit_m)
    _check(session, filed, is_far=is_far(presence.distance_m, far_limit_m))
    officers = _officers(session, actor, filed, well)
    paper_id = _keep_all(session, actor=actor, now=now, device_id=device_id, closure=closure, filed=filed)
    accept_closure(
        session,
        actor=actor,
        now=now,
        closure=closure,
        accepted_on=filed.accepted_on,
        signatures=[Signature(one.role, one.unit, one.name, one.signed_on) for one in filed.signatures],
        works=Works(steps=filed.works, tag_no=filed.tag_no, fill_m3=filed.fill_m3),
        base_version=filed.base_version,
    )
    row = _row(actor, now, device_id, closure, filed, presence)
    _with_officers(session, row, officers, filed)
    row.paper_id = paper_id
    session.add_all([row, *_images(closure, filed)])
    session.flush()
    return row


def _check(session: Session, filed: FiledAcceptance, *, is_far: bool) -> None:
    """Refuse what cannot be first, then what is missing."""
    check_field_acceptance(filed, is_far=is_far)
    _check_images(session, filed)
    missing = missing_on_site(filed)
    if missing:
        raise Refused(missing)


def _images(closure: Closure, filed: FiledAcceptance) -> list[ClosureSignatureImage]:
    return [
        ClosureSignatureImage(closure_id=closure.id, role=one.role, image_hash=one.image)
        for one in filed.signatures
        if one.image
    ]


def _keep_all(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    device_id: UUID | None,
    closure: Closure,
    filed: FiledAcceptance,
) -> UUID | None:
    """Keep photographs and paper while the closure is still open to them; return the paper's id."""
    subject = subject_of(closure, wells.get_well_by_id(session, closure.well_id).code)
    evidence.add_filed(
        session, actor=actor, now=now, subject=subject, filed=filed.evidence, device_id=device_id
    )
    if filed.paper is None:
        return None
    paper = keep_paper(session, actor=actor, now=now, subject=subject, filed=filed.paper, device_id=device_id)
    return paper.id


def _check_images(session: Session, filed: FiledAcceptance) -> None:
    wanted = {one.image for one in filed.signatures if one.image}
    missing = wanted - files_by_hash(session, wanted).keys()
    if missing:
        raise RuleBroken("paper_picture_missing", field="signatures", hash=min(missing))


def _officers(session: Session, actor: Actor, filed: FiledAcceptance, well: Well) -> tuple[Officer, Officer]:
    """Return who accepts and the second officer, both certified on the day."""
    assert filed.second is not None  # missing_on_site refuses it
    lead, second = get_officer(session, officer_id(actor)), get_officer(session, filed.second.officer)
    if second.county_code != well.county_code:
        raise NotFound("officer", filed.second.officer)
    if second.id == lead.id:
        raise RuleBroken("inspection_officers_same", field="second", article="处罚法 42")
    for one in (lead, second):
        need_certified(one, clock.local_day(filed.at))
    return lead, second


def _with_officers(
    session: Session, row: ClosureFieldAcceptance, officers: tuple[Officer, Officer], filed: FiledAcceptance
) -> None:
    """Write who was there, how the second one stands behind it, and what the party was told."""
    lead, second = officers
    assert filed.second is not None  # missing_on_site refuses it
    text_hash = filed.paper.text_hash if filed.paper else digest(filed.note.encode())
    row.second_id, row.second_name = second.id, second.name
    row.second_how = how_second_stands(session, filed.second, record_id=row.closure_id, text_hash=text_hash)
    row.certificate_no, row.second_certificate_no = lead.certificate_no or "", second.certificate_no or ""
    told = filed.told
    row.id_shown_at = (told.id_shown_at or filed.at) if told.id_shown else None
    row.recusal_asked, row.recusal_note = told.recusal_asked, told.recusal_note.strip()
    row.person_on_site, row.absence_note = told.person_on_site.strip(), told.absence_note.strip()


def _row(
    actor: Actor,
    now: datetime,
    device_id: UUID | None,
    closure: Closure,
    filed: FiledAcceptance,
    presence: Presence,
) -> ClosureFieldAcceptance:
    standing = presence.standing
    return ClosureFieldAcceptance(
        closure_id=closure.id,
        officer_id=officer_id(actor),
        device_id=device_id,
        at=filed.at,
        lon=standing.lon if standing else None,
        lat=standing.lat if standing else None,
        accuracy_m=standing.accuracy_m if standing else None,
        distance_m=presence.distance_m,
        plate=presence.plate,
        far_reason=filed.presence.far_reason.strip(),
        note=filed.note.strip(),
        filed_at=now,
    )
