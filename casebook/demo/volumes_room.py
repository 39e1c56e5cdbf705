"""Storylines of water taken: rounds of dials on a few wells, a swap, seals, queries and their answers."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.demo.outings import card, shot_of
from casebook.demo.register import wells
from casebook.demo.tablets import send
from casebook.kernel.clock import local_day
from casebook.kernel.ids import new_id
from casebook.kernel.months import Month
from casebook.quotas.rules import VolumeMethod
from casebook.volumes import actions
from casebook.volumes.actions import Closing, MeterFacts, RoundRow
from casebook.volumes.filed import FiledPlace, FiledReading
from casebook.volumes.queries import list_queries_of
from casebook.volumes.queries.meters import find_assignment
from casebook.volumes.queries.readings import latest_readings
from casebook.volumes.rules import QueryState, ReadingMark, ReadingSource
from casebook.volumes.rules.estimates import EstimateFacts
from casebook.volumes.rules.metering import SealEnd
from casebook.volumes.rules.visits import DialOutcome
from casebook.wells.rules import MeterKind, WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.register import DemoWell
    from casebook.demo.stage import Stage, Storyline
    from casebook.volumes.models import Meter
    from casebook.wells.models import Well

_WELLS, _ROUNDS, _EVERY = 6, 14, 30
_LAST_ROUND = 12
"""Days before today on which the last round was."""
_SEASON = (70, 60, 80, 110, 130, 140, 120, 100, 100, 90, 80, 120, 90, 110)
"""Percent of a mean month that each round finds taken."""
_SOUND, _MISREAD, _SKIPPED, _SWAPPED, _SUDDEN, _SMALLER = range(_WELLS)
"""What the story has for each of the wells."""
_SLIP, _GAP, _SWAP = 11, 9, 8
"""The rounds in which a dial was misread, a well was left out, and a meter swapped soon after."""


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of water taken."""
    yield _rounds(stage)


def _rounds(stage: Stage) -> Storyline:
    """Read the meters of a township month by month, then settle what the figures leave open."""
    chosen = _chosen()
    dials = [Decimal(400 + 230 * place) for place in range(len(chosen))]
    for number in range(_ROUNDS):
        yield stage.ago(_LAST_ROUND + _EVERY * (_ROUNDS - 1 - number), "16:10")
        _walk(stage, chosen, dials, number)
        if number == 0:
            _seal(stage, chosen[_SWAPPED], "冠 2201")
            _seal(stage, chosen[_SMALLER], "冠 2202")
            _calibrate(stage, chosen)
        if number == _SWAP:
            yield stage.ago(_LAST_ROUND + _EVERY * (_ROUNDS - 1 - number) - 9, "10:20")
            dials[_SWAPPED] = _swap(stage, chosen[_SWAPPED])
        if number == _SLIP:
            yield stage.ago(_LAST_ROUND + _EVERY * (_ROUNDS - 1 - number) - 4, "09:15")
            _correct(stage, chosen[_MISREAD], dials[_MISREAD])
    yield stage.ago(10, "15:00")
    _explain(stage, chosen[_SKIPPED])
    well, meter = _meter(stage, chosen[_SMALLER])
    note = "抄表时发现封线被剪断，已拍照，另报执法队。"
    on = local_day(stage.now)
    actions.end_seal(
        stage.session, **stage.by("permit"), well=well, meter=meter, on=on, ending=SealEnd.BROKEN, note=note
    )
    yield stage.ago(5, "09:30")
    _read_on_site(stage, chosen[_SOUND], DialOutcome.READ, dials[_SOUND] + 180, "")
    _read_on_site(
        stage, chosen[_SWAPPED], DialOutcome.STOPPED, dials[_SWAPPED], "通水时指针不动，已通知用户报修。"
    )
    yield stage.ago(3, "16:00")
    _estimate(stage)


def _chosen() -> list[DemoWell]:
    """Return wells of one township whose meters are read by hand."""
    able = [
        well
        for well in wells()
        if not well.key
        and well.status is WellStatus.IN_USE
        and well.meter is MeterKind.MECHANICAL
        and well.use is not WellUse.IRRIGATION
        and well.volumes
    ]
    townships = [well.township for well in able]
    fullest = max(sorted(set(townships)), key=townships.count)
    return [well for well in able if well.township == fullest][:_WELLS]


