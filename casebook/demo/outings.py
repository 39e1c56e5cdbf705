"""Visits that tablets file: the record of a well with its photographs, paper and signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.demo.chance import chance
from casebook.demo.inkwork import page, signature
from casebook.demo.pictures import CAPTIONS
from casebook.demo.tablets import File, send
from casebook.demo.visits import Visit, answers, scenes_of, take
from casebook.evidence.filed import FiledEvidence
from casebook.evidence.rules import EvidenceKind, EvidenceMethod, EvidenceOrigin, EvidenceStage
from casebook.field.rules.states import OperationState
from casebook.inspections.actions import ensure_checklist
from casebook.inspections.filed import (
    EarlierAnswer,
    EarlierResult,
    FiledFinding,
    FiledInspection,
    FiledPaper,
    FiledPresence,
    FiledSecond,
    FiledTold,
    Fix,
    PaperForm,
    PaperSignature,
    Refusal,
    SignedHow,
    SignerRole,
)
from casebook.inspections.queries import list_earlier
from casebook.inspections.rules import InspectionKind
from casebook.inspections.rules.signing import signed_bytes
from casebook.kernel.clock import local_day, to_local
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from casebook.demo.stage import Stage
    from casebook.demo.visits import Found
    from casebook.wells.models import Well

_METRE = 0.000009
"""Degrees of latitude in a metre, roughly."""
_ARRIVED, _SIGNED, _LEFT = timedelta(minutes=4), timedelta(minutes=31), timedelta(minutes=35)
_ACCURACY_M = 5.5
SENT_AFTER = 160
"""Minutes from the visit until the tablet is back where there is a network."""
HOST = "张师傅"


@dataclass(frozen=True)
class Sheets:
    """A paper in ink: its printed number, its pages, and where it is kept."""

    number: str
    pages: int
    shelf: str


@dataclass(frozen=True)
class Outing:
    """A visit with a tablet."""

    key: str
    """What the story calls the record."""
    code: str
    """The well."""
    lead: str = "inspector"
    second: str = "inspector2"
    kind: InspectionKind = InspectionKind.INSPECTION
    found: Sequence[Found] = ()
    situation: str = "井口完好，水泵运行正常，计量设施在用。"
    is_second_here: bool = True
    """Whether the second officer signs on a tablet of their own; else it is only declared."""
    off_m: float = 0.0
    """How far to the north of the registered position the officers stood."""
    far_reason: str = ""
    sheets: Sheets | None = None
    is_refused: bool = False
    """Whether the party will not sign."""
    pair_of: UUID | None = None
    """The photograph of an earlier visit that the first one is taken like."""
    revises: str = ""
    becomes: OperationState = OperationState.APPLIED


def go(stage: Stage, outing: Outing) -> UUID:
    """Play a visit, and the sending of its record in the evening; return the record's id."""
    record_id, well = new_id(), stage.well_coded(outing.code)
    shots = _shots(stage, outing, well)
    paper, ink = site_record(stage, outing, well)
    filed = _filed(stage, outing, record_id, well, shots, paper)
    send(
        stage,
        outing.lead,
        "inspection.file",
        record_id,
        filed,
        files=[*shots.values(), *ink],
        minutes=SENT_AFTER,
        becomes=outing.becomes,
    )
    stage.visits[outing.key] = record_id
    return record_id


def told(at: datetime) -> FiledTold:
    """Return what the party was told on arrival."""
    return FiledTold(
        id_shown=True,
        id_shown_at=at,
        recusal_asked=True,
        recusal_note="不申请回避",
        person_on_site=HOST,
    )


def card(scene: str, shot: File, at: datetime, well: Well, pair_of: UUID | None = None) -> FiledEvidence:
    """Return the card of a photograph taken at a well."""
    return FiledEvidence(
        id=new_id(),
        file=shot.hash,
        name=shot.name,
        kind=EvidenceKind.AUDIOVISUAL,
        method=EvidenceMethod.PHOTOGRAPH,
        origin=EvidenceOrigin.CAMERA,
        proves=CAPTIONS[scene],
        stage=EvidenceStage.AFTER if pair_of else None,
        captured_at=at,
        hashed_at=at + timedelta(seconds=1),
        fix_at=at - timedelta(seconds=2),
        lon=well.lon,
        lat=well.lat,
        accuracy_m=_ACCURACY_M,
        pair_of=pair_of,
    )


def shot_of(well: Well, scene: str, at: datetime) -> File:
    """Return a photograph of a well as the tablet keeps it."""
    taken = take(well, scene, at)
    return File(taken.stream.read(), taken.file_name, "image/jpeg")


def signed_by_second(
    stage: Stage, login: str, record_id: UUID, text_hash: str, at: datetime, *, is_here: bool
) -> FiledSecond:
    """Return the second officer: with the signature of their own tablet, or as the first one declares."""
    officer = stage.officer(login)
    if not is_here:
        return FiledSecond(officer=officer.id, how=SignedHow.DECLARED)
    tablet = stage.tablets[login]
    data = signed_bytes(
        county_code=officer.county_code,
        record_id=record_id,
        text_hash=text_hash,
        officer_id=officer.id,
        signed_at=at,
    )
    return FiledSecond(
        officer=officer.id,
        how=SignedHow.OWN_DEVICE,
        device=tablet.device.id,
        signed_at=at,
        signature=tablet.sign(data),
    )


