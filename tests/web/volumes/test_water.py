"""A well's and a user's year against plan and permit: charts with tables, gaps, the forecast, who sees it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.kernel import clock
from casebook.kernel.months import Month
from casebook.plans import actions as plans
from casebook.quotas.models import Permit
from casebook.quotas.rules import WaterSource
from casebook.regions.rules import Aquifer
from casebook.wells.rules import MeterKind
from tests.factories import reported
from tests.factories.accounts import NOW, make_officer
from tests.factories.deadlines import load_calendar
from tests.factories.quotas import cut_permit, make_firm, make_permit, make_total, make_township, make_user
from tests.factories.regions import EAST
from tests.factories.volumes import take_readings
from tests.factories.wells import keeper, make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.parties.models import Party
    from tests.support.page import CasebookClient
    from tests.web.volumes.conftest import SignIn, Water

FIRST, SECOND = "371525104JJ00031", "371525104JJ00032"


@pytest.fixture
def firm(store: Session, water: Water) -> Party:
    """A firm with a shallow and a deep well, planned 1 200 m³: 150 m³ a month from January to July."""
    firm = make_firm(store)
    metered = {"meter_kind": MeterKind.MECHANICAL, "user": firm}
    shallow = make_well(store, code=FIRST, meter_no="SB31", **metered)
    deep = make_well(store, code=SECOND, meter_no="SB32", aquifer=Aquifer.DEEP_CONFINED, **metered)
    make_permit(store, shallow, deep, holder=firm, volume=1_000)
    make_user(store, make_township(store, make_total(store)), firm, 900)
    lines = [f"{FIRST},SB31,2022-12-25,0,人工,", f"{SECOND},SB32,2022-12-25,0,人工,"]
    lines += [f"{FIRST},SB31,2023-{month:02}-25,{month * 150},人工," for month in range(1, 8)]
    lines.append(f"{SECOND},SB32,2023-01-25,40,人工,")
    late = datetime(2023, 8, 1, 2, 0, tzinfo=UTC)
    take_readings(store, water.keeper, *lines, now=late)
    store.commit()
    return firm


@pytest.fixture
def august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2023, 8, 10))


def test_a_well_shows_months_running_total_and_what_is_missing(client: CasebookClient, water: Water) -> None:
    page = client.page(f"/wells/{water.well.code}?year=2023")
    assert "2023 年每月取水" in page.text
    assert "2023 年累计取水" in page.text
    assert "甲级 100.0%、缺 10 个月（共 12 个月）" in page.text
    assert "表底数变小" in page.text
    other = client.page(f"/wells/{water.other.code}").text
    assert "年每月取水" not in other


@pytest.mark.usefixtures("august")
def test_a_user_is_foretold_the_day_on_which_its_plan_is_used_up(client: CasebookClient, firm: Party) -> None:
    text = client.page(f"/parties/{firm.id}/water?year=2023").text
    assert "已超过全年计划" in text
    assert "超过许可水量" in text
    assert "督促水平衡测试" in text
    assert "2023-07 超过月计划的 50%" in text
    assert "全年超过计划的" not in text, "by 21 %"
    assert "按计划的月份分配推算，全年约" in text
    assert "预计" in text
    assert "浅层地下水" in text
    assert "深层地下水" in text
    # Fourteen well-months are due until July, six of the deep well have no figure.
    assert "缺 6 个井月（共 14 个）" in text
    assert "D371525G2019-0001" in text
    # The permit names no layer, and the firm has wells of both: it counts for both together.
    assert "许可证未注明水源" in text


def test_a_cut_after_the_year_leaves_its_pages_as_they_were(
    store: Session, client: CasebookClient, firm: Party, water: Water
) -> None:
    permits = (
        make_permit(store, water.well, number="D371525G2019-0002", volume=20),
        store.scalars(select(Permit).where(Permit.holder_id == firm.id)).one(),
    )
    for permit in permits:
        cut_permit(store, permit, 5)
    store.commit()
    assert "超过许可水量 110 m³" in client.page(f"/wells/{water.well.code}?year=2023").text
    assert "超过许可水量 90 m³" in client.page(f"/parties/{firm.id}/water?year=2023").text


def test_a_well_leads_to_its_users_plan(client: CasebookClient, firm: Party) -> None:
    page = client.get(f"/wells/{FIRST}?year=2023").text
    assert "这眼井没有单独的计划" in page
    assert f"/parties/{firm.id}/water?year=2023" in page


def test_reclaimed_water_stands_beside(store: Session, client: CasebookClient, firm: Party) -> None:
    about = {"actor": keeper(store), "now": NOW, "party": firm}
    plans.set_minimum(store, **about, year=2023, minimum_m3=Decimal(600), paper="冠水计〔2023〕1号")
    use = plans.UseFacts(month=Month(2023, 1), used_m3=Decimal(45), is_metered=True)
    plans.note_use(store, **about, facts=use)
    make_total(store, 5_000, source=WaterSource.TAP.value)
    store.commit()
    text = client.page(f"/parties/{firm.id}/water?year=2023").text
    assert "1 个月有登记，其中计量 1 个月" in text
    assert "2023 年每月再生水" in text


def test_returns_and_permits_of_a_user_are_linked(
    store: Session, water: Water, firm: Party, sign_in: SignIn
) -> None:
    load_calendar(store)
    (owed,) = reported.ask(store)
    store.commit()
    client = sign_in(make_officer(store, Role.INSPECTOR, agency=water.agency))
    text = client.get(f"/parties/{firm.id}/water?year=2023").text
    assert f"/returns/{owed.id}" in text
    assert "/permits/" in text


def test_both_pages_of_a_party_lead_to_each_other(
    store: Session, water: Water, firm: Party, sign_in: SignIn
) -> None:
    client = sign_in(make_officer(store, Role.INSPECTOR, agency=water.agency))
    assert f"/parties/{firm.id}/record" in client.get(f"/parties/{firm.id}/water").text
    assert f"/parties/{firm.id}/water" in client.get(f"/parties/{firm.id}/record").text


def test_who_may_not_see_it(store: Session, water: Water, firm: Party, sign_in: SignIn) -> None:
    away = make_officer(store, Role.TOWNSHIP_LEAD, agency=water.agency, jurisdiction=EAST)
    store.commit()
    assert sign_in(away).get(f"/parties/{firm.id}/water").status_code == 404
    admin = make_officer(store, Role.SYSTEM_ADMIN, agency=water.agency)
    assert sign_in(admin).get(f"/parties/{firm.id}/water").status_code == 403


def test_a_user_costs_the_same_with_one_well_and_with_twenty(
    store: Session, client: CasebookClient, firm: Party
) -> None:
    costs = []
    for more in (0, 18):
        for at in range(more):
            make_well(store, code=f"371525104JJ1{at:04}", user=firm)
        store.commit()
        client.page(f"/parties/{firm.id}/water?year=2023")
        with statements(store.get_bind().engine) as sent:
            client.page(f"/parties/{firm.id}/water?year=2023")
        costs.append(len(sent))
    assert costs[0] == costs[1]
