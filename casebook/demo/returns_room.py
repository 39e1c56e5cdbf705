"""Storylines of returns: closures of this year as they were claimed, and an old ledger of 2021."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import xlsxwriter

from casebook.closures import actions
from casebook.demo.register import wells
from casebook.kernel.clock import local_day
from casebook.wells.rules import MeterKind, WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from casebook.demo.register import DemoWell
    from casebook.demo.stage import Stage, Storyline

_HEADERS = (
    "序号",
    "水井编号",
    "取水单位",
    "封井方式",
    "封井日期",
    "替代水源",
    "替代水源接通日期",
    "压减量核算方法",
    "核算基数(m³/年)",
    "封井后剩余取水量(m³/年)",
    "申报压减量(万m³)",
    "验收日期",
    "备注",
)
_OLD_YEAR = 2021
_OLD_WELLS = 3
_WORDS = {
    WellStatus.PLUGGED: "永久封填",
    WellStatus.MOTHBALLED: "封存备用",
    WellStatus.MONITORING: "改建监测井",
}
_UNKNOWN = "371525104JJ90001"


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of returns."""
    yield _checked(stage)
    yield _entered(stage)


def _checked(stage: Stage) -> Storyline:
    """Check this year's return: one sound line, and three that do not stand up."""
    yield stage.ago(6, "15:20")
    year = local_day(stage.now).year
    metered = [
        well
        for well in wells()
        if not well.key
        and well.status is WellStatus.IN_USE
        and well.use is WellUse.INDUSTRY
        and well.meter is MeterKind.ONLINE
    ]
    closed = local_day(stage.now) - timedelta(days=40)
    connected, late = closed - timedelta(days=12), closed + timedelta(days=9)
    sound, capacity, early = metered[:3]
    newest = sorted(sound.volumes)[-3:]
    mean = sum(sound.volumes[before] for before in newest) // len(newest)
    lines = [
        _line(sound, closed, connected, "近三年计量均值", mean),
        _line(capacity, closed, connected, "日最大取水能力×365", int(capacity.pump_flow_m3h * 24 * 365)),
        _line(early, closed, late, "近三年计量均值", early.volumes[newest[-1]]),
        (_UNKNOWN, *_line(sound, closed, connected, "近三年计量均值", mean)[1:]),
    ]
    file = _sheet(f"冠县{year}年封井压采任务完成情况（演示）", lines)
    actions.check_return(
        stage.session, **stage.by("closure"), stream=file, name=f"{year}年封井上报表（演示）.xlsx"
    )


def _entered(stage: Stage) -> Storyline:
    """Enter an old ledger as history, by the head of the bureau."""
    yield stage.ago(20, "10:10")
    old = [well for well in wells() if not well.key and well.closed_on and well.closed_on.year == _OLD_YEAR][
        :_OLD_WELLS
    ]
    lines = [
        _line(well, well.closed_on, well.closed_on, "灌溉面积×定额", well.volumes[_OLD_YEAR - 1])
        for well in old
        if well.closed_on
    ]
    file = _sheet(f"冠县{_OLD_YEAR}年封井台账（演示）", lines)
    name = f"{_OLD_YEAR}年封井台账（演示）.xlsx"
    row = actions.check_return(stage.session, **stage.by("closure"), stream=file, name=name)
    yield stage.ago(19, "16:05")
    actions.post_history(stage.session, **stage.by("agencyhead"), row=row)


def _line(well: DemoWell, closed: date, connected: date, method: str, baseline: int) -> tuple[object, ...]:
    accepted = closed + timedelta(days=11)
    kind = _WORDS.get(well.status, "封存备用")
    holder = well.parties[-1][1].name
    days = (closed.isoformat(), "公共管网", connected.isoformat())
    return (well.code, holder, kind, *days, method, baseline, 0, baseline / 10_000, accepted.isoformat(), "")


def _sheet(title: str, lines: Sequence[tuple[object, ...]]) -> io.BytesIO:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("封井台账")
    sheet.write_row(0, 0, [title])
    sheet.write_row(1, 0, _HEADERS)
    for place, line in enumerate(lines, start=1):
        sheet.write_row(1 + place, 0, [place, *line])
    sheet.write_row(2 + len(lines), 0, ["合计", f"{len(lines)}眼"])
    book.close()
    target.seek(0)
    return target
