"""Storylines of evidence in the office: things preserved, exhibits, cameras, monitors, a correction.

What needs a case comes late in the day: holidays may move it to the very day on which the case was opened.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

from PIL import Image

from casebook.cases.actions.steps import subject_of_case, subject_of_problem
from casebook.demo.film import film
from casebook.demo.inkwork import chart
from casebook.demo.outings import shot_of
from casebook.demo.pictures import CAPTIONS, Shot, draw
from casebook.demo.tablets import send
from casebook.demo.visits import take
from casebook.evidence import actions
from casebook.evidence.actions import Described
from casebook.evidence.filed import FiledEvidence
from casebook.evidence.queries import last_move, list_items
from casebook.evidence.queries.sources import page_recordings
from casebook.evidence.rules import (
    COLUMNS,
    USER_COLUMN,
    Disposal,
    EvidenceKind,
    EvidenceMethod,
    EvidenceOrigin,
    KeptWhere,
    Review,
    ReviewKind,
    Thing,
    Upload,
)
from casebook.inspections.filed import FiledAddition
from casebook.inspections.queries import get_inspection
from casebook.kernel.clock import local_day, to_local
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from casebook.demo.stage import Stage, Storyline
    from casebook.evidence.models import Preservation

_CAMERA = "ZF-0271"
_ROOM = "执法局物证室 2 号柜"
_PIPE = Thing("旁通管", "DN80 钢管，长 1.2 m", "1 根", "两端有新切口", KeptWhere.OTHER, _ROOM)
_VALVE = Thing("闸阀", "DN80", "1 只", "开启状态", KeptWhere.OTHER, _ROOM)
_PUMP = Thing("潜水泵", "200QJ50-78", "1 台", "可运转，电缆已断开", KeptWhere.ORIGINAL, "井房内，原地封存")


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of the evidence room."""
    yield _running(stage)
    yield _disposed(stage)
    yield _asked(stage)
    yield _exhibit(stage)
    yield _footage(stage)
    yield _monitors(stage)
    yield _chat_picture(stage)
    yield _corrected(stage)


def _request(stage: Stage, key: str, reason: str, things: list[Thing]) -> Preservation:
    subject = subject_of_case(stage.cases[key])
    return actions.request_preservation(
        stage.session, **stage.by("inspector"), subject=subject, reason=reason, things=things
    )


def _serve(stage: Stage, asked: Preservation) -> None:
    actions.approve(stage.session, **stage.by("casehead", 40), asked=asked, remark="情况紧急，同意。")
    actions.serve(
        stage.session,
        **stage.by("inspector", 120),
        asked=asked,
        served_on=local_day(stage.now),
        receiver="李主任",
        second_id=stage.officer("inspector2").id,
    )


def _running(stage: Stage) -> Storyline:
    """Play a preservation whose seven working days run."""
    yield stage.ago(4, "16:10")
    _serve(stage, _request(stage, "bypass", "旁通管可能被拆除转移，以后难以取得。", [_PIPE, _VALVE]))


def _disposed(stage: Stage) -> Storyline:
    """Play a preservation of which it was decided what becomes of its thing."""
    yield stage.ago(12, "16:10")
    asked = _request(stage, "cold_store", "水泵可能被移走。", [_PUMP])
    _serve(stage, asked)
    yield stage.ago(6, "16:40")
    actions.dispose(
        stage.session,
        **stage.by("inspector"),
        asked=asked,
        thing_ids=[thing.id for thing in asked.things],
        disposal=Disposal.SECURED,
        disposed_on=local_day(stage.now),
        note="已拍照、录像固定，制作现场笔录。",
    )


def _asked(stage: Stage) -> Storyline:
    """Play a request that waits for approval."""
    yield stage.ago(1, "15:00")
    box = Thing("远传终端", "RTU-5", "1 台", "外壳完好", KeptWhere.ORIGINAL, "泵房配电箱内")
    _request(stage, "not_online", "终端内有取水数据，断电后可能丢失。", [box])


def _exhibit(stage: Stage) -> Storyline:
    """Play a thing that was taken into custody and handed over twice."""
    yield stage.ago(11, "17:00")
    exhibit = actions.register_exhibit(
        stage.session,
        **stage.by("inspector"),
        subject=subject_of_case(stage.cases["cold_store"]),
        described=Described("被剪断的封井锁具", "钢制挂锁，编号 0137", "1 把", "锁梁有剪切痕迹"),
        taken_from="冠县辛集润丰冷藏有限公司井房",
        place="执法车保管箱",
    )
    moves = (
        (9, "17:10", "物证管理员 钱静", _ROOM, "入库保管"),
        (4, "09:30", "县质检所 痕检室", "县质检所收样处", "送检，鉴定剪切痕迹"),
    )
    for ago, time, holder, place, reason in moves:
        yield stage.ago(ago, time)
        actions.hand_over(
            stage.session,
            **stage.by("inspector"),
            exhibit=exhibit,
            to_holder=holder,
            to_place=place,
            at=stage.now,
            reason=reason,
            seen=last_move(stage.session, exhibit.id).sequence,
        )


