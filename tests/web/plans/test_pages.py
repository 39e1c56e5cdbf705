"""Pages of plans: dealt out, stepped, transferred; norms, settings; reclaimed water and the cut."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.kernel import clock
from casebook.plans import queries
from casebook.plans.rules import CutState, PlanState
from casebook.quotas.actions import put_annual_volumes
from casebook.quotas.facts import VolumeFacts
from tests.factories.accounts import COUNTY, NOW, make_agency, make_officer
from tests.factories.deadlines import load_calendar
from tests.factories.quotas import (
    drafted_cut,
    make_firm,
    make_permit,
    make_total,
    make_township,
    make_user,
    missed_year,
)
from tests.factories.regions import EAST, WEST, make_county
from tests.factories.screening import put_months
from tests.factories.wells import keeper, make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]
    Client = Callable[..., CasebookClient]


@pytest.fixture
def agency(store: Session) -> Agency:
    make_county(store)
    load_calendar(store)
    return make_agency(store)


@pytest.fixture
def client(store: Session, sign_in: SignIn, agency: Agency) -> Client:
    def act(*roles: Role, jurisdiction: str = COUNTY) -> CasebookClient:
        officer = make_officer(store, *roles, agency=agency, jurisdiction=jurisdiction)
        store.commit()
        return sign_in(officer)

    return act


def today() -> date:
    return clock.today()


def done(**more: str) -> dict[str, str]:
    return {"on": today().isoformat(), "paper": "冠水〔2026〕1号", "reason": "按年度安排。", **more}


def test_a_total_is_dealt_out_approved_and_issued(store: Session, client: Client) -> None:
    page = client(Role.PERMIT_OFFICER)
    year = str(today().year)
    typed = done(year=year, source="groundwater_shallow", volume="100万", spread="days")
    at = page.submit("/plans/new", typed).location
    assert "1,000,000" in page.get(at).text
    assert "这条计划" in page.submit("/plans/new", typed, status=422).text
    below = done(volume="100万", spread="even")
    assert page.submit(f"{at}/below", below, status=422)
    refused = page.submit(f"{at}/below", {**below, "division": WEST, "volume": "1000001"}, status=422)
    assert "剩余的" in refused.text
    page.submit(f"{at}/below", {**below, "division": WEST})
    assert "清水镇" in page.get(f"/plans?year={year}").text
    assert page.submit(f"{at}/steps/approve", done(), status=403)
    boss = client(Role.AGENCY_HEAD)
    assert f"{year} 年计划 2 条" in boss.page("/").text
    boss.submit(f"{at}/steps/approve", done())
    assert "下达计划" in page.page("/").text
    assert "请填写下达或批准的文号" in page.submit(f"{at}/steps/issue", done(paper=""), status=422).text
    page.submit(f"{at}/steps/issue", done())
    node = queries.list_totals(store, COUNTY, today().year)[0]
    store.refresh(node)
    assert node.state is PlanState.ISSUED
    assert page.get(f"{at}/steps/nothing").status_code == 404


def test_the_three_years_before_say_what_they_are_made_of(store: Session, client: Client) -> None:
    firm = make_firm(store)
    metered, stated, unknown = (make_well(store, user=firm) for _ in range(3))
    make_permit(store, metered, stated, unknown, holder=firm)
    node = make_user(store, make_township(store, make_total(store)), firm, 900)
    put_months(store, metered, node.year - 1, [100] * 12)
    put_months(store, metered, node.year - 2, [100] * 11)
    volume = VolumeFacts(well_id=stated.id, year=node.year - 1, volume_m3=Decimal(300))
    put_annual_volumes(store, now=NOW, county_code=COUNTY, volumes=[volume])
    store.commit()
    text = client(Role.PERMIT_OFFICER).get(f"/plans/{node.id}").text
    assert "全年有月水量 1 眼：甲级 100.0%；登记年水量 1 眼；没有数 1 眼" in text
    assert "没有数 3 眼" in text
    assert "1,500" in text


def test_a_user_and_a_well(store: Session, client: Client) -> None:
    firm = make_firm(store)
    well = make_well(store)
    make_permit(store, well, holder=firm)
    town = make_township(store, make_total(store))
    page = client(Role.PERMIT_OFFICER)
    below = done(volume="2万", spread="own", weights="1 1 1 1 1 1 1 1 1 1 1 13")
    assert "没有找到" in page.submit(f"/plans/{town.id}/below", {**below, "party": "无名"}, status=422).text
    page.submit(f"/plans/{town.id}/below", {**below, "party": firm.name})
    user = queries.page_children(store, town, keeper(store)).items[0]
    assert "近三年实际用水" in page.get(f"/plans/{user.id}").text
    page.submit(f"/plans/{user.id}/below", {**below, "well": well.code, "volume": "1000"})
    page.submit(f"/plans/{user.id}/steps/revise", {**below, "weights": "x"}, status=422)
    page.submit(f"/plans/{user.id}/steps/revise", {**below, "base_version": "9"}, status=409)
    page.submit(f"/plans/{user.id}/steps/revise", {**below, "volume": "3万"})
    store.expire_all()
    assert user.planned_m3 == 30_000


def test_water_is_transferred_between_townships(store: Session, client: Client) -> None:
    total = make_total(store)
    west, east = make_township(store, total, 100), make_township(store, total, 100, EAST)
    boss = client(Role.DEPUTY_HEAD)
    assert "东古城镇" in boss.get(f"/plans/{west.id}/steps/transfer").text
    boss.submit(f"/plans/{west.id}/steps/transfer", done(taker=str(east.id), volume="101"), status=422)
    boss.submit(f"/plans/{west.id}/steps/transfer", done(taker=str(east.id), volume="40"))
    store.expire_all()
    assert (west.planned_m3, east.planned_m3) == (60, 140)
    assert "调出" in boss.get(f"/plans/{west.id}").text


def test_a_township_sees_its_own_lines(store: Session, client: Client) -> None:
    total = make_total(store)
    west, east = make_township(store, total, 100), make_township(store, total, 100, EAST)
    page = client(Role.TOWNSHIP_LEAD, jurisdiction=WEST)
    shown = page.get("/plans?year=2023").text
    assert "清水镇" in shown
    assert "东古城镇" not in shown
    assert page.get(f"/plans/{west.id}").status_code == 200
    assert "东古城镇" not in page.get(f"/plans/{total.id}").text
    assert page.get(f"/plans/{east.id}").status_code == 404
    assert client(Role.SYSTEM_ADMIN).get("/plans").status_code == 403


def test_a_line_costs_the_same_for_one_and_for_twenty(store: Session, client: Client) -> None:
    firms = iter(range(1, 100))
    town = make_township(store, make_total(store))
    page = client(Role.PERMIT_OFFICER)

    def cost(count: int) -> int:
        from tests.factories.wells import make_party  # noqa: PLC0415 - only here

        for _ in range(count):
            number = next(firms)
            firm = make_party(store, name=f"冠县第{number}公司", identifier="", phone="")
            make_permit(store, holder=firm, number=f"D371525G2019-{number:04d}")
            make_user(store, town, firm, 10)
        store.commit()
        page.get(f"/plans/{town.id}")
        with statements(store.get_bind()) as counted:
            assert page.get(f"/plans/{town.id}").status_code == 200
        return len(counted)

    assert cost(1) == cost(19)


def test_norms_and_settings(store: Session, client: Client) -> None:
    page, boss = client(Role.PERMIT_OFFICER), client(Role.DEPUTY_HEAD)
    norm = {
        "kind": "norm_industry",
        "item": "机制纸",
        "per": "吨",
        "value": "20",
        "valid_from": "2020-01-01",
        "paper": "省用水定额",
        "certainty": "P",
    }
    page.submit("/plans/norms/new", norm)
    page.submit("/plans/norms/new", norm, status=422)
    (row,) = queries.list_norms(store, COUNTY)
    page.submit(f"/plans/norms/{row.line_id}", {**norm, "value": "18"})
    assert "18 m³/吨" in page.get("/plans/norms").text
    assert "没有设定，不能核减" in page.get("/plans/settings").text
    value = {"value": "0.2", "paper": "冠政办〔2026〕5号", "valid_from": today().isoformat()}
    assert page.submit("/plans/settings/cut_cap", value, status=403)
    boss.submit("/plans/settings/cut_cap", {**value, "value": "20"}, status=422)
    boss.submit("/plans/settings/cut_cap", value)
    assert "冠政办〔2026〕5号" in boss.get("/plans/settings").text
    assert boss.get("/plans/settings/nothing").status_code == 404


def test_reclaimed_water_of_a_user(store: Session, client: Client) -> None:
    firm, _node = missed_year(store)
    page = client(Role.PERMIT_OFFICER)
    shown = page.get("/plans/reclaimed?year=2023").text
    assert firm.name in shown
    assert "4,800" in shown
    at = f"/plans/reclaimed/2023/{firm.id}"
    assert "县里没有文件规定" in page.get(at).text
    page.submit(f"{at}/use", {"use-month": "13", "use-used": "1"}, status=422)
    page.submit(f"{at}/use", {"use-month": "7", "use-used": "5400", "use-is_metered": "y"})
    assert "没有少用" in page.get(at).text
    answers = {f"offer-{name}": "no" for name in ("covered", "grade_fits", "capacity_free", "served")}
    page.submit(f"{at}/offer", {**answers, "offer-price_fair": "unknown"}, status=422)
    page.submit(f"{at}/offer", {**answers, "offer-price_fair": "unknown", "offer-evidence": "现场核实"})
    minimum = {"party": firm.name, "year": "2026", "minimum": "1万", "paper": "文"}
    page.submit("/plans/reclaimed", minimum)
    assert page.get(f"/plans/reclaimed/2022/{firm.id}").status_code == 404


def test_a_cut_takes_its_way(store: Session, client: Client) -> None:
    cut = drafted_cut(store)
    page, boss = client(Role.PERMIT_OFFICER), client(Role.DEPUTY_HEAD)
    at = f"/plans/cuts/{cut.id}"
    assert "怎么算出来的" in page.get(at).text
    day = {"on": today().isoformat(), "paper": "冠水核〔2026〕1号"}
    assert "告知核减" in page.page("/").text
    page.submit(f"{at}/cut_approved", day, status=403)
    page.submit(f"{at}/cut_notified", day)
    assert "登记申辩" in page.page("/").text
    assert "审批核减" not in boss.page("/").text, "the user still has its time"
    page.submit(f"{at}/cut_defended", day, status=422)
    page.submit(f"{at}/cut_defended", {**day, "words": "已经在用。"})
    assert "审批核减" in boss.page("/").text
    boss.submit(f"{at}/cut_approved", {**day, "words": "部分采纳。", "cut_m3": "3000"})
    assert "下达核减" in page.page("/").text
    page.submit(f"{at}/cut_ordered", {**day, "base_version": "1"}, status=409)
    page.submit(f"{at}/cut_ordered", day)
    boss.submit(f"{at}/cut_reversed", {**day, "words": "复核后撤销。"})
    store.expire_all()
    assert cut.state is CutState.REVERSED
    assert page.get(f"{at}/cut_drafted").status_code == 404
    assert client(Role.TOWNSHIP_LEAD, jurisdiction=WEST).get(at).status_code == 404
