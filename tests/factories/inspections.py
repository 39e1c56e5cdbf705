"""Field checks in every stage: begun, whole, submitted. All people invented."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.cases.rules import CODES
from casebook.evidence.rules import EvidenceOrigin, Upload
from casebook.inspections import actions, queries
from casebook.inspections.filed import EarlierAnswer, EarlierResult
from casebook.inspections.rules import InspectionKind, PositionOrigin, needs_of
from tests.factories.accounts import COUNTY, NOW, make_agency, make_officer
from tests.factories.regions import make_county
from tests.factories.storage import picture
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency, Officer
    from casebook.inspections.models import Finding, Inspection
    from casebook.wells.models import Well

LATER = NOW + timedelta(minutes=40)
GOOD_ANSWERS = {"C01": "yes", "C03": "yes", "C06": "yes", "C08": "no"} | dict.fromkeys(
    ("C10", "C11", "C14", "C23", "C32"), "yes"
)
_colours = count()


@dataclass
class Visit:
    """Two officers of one agency and a well to visit."""

    agency: Agency
    lead: Officer
    second: Officer
    well: Well

    @property
    def actor(self) -> Actor:
        return actor_of(self.lead)

    @property
    def companion(self) -> Actor:
        return actor_of(self.second)


def make_visit(session: Session, **traits: object) -> Visit:
    """A county with two certified inspectors and a well in its western township."""
    make_county(session)
    agency = make_agency(session, name="冠县综合行政执法局", word="冠综执")
    return Visit(
        agency=agency,
        lead=make_officer(session, Role.INSPECTOR, agency=agency, name="周明"),
        second=make_officer(session, Role.INSPECTOR, agency=agency, name="李雪"),
        well=make_well(session, **traits),
    )


def begin(
    session: Session,
    visit: Visit,
    *,
    kind: InspectionKind = InspectionKind.INSPECTION,
    now: datetime = NOW,
    well: Well | None = None,
) -> Inspection:
    """A draft that has just been begun."""
    return actions.start(
        session,
        actor=visit.actor,
        now=now,
        well=well or visit.well,
        kind=kind,
        second_officer_id=visit.second.id,
    )


def photograph(*, lon: float | None = 115.4201, lat: float | None = 36.4501, at: datetime = NOW) -> Upload:
    """One photograph with time and position; no two are the same bytes."""
    number = next(_colours)
    colour = f"#{number % 256:02x}{number // 256 % 256:02x}80"
    return Upload(
        stream=io.BytesIO(picture(colour=colour)),
        file_name="IMG_0412.jpg",
        captured_at=at,
        lon=lon,
        lat=lat,
        accuracy_m=6.0,
        origin=EvidenceOrigin.CAMERA,
    )


def make_whole(session: Session, visit: Visit, inspection: Inspection, *, now: datetime = LATER) -> None:
    """Put everything on a draft that it needs to be submitted. Needs a file store."""
    facts = {
        "arrival_at": now - timedelta(minutes=30),
        "arrival_lon": inspection.well.lon + 0.0001,
        "arrival_lat": inspection.well.lat,
        "arrival_accuracy_m": 6.0,
        "arrival_origin": PositionOrigin.DEVICE,
        "id_shown": True,
        "recusal_asked": True,
        "person_on_site": "刘建国",
    }
    about = {"actor": visit.actor, "now": now, "inspection": inspection}
    actions.save_facts(session, **about, written=facts, seen={})
    actions.save_answers(session, **about, written=GOOD_ANSWERS, seen={})
    actions.add_photographs(session, **about, uploads=[photograph(at=now)])
    if needs_of(inspection.kind).earlier:
        answer_earlier(session, visit, inspection, now=now)


def answer_earlier(
    session: Session,
    visit: Visit,
    inspection: Inspection,
    result: EarlierResult = EarlierResult.FIXED,
    *,
    now: datetime = LATER,
) -> None:
    """Say of every earlier finding what became of it."""
    found = queries.list_earlier(session, inspection.well_id, inspection.kind, inspection.started_at)
    answers = [EarlierAnswer(finding=one.id, result=result) for one, _visit in found]
    written = actions.written_of(answers)
    about = {"actor": visit.actor, "now": now, "inspection": inspection}
    actions.save_earlier(session, **about, written=written, seen={})


def find(
    session: Session,
    visit: Visit,
    inspection: Inspection,
    code: str = "P10",
    description: str = "出水管后未见计量设施，水泵正在运行。",
) -> Finding:
    """A finding on a draft."""
    return actions.add_finding(
        session,
        actor=visit.actor,
        now=LATER,
        inspection=inspection,
        problem_code=code,
        description=description,
        known_codes=CODES,
    )


def make_submitted(session: Session, visit: Visit, *codes: str, **traits: object) -> Inspection:
    """A record that has been submitted, with these findings but without listing them. Needs a file store."""
    inspection = begin(session, visit, **traits)
    now = traits.get("now", NOW) + timedelta(minutes=40)
    make_whole(session, visit, inspection, now=now)
    for code in codes:
        find(session, visit, inspection, code)
    return actions.complete(session, actor=visit.actor, now=now, inspection=inspection)


EXPIRED = date(2023, 5, 31)
"""The day before the visits of these tests."""

__all__ = [
    "COUNTY",
    "EXPIRED",
    "GOOD_ANSWERS",
    "LATER",
    "Visit",
    "begin",
    "find",
    "make_submitted",
    "make_visit",
    "make_whole",
    "photograph",
]