def _footage(stage: Stage) -> Storyline:
    """Play the index of a body camera, and the clip that a case needs."""
    yield stage.ago(9, "16:00")
    began = stage.now - timedelta(hours=4)
    data = _film(stage)
    rows = [",".join((*COLUMNS, USER_COLUMN))]
    for place, content in enumerate((data, b"2", b"3")):
        at = to_local(began + timedelta(minutes=35 * place))
        cells = (
            _CAMERA,
            f"{at:%Y%m%d_%H%M%S}.webm",
            f"{at:%Y-%m-%d %H:%M:%S}",
            f"{at + timedelta(minutes=30):%Y-%m-%d %H:%M:%S}",
            "4",
            digest(content),
            "执法记录仪采集站 1 号盘",
            "周明",
        )
        rows.append(",".join(cells))
    about = stage.by("inspector")
    actions.import_index(stage.session, **about, data="\n".join(rows).encode())
    found = page_recordings(stage.session, about["actor"], device_no=_CAMERA).items
    recording = min(found, key=lambda one: one.started_at)
    start = recording.started_at + timedelta(minutes=8)
    actions.add_clip(
        stage.session,
        **stage.by("inspector", 15),
        recording=recording,
        subject=subject_of_case(stage.cases["bypass"]),
        upload=Upload(io.BytesIO(data), recording.file_name, start, method=EvidenceMethod.VIDEO),
        from_at=start,
        to_at=start + timedelta(seconds=6),
        describes="旁通管阀门开启，管内有水流声",
    )


def _film(stage: Stage) -> bytes:
    well = stage.well("bypass")
    shots = (
        Shot("bypass", well.code, stage.now - timedelta(hours=3, seconds=2 * place), well.lon, well.lat)
        for place in range(12, 0, -1)
    )
    return film(Image.open(io.BytesIO(draw(shot))) for shot in shots)


def _monitors(stage: Stage) -> Storyline:
    """Play two monitoring devices: one passed both reviews, the data of the other support leads only."""
    yield stage.ago(40, "10:00")
    reviewed, fresh = (
        actions.add_device(
            stage.session,
            **stage.by("casehead"),
            number=number,
            name=name,
            place=place,
            division_code=division,
        )
        for number, name, place, division in (
            ("JC-001", "井口取水视频监测", "兰沃乡宏盛化工井房", "371525206"),
            ("JC-002", "用电取水折算终端", "烟庄街道联盛食品泵房", "371525003"),
        )
    )
    on = local_day(stage.now)
    for login, kind in (("legal", ReviewKind.LEGAL), ("casehead", ReviewKind.TECHNICAL)):
        review = Review(kind, is_passed=True, reviewed_on=on, valid_from=on, valid_to=_next_year(on))
        paper = f"冠综执审〔{on.year}〕演示{len(kind.value)}号"
        actions.review_device(
            stage.session, **stage.by(login, 30), device=reviewed, review=review, paper=paper, remark=""
        )
    actions.publish_location(
        stage.session, **stage.by("casehead", 60), device=reviewed, on=on, where="县政府网站公告"
    )
    yield stage.ago(20, "11:00")
    picture = chart("over_norm")
    item = actions.add_item(
        stage.session,
        **stage.by("water2"),
        subject=subject_of_problem(stage.problems["over_norm"][0]),
        upload=Upload(io.BytesIO(picture.data), "power.png", stage.now, method=EvidenceMethod.EXTRACT),
        kind=EvidenceKind.ELECTRONIC,
        describes="用电量折算的逐日取水量",
    )
    actions.cite_device(stage.session, **stage.by("water2", 5), item=item, device=fresh)


def _next_year(day: date) -> date:
    return day + timedelta(days=365)


def _chat_picture(stage: Stage) -> Storyline:
    """Play a picture that a villager forwarded: it supports leads only."""
    yield stage.ago(2, "11:40")
    well = stage.well("water_seller")
    shot = shot_of(well, "pumping", stage.now - timedelta(days=3))
    card = FiledEvidence(
        id=new_id(),
        file=shot.hash,
        name="mmexport1700000000000.jpg",
        kind=EvidenceKind.AUDIOVISUAL,
        method=EvidenceMethod.PHOTOGRAPH,
        origin=EvidenceOrigin.CHAT,
        proves="村民转发：夜间向厂区送水",
        maker="村民（不愿具名）",
    )
    filed = FiledAddition(subject_kind="problem", evidence=(card,))
    problem = stage.problems["water_seller"][0]
    send(stage, "inspector", "evidence.add", problem.id, filed, files=[shot], minutes=15)


def _corrected(stage: Stage) -> Storyline:
    """Play a photograph of the wrong well, and the right one that stands beside it."""
    yield stage.ago(5, "09:50")
    items = list_items(stage.session, "inspection", stage.visits["plate_gone"])
    inspection = get_inspection(stage.session, stage.visits["plate_gone"], stage.actor("inspector"))
    actions.correct_item(
        stage.session,
        **stage.by("inspector"),
        item=next(one for one in items if one.describes == CAPTIONS["head"]),
        upload=take(inspection.well, "head", stage.now),
        describes="更正：此为本井井口",
    )
