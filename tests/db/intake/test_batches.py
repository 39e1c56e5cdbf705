"""Applying registers: once, again, changed, and taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.access import Role
from casebook.intake import actions, queries
from casebook.intake.models import BatchChange, ImportBatch, ImportLine
from casebook.intake.rules.states import BatchState
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.ledger.models import LedgerEntry
from casebook.parties.models import Party
from casebook.quotas.models import AnnualVolume, Permit
from casebook.quotas.queries import permits_of_well, volumes_by_year
from casebook.quotas.rules import VolumeSource
from casebook.wells.actions import update_well
from casebook.wells.models import Well, WellEvent, WellParty
from casebook.wells.queries import get_well
from casebook.wells.rules import PartyRole, WellStatus
from tests.db.intake.conftest import judged
from tests.factories.accounts import NOW, make_actor, make_agency, make_officer
from tests.factories.inspections import Visit, begin
from tests.factories.messy import make_register
from tests.factories.regions import EAST, WEST
from tests.factories.styles import PLAIN, small_register

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.access import Actor

    TakeIn = Callable[..., ImportBatch]

TABLES = (Well, WellEvent, WellParty, Party, Permit, AnnualVolume, BatchChange)


def counted(session: Session) -> dict[str, int | None]:
    return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) for table in TABLES}


def report_of(batch: ImportBatch) -> dict[str, int]:
    assert batch.report is not None
    return {name: batch.report[name] for name in ("accepted", "applied", "changed", "unchanged")}


def test_a_well_gets_all_that_its_line_says(county: Session, importer: Actor, take_in: TakeIn) -> None:
    batch = take_in(small_register().xlsx())
    assert batch.state is BatchState.APPLIED
    assert report_of(batch) == {"accepted": 2, "applied": 2, "changed": 0, "unchanged": 0}
    well = get_well(county, f"{WEST}JJ00001", importer)
    assert (well.village, well.depth_m, well.use, well.aquifer) == ("小王庄村", 22.0, "irrigation", "shallow")
    assert (well.built_on, well.built_precision) == (date(2011, 7, 1), "month")
    assert (well.status, well.division_code, well.crs_source) == ("in_use", WEST, "cgcs2000")
    volumes = volumes_by_year(county, [well.id])[well.id]
    register = {year: by_source[VolumeSource.REGISTER] for year, by_source in volumes.items()}
    assert {year: row.volume_m3 for year, row in register.items()} == {
        2021: Decimal("3600.000"),
        2022: Decimal("4572.000"),
    }
    assert register[2021].written == "0.36万"
    (permit,) = permits_of_well(county, well.id)
    assert (permit.number, permit.permitted_m3) == ("D371525G2019-0001", Decimal("5379.000"))
    assert permit.valid_to == date(2024, 8, 16)
    roles = county.execute(
        select(WellParty.role, Party.name)
        .join(Party, Party.id == WellParty.party_id)
        .where(WellParty.well_id == well.id)
    )
    assert {tuple(row) for row in roles} == {(PartyRole.OWNER, "刘建国"), (PartyRole.USER, "刘建国")}


def test_a_sealed_well_gets_its_status_and_day_and_posts_nothing(
    county: Session, importer: Actor, take_in: TakeIn
) -> None:
    take_in(small_register().xlsx())
    well = get_well(county, f"{EAST}JJ00002", importer)
    assert (well.status, well.closed_on) == (WellStatus.PLUGGED, date(2021, 3, 17))
    (event,) = county.scalars(select(WellEvent).where(WellEvent.well_id == well.id))
    assert (event.on, event.subject_kind) == (date(2021, 3, 17), "batch")
    assert county.scalar(select(func.count()).select_from(LedgerEntry)) == 0


def test_the_same_file_twice_changes_nothing(county: Session, take_in: TakeIn) -> None:
    data = make_register(1, PLAIN).xlsx()
    first = take_in(data)
    before = counted(county)
    again = take_in(data, with_changes=True)
    assert first.report is not None
    assert again.report is not None
    accepted = first.report["accepted"]
    assert report_of(again) == {"accepted": accepted, "applied": 0, "changed": 0, "unchanged": accepted}
    assert again.report["warned"] == first.report["warned"]
    assert counted(county) == before


def test_a_changed_file_is_only_compared(county: Session, importer: Actor, take_in: TakeIn) -> None:
    take_in(small_register().xlsx())
    batch = take_in(small_register(village="大王庄村", depth=25, phone="10011112222").xlsx())
    assert report_of(batch) == {"accepted": 2, "applied": 0, "changed": 1, "unchanged": 1}
    (line,) = county.scalars(select(ImportLine).where(ImportLine.batch_id == batch.id))
    told = {d["name"]: (d["before"], d["after"]) for d in line.differences}
    assert told["village"] == ("小王庄村", "大王庄村")
    assert told["depth_m"] == (22.0, 25.0)
    assert told["user"][1]["phone"] == "10011112222"
    assert set(told) == {"village", "depth_m", "owner", "user"}
    assert get_well(county, f"{WEST}JJ00001", importer).village == "小王庄村"


CHANGES = {
    "village": "大王庄村",
    "depth": 25,
    "lon": "115.47",
    "township": "东古城镇",
    "holder": "马艳",
    "identifier": None,
    "phone": "10099998888",
    "permit": "D371525G2021-0009",
    "permit_volume": 2,
    "2021": None,
    "2022": "5000",
    "status": "停用",
    "remark": "移位重打",
}


def test_changes_are_taken_over_when_asked(county: Session, importer: Actor, take_in: TakeIn) -> None:
    take_in(small_register().xlsx())
    changed = small_register(**CHANGES).xlsx()
    batch = take_in(changed, with_changes=True)
    assert report_of(batch) == {"accepted": 2, "applied": 1, "changed": 1, "unchanged": 1}
    well = get_well(county, f"{WEST}JJ00001", importer)
    assert (well.village, well.depth_m, well.lon, well.division_code) == ("大王庄村", 25.0, 115.47, EAST)
    assert (well.status, well.remark) == (WellStatus.IDLE, "移位重打")
    volumes = volumes_by_year(county, [well.id])[well.id]
    assert {year: v[VolumeSource.REGISTER].volume_m3 for year, v in volumes.items()} == {2022: Decimal(5000)}
    (permit,) = permits_of_well(county, well.id)
    assert (permit.number, permit.permitted_m3) == ("D371525G2021-0009", Decimal(20_000))
    again = take_in(changed, with_changes=True)
    assert report_of(again) == {"accepted": 2, "applied": 0, "changed": 0, "unchanged": 2}


def test_an_edit_made_here_is_not_undone_by_a_file_that_says_nothing_new(
    county: Session, importer: Actor, take_in: TakeIn
) -> None:
    data = small_register().xlsx()
    take_in(data)
    well = get_well(county, f"{WEST}JJ00001", importer)
    update_well(
        county, actor=importer, now=NOW, well=well, base_version=well.version, facts={"village": "新村"}
    )
    batch = take_in(data, with_changes=True)
    assert report_of(batch)["unchanged"] == 2
    assert get_well(county, f"{WEST}JJ00001", importer).village == "新村"


def test_a_file_cannot_open_a_closed_well(county: Session, importer: Actor, take_in: TakeIn) -> None:
    take_in(small_register(status="已封填", closed="2020-05-06").xlsx())
    batch = take_in(small_register(status="在用").xlsx(), with_changes=True)
    (line,) = county.scalars(select(ImportLine).where(ImportLine.batch_id == batch.id))
    assert [d["is_blocked"] for d in line.differences] == [True]
    assert report_of(batch) == {"accepted": 2, "applied": 0, "changed": 1, "unchanged": 1}
    assert get_well(county, f"{WEST}JJ00001", importer).status is WellStatus.PLUGGED


def test_roll_back_takes_new_wells_away(county: Session, importer: Actor, take_in: TakeIn) -> None:
    before = counted(county)
    batch = take_in(make_register(2, PLAIN).xlsx())
    actions.roll_back(county, actor=importer, now=NOW, batch=batch, reason="导错了文件")
    assert batch.state is BatchState.ROLLED_BACK
    assert counted(county) == before
    with pytest.raises(Conflict):
        actions.roll_back(county, actor=importer, now=NOW, batch=batch, reason="再来一次")


def test_roll_back_gives_changed_wells_back_what_they_were(
    county: Session, importer: Actor, take_in: TakeIn
) -> None:
    take_in(small_register().xlsx())
    well = get_well(county, f"{WEST}JJ00001", importer)
    before = queries.held(county, {well.id: ""})[well.id]
    batch = take_in(small_register(**CHANGES).xlsx(), with_changes=True)
    assert queries.held(county, {well.id: ""})[well.id] != before
    actions.roll_back(county, actor=importer, now=NOW, batch=batch, reason="导错了文件")
    county.refresh(well)
    assert queries.held(county, {well.id: ""})[well.id] == before
    again = take_in(small_register().xlsx())
    assert report_of(again) == {"accepted": 2, "applied": 0, "changed": 0, "unchanged": 2}


def test_roll_back_is_refused_after_an_edit(county: Session, importer: Actor, take_in: TakeIn) -> None:
    batch = take_in(small_register().xlsx())
    well = get_well(county, f"{WEST}JJ00001", importer)
    update_well(
        county, actor=importer, now=NOW, well=well, base_version=well.version, facts={"village": "新村"}
    )
    assert queries.uses(county, batch) == {"well": 1}
    with pytest.raises(RuleBroken) as refused:
        actions.roll_back(county, actor=importer, now=NOW, batch=batch, reason="导错了文件")
    assert refused.value.code == "batch_in_use"


def test_roll_back_is_refused_after_a_later_batch(county: Session, importer: Actor, take_in: TakeIn) -> None:
    batch = take_in(small_register().xlsx())
    take_in(small_register(depth=30).xlsx(), with_changes=True)
    assert queries.uses(county, batch) == {"well": 1, "batch_change": 1}


def test_roll_back_is_refused_once_an_inspection_uses_a_well(
    county: Session, importer: Actor, take_in: TakeIn
) -> None:
    batch = take_in(small_register().xlsx())
    agency = make_agency(county, name="冠县综合行政执法局", word="冠综执")
    lead, second = (make_officer(county, Role.INSPECTOR, agency=agency) for _ in range(2))
    begin(county, Visit(agency, lead, second, get_well(county, f"{WEST}JJ00001", importer)))
    assert queries.uses(county, batch) == {"inspection": 1}
    with pytest.raises(RuleBroken) as refused:
        actions.roll_back(county, actor=importer, now=NOW, batch=batch, reason="导错了文件")
    assert refused.value.code == "batch_in_use"


def test_roll_back_needs_a_reason(county: Session, importer: Actor, take_in: TakeIn) -> None:
    batch = take_in(small_register().xlsx())
    with pytest.raises(RuleBroken) as refused:
        actions.roll_back(county, actor=importer, now=NOW, batch=batch, reason=" ")
    assert refused.value.code == "batch_reason"


def test_a_well_changed_since_the_preview_stops_the_batch(
    county: Session, importer: Actor, take_in: TakeIn
) -> None:
    batch = take_in(small_register().xlsx())
    well = get_well(county, f"{WEST}JJ00001", importer)
    with judged(county, small_register(depth=30).xlsx()) as judgement:
        update_well(
            county, actor=importer, now=NOW, well=well, base_version=well.version, facts={"village": "新村"}
        )
        batch.state, batch.applied_at = BatchState.PREVIEWED, None
        with pytest.raises(Conflict) as stopped:
            actions.apply_batch(
                county, actor=importer, now=NOW, batch=batch, judgement=judgement, with_changes=True
            )
    assert stopped.value.code == "well_changed"


def test_only_who_keeps_the_register_imports(county: Session, importer: Actor, take_in: TakeIn) -> None:
    batch = take_in(small_register().xlsx())
    inspector = make_actor(county, Role.INSPECTOR)
    with pytest.raises(Forbidden):
        actions.roll_back(county, actor=inspector, now=NOW, batch=batch, reason="x")
    elsewhere = make_actor(county, Role.PERMIT_OFFICER, jurisdiction="371526")
    with pytest.raises(NotFound):
        queries.get_batch(county, batch.id, elsewhere)
