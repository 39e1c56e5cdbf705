"""The programme and the emergency uses as pages: who may, what is refused, that lists stay cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.closures import queries
from casebook.closures.rules import ClosureKind, ClosureOrigin, EmergencyStatus, PlanStatus, PlanStep
from casebook.db import db
from casebook.kernel import clock
from tests.factories import closures as make
from tests.factories import programme as plans
from tests.factories.accounts import make_officer
from tests.factories.deadlines import load_calendar
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.factories.closures import Offices
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def offices(store: Session) -> Offices:
    load_calendar(store)
    found = make.make_offices(store)
    store.commit()
    return found


def test_wells_are_listed_and_a_step_is_taken(store: Session, sign_in: SignIn, offices: Offices) -> None:
    client = sign_in(offices.reporter)
    typed = {
        "year": "2026",
        "codes": f"{offices.well.code}，NOWHERE",
        "origin": "programme",
        "obliged": "某养殖场",
        "executor": "清水镇",
        "source": "public_network",
    }
    answer = client.submit("/closures/programme/new", typed, status=422)
    assert "本辖区台账没有 NOWHERE" in answer.text
    client.submit("/closures/programme/new", {**typed, "codes": offices.well.code})
    plan = queries.find_live_plan(store, offices.well.id)
    assert plan is not None
    page = client.page(f"/closures/programme/{plan.number}")
    assert "核实管网覆盖" in page.links()
    step = f"/closures/programme/{plan.number}/cover"
    assert "请写明由哪个管网" in client.submit(step, {"on": "2026-11-20", "network": ""}, status=422).text
    client.submit(step, {"on": "2026-11-20", "network": "清水镇管网"})
    store.expire_all()
    assert (plan.is_covered, plan.status) == (True, PlanStatus.LISTED)
    assert "清水镇管网" in client.page("/closures/programme?year=2026").text


def test_only_permit_officers_cut_the_permit(store: Session, sign_in: SignIn, offices: Offices) -> None:
    plan = plans.bring(store, offices, plans.make_plan(store, offices), until=PlanStep.SUPPLY)
    permits = make_officer(store, Role.PERMIT_OFFICER, agency=offices.water)
    store.commit()
    url = f"/closures/programme/{plan.number}/permit"
    assert sign_in(offices.reporter).get(url).status_code == 403
    keeper = sign_in(permits)
    assert keeper.page(url).h1 == "核减或注销许可"
    assert keeper.get(f"/closures/programme/{plan.number}/apply").status_code == 403


def test_a_report_begins_with_what_the_line_settled(
    store: Session, sign_in: SignIn, offices: Offices
) -> None:
    plan = plans.bring(store, offices, plans.make_plan(store, offices), until=PlanStep.CUT_POWER)
    store.commit()
    client = sign_in(offices.reporter)
    assert "报告封停" in client.page(f"/closures/programme/{plan.number}").links()
    page = client.page(f"/closures/new?well={offices.well.code}")
    assert page.fields()["replacement_connected_on"] == "2023-05-12"


def test_an_emergency_from_asking_to_the_new_seal(store: Session, sign_in: SignIn, offices: Offices) -> None:
    closure = make.make_closure(store, offices, kind=ClosureKind.MOTHBALLED)
    head = make_officer(store, Role.AGENCY_HEAD, agency=offices.water)
    store.commit()
    asker, chief = sign_in(offices.reporter), sign_in(head)
    assert "申请应急启用" in asker.page(f"/closures/{closure.number}").links()
    typed = {"cause": "爆管", "limit_m3": "800", "from_on": "2026-11-01", "until_on": "2036-11-20"}
    asker.submit(f"/closures/{closure.number}/emergency", typed)
    row = queries.find_running_emergency(store, closure.well_id)
    assert row is not None
    url = f"/closures/emergencies/{row.number}"
    assert asker.get(f"{url}/decide").status_code == 403
    assert "批准应急启用" in chief.page("/").text
    chief.submit(f"{url}/decide", {"verdict": "yes", "decision": "冠水应 1 号"})
    asker.submit(f"{url}/open", {"opened_on": "2026-11-10", "first_reading": "100"})
    asker.submit(f"{url}/seal", {"sealed_on": "2026-11-12", "last_reading": "400", "tag_no": "封-2"})
    store.expire_all()
    assert (row.status, row.used_m3) == (EmergencyStatus.SEALED, 300)
    assert "300" in asker.page("/closures/emergencies").text


@pytest.mark.parametrize("url", ["/closures/programme", "/closures/emergencies"])
def test_lists_cost_the_same_at_any_length(
    store: Session, sign_in: SignIn, offices: Offices, url: str
) -> None:
    client = sign_in(offices.reporter)
    costs = []
    for _round in range(2):
        for _ in range(3):
            plans.make_plan(store, offices, well=make.new_well(store))
        well = make.new_well(store)
        reserve = make.make_closure(
            store, offices, well=well, kind=ClosureKind.MOTHBALLED, origin=ClosureOrigin.VOLUNTARY
        )
        plans.make_emergency(store, offices, EmergencyStatus.ASKED, closure=reserve)
        store.commit()
        with statements(db.engine) as sent:
            client.page(url)
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_a_booked_closure_is_published_drawn_and_looked_at(
    store: Session, sign_in: SignIn, offices: Offices
) -> None:
    closure = make.make_closure(store, offices)
    store.commit()
    reporter, checker = sign_in(offices.reporter), sign_in(offices.recheck)
    url = f"/closures/{closure.number}"
    assert "登记公示" in reporter.page(url).links()
    days = {"published_on": "2023-06-10", "until_on": "2023-06-17"}
    assert "请填写" in reporter.submit(f"{url}/publish", days, status=422).text
    reporter.submit(f"{url}/publish", {**days, "place": "清水镇公示栏"})
    assert "清水镇公示栏" in reporter.page(url).text
    checker.submit("/closures/rechecks/draw", {"year": "2023", "count": "2", "seed": "口令"})
    (row,) = queries.list_rechecks(store, closure.id)
    assert "登记回头看" in checker.page("/closures/rechecks").links()
    found = {"done_on": clock.today().isoformat(), "result": "intact"}
    checker.submit(f"/closures/rechecks/{row.id}", found)
    assert "封闭完好" in checker.page(url).text
