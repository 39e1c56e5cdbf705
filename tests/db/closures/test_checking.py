"""Returns held against the register, the ledger, permits, other wells and readings of a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.access.actor import local_operator
from casebook.closures import actions, queries
from casebook.closures.presenters import line_view, report_of
from casebook.closures.rules import CheckOutcome, CheckRule
from casebook.intake.sheets.reader import read_sheets
from casebook.kernel.cells import DatePrecision
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.quotas.actions import compare_list, put_annual_volumes, put_permit
from casebook.quotas.facts import PermitFacts, VolumeFacts
from casebook.quotas.rules import Grade, Listed, VolumeMethod
from casebook.volumes.models import (
    ElectricityAccount,
    ElectricityAccountWell,
    ElectricityUse,
    WellMonth,
)
from casebook.wells.rules import AliasKind, MeterKind, PartyRole, WellStatus
from tests.factories import closures as make
from tests.factories.accounts import COUNTY, NOW
from tests.factories.regions import EAST, make_county
from tests.factories.returns import CHECKED, make_return, return_file
from tests.factories.wells import keeper, make_party, make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.queries import JudgedReturn
    from casebook.wells.models import Well

R = CheckRule
pytestmark = pytest.mark.usefixtures("file_store")
BUILT = {"built_on": date(2005, 1, 1), "built_precision": DatePrecision.DAY}


@pytest.fixture
def actor() -> Actor:
    return local_operator("tester", COUNTY)


@pytest.fixture
def well(session: Session) -> Well:
    """A metered well that took 60 000 m³ in each of three years."""
    make_county(session)
    return metered_well(session)


def metered_well(session: Session, **traits: object) -> Well:
    found = make_well(session, **{**BUILT, "meter_kind": MeterKind.ONLINE, "pump_flow_m3h": 63.0, **traits})
    volumes = [
        VolumeFacts(well_id=found.id, year=year, volume_m3=Decimal(60_000)) for year in (2020, 2021, 2022)
    ]
    put_annual_volumes(session, now=NOW, county_code=COUNTY, volumes=volumes)
    return found


def judge(session: Session, actor: Actor, *lines: dict[str, object], **about: object) -> JudgedReturn:
    with read_sheets(return_file(*lines), is_text=False) as file:
        found: dict[str, object] = {"today": local_day(CHECKED), **about}
        return queries.judge_return(session, actor=actor, file=file, **found)


def rules_of(session: Session, actor: Actor, *lines: dict[str, object]) -> list[tuple[CheckRule, ...]]:
    return [line.rules for line in judge(session, actor, *lines).lines]


def about(well: Well, **changes: object) -> dict[str, object]:
    return {"水井编号": well.code, **changes}


def add_months(session: Session, well: Well, volumes: dict[tuple[int, int], int]) -> None:
    """Metered volumes of months, as the roll-up keeps them."""
    for (year, month), volume in volumes.items():
        session.add(
            WellMonth(
                county_code=COUNTY,
                division_code=well.division_code,
                well_id=well.id,
                year=year,
                month=month,
                volume_m3=Decimal(volume),
                method=VolumeMethod.ONLINE_METER,
                grade=Grade.A,
                figured_at=NOW,
            )
        )
    session.flush()


def test_a_sound_line_and_the_report_of_the_command(session: Session, actor: Actor, well: Well) -> None:
    report = report_of(judge(session, actor, about(well), about(well, 水井编号="371525999JJ00001")))
    assert report["claimed"] == {"wells": 2, "full_year_m3": "120000.000"}
    assert report["admissible"] == {
        "wells": 1,
        "full_year_m3": "60000.000",
        "this_year_m3": "33041.096",
    }
    assert report["doubtful"] == {"wells": 0, "full_year_m3": "0.000", "this_year_m3": "0.000"}
    first, second = report["lines"]
    assert (first["line"], first["row"], first["code"]) == (1, 3, well.code)
    assert (first["outcome"], first["rules"], first["mend"]) == ("accepted", [], "")
    assert (second["outcome"], second["rules"]) == ("refused", ["well_unknown"])
    assert "371525999JJ00001" in second["mend"]


def test_the_register_closes_it_before(session: Session, actor: Actor, well: Well) -> None:
    closed = metered_well(session, status=WellStatus.MOTHBALLED, closed_on=date(2022, 4, 15))
    assert rules_of(session, actor, about(well), about(closed)) == [(), (R.ALREADY_CLOSED,)]


def test_another_number_of_the_well_leads_to_it(session: Session, actor: Actor, well: Well) -> None:
    other = metered_well(session, aliases=((AliasKind.PLATE, "GX-0001"),))
    found = rules_of(session, actor, about(well), about(other, 水井编号="gx-0001"), about(other))
    assert found == [(), (), (R.COUNTED_BEFORE,)]


def test_what_the_ledger_holds_is_not_counted_again(session: Session, actor: Actor) -> None:
    offices = make.make_offices(session)
    closure = make.make_closure(session, offices)
    found = judge(session, actor, about(offices.well, 封井日期="2023-05-20"))
    assert R.COUNTED_BEFORE in found.lines[0].rules
    actions.reopen_closure(
        session,
        actor=offices.actor("reporter"),
        now=NOW,
        closure=closure,
        reopened_on=date(2023, 6, 1),
        reason="巡查发现",
    )
    again = judge(session, actor, about(offices.well, 封井日期="2023-06-13"))
    assert R.COUNTED_BEFORE not in again.lines[0].rules


def test_readings_of_a_whole_year_stand_before_the_register(
    session: Session, actor: Actor, well: Well
) -> None:
    add_months(session, well, {(2022, month): 10_000 for month in range(1, 13)})
    by_readings, between = (
        about(well, **{"核算基数(m³/年)": figure, "申报压减量(万m³)": figure / 10_000})
        for figure in (80_000, 70_000)
    )
    other = metered_well(session)
    add_months(session, other, {(2022, month): 10_000 for month in range(1, 12)})
    partial = {**by_readings, "水井编号": other.code}
    assert rules_of(session, actor, by_readings) == [()]
    assert rules_of(session, actor, between) == [(R.BASELINE_UNSUPPORTED,)]
    assert rules_of(session, actor, partial) == [(R.BASELINE_UNSUPPORTED,)]


def test_power_times_a_coefficient_is_no_reading(session: Session, actor: Actor, well: Well) -> None:
    unmetered = metered_well(session, meter_kind=MeterKind.POWER)
    assert rules_of(session, actor, about(unmetered)) == [(R.BASELINE_UNSUPPORTED,)]


def test_a_well_that_took_nothing_counts_without_water(session: Session, actor: Actor, well: Well) -> None:
    dead = make_well(session, **BUILT, meter_kind=MeterKind.ONLINE)
    volumes = [VolumeFacts(well_id=dead.id, year=year, volume_m3=Decimal(0)) for year in (2020, 2021, 2022)]
    put_annual_volumes(session, now=NOW, county_code=COUNTY, volumes=volumes)
    found = judge(session, actor, about(dead)).sum_of(CheckOutcome.ACCEPTED)
    assert (found.wells, found.full_year_m3) == (1, 0)


def test_use_after_the_month_of_closing(session: Session, actor: Actor, well: Well) -> None:
    add_months(session, well, {(2023, 6): 400, (2023, 7): 0})
    assert rules_of(session, actor, about(well)) == [()]
    add_months(session, well, {(2023, 11): 2_400})
    assert rules_of(session, actor, about(well)) == [(R.STILL_PUMPING,)]


def test_power_counts_only_on_an_account_of_its_own(session: Session, actor: Actor, well: Well) -> None:
    other = metered_well(session)
    account = ElectricityAccount(county_code=COUNTY, number="3700000001", opened_at=NOW)
    session.add(account)
    session.flush()
    session.add_all(
        [
            ElectricityAccountWell(account_id=account.id, well_id=well.id),
            ElectricityUse(
                county_code=COUNTY,
                account_id=account.id,
                year=2023,
                month=8,
                energy_kwh=Decimal(12),
                recorded_at=NOW,
            ),
        ]
    )
    session.flush()
    assert rules_of(session, actor, about(well)) == [(R.STILL_PUMPING,)]
    session.add(ElectricityAccountWell(account_id=account.id, well_id=other.id))
    session.flush()
    assert rules_of(session, actor, about(well)) == [()]


def test_a_newer_well_of_the_same_user_nearby(session: Session, actor: Actor) -> None:
    make_county(session)
    user, stranger = make_party(session), make_party(session, name="周华", identifier="")
    old = metered_well(session, user=user)
    assert rules_of(session, actor, about(old)) == [()]
    near = {"lon": 115.421, "built_on": date(2022, 8, 1), "built_precision": DatePrecision.MONTH}
    make_well(session, user=stranger, **near)
    make_well(session, user=user, status=WellStatus.IDLE, **near)
    make_well(session, user=user, **{**near, "lon": 115.44})
    assert rules_of(session, actor, about(old)) == [()]
    new = make_well(session, parties=((PartyRole.OWNER, user.id),), **near)
    found = judge(session, actor, about(old)).lines[0]
    assert found.rules == (R.REPLACED_BY_NEW_WELL,)
    assert found.findings[0].facts["well"] == new.code
    both = rules_of(session, actor, about(old), about(new, **{"申报压减量(万m³)": 0, "核算基数(m³/年)": 0}))
    assert both[0] == ()


def listed(session: Session, on: date | None, volume: str) -> None:
    """A list of permits that was held against ours."""
    theirs = [Listed(number="D371525G2022-9000", volume_m3=Decimal(volume), row=2)]
    compare_list(
        session, actor=keeper(session), now=CHECKED, file_name="许可清单.xlsx", theirs=theirs, listed_on=on
    )


def test_only_a_dated_list_after_the_closing_shows_an_uncut_permit(
    session: Session, actor: Actor, well: Well
) -> None:
    permit = PermitFacts(number="D371525G2022-9000", permitted_m3=Decimal(80_000))
    put_permit(session, actor=keeper(session), now=NOW, facts=permit, wells=[well.id])
    listed(session, None, "80000")
    listed(session, date(2023, 3, 1), "80000")
    assert rules_of(session, actor, about(well)) == [()]
    listed(session, date(2023, 9, 1), "80000")
    assert rules_of(session, actor, about(well)) == [(R.PERMIT_NOT_CUT,)]
    listed(session, date(2023, 12, 1), "0")
    assert rules_of(session, actor, about(well)) == [()]


def test_a_checked_return_can_be_seen_again(session: Session, actor: Actor, well: Well) -> None:
    row = make_return(session, actor, about(well), about(well))
    found = queries.get_return(session, row.id, actor)
    assert (found.year, found.claimed_wells, found.claimed_m3) == (2023, 2, 120_000)
    assert (found.admissible_wells, found.admissible_m3) == (1, 60_000)
    lines = [line_view(line) for line in queries.list_lines(session, row.id)]
    assert [line.line.outcome for line in lines] == [CheckOutcome.ACCEPTED, CheckOutcome.REFUSED]
    assert [line.admissible_m3 for line in lines] == [60_000, None]
    assert "第 1 条" in lines[1].mend
    assert queries.list_lines(session, row.id, CheckOutcome.REFUSED)[0].row_number == 4
    assert queries.page_returns(session, actor).items == [found]


def test_a_return_of_the_county_is_not_there_for_a_township(
    session: Session, actor: Actor, well: Well
) -> None:
    row = make_return(session, actor, about(well))
    elsewhere = local_operator("other", EAST)
    with pytest.raises(NotFound):
        queries.get_return(session, row.id, elsewhere)
    assert queries.page_returns(session, elsewhere).items == []
    assert rules_of(session, elsewhere, about(well)) == [(R.WELL_UNKNOWN,)]


def test_what_is_no_return_is_refused_and_nothing_stays(session: Session, actor: Actor) -> None:
    make_county(session)
    with pytest.raises(RuleBroken) as empty:
        make_return(session, actor)
    assert empty.value.code == "return_empty"
    with (
        read_sheets(return_file(title="机井台账"), is_text=False) as file,
        pytest.raises(RuleBroken) as other,
    ):
        queries.judge_return(session, actor=actor, file=file, today=local_day(CHECKED), sheet="没有")
    assert other.value.code == "return_header_missing"
    assert queries.page_returns(session, actor).items == []


def test_only_who_may_check_checks(session: Session) -> None:
    make_county(session)
    with pytest.raises(Forbidden):
        make_return(session, keeper(session), {"水井编号": "W1"})
