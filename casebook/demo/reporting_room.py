"""Storylines of returns: quarters asked for and reported, a list of the tax office, sheets for the tax."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.demo.geography import COUNTY
from casebook.demo.pictures import Shot, draw
from casebook.kernel.clock import local_day
from casebook.plans.queries import plans_of_parties
from casebook.quotas.rules import WaterSource
from casebook.returns import actions, queries
from casebook.returns.rules import (
    PeriodKind,
    ReportedLine,
    ReturnSettingKey,
    ReturnState,
    Scope,
    latest_to_open,
    periods_of_year,
)
from casebook.storage.actions import Scan
from casebook.wells.queries import get_well_by_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from casebook.demo.stage import Stage, Storyline
    from casebook.plans.rules import PlanLine
    from casebook.returns.models import PeriodicReturn
    from casebook.returns.rules import Period

CLERK = "permit"
_FIRST_DAY = date(2023, 1, 16)
"""Not before the county began to work with casebook."""
_OF_PLAN = Decimal("0.38")
"""What the firm of the story takes of its plan each quarter: too much by the third."""
_LEAST_M3, _SPREAD_M3 = 1_700, 1_900
"""What a firm without a plan reports for a quarter: at least so much, and up to so much more."""
_ACCEPTED = 3
"""So many returns of the last quarter are accepted; the next one is asked back, half of them wait or lack."""
_HEADER = "纳税人识别号,纳税人名称,所属期,实际取用水量(m³)"


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of returns."""
    yield _quarters(stage)


def _quarters(stage: Stage) -> Storyline:
    """Play the quarters of the year of the last one that is over, then the tax."""
    last = latest_to_open(PeriodKind.QUARTER, local_day(stage.present))
    quarters = [one for one in periods_of_year(last.year, PeriodKind.QUARTER) if one <= last]
    yield max(stage.ago(400, "10:00"), stage.on(_FIRST_DAY, "10:00"))
    _set(stage)
    for period in quarters:
        yield stage.on(period.opens_on + timedelta(days=9), "09:20")
        opened = actions.open_round(stage.session, **stage.by(CLERK), period=period)
        owed = queries.list_owed(stage.session, opened.id)
        yield stage.on(period.opens_on + timedelta(days=13), "15:40")
        _report(stage, owed, is_last=period == last)
    yield stage.ago(3, "02:10")
    actions.keep_rounds(stage.session, now=stage.now, county_code=COUNTY)
    yield stage.ago(2, "10:30")
    _tax(stage, quarters)


def _set(stage: Stage) -> None:
    for key, value in (
        (ReturnSettingKey.SCOPE, Scope.ORGANISATIONS.value),
        (ReturnSettingKey.LEAST, "36000"),
        (ReturnSettingKey.PERIOD, PeriodKind.QUARTER.value),
    ):
        actions.set_return_setting(
            stage.session,
            **stage.by(CLERK),
            key=key,
            value=value,
            paper="冠水字〔2023〕2号（演示）",
            valid_from=local_day(stage.now),
        )


def _plans(stage: Stage, owed: list[PeriodicReturn]) -> dict[UUID, PlanLine]:
    ids, year = [row.party_id for row in owed], owed[0].round.year
    shallow = {WaterSource.SHALLOW}
    return plans_of_parties(stage.session, COUNTY, year, ids, sources=shallow)


def _report(stage: Stage, owed: list[PeriodicReturn], *, is_last: bool) -> None:
    """Let those with a plan report first; of the last quarter one is asked back and some say nothing."""
    if not owed:
        return
    plans = _plans(stage, owed)
    owed = sorted(owed, key=lambda row: (row.party_id not in plans, row.party.name))
    for place, row in enumerate(owed):
        if is_last and place > len(owed) // 2:
            return
        plan = plans.get(row.party_id)
        other = _LEAST_M3 + (place * 397 + row.round.number * 211) % _SPREAD_M3
        _send(stage, row, (plan.year_m3 * _OF_PLAN).quantize(Decimal(1)) if plan else Decimal(other), place)
        if not is_last or place < _ACCEPTED:
            actions.decide(stage.session, **stage.by(CLERK, 30), row=row, to=ReturnState.ACCEPTED)
        elif place == _ACCEPTED:
            reason = "比上季度少一半，请说明是停产还是漏抄，并补传水表照片。"
            actions.decide(
                stage.session, **stage.by(CLERK, 30), row=row, to=ReturnState.UNDER_QUERY, reason=reason
            )


def _send(stage: Stage, row: PeriodicReturn, total: Decimal, place: int) -> None:
    wells = actions.wells_to_report(stage.session, row)
    each = (total / len(wells)).quantize(Decimal(1))
    lines = tuple(ReportedLine(well_id, each) for well_id in wells)
    pictures = {}
    if place == 0 and wells[0] is not None:
        well = get_well_by_id(stage.session, wells[0])
        shot = Shot("meter", well.code, stage.now - timedelta(hours=1), well.lon, well.lat)
        pictures = {0: Scan(io.BytesIO(draw(shot)), "水表.jpg")}
    told = actions.Report(lines=lines, reporter="王会计", phone="10076841234", note="", photographs=pictures)
    actions.send_by_link(
        stage.session,
        now=stage.now,
        row=row,
        report=told,
        caller_mark=f"demo-{place}",
        base_version=row.version,
    )


def _tax(stage: Stage, quarters: list[Period]) -> None:
    """Take in what was declared, a tenth too little, and assess the firm of the story quarter by quarter."""
    found = queries.find_round(stage.session, COUNTY, quarters[-1])
    if found is None:
        return
    wanted = queries.ReturnFilter(round_id=found.id, state=ReturnState.ACCEPTED)
    told = queries.page_returns(stage.session, stage.actor(CLERK), wanted).items
    rows = [_declared(row, quarter) for row in told for quarter in quarters]
    text = "\n".join([_HEADER, *rows, f",冠县无名浴池,{quarters[0].year}年,860"])
    actions.take_tax_list(
        stage.session,
        **stage.by(CLERK),
        year=quarters[0].year,
        stream=io.BytesIO(text.encode("gb18030")),
        file_name="水资源税申报.csv",
    )
    for row in told:
        if row.party_id in _plans(stage, [row]) and _is_known(stage, row, quarters):
            for quarter in quarters:
                _issue(stage, row, quarter)
            return


def _declared(row: PeriodicReturn, quarter: Period) -> str:
    volume = (row.total_m3 or Decimal(0)) * 9 / 10
    return f"{row.party.identifier},{row.party.name},{quarter.year}年第{quarter.number}季度,{volume:.0f}"


def _is_known(stage: Stage, row: PeriodicReturn, quarters: list[Period]) -> bool:
    """Say whether every quarter of the firm has a volume, so that it can be assessed."""
    about = (COUNTY, row.party_id)
    bases = [queries.basis_of(stage.session, *about, one, WaterSource.SHALLOW) for one in quarters]
    return all(one.intakes and not any(intake.missing for intake in one.intakes) for one in bases)


def _issue(stage: Stage, row: PeriodicReturn, quarter: Period) -> None:
    wish = actions.SheetWish(
        party=row.party,
        period=quarter,
        source=WaterSource.SHALLOW,
        read_on=quarter.last,
        contact="王会计",
        trade="制造业",
    )
    actions.issue_sheet(stage.session, **stage.by(CLERK), wish=wish)
