"""Storylines of the ways in: a platform of online meters, electricity, accounts and a coefficient."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.demo.register import wells
from casebook.kernel.clock import local_day, to_local
from casebook.kernel.months import Month
from casebook.volumes import actions
from casebook.volumes.actions import CoefficientPaper
from casebook.volumes.actions.messages import keep_message, read_message
from casebook.volumes.actions.sharing import Division, ShareLine, divide_account
from casebook.volumes.actions.sources import LinkLine, SourceFacts, link_meters, open_source
from casebook.volumes.actions.uploads import upload_file
from casebook.volumes.queries.accounts import page_accounts
from casebook.volumes.rules import ImportKind, ParserKind
from casebook.wells.rules import MeterKind, WellStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.register import DemoWell
    from casebook.demo.stage import Stage, Storyline
    from casebook.volumes.models import MeterSource

_MONTHS, _ONLINE, _POWERED = 6, 3, 4
_NOBODY = "3715250099"
"""An account that no well of the register names."""


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of the ways in."""
    yield _power(stage)
    yield _platform(stage)


def _power(stage: Stage) -> Storyline:
    """Set a coefficient, take in half a year of electricity, and deal one account out to two wells."""
    yield stage.ago(40, "09:30")
    paper = CoefficientPaper(
        division_code=stage.actor("permit").county_code,
        litres_per_kwh=2600,
        low_per_kwh=2300,
        high_per_kwh=2900,
        valid_from=local_day(stage.present).replace(month=1, day=1) - timedelta(days=365),
        source="冠县以电折水率定试验报告（12 眼典型井）",
    )
    actions.set_coefficient(stage.session, **stage.by("permit"), paper=paper)
    yield stage.ago(38, "14:20")
    chosen = _powered()
    accounts = [*(well.electricity_account for well in chosen), _NOBODY]
    months = _upload(stage, accounts)
    yield stage.ago(36, "10:05")
    rows, _page = page_accounts(stage.session, paper.division_code, number=accounts[0], cursor=None)
    shares = tuple(
        ShareLine(number, well.code, part)
        for number, (well, part) in enumerate(zip(chosen, (6500, 3500), strict=False), start=1)
    )
    division = Division(
        first=months[2], last=None, lines=shares, ground="现场核实：两眼井合用一块电表，分表读数 65∶35"
    )
    divide_account(stage.session, **stage.by("permit"), account=rows[0].account, division=division)


def _upload(stage: Stage, accounts: list[str]) -> list[Month]:
    """Take in half a year of electricity with two slips; return its months, the last first."""
    last = Month.of(local_day(stage.now)).previous()
    months = [last.plus(-number) for number in range(_MONTHS)]
    lines = [
        f"{account},{month},{180 + 35 * place + 20 * (month.month % 5)}.5"
        for place, account in enumerate(accounts)
        for month in months
    ]
    text = "\n".join(
        ["电表户号,年月,用电量(kWh)", *lines, f"{accounts[0]},{last.plus(3)},220", f"{accounts[1]},,x"]
    )
    upload_file(
        stage.session,
        **stage.by("permit"),
        kind=ImportKind.ELECTRICITY,
        stream=io.BytesIO(text.encode("gb18030")),
        name="供电公司农灌电量.csv",
    )
    return months


def _platform(stage: Stage) -> Storyline:
    """Open a source, let its platform send for some weeks: a stranger's meter, and one message cut off."""
    yield stage.ago(30, "09:00")
    chosen = [well for well in _in_use() if well.meter is MeterKind.ONLINE][:_ONLINE]
    facts = SourceFacts(name="县远传水表平台", parser=ParserKind.CASEBOOK_JSON, settings={})
    source, _token = open_source(stage.session, **stage.by("permit"), facts=facts)
    lines = [
        LinkLine(number, well.code, "" if well.meter_no else f"YC{number:04}", f"D{number:03}")
        for number, well in enumerate(chosen, start=1)
    ]
    link_meters(stage.session, **stage.by("permit"), source=source, lines=lines)
    for week in range(4):
        yield stage.ago(22 - 7 * week, "06:00")
        _send(stage, source, week, [line.device_no for line in lines])
    yield stage.ago(1, "06:02")
    _keep(stage, source, b'{"message_id": "w-5", "readings": [{"meter": "D001", "read_')


def _send(stage: Stage, source: MeterSource, week: int, numbers: list[str]) -> None:
    at = to_local(stage.now).isoformat(timespec="seconds")
    rows = [
        {"meter": number, "read_at": at, "dial_m3": f"{1200 + 400 * place + (60 + 9 * place) * week}.25"}
        for place, number in enumerate(numbers)
    ]
    if week == 3:  # noqa: PLR2004 - the last one
        rows.append({"meter": "D099", "read_at": at, "dial_m3": "88"})
    body = {"message_id": f"w-{week + 1}", "sent_at": at, "readings": rows}
    _keep(stage, source, json.dumps(body).encode())


def _keep(stage: Stage, source: MeterSource, body: bytes) -> None:
    kept = keep_message(
        stage.session, now=stage.now, source_id=source.id, body=body, content_type="application/json"
    )
    read_message(stage.session, now=stage.now, message=kept.message)


def _powered() -> list[DemoWell]:
    """Return wells of one village that are measured by their electricity."""
    able = [well for well in _in_use() if well.meter is MeterKind.POWER]
    villages = [well.village for well in able]
    fullest = max(villages, key=villages.count)
    return [well for well in able if well.village == fullest][:_POWERED]


def _in_use() -> list[DemoWell]:
    return [well for well in wells() if not well.key and well.status is WellStatus.IN_USE]
