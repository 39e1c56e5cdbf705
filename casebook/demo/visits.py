"""Visits of the story: two officers at a well, from the arrival to the submitted record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.cases.actions import Listing, submit_inspection
from casebook.cases.rules import CODES, get_code
from casebook.cases.rules.checks import propose
from casebook.deadlines.rules import Unit
from casebook.demo.chance import chance
from casebook.demo.pictures import CAPTIONS, Shot, photograph
from casebook.inspections import actions
from casebook.inspections.filed import EarlierAnswer, EarlierResult
from casebook.inspections.queries import list_earlier
from casebook.inspections.rules import InspectionKind, PositionOrigin, Verdict, needs_of
from casebook.parties.queries import get_party
from casebook.wells.queries import find_user_id
from casebook.wells.rules import CLOSED, MeterKind, PermitExemption

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from casebook.cases.models import Problem
    from casebook.demo.stage import Stage, Storyline
    from casebook.evidence.rules import Upload
    from casebook.inspections.models import Inspection
    from casebook.wells.models import Well

_GOOD = {
    "C01": "yes",
    "C03": "yes",
    "C06": "yes",
    "C08": "no",
    "C10": "yes",
    "C11": "yes",
    "C14": "yes",
    "C32": "yes",
}
_BAD: dict[str, dict[str, str]] = {
    "P01": {"C03": "no"},
    "P02": {"C03": "no"},
    "P09": {"C08": "yes"},
    "P10": {"C10": "no", "C11": "na", "C14": "na"},
    "P11": {"C11": "no"},
    "P14": {"C14": "no"},
    "P17": {"C23": "no"},
    "P20": {"C01": "no"},
    "P21": {"C06": "no"},
}
_SCENES = {
    "P10": "bare_pipe",
    "P14": "bypass",
    "P18": "shaft",
    "P20": "plate",
    "P11": "meter",
    "P12": "meter",
}
_AN_HOUR = 60
_REVIEWED_AFTER = timedelta(days=7)
"""Records of the last days wait for their review."""
_METRE = 0.000009
"""Degrees of latitude in a metre, roughly."""


@dataclass(frozen=True)
class Team:
    """Who does what in one agency: two who investigate, a head, and one who strikes off."""

    lead: str
    second: str
    head: str
    striker: str


BUREAU = Team("inspector", "inspector2", "casehead", "inspector3")
WATER = Team("water1", "water2", "waterhead", "waterhead")
TOWN_QINGSHUI = Team("qingshui1", "qingshui2", "qingshui3", "qingshui3")
TOWN_LIULIN = Team("liulin1", "liulin2", "liulin3", "liulin3")


@dataclass(frozen=True)
class Found:
    """A finding: problem code (rules.md 9), the officers' words, and how many days are given to mend it."""

    code: str
    words: str
    days: int | None = 60
    remedy: str = ""


@dataclass(frozen=True)
class Visit:
    """What happens at a well."""

    key: str
    team: Team = BUREAU
    kind: InspectionKind = InspectionKind.INSPECTION
    found: Sequence[Found] = ()
    situation: str = ""
    is_clock_wrong: bool = False
    """Whether the camera's clock is an hour ahead, so that the photographs contradict the record."""


def pay(stage: Stage, visit: Visit) -> list[Problem]:
    """Play a visit from arrival to submission; return the problems that went onto the list."""
    inspection = begin(stage, visit)
    fill_in(stage, visit, inspection)
    about = stage.by(visit.team.lead, 45)
    listings = [
        _listing(stage, visit, found, finding_id=finding.id, well=inspection.well)
        for found, finding in zip(visit.found, inspection.findings, strict=True)
    ]
    problems = submit_inspection(stage.session, **about, inspection=inspection, listings=listings)
    _look_again(stage, visit.team, inspection)
    return problems


def _look_again(stage: Stage, team: Team, inspection: Inspection) -> None:
    """Play the second officer's confirmation and the review of a record that is some days old."""
    if stage.now > stage.present - _REVIEWED_AFTER:
        return
    actions.confirm(stage.session, **stage.by(team.second, 50), inspection=inspection)
    about = stage.by(team.head, 55)
    actions.review(stage.session, **about, inspection=inspection, verdict=Verdict.APPROVED, note="")


def recheck(stage: Stage, key: str, team: Team, situation: str) -> Inspection:
    """Play a re-check that finds nothing new; return its submitted record."""
    visit = Visit(key, team, InspectionKind.RECHECK, situation=situation)
    inspection = begin(stage, visit)
    fill_in(stage, visit, inspection)
    submit_inspection(stage.session, **stage.by(team.lead, 45), inspection=inspection, listings=[])
    _look_again(stage, team, inspection)
    return inspection


def begin(stage: Stage, visit: Visit) -> Inspection:
    """Begin a record."""
    return actions.start(
        stage.session,
        **stage.by(visit.team.lead),
        well=stage.well(visit.key),
        kind=visit.kind,
        second_officer_id=stage.officer(visit.team.second).id,
    )


