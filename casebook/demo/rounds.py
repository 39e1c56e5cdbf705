"""Storylines of patrols: a grid officer goes through villages, and what is off becomes a lead."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.cases import actions as cases
from casebook.cases.queries import get_lead
from casebook.demo.fieldwork import crowd
from casebook.demo.outings import Outing, card, go, shot_of
from casebook.demo.tablets import send
from casebook.demo.visits import Found
from casebook.field.rules.states import OperationState
from casebook.inspections.filed import FiledPatrolVisit, Fix, PatrolState
from casebook.inspections.rules import InspectionKind
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from casebook.cases.models import Lead
    from casebook.demo.register import DemoWell
    from casebook.demo.stage import Stage, Storyline

_PATROLLER = "informant"
_EACH = 4
"""Minutes from well to well."""
_HIDDEN = Found("P20", "井口在棚内，标识牌缺失，巡查未能辨认。")


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return two rounds, and what officers did about the leads."""
    first, second = _villages()
    yield _first_round(stage, first)
    yield _second_round(stage, second)


def _villages() -> tuple[list[DemoWell], list[DemoWell]]:
    """Return the wells of the two villages that have most of them."""
    named = Counter(one.village.name for one in crowd()).most_common(2)
    first, second = ([one for one in crowd() if one.village.name == name] for name, _count in named)
    return first, second


def _first_round(stage: Stage, village: list[DemoWell]) -> Storyline:
    """Play a round of which one well was not found, and the verification that found it after all."""
    yield stage.ago(18, "08:50")
    patrol, missing = new_id(), village[0].code
    for place, one in enumerate(village[1:], 1):
        _visit(stage, patrol, one.code, PatrolState.IN_USE, place, dial=f"{1_200 + 37 * place}")
    lead = _visit(stage, patrol, missing, PatrolState.NOT_FOUND, 0, note="登记位置附近只有大棚，没有看到井。")
    yield stage.ago(15, "09:40")
    cases.take_lead(stage.session, **stage.by("inspector"), lead=_lead(stage, lead))
    yield stage.ago(13, "10:20")
    words = "核查：井在大棚内，正常取水。"
    kind = InspectionKind.VERIFICATION
    go(stage, Outing("hidden_well", missing, kind=kind, found=[_HIDDEN], situation=words))


def _second_round(stage: Stage, village: list[DemoWell]) -> Storyline:
    """Play a round with a well nobody knew, one that was not found, and one that is pumped though closed."""
    yield stage.ago(6, "08:40")
    patrol, idle = new_id(), village[1:3]
    for place, one in enumerate(idle, 1):
        _visit(stage, patrol, one.code, PatrolState.IDLE, place, note="今年没有浇地。")
    unfound = _visit(stage, patrol, village[0].code, PatrolState.NOT_FOUND, 3, note="没有看到井房。")
    closed = stage.well("board_mill").code
    pumped = _visit(stage, patrol, closed, PatrolState.IN_USE, 4, note="听到水泵声，井房上锁。")
    _visit(stage, patrol, "", PatrolState.NEW_WELL, 5, note="新打的井，没有标识牌。", near=village[0])
    yield stage.ago(4, "15:30")
    reason = "井房在路东，登记位置准确，现场拍照核对。"
    cases.dismiss_lead(stage.session, **stage.by("inspector"), lead=_lead(stage, unfound), reason=reason)
    yield stage.ago(3, "08:50")
    cases.take_lead(stage.session, **stage.by("inspector2"), lead=_lead(stage, pumped))
    yield stage.ago(1, "14:20")
    _waiting(stage, village[-1].code)


def _visit(
    stage: Stage,
    patrol: UUID,
    code: str,
    state: PatrolState,
    place: int,
    *,
    dial: str = "",
    note: str = "",
    near: DemoWell | None = None,
) -> str:
    """Play ten seconds at a well; return the number of the lead that came of it, or nothing."""
    at = stage.now + timedelta(minutes=_EACH * place)
    well = stage.well_coded(code) if code else None
    shot = shot_of(well, "head", at) if well and place < 2 else None  # noqa: PLR2004 - not every well is worth one
    fix = Fix(at=at, fix_at=at, lon=near.lon, lat=near.lat, accuracy_m=7.0) if near else None
    filed = FiledPatrolVisit(
        patrol=patrol,
        well=well.id if well else None,
        state=state,
        dial_m3=dial,
        note=note,
        at=at,
        fix=fix,
        photograph=card("head", shot, at, well) if well and shot else None,
    )
    minutes = 60 + _EACH * place
    files = [shot] if shot else []
    result = send(stage, _PATROLLER, "patrol.visit", new_id(), filed, files=files, minutes=minutes)
    return str(result.get("lead") or "")


def _waiting(stage: Stage, code: str) -> None:
    """Play a visit whose photograph is still on its way when the link is cut."""
    well = stage.well_coded(code)
    shot = shot_of(well, "head", stage.now)
    filed = FiledPatrolVisit(
        patrol=new_id(),
        well=well.id,
        state=PatrolState.IN_USE,
        at=stage.now,
        photograph=card("head", shot, stage.now, well),
    )
    send(
        stage,
        _PATROLLER,
        "patrol.visit",
        new_id(),
        filed,
        kept_back=[shot],
        minutes=10,
        becomes=OperationState.WAITING_FILES,
    )


def _lead(stage: Stage, number: str) -> Lead:
    return get_lead(stage.session, number, stage.actor("inspector"))
