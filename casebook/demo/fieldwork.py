"""Storylines of work without a network: what tablets filed, and what became of it in the office."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from casebook.demo.cast import QINGSHUI
from casebook.demo.outings import HOST, Outing, Sheets, go, paper_of, signed_by_second, told
from casebook.demo.register import wells
from casebook.demo.tablets import registering, send
from casebook.demo.visits import Found
from casebook.devices.actions import revoke_device
from casebook.evidence.queries import list_items
from casebook.field.actions import numbers
from casebook.field.rules.states import OperationState
from casebook.inspections import actions
from casebook.inspections.actions.papers import Heading
from casebook.inspections.filed import Exchange, FiledInterview, FiledOrder, PaperForm, SignerRole
from casebook.inspections.queries import get_inspection
from casebook.inspections.rules import InspectionKind, Verdict
from casebook.kernel.clock import local_day
from casebook.kernel.ids import new_id
from casebook.keys import current
from casebook.plates.actions import issue_plates, revoke_plate
from casebook.wells.filed import FiledWellEdit
from casebook.wells.rules import WellStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from casebook.demo.register import DemoWell
    from casebook.demo.stage import Stage, Storyline

_REVIEWER = "casehead"
_PLATE_GONE = Found("P20", "取水口标识牌缺失，立柱尚在。")
_DIM = Found("P11", "水表表盘模糊，读数不可辨认。")
_FAR_M = 226.0
_OFF_M = 48.0
"""How far from the register the officers find one well, three times over."""


@cache
def crowd(township: str = QINGSHUI) -> tuple[DemoWell, ...]:
    """Return the wells of a township that no other story needs and that give water, by code."""
    found = (one for one in wells() if one.township == township and not one.key)
    return tuple(sorted((one for one in found if one.status is WellStatus.IN_USE), key=lambda one: one.code))


def _code(place: int) -> str:
    """Return a well of the storylines below; the first ones are the patrols'."""
    return crowd()[-1 - place].code


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of field work: tablets first, because the others need them."""
    yield _plates(stage)
    for login, name, ago in (
        ("inspector", "执法局平板 1", 48),
        ("inspector2", "执法局平板 2", 48),
        ("water1", "水利局平板 1", 47),
        ("water2", "水利局平板 2", 47),
        ("informant", "清水镇网格员手机", 46),
    ):
        yield registering(stage, login, name, ago)
    yield from (_plate_gone(stage), _mended(stage), _returned(stage), _in_ink(stage))
    yield _reviewed(stage, Outing("refused", _code(4), found=[_DIM], is_refused=True), 8, 3)
    yield _outing(stage, Outing("waiting", _code(5)), 2, "14:10")
    far = Outing(
        "unconfirmed", _code(6), is_second_here=False, off_m=_FAR_M, far_reason="桥梁施工，车辆无法靠近"
    )
    yield _outing(stage, far, 1, "09:10")
    for ago in (34, 16, 3):
        yield _outing(stage, Outing(f"elsewhere:{ago}", _code(7), off_m=_OFF_M), ago, "15:20")
    yield from (_edits(stage), _certificate_expired(stage), _lost_tablet(stage))


def _outing(stage: Stage, outing: Outing, ago: int, time: str) -> Storyline:
    yield stage.ago(ago, time)
    go(stage, outing)


def _reviewed(stage: Stage, outing: Outing, ago: int, then: int) -> Storyline:
    """Play a visit whose record is approved some days later."""
    yield stage.ago(ago, "09:20")
    go(stage, outing)
    yield stage.ago(then, "16:00")
    _review(stage, outing.key, Verdict.APPROVED)


def _review(stage: Stage, key: str, verdict: Verdict, note: str = "") -> None:
    about = stage.by(_REVIEWER)
    inspection = get_inspection(stage.session, stage.visits[key], about["actor"])
    actions.review(stage.session, **about, inspection=inspection, verdict=verdict, note=note)


def _plates(stage: Stage) -> Storyline:
    """Play the making of plates for a township, and the loss of one."""
    yield stage.ago(60, "10:00")
    plates = issue_plates(
        stage.session, **stage.by("permit"), division_code=QINGSHUI, signer=current.signer()
    )
    stage.plates = {plate.well.code: plate.text for plate in plates}
    yield stage.ago(14, "11:00")
    lost = next(one for one in plates if one.well.code == _code(0))
    revoke_plate(stage.session, **stage.by("permit"), plate=lost, reason="标识牌被盗，现场立柱尚在")
    del stage.plates[lost.well.code]


def _plate_gone(stage: Stage) -> Storyline:
    """Play a finding with an order on the spot, a talk with the user, and the re-check with its pair."""
    yield stage.ago(12, "09:20")
    record_id = go(stage, Outing("plate_gone", _code(0), found=[_PLATE_GONE]))
    _serve_order(stage, record_id)
    _interview(stage, record_id)
    yield stage.ago(9, "16:00")
    _review(stage, "plate_gone", Verdict.APPROVED)
    yield stage.ago(2, "10:30")
    before = list_items(stage.session, "inspection", record_id)[0].id
    go(
        stage,
        Outing(
            "plate_back",
            _code(0),
            kind=InspectionKind.RECHECK,
            situation="复查：标识牌已补装，编号清晰。",
            pair_of=before,
        ),
    )


def _serve_order(stage: Stage, inspection_id: UUID) -> None:
    tablet, on = stage.tablets["inspector"], local_day(stage.now)
    held = numbers.top_up(stage.session, **stage.by("inspector"), device=tablet.device, years=[on.year])
    number = next(one.text for one, form in held if form is PaperForm.ORDER_RECTIFY)
    demand = "补装取水口标识牌，编号与登记一致"
    text = f"责令限期改正通知书 {number}\n请你（单位）于十五日内{demand}。"
    names = {role: stage.officer(login).name for role, login in _TWO.items()} | {SignerRole.PARTY: HOST}
    paper, ink = paper_of(stage, PaperForm.ORDER_RECTIFY, text, names, number=number)
    filed = FiledOrder(
        inspection=inspection_id,
        problem_codes=(_PLATE_GONE.code,),
        demand=demand,
        due_on=on + timedelta(days=15),
        served_at=stage.now + timedelta(minutes=33),
        receiver=HOST,
        paper=paper,
    )
    send(stage, "inspector", "order.serve", new_id(), filed, files=ink, minutes=170)


_TWO = {SignerRole.LEAD: "inspector", SignerRole.SECOND: "inspector2"}
_TALK = (
    Exchange(question="你与这眼井是什么关系？", answer="我是实际使用人，平时由我开泵浇地。"),
    Exchange(question="标识牌什么时候不见的？", answer="大概上个月，具体哪天没有注意。"),
    Exchange(question="为什么没有报告？", answer="不知道需要报告，马上补装。"),
)


def _interview(stage: Stage, inspection_id: UUID) -> None:
    record_id, began = new_id(), stage.now + timedelta(minutes=40)
    names = {role: stage.officer(login).name for role, login in _TWO.items()} | {SignerRole.PARTY: HOST}
    text = "\n".join(f"问：{one.question}\n答：{one.answer}" for one in _TALK)
    paper, ink = paper_of(stage, PaperForm.INTERVIEW_RECORD, text, names)
    second = signed_by_second(stage, "inspector2", record_id, paper.text_hash, began, is_here=True)
    filed = FiledInterview(
        well=stage.well_coded(_code(0)).id,
        inspection=inspection_id,
        problem_codes=(_PLATE_GONE.code,),
        place="村委会办公室",
        started_at=began,
        ended_at=began + timedelta(minutes=25),
        second=second,
        person_name=HOST,
        person_sex="男",
        relation="实际使用人",
        told=told(began),
        is_told_rights=True,
        exchanges=_TALK,
        paper=paper,
    )
    send(stage, "inspector", "interview.file", record_id, filed, files=ink, minutes=180)


def _mended(stage: Stage) -> Storyline:
    """Play a record that was returned, filed anew, and approved."""
    yield stage.ago(26, "09:20")
    go(stage, Outing("first_try", _code(1)))
    yield stage.ago(23, "16:00")
    _review(stage, "first_try", Verdict.RETURNED, "水表读数与照片不一致，请核对后重新提交。")
    yield stage.ago(20, "09:20")
    again = "已核对水表读数，补拍表盘。"
    go(stage, Outing("second_try", _code(1), situation=again, revises="first_try"))
    yield stage.ago(17, "16:00")
    _review(stage, "second_try", Verdict.APPROVED)


def _returned(stage: Stage) -> Storyline:
    """Play a record that was returned and lies on the tablet again."""
    yield stage.ago(7, "14:30")
    go(stage, Outing("returned", _code(2)))
    yield stage.ago(4, "16:00")
    _review(stage, "returned", Verdict.RETURNED, "缺少铅封近景照片，请补拍后重新提交。")


def _in_ink(stage: Stage) -> Storyline:
    """Play a paper that was printed before the visit and signed with pen."""
    yield stage.ago(10, "16:30")
    agency = stage.officer("inspector").agency
    blank = actions.print_blank(
        stage.session,
        **stage.by("inspector"),
        well=stage.well_coded(_code(3)),
        form=PaperForm.SITE_RECORD,
        heading=Heading(agency.name, agency.number_word),
    )
    yield stage.ago(6, "10:10")
    sheets = Sheets(blank.number, pages=2, shelf="执法局档案室 3 柜 2 格")
    go(stage, Outing("in_ink", _code(3), sheets=sheets))


def _edits(stage: Stage) -> Storyline:
    """Play corrections of one well by two officers: one field joins, one waits for a person."""
    well = stage.well_coded(_code(5))
    seen, version = well.pump_flow_m3h, well.version
    plan = (("inspector", 5, 32.0, "铭牌流量"), ("inspector2", 4, 40.0, "现场测流"))
    for login, ago, flow, why in plan:
        yield stage.ago(ago, "15:40")
        is_first = login == "inspector"
        extra = {"pump_power_kw": (well.pump_power_kw, 5.5)} if is_first else {}
        changes = {"pump_flow_m3h": (seen, flow), **extra}
        filed = FiledWellEdit(
            base_version=version,
            seen={name: before for name, (before, _after) in changes.items()},
            written={name: after for name, (_before, after) in changes.items()},
            at=stage.now,
            reason=why,
        )
        becomes = OperationState.APPLIED if is_first else OperationState.CONFLICT
        send(stage, login, "well.edit", well.id, filed, minutes=30, becomes=becomes)


def _certificate_expired(stage: Stage) -> Storyline:
    """Play a record that is refused, because the second officer's certificate has run out."""
    yield stage.ago(3, "11:20")
    go(
        stage,
        Outing(
            "uncertified",
            _code(8),
            lead="water2",
            second="water3",
            is_second_here=False,
            becomes=OperationState.REFUSED,
        ),
    )


def _lost_tablet(stage: Stage) -> Storyline:
    """Play a tablet that was lost and turns up again: what it sends then is kept apart."""
    yield stage.ago(11, "08:30")
    device = stage.tablets["water1"].device
    revoke_device(stage.session, **stage.by("security"), device=device, reason="外业途中遗失，已报告")
    yield stage.ago(5, "10:20")
    outing = Outing(
        "after_loss",
        _code(9),
        lead="water1",
        second="water2",
        is_second_here=False,
        becomes=OperationState.QUARANTINED,
    )
    go(stage, outing)
