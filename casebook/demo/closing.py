"""Storylines of closures: reported, photographed, accepted with four signatures, confirmed, reopened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.closures import actions
from casebook.closures.actions import ClosureFacts, Signature
from casebook.closures.rules import (
    STEPS,
    BaselineMethod,
    ClosureKind,
    ClosureOrigin,
    ConfirmingPart,
    PlanFacts,
    PlanStep,
    ReplacementSource,
    SignatureRole,
    StepDone,
    StepFacts,
    WorkAnswer,
    Works,
    check_fill,
    serves_homes,
)
from casebook.demo.cast import BY_KEY
from casebook.demo.geography import TOWNSHIP_NAMES
from casebook.demo.pictures import CAPTIONS
from casebook.demo.register import wells
from casebook.demo.visits import take
from casebook.evidence.rules import EvidenceStage
from casebook.kernel.clock import local_day
from casebook.quotas.queries import permits_of_well

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from casebook.closures.models import Closure
    from casebook.demo.stage import Stage, Storyline
    from casebook.wells.models import Well

_VOLUMES = {well.key: well.volumes for well in wells() if well.key}
_SCENES = {
    EvidenceStage.BEFORE: ("head", "box"),
    EvidenceStage.DURING: ("works",),
    EvidenceStage.AFTER: ("closed",),
}
_DAYS_BEFORE = {EvidenceStage.BEFORE: 6, EvidenceStage.DURING: 2, EvidenceStage.AFTER: 0}
_BUILDER = "冠县清源钻井工程有限公司"
_YEARS_OF_BASELINE = 3


@dataclass(frozen=True)
class Word:
    """One office's confirmation."""

    login: str
    part: ConfirmingPart
    at: datetime
    remark: str


@dataclass(frozen=True)
class Closing:
    """A closure; a moment that is None never comes."""

    key: str
    origin: ClosureOrigin
    closed_on: date
    reported_at: datetime
    kind: ClosureKind = ClosureKind.PLUGGED
    source: ReplacementSource = ReplacementSource.PUBLIC_NETWORK
    connected_on: date | None = None
    method: BaselineMethod = BaselineMethod.B1
    residual_m3: int = 0
    photographs: bool = True
    returned_at: datetime | None = None
    why: str = ""
    """Why it was returned, or how it was found open again."""
    accepted_at: datetime | None = None
    words: Sequence[Word] = ()
    reopened_at: datetime | None = None


def closing(stage: Stage, plan: Closing) -> Storyline:
    """Play a closure as far as it is planned."""
    yield plan.reported_at
    closure = _report(stage, plan)
    stage.closures[plan.key] = closure
    if plan.photographs:
        _photograph(stage, closure, plan)
    if plan.returned_at:
        yield plan.returned_at
        actions.return_closure(stage.session, **stage.by("acceptor"), closure=closure, reason=plan.why)
    if plan.accepted_at:
        yield plan.accepted_at
        _accept(stage, closure, plan)
    for word in plan.words:
        yield word.at
        _confirm(stage, closure, word)
    if plan.reopened_at:
        yield plan.reopened_at
        actions.reopen_closure(
            stage.session,
            **stage.by("closure"),
            closure=closure,
            reopened_on=local_day(stage.now),
            reason=plan.why,
        )


def baseline(key: str, closed_on: date) -> Decimal:
    """Return the mean of the last three full years before a closing, in whole m³ (method B1)."""
    years = sorted(year for year in _VOLUMES[key] if year < closed_on.year)[-_YEARS_OF_BASELINE:]
    total = sum(_VOLUMES[key][year] for year in years)
    return Decimal(round(total / len(years))) if years else Decimal(0)


def _report(stage: Stage, plan: Closing) -> Closure:
    case = stage.cases.get(plan.key) if plan.origin is ClosureOrigin.CASE else None
    facts = ClosureFacts(
        origin=plan.origin,
        kind=plan.kind,
        closed_on=plan.closed_on,
        replacement_source=plan.source,
        replacement_connected_on=plan.connected_on,
        baseline_method=plan.method,
        baseline_m3=baseline(plan.key, plan.closed_on),
        residual_m3=Decimal(plan.residual_m3),
        basis_papers="水表抄见台账、水资源税核定水量表",
        permit_note="许可证已办理注销" if BY_KEY[plan.key].has_permit else "",
        case_id=case.id if case else None,
    )
    well = stage.well(plan.key)
    if serves_homes(well.use, well.people_served):
        _supply_first(stage, plan, well)
    return actions.report_closure(stage.session, **stage.by("closure"), well=well, facts=facts)


