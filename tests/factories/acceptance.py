"""A closure's acceptance as a tablet files it. All people invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.closures.filed import AcceptanceSignature, FiledAcceptance
from casebook.closures.rules import SignatureRole
from casebook.evidence.filed import FiledEvidence
from casebook.evidence.rules import EvidenceKind, EvidenceMethod, EvidenceOrigin, EvidenceStage
from casebook.inspections.filed import FiledPresence, FiledSecond, FiledTold, Fix, SignedHow
from casebook.kernel.ids import new_id
from tests.factories.accounts import NOW
from tests.factories.closures import DAY, works
from tests.factories.papers import keep_picture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from casebook.closures.models import Closure
    from tests.factories.closures import Offices

LATER = NOW + DAY


def photographs(
    session: Session, stages: Iterable[EvidenceStage] = EvidenceStage
) -> tuple[FiledEvidence, ...]:
    return tuple(
        FiledEvidence(
            id=new_id(),
            file=keep_picture(session),
            name=f"{stage.value}.png",
            kind=EvidenceKind.AUDIOVISUAL,
            method=EvidenceMethod.PHOTOGRAPH,
            origin=EvidenceOrigin.CAMERA,
            stage=stage,
            captured_at=LATER,
        )
        for stage in stages
    )


def standing(lon: float, lat: float, **changes: object) -> FiledPresence:
    fix = Fix(at=LATER, fix_at=LATER, lon=lon, lat=lat, accuracy_m=6.0)
    return FiledPresence(fixes=(fix,), **changes)


def filed(session: Session, offices: Offices, closure: Closure, **changes: object) -> FiledAcceptance:
    on = LATER.date()
    facts: dict[str, object] = {
        "base_version": closure.version,
        "accepted_on": on,
        "at": LATER,
        "presence": standing(offices.well.lon, offices.well.lat),
        "second": FiledSecond(officer=offices.recheck.id, how=SignedHow.DECLARED),
        "told": FiledTold(
            id_shown=True, id_shown_at=LATER, recusal_asked=True, person_on_site="刘建国，产权人"
        ),
        "signatures": tuple(
            AcceptanceSignature(
                role=role,
                unit="冠县试验单位",
                name=f"签字{role.value}",
                signed_on=on,
                image=keep_picture(session),
            )
            for role in SignatureRole
        ),
        "evidence": photographs(session),
        "works": works(closure.kind).steps,
        "tag_no": "冠封-0001",
        "note": "封填到位，井口已硬化。",
    }
    return FiledAcceptance(**{**facts, **changes})
