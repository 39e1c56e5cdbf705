"""Finished records as tablets file them, their files in the store. All people invented."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from casebook.cases import actions as cases
from casebook.evidence.filed import FiledEvidence
from casebook.evidence.rules import EvidenceKind, EvidenceMethod, EvidenceOrigin
from casebook.inspections import actions
from casebook.inspections.filed import (
    FiledFinding,
    FiledInspection,
    FiledPresence,
    FiledSecond,
    FiledTold,
    Fix,
    SignedHow,
)
from casebook.inspections.rules import InspectionKind
from casebook.inspections.rules.signing import signed_bytes
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.storage import actions as storage
from casebook.storage.rules import MAX_PHOTO_BYTES, ORIGINALS
from tests.factories.accounts import COUNTY, NOW
from tests.factories.field import new_picture
from tests.factories.inspections import GOOD_ANSWERS, LATER

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.cases.actions import Filing
    from tests.factories.field import Tablet
    from tests.factories.inspections import Visit

ARRIVAL = NOW + timedelta(minutes=10)
ENDED = NOW + timedelta(minutes=35)


def keep(
    session: Session, data: bytes | None = None, *, now: datetime = NOW, name: str = "IMG_0412.jpg"
) -> str:
    """Put a file into the store and return its hash."""
    stored = storage.store(
        session,
        stream=io.BytesIO(data or new_picture()),
        limit=MAX_PHOTO_BYTES,
        allowed=ORIGINALS,
        now=now,
        name=name,
    )
    return stored.hash


def card(file: str, *, origin: EvidenceOrigin = EvidenceOrigin.CAMERA, **other: Any) -> FiledEvidence:  # noqa: ANN401 - fields of the card
    """The card of a photograph that was sent before."""
    facts: dict[str, Any] = {
        "id": new_id(),
        "name": "IMG_0412.jpg",
        "kind": EvidenceKind.AUDIOVISUAL,
        "method": EvidenceMethod.PHOTOGRAPH,
        "captured_at": ARRIVAL,
    }
    return FiledEvidence(file=file, origin=origin, **{**facts, **other})


def fixes(lon: float, lat: float, *, at: datetime = ARRIVAL, accuracy_m: float = 6.0) -> tuple[Fix, ...]:
    """Two good positions shortly after each other."""
    first = Fix(at=at, fix_at=at, lon=lon, lat=lat, accuracy_m=accuracy_m)
    later = at + timedelta(seconds=5)
    return (first, replace(first, at=later, fix_at=later, lat=round(lat + 0.00001, 7)))


def finding(code: str = "P10", words: str = "出水管后未见计量设施，水泵正在运行。") -> FiledFinding:
    """A finding as it is filed."""
    return FiledFinding(id=new_id(), problem_code=code, description=words)


def filed(session: Session, visit: Visit, **other: Any) -> FiledInspection:  # noqa: ANN401 - fields
    """A record without gaps; `other` replaces parts of it. Needs a file store."""
    checklist = actions.ensure_checklist(session, COUNTY, on=NOW.date())
    well = visit.well
    facts: dict[str, Any] = {
        "well": well.id,
        "kind": InspectionKind.INSPECTION,
        "checklist": checklist.id,
        "started_at": NOW,
        "arrival_at": ARRIVAL,
        "ended_at": ENDED,
        "second": FiledSecond(officer=visit.second.id, how=SignedHow.DECLARED),
        "presence": FiledPresence(fixes=fixes(well.lon, well.lat), clock_ahead_s=1.5, clock_compared_at=NOW),
        "told": FiledTold(
            id_shown=True, id_shown_at=ARRIVAL, recusal_asked=True, person_on_site="刘建国，取水人"
        ),
        "answers": dict(GOOD_ANSWERS),
        "situation": "水泵没有运行。",
    }
    if "evidence" not in other:
        facts["evidence"] = (card(keep(session)),)
    return FiledInspection(**{**facts, **other})


def file(
    session: Session,
    visit: Visit,
    record: FiledInspection | None = None,
    *,
    inspection_id: UUID | None = None,
    device_id: UUID | None = None,
    now: datetime = LATER,
    **other: Any,  # noqa: ANN401 - fields of the record
) -> Filing:
    """File a record from a tablet."""
    return cases.file_inspection(
        session,
        actor=visit.actor,
        now=now,
        device_id=device_id,
        inspection_id=inspection_id or new_id(),
        filed=record or filed(session, visit, **other),
    )


def signed_second(
    visit: Visit, tablet: Tablet, record_id: UUID, text_hash: str, *, at: datetime = ENDED
) -> FiledSecond:
    """The second officer with a signature that their own tablet made."""
    data = signed_bytes(
        county_code=COUNTY,
        record_id=record_id,
        text_hash=text_hash,
        officer_id=visit.second.id,
        signed_at=at,
    )
    return FiledSecond(
        officer=visit.second.id,
        how=SignedHow.OWN_DEVICE,
        device=tablet.device.id,
        signed_at=at,
        signature=tablet.sign(data),
    )


def text_hash_of(record: FiledInspection) -> str:
    """What the officers of a record without a paper sign."""
    return digest(record.situation.encode())