def site_record(stage: Stage, outing: Outing, well: Well) -> tuple[FiledPaper, list[File]]:
    """Return the 现场检查笔录 of a visit with the files that it names."""
    names = {
        SignerRole.LEAD: stage.officer(outing.lead).name,
        SignerRole.SECOND: stage.officer(outing.second).name,
    }
    if not outing.is_refused:
        names[SignerRole.PARTY] = HOST
    return paper_of(
        stage,
        PaperForm.SITE_RECORD,
        _text(stage, outing, well),
        names,
        sheets=outing.sheets,
        is_refused=outing.is_refused,
    )


def paper_of(
    stage: Stage,
    form: PaperForm,
    text: str,
    names: dict[SignerRole, str],
    *,
    number: str = "",
    sheets: Sheets | None = None,
    is_refused: bool = False,
) -> tuple[FiledPaper, list[File]]:
    """Return a signed paper with the files that it names: drawn signatures, or the pages in ink."""
    at, paper_id = stage.now + _SIGNED, new_id()
    images = {} if sheets else {role: signature(name, str(paper_id)) for role, name in names.items()}
    pages = [page(place, str(paper_id)) for place in range(1, sheets.pages + 1)] if sheets else []
    how = SignedHow.PEN if sheets else SignedHow.SCREEN
    paper = FiledPaper(
        id=paper_id,
        form=form,
        text=text,
        text_hash=digest(text.encode()),
        is_read_back=True,
        signatures=tuple(
            PaperSignature(
                role=role, name=name, how=how, at=at, image=images[role].hash if role in images else ""
            )
            for role, name in names.items()
        ),
        refusal=Refusal(reason="对记录的用水量有异议", witness="村委会王主任") if is_refused else None,
        number=sheets.number if sheets else number,
        pages=tuple(one.hash for one in pages),
        shelf=sheets.shelf if sheets else "",
    )
    return paper, [*images.values(), *pages]


def _filed(
    stage: Stage,
    outing: Outing,
    record_id: UUID,
    well: Well,
    shots: dict[str, File],
    paper: FiledPaper,
) -> FiledInspection:
    arrived = stage.now + _ARRIVED
    at, is_here = stage.now + _SIGNED, outing.is_second_here
    return FiledInspection(
        well=well.id,
        kind=outing.kind,
        checklist=ensure_checklist(stage.session, well.county_code, on=local_day(stage.now)).id,
        started_at=stage.now,
        arrival_at=arrived,
        ended_at=stage.now + _LEFT,
        second=signed_by_second(stage, outing.second, record_id, paper.text_hash, at, is_here=is_here),
        presence=_presence(stage, outing, well, arrived),
        told=told(arrived),
        answers=answers(Visit(outing.key, found=outing.found), well),
        earlier=_earlier(stage, outing, well),
        findings=tuple(
            FiledFinding(id=new_id(), problem_code=one.code, description=one.words) for one in outing.found
        ),
        situation=outing.situation,
        evidence=tuple(
            card(scene, shot, _taken_at(stage, place), well, None if place else outing.pair_of)
            for place, (scene, shot) in enumerate(shots.items())
        ),
        paper=paper,
        revises=stage.visits[outing.revises] if outing.revises else None,
    )


def _presence(stage: Stage, outing: Outing, well: Well, arrived: datetime) -> FiledPresence:
    dice = chance(f"presence:{outing.key}")
    lat = round(well.lat + (outing.off_m + dice.uniform(-3, 3)) * _METRE, 7)
    fixes = tuple(
        Fix(at=at, fix_at=at, lon=round(well.lon + shift * _METRE, 7), lat=lat, accuracy_m=_ACCURACY_M)
        for shift, at in ((1, arrived), (2, arrived + timedelta(seconds=6)))
    )
    plate = "" if outing.far_reason else stage.plates.get(well.code, "")
    return FiledPresence(
        fixes=fixes,
        plate_text=plate,
        plate_at=arrived + timedelta(minutes=1) if plate else None,
        far_reason=outing.far_reason,
        clock_ahead_s=round(dice.uniform(-4, 4), 1),
        clock_compared_at=stage.now - timedelta(hours=2),
    )


def _earlier(stage: Stage, outing: Outing, well: Well) -> tuple[EarlierAnswer, ...]:
    if outing.kind is not InspectionKind.RECHECK:
        return ()
    return tuple(
        EarlierAnswer(finding=finding.id, result=EarlierResult.FIXED, note="已整改")
        for finding, _visit in list_earlier(stage.session, well.id, outing.kind, stage.now)
    )


def _shots(stage: Stage, outing: Outing, well: Well) -> dict[str, File]:
    scenes = scenes_of(Visit(outing.key, found=outing.found))
    return {scene: shot_of(well, scene, _taken_at(stage, place)) for place, scene in enumerate(scenes)}


def _taken_at(stage: Stage, place: int) -> datetime:
    return stage.now + timedelta(minutes=12 + 2 * place)


def _text(stage: Stage, outing: Outing, well: Well) -> str:
    lead, second = stage.officer(outing.lead), stage.officer(outing.second)
    arrived = to_local(stage.now + _ARRIVED)
    words = [one.words for one in outing.found] or ["未发现违法取水行为。"]
    return "\n".join(
        [
            f"检查时间：{arrived:%Y年%m月%d日 %H时%M分}至{to_local(stage.now + _LEFT):%H时%M分}",
            f"检查地点：{well.village}取水井 {well.code}",
            f"检查人员：{lead.name}（{lead.certificate_no}）、{second.name}（{second.certificate_no}）",
            f"现场负责人：{HOST}。检查人员已出示执法证件，告知申请回避的权利，当事人不申请回避。",
            f"检查情况：{outing.situation}",
            *(f"{place}．{word}" for place, word in enumerate(words, 1)),
        ]
    )