def _walk(stage: Stage, chosen: list[DemoWell], dials: list[Decimal], number: int) -> None:
    """Read every well once; some are left out, misread, or took far more than they used to."""
    rows = []
    for place, well in enumerate(chosen):
        mean = Decimal(max(well.volumes.values())) / 12
        taken = mean * _SEASON[number] / 100
        is_last = number == _ROUNDS - 1
        if place == _SUDDEN and is_last:
            taken *= 9
        dials[place] += taken.quantize(Decimal("0.1"))
        shown = dials[place]
        if place == _MISREAD and number == _SLIP:
            shown = dials[place] - 2 * taken.quantize(Decimal("0.1"))
        if place == _SMALLER and is_last:
            shown = dials[place] - 3 * taken.quantize(Decimal("0.1"))
        if place != _SKIPPED or number != _GAP:
            rows.append(RoundRow(stage.well_coded(well.code), shown, ReadingMark.NONE, is_sure=True))
    actions.record_round(
        stage.session,
        **stage.by("permit"),
        read_on=local_day(stage.now),
        rows=rows,
        source=ReadingSource.FORM,
    )


def _meter(stage: Stage, demo: DemoWell) -> tuple[Well, Meter]:
    well = stage.well_coded(demo.code)
    found = find_assignment(stage.session, well.id)
    if found is None:
        raise LookupError(demo.code)
    return well, found[1]


def _seal(stage: Stage, demo: DemoWell, number: str) -> None:
    well, meter = _meter(stage, demo)
    on = local_day(stage.now)
    actions.put_seal(stage.session, **stage.by("permit"), well=well, meter=meter, number=number, on=on)


def _calibrate(stage: Stage, chosen: list[DemoWell]) -> None:
    """Enter when calibrations end: one is past by now, one soon, one far off."""
    for demo, days in zip(chosen, (-40, 30, 400), strict=False):
        well, meter = _meter(stage, demo)
        due = local_day(stage.present) + timedelta(days=days)
        facts = MeterFacts(number=meter.number, kind=meter.kind, digits=6, calibration_due_on=due)
        by = stage.by("permit")
        actions.edit_meter(
            stage.session, **by, well=well, meter=meter, facts=facts, base_version=meter.version
        )


def _swap(stage: Stage, demo: DemoWell) -> Decimal:
    """Put a new meter in the place of one that stuck; return its opening dial."""
    well, old = _meter(stage, demo)
    last = latest_readings(stage.session, [well.id])[well.id]
    closing = Closing(on=local_day(stage.now), dial_m3=Decimal((last.dial_l or 0) // 1000 + 18))
    due = local_day(stage.present) + timedelta(days=900)
    facts = MeterFacts(number=f"{old.number}-2", kind=old.kind, digits=6, calibration_due_on=due)
    opening = Decimal(2)
    by = stage.by("permit")
    new = actions.swap_meter(stage.session, **by, well=well, closing=closing, facts=facts, opening_m3=opening)
    actions.put_seal(stage.session, **by, well=well, meter=new, number="冠 2317", on=local_day(stage.now))
    return opening


def _read_on_site(stage: Stage, demo: DemoWell, outcome: DialOutcome, dial: Decimal, reason: str) -> None:
    """Let an inspector's tablet send what came of going to a meter, with a photograph of its dial."""
    well, at = stage.well_coded(demo.code), stage.now
    shot = shot_of(well, "meter", at)
    filed = FiledReading(
        well=well.id,
        meter_no=well.meter_no,
        read_on=local_day(at),
        at=at,
        outcome=outcome,
        dial_m3=dial,
        reason=reason,
        place=FiledPlace(lon=well.lon, lat=well.lat, accuracy_m=6.0),
        photograph=card("meter", shot, at, well),
    )
    send(stage, "inspector", "reading.record", new_id(), filed, files=[shot], minutes=30)


def _estimate(stage: Stage) -> None:
    """Estimate the last month of a well that has no meter, by the hours of its pump."""
    demo = next(
        one
        for one in wells()
        if not one.key and one.status is WellStatus.IN_USE and one.meter is MeterKind.NONE
    )
    facts = EstimateFacts(
        month=Month.of(local_day(stage.now)).previous(),
        method=VolumeMethod.PUMP_HOURS,
        factor=Decimal(32),
        quantity=Decimal(64),
        paper="村开泵记录本第 12 页",
    )
    well = stage.well_coded(demo.code)
    actions.record_estimate(stage.session, **stage.by("permit"), well=well, facts=facts)


def _correct(stage: Stage, demo: DemoWell, dial: Decimal) -> None:
    """Mend the dial that was misread; its query lapses by itself."""
    well = stage.well_coded(demo.code)
    actions.correct_reading(
        stage.session,
        **stage.by("permit"),
        well=well,
        reading=latest_readings(stage.session, [well.id])[well.id],
        dial_m3=dial,
        reason="抄表本写错一位，按表盘照片更正。",
    )


def _explain(stage: Stage, demo: DemoWell) -> None:
    well = stage.well_coded(demo.code)
    for query in list_queries_of(stage.session, [well.id], state=QueryState.OPEN):
        actions.answer_query(
            stage.session,
            **stage.by("permit"),
            query=query,
            state=QueryState.EXPLAINED,
            explanation="当月井房上锁未抄到，前后两次读数相符，按日分摊可用。",
        )
