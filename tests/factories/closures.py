"""Closures in every stage, made by the acts that make them. All people invented."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.access.actor import local_operator
from casebook.accounts.models import AgencyKind
from casebook.accounts.queries import actor_of
from casebook.closures import actions
from casebook.closures.actions import ClosureFacts, Signature
from casebook.closures.rules import (
    STEPS,
    BaselineMethod,
    ClosureKind,
    ClosureOrigin,
    ClosureStatus,
    ConfirmingPart,
    ReplacementSource,
    SignatureRole,
    StepDone,
    WorkAnswer,
    Works,
)
from casebook.evidence.rules import EvidenceOrigin, EvidenceStage, Upload
from casebook.kernel.clock import local_day
from tests.factories.accounts import COUNTY, NOW, give_power, make_agency, make_officer
from tests.factories.regions import WEST, make_county
from tests.factories.storage import picture
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency, Officer
    from casebook.closures.models import Closure
    from casebook.wells.models import Well

DAY = timedelta(days=1)
CLOSED_ON = date(2023, 5, 20)
CONNECTED_ON = date(2023, 5, 12)
_places, _colours = count(), count()


@dataclass
class Offices:
    """The offices that a closure passes through, one officer of each, and a well to close."""

    water: Agency
    enforcer: Agency
    township: Agency
    reporter: Officer
    acceptor: Officer
    lead: Officer
    recheck: Officer
    head: Officer
    well: Well

    def actor(self, name: str) -> Actor:
        """One of the officers as who acts."""
        return actor_of(getattr(self, name))


def make_offices(session: Session, **traits: object) -> Offices:
    """A county with water bureau, enforcing bureau, western township and county re-check team."""
    make_county(session)
    enforcer = make_agency(session, name="冠县综合行政执法局", kind=AgencyKind.LAW_ENFORCEMENT, word="冠综执")
    give_power(session, enforcer, authorisation="鲁政字〔2019〕试1号")
    return offices_around(session, enforcer, well=make_well(session, **traits))


def offices_around(session: Session, enforcer: Agency, *, well: Well, water: Agency | None = None) -> Offices:
    """The offices beside an agency that enforces; it may be the water bureau itself."""
    water = water or make_agency(session)
    township = make_agency(
        session, name="冠县清水镇人民政府", kind=AgencyKind.TOWNSHIP, word="清", division_code=WEST
    )
    county = make_agency(session, name="冠县压采复核组", kind=AgencyKind.OTHER, word="冠核")
    return Offices(
        water=water,
        enforcer=enforcer,
        township=township,
        reporter=make_officer(session, Role.CLOSURE_OFFICER, agency=water, name="郑源"),
        acceptor=make_officer(session, Role.CLOSURE_ACCEPTOR, agency=water, name="吴验"),
        lead=make_officer(session, Role.TOWNSHIP_LEAD, agency=township, name="冯镇"),
        recheck=make_officer(session, Role.COUNTY_RECHECK, agency=county, name="陈核"),
        head=make_officer(session, Role.CASE_HEAD, agency=enforcer, name="卫执"),
        well=well,
    )


def whole_county(closure: Closure) -> Actor:
    """Somebody who sees every closure of the county."""
    return local_operator("tester", closure.county_code)


def new_well(session: Session, **traits: object) -> Well:
    """A further well of the western township."""
    place = next(_places)
    lon, lat = 115.401 + place % 45 / 1000, 36.401 + place // 45 % 95 / 1000
    return make_well(session, **{"lon": lon, "lat": lat, **traits})


def report_facts(**changes: object) -> ClosureFacts:
    """What a good report says."""
    facts: dict[str, object] = {
        "origin": ClosureOrigin.PROGRAMME,
        "kind": ClosureKind.PLUGGED,
        "closed_on": CLOSED_ON,
        "replacement_source": ReplacementSource.PUBLIC_NETWORK,
        "replacement_connected_on": CONNECTED_ON,
        "baseline_method": BaselineMethod.B1,
        "baseline_m3": Decimal("36500.000"),
        "residual_m3": Decimal("0.000"),
        "basis_papers": "2020–2022 年水表抄见台账",
    }
    return ClosureFacts(**{**facts, **changes})


def report(
    session: Session,
    offices: Offices,
    *,
    well: Well | None = None,
    by: str = "reporter",
    now: datetime = NOW,
    **changes: object,
) -> Closure:
    """Report the well closed."""
    return actions.report_closure(
        session,
        actor=offices.actor(by),
        now=now,
        well=well or offices.well,
        facts=report_facts(**changes),
    )


def photograph(at: datetime = NOW) -> Upload:
    """One photograph at the well with time and position; no two are the same bytes."""
    return Upload(
        stream=io.BytesIO(picture("PNG", colour=f"#{next(_colours):06x}")),
        file_name="IMG_0412.png",
        captured_at=at,
        lon=115.4201,
        lat=36.4501,
        accuracy_m=6.0,
        origin=EvidenceOrigin.CAMERA,
    )


def take_photographs(
    session: Session,
    offices: Offices,
    closure: Closure,
    *,
    stages: Iterable[EvidenceStage] = EvidenceStage,
    by: str = "reporter",
    now: datetime = NOW,
) -> None:
    """One photograph of each stage. Needs a file store."""
    for stage in stages:
        actions.add_photographs(
            session,
            actor=offices.actor(by),
            now=now,
            closure=closure,
            stage=stage,
            uploads=[photograph(at=now)],
            describes="井口",
        )


def signatures(on: date = CLOSED_ON, *, without: Iterable[SignatureRole] = ()) -> list[Signature]:
    """The four signatures of an acceptance."""
    left_out = set(without)
    return [
        Signature(role, "冠县试验单位", f"签字{role.value}", on)
        for role in SignatureRole
        if role not in left_out
    ]


def works(kind: ClosureKind = ClosureKind.PLUGGED, **changes: object) -> Works:
    """The works of a kind, all done."""
    steps = tuple(StepDone(step=step, answer=WorkAnswer.YES) for step in STEPS[kind])
    return Works(**{"steps": steps, "tag_no": "冠封-0001", **changes})


def accept(
    session: Session, offices: Offices, closure: Closure, *, by: str = "acceptor", now: datetime = NOW + DAY
) -> None:
    """Photograph where that is still missing, and accept."""
    take_photographs(session, offices, closure, by=by, now=now)
    actions.accept_closure(
        session,
        actor=offices.actor(by),
        now=now,
        closure=closure,
        accepted_on=local_day(now),
        signatures=signatures(local_day(now)),
        works=works(closure.kind),
    )


def confirm(
    session: Session,
    offices: Offices,
    closure: Closure,
    part: ConfirmingPart = ConfirmingPart.TOWNSHIP,
    *,
    by: str = "lead",
    now: datetime = NOW + 2 * DAY,
) -> bool:
    """Give one confirmation."""
    return actions.confirm_closure(
        session,
        actor=offices.actor(by),
        now=now,
        closure=closure,
        part=part,
        confirmed_on=local_day(now),
        remark="现场核对属实，联合验收单 2023-1 号。",
    )


def reopen(
    session: Session,
    offices: Offices,
    closure: Closure,
    *,
    on: date = date(2023, 6, 4),
    now: datetime = NOW + 5 * DAY,
) -> None:
    """Find the closed well in use."""
    actions.reopen_closure(
        session,
        actor=offices.actor("reporter"),
        now=now,
        closure=closure,
        reopened_on=on,
        reason="巡查发现水泵运行。",
    )


def make_closure(
    session: Session, offices: Offices, status: ClosureStatus = ClosureStatus.CONFIRMED, **about: object
) -> Closure:
    """A closure that has come as far as `status`. Needs a file store beyond `reported`."""
    closure = report(session, offices, **about)
    if status is ClosureStatus.RETURNED:
        actions.return_closure(
            session, actor=offices.actor("acceptor"), now=NOW, closure=closure, reason="缺井深。"
        )
    if status in {ClosureStatus.ACCEPTED, ClosureStatus.CONFIRMED, ClosureStatus.REOPENED}:
        accept(session, offices, closure)
    if status in {ClosureStatus.CONFIRMED, ClosureStatus.REOPENED}:
        confirm(session, offices, closure)
    if status is ClosureStatus.REOPENED:
        reopen(session, offices, closure)
    return closure


__all__ = ["CLOSED_ON", "CONNECTED_ON", "COUNTY", "DAY", "NOW", "WEST", "Offices"]