def _supply_first(stage: Stage, plan: Closing, well: Well) -> None:
    """Walk the line of a well of homes: the replacement runs before the well is closed."""
    assert plan.connected_on is not None  # homes are never left dry
    joined, place = plan.connected_on, TOWNSHIP_NAMES[BY_KEY[plan.key].township]
    facts = PlanFacts(
        year=plan.closed_on.year,
        origin=plan.origin,
        obliged=BY_KEY[plan.key].name,
        executor=f"{place}人民政府",
        source=plan.source,
        basis=f"冠水字〔{plan.closed_on.year}〕12号",
        planned_on=plan.closed_on,
    )
    by = {"session": stage.session, **stage.by("closure")}
    (line,) = actions.plan_wells(**by, codes=[well.code], facts=facts)
    days = {"notice": joined - timedelta(days=20), "asked": joined - timedelta(days=9)}
    supplied = StepFacts(
        on=joined, until_on=joined + timedelta(days=2), volume_m3=Decimal(186), households=128
    )
    for step, told in (
        (PlanStep.COVER, StepFacts(on=days["notice"], network=f"{place}供水管网")),
        (PlanStep.NOTIFY, StepFacts(on=days["notice"], paper=f"冠水封通〔{plan.closed_on.year}〕5号")),
        (PlanStep.APPLY, StepFacts(on=days["asked"])),
        (PlanStep.JOIN, StepFacts(on=joined, paper="接水单 0512")),
        (PlanStep.SUPPLY, supplied),
        (PlanStep.CUT_POWER, StepFacts(on=joined + timedelta(days=2), paper="断电单 0083")),
    ):
        actions.take_plan_step(**by, plan=line, step=step, facts=told)
    if permits_of_well(stage.session, well.id):
        settled = StepFacts(on=joined + timedelta(days=2), paper="冠审批许注〔2023〕4号")
        actions.settle_permit(stage.session, **stage.by("permit"), plan=line, facts=settled)


def _photograph(stage: Stage, closure: Closure, plan: Closing) -> None:
    """Add the photographs of the works, taken on the days before the closing and on the day itself."""
    well = stage.well(plan.key)
    for stage_of_works, scenes in _SCENES.items():
        day = plan.closed_on - timedelta(days=_DAYS_BEFORE[stage_of_works])
        first = stage.on(day, "10:20")
        for place, scene in enumerate(scenes):
            actions.add_photographs(
                stage.session,
                **stage.by("closure", 20),
                closure=closure,
                stage=stage_of_works,
                uploads=[take(well, scene, first + timedelta(minutes=3 * place))],
                describes=CAPTIONS[scene],
            )


def _accept(stage: Stage, closure: Closure, plan: Closing) -> None:
    part, on = BY_KEY[plan.key], local_day(stage.now)
    place = TOWNSHIP_NAMES[part.township]
    signatures = [
        Signature(SignatureRole.BUILDER, _BUILDER, "鲁工", on),
        Signature(SignatureRole.SUPERVISOR, place, "马监", on),
        Signature(SignatureRole.OWNER, part.name or f"{place}（无主井公告认定）", "产代", on),
        Signature(SignatureRole.WATER_AUTHORITY, "冠县水利局", "陈岚", on),
    ]
    steps = tuple(StepDone(step=step, answer=WorkAnswer.YES) for step in STEPS[plan.kind])
    well = stage.well(plan.key)
    fill = check_fill(Decimal(0), casing_mm=well.casing_mm, depth_m=well.depth_m)
    is_filled = plan.kind is ClosureKind.PLUGGED and fill is not None
    works = Works(
        steps=steps,
        tag_no=f"冠封{closure.number[-5:]}",
        fill_m3=fill.hole_m3 if fill and is_filled else None,
        material="黏土球、水泥浆" if is_filled else "",
    )
    actions.accept_closure(
        stage.session,
        **stage.by("acceptor"),
        closure=closure,
        accepted_on=on,
        signatures=signatures,
        works=works,
    )


def _confirm(stage: Stage, closure: Closure, word: Word) -> None:
    actions.confirm_closure(
        stage.session,
        **stage.by(word.login),
        closure=closure,
        part=word.part,
        confirmed_on=local_day(stage.now),
        remark=word.remark,
    )