def arrive(stage: Stage, visit: Visit, inspection: Inspection) -> None:
    """Record where and when the officers arrived, and what they told whom."""
    dice, well = chance(f"arrival:{visit.key}:{stage.now.isoformat()}"), inspection.well
    written = {
        "arrival_at": stage.now,
        "arrival_lon": round(well.lon + dice.uniform(-9, 9) * _METRE, 7),
        "arrival_lat": round(well.lat + dice.uniform(-9, 9) * _METRE, 7),
        "arrival_accuracy_m": round(dice.uniform(3, 9), 1),
        "arrival_origin": PositionOrigin.DEVICE,
        "id_shown": True,
        "recusal_asked": True,
        "recusal_note": "不申请回避",
        "person_on_site": _host(stage, well),
        "situation": visit.situation,
    }
    about = stage.by(visit.team.lead, 6)
    actions.save_facts(stage.session, **about, inspection=inspection, written=written, seen={})


def fill_in(stage: Stage, visit: Visit, inspection: Inspection) -> None:
    """Put everything on a record that it needs to be submitted."""
    arrive(stage, visit, inspection)
    ask_earlier(stage, visit, inspection)
    session = stage.session
    written = answers(visit, inspection.well)
    actions.save_answers(
        session, **stage.by(visit.team.lead, 18), inspection=inspection, written=written, seen={}
    )
    for place, scene in enumerate(scenes_of(visit)):
        at = stage.now + timedelta(minutes=12 + place)
        actions.add_photographs(
            session,
            **stage.by(visit.team.lead, 24),
            inspection=inspection,
            uploads=[take(inspection.well, scene, at, is_clock_wrong=visit.is_clock_wrong)],
            describes=CAPTIONS[scene],
        )
    for found in visit.found:
        actions.add_finding(
            session,
            **stage.by(visit.team.lead, 30),
            inspection=inspection,
            problem_code=found.code,
            description=found.words,
            known_codes=CODES,
        )


def ask_earlier(stage: Stage, visit: Visit, inspection: Inspection) -> None:
    """Say on a re-check what became of earlier findings: put right, unless they are found again."""
    if not needs_of(visit.kind).earlier:
        return
    again = {found.code for found in visit.found}
    session, at = stage.session, inspection.started_at
    answers = [
        EarlierAnswer(
            finding=finding.id,
            result=EarlierResult.PERSISTS if finding.problem_code in again else EarlierResult.FIXED,
        )
        for finding, _earlier in list_earlier(session, inspection.well_id, visit.kind, at)
    ]
    about = stage.by(visit.team.lead, 9)
    written = actions.written_of(answers)
    actions.save_earlier(session, **about, inspection=inspection, written=written, seen={})


def take(well: Well, scene: str, at: datetime, *, is_clock_wrong: bool = False) -> Upload:
    """Take a photograph near a well, a few seconds after a moment."""
    dice = chance(f"shot:{well.code}:{scene}:{at.isoformat()}")
    shot = Shot(
        scene=scene,
        code=well.code,
        at=at + timedelta(seconds=dice.randint(0, 40)),
        lon=round(well.lon + dice.uniform(-8, 8) * _METRE, 6),
        lat=round(well.lat + dice.uniform(-8, 8) * _METRE, 6),
        clock_ahead_minutes=_AN_HOUR if is_clock_wrong else 0,
    )
    return photograph(shot)


def visiting(stage: Stage, visit: Visit, at: datetime) -> Storyline:
    """Play one visit and nothing after it."""
    yield at
    stage.problems[visit.key] = pay(stage, visit)


def answers(visit: Visit, well: Well) -> dict[str, str]:
    """Return what is answered to the checklist at a well, by item."""
    dice = chance(f"answers:{visit.key}")
    found = dict(_GOOD)
    found["C23"] = "yes" if well.status in CLOSED else "na"
    if well.meter_kind is MeterKind.NONE:
        found |= _BAD["P10"]
    elif well.meter_no:
        found["C12"] = str(dice.randint(40_000, 900_000))
    if well.pump_flow_m3h:
        found["C30"] = f"{well.pump_flow_m3h:g}"
    if well.exemption is not PermitExemption.NONE:
        found["C03"] = "na"
    for one in visit.found:
        found |= _BAD.get(one.code, {})
    return found


def scenes_of(visit: Visit) -> list[str]:
    """Return what a visit photographs."""
    told = [_SCENES.get(found.code, "pumping") for found in visit.found]
    return list(dict.fromkeys(["head", *told, "meter" if not told else "box"]))


def _host(stage: Stage, well: Well) -> str:
    """Return who received the officers: the user's own name, or somebody of the firm."""
    user_id = find_user_id(stage.session, well.id)
    if user_id is None:
        return ""
    party = get_party(stage.session, user_id)
    hosts = ("王厂长", "李主任", "张师傅", "刘会计")
    return party.name if len(party.name) < len(hosts) else chance(well.code).choice(hosts)


def _listing(stage: Stage, visit: Visit, found: Found, *, finding_id: UUID, well: Well) -> Listing:
    proposal = propose(get_code(found.code), is_exempt=well.exemption is not PermitExemption.NONE)
    lead = stage.officer(visit.team.lead)
    user_id = find_user_id(stage.session, well.id)
    return Listing(
        finding_id=finding_id,
        problem_class=proposal.problem_class,
        disposition=proposal.disposition,
        class_reason="",
        responsible_officer_id=lead.id,
        responsible_unit=lead.agency.name,
        rectifier=get_party(stage.session, user_id).name if user_id else "权属待认定",
        rectification=found.remedy,
        term_amount=found.days,
        term_unit=Unit.CALENDAR_DAY if found.days else None,
    )
