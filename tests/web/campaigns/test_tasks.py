"""Pages of townships' tasks: the desk of who answers and who judges, a sweep from a problem's page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.accounts.rules import AgencyKind
from casebook.campaigns.models import SweepWell, TownshipTask
from tests.factories.accounts import make_agency, make_officer
from tests.factories.campaigns import give_task
from tests.factories.cases import make_bureau, make_problems
from tests.factories.closures import new_well
from tests.factories.regions import WEST
from tests.factories.storage import picture
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


def lead_of(store: Session) -> Officer:
    town = make_agency(
        store, name="冠县清水镇人民政府", word="清", kind=AgencyKind.TOWNSHIP, division_code=WEST
    )
    return make_officer(store, Role.TOWNSHIP_LEAD, agency=town, jurisdiction=WEST)


def test_a_task_goes_over_the_desks_of_both(store: Session, sign_in: SignIn) -> None:
    bureau = make_bureau(store)
    lead = lead_of(store)
    store.commit()
    chief, town = sign_in(bureau.head), sign_in(lead)
    wish = {"kind": "publicity", "title": "节水宣传周", "demand": "张贴通告", "days": "10"}
    refused = chief.submit("/township-tasks/new", wish, status=422)
    assert "张贴通告" in refused.text
    chief.submit("/township-tasks/new", {**wish, "townships": [WEST]})
    (task,) = store.query(TownshipTask).all()
    url = f"/township-tasks/{task.number}"
    assert url in town.get("/").text
    assert "节水宣传周" in town.get("/township-tasks?state=assigned").text
    town.submit(f"{url}/answer", {"text": "已张贴 12 处。"}, status=422)
    shot = {"file": (io.BytesIO(picture()), "通告.jpg")}
    town.submit(f"{url}/answer", {"text": "已张贴 12 处。", **shot})
    assert town.get(f"{url}/accept").status_code == 403
    assert url in chief.get("/").text
    chief.submit(f"{url}/return", {"reason": "请写明村名。"})
    town.submit(f"{url}/answer", {"text": "小王庄等 12 村。"})
    chief.submit(f"{url}/accept", {})
    page = chief.get(url).text
    for words in ("小王庄等 12 村。", "退回：请写明村名。", "办理照片"):
        assert words in page
    assert town.get("/township-tasks/new").status_code == 403


def test_a_sweep_begins_at_a_problem(store: Session, sign_in: SignIn) -> None:
    bureau = make_bureau(store)
    (problem,) = make_problems(store, bureau)
    new_well(store, use=bureau.visit.well.use)
    lead = lead_of(store)
    store.commit()
    chief, town = sign_in(bureau.head), sign_in(lead)
    url = f"/township-tasks/sweep/{problem.number}"
    assert url in chief.page(f"/problems/{problem.number}").links().values()
    chief.submit(url, {"demand": "同类问题逐眼排查。", "days": "10", "townships": [WEST]})
    (task,), (row,) = store.query(TownshipTask).all(), store.query(SweepWell).all()
    page = f"/township-tasks/{task.number}"
    town.submit(f"{page}/wells/{row.id}", {"finding": "same", "note": ""}, status=422)
    town.submit(f"{page}/wells/{row.id}", {"finding": "same", "note": "没有计量设施"})
    town.submit(f"{page}/answer", {"text": "查完了。"})
    shown = chief.get(page).text
    for words in ("有同类问题", "没有计量设施", problem.number):
        assert words in shown
    chief.submit(f"{page}/withdraw", {"reason": "已由专项行动安排"})
    assert "已撤回" in chief.get(page).text


def test_the_list_costs_the_same_for_few_tasks_and_for_many(store: Session, sign_in: SignIn) -> None:
    bureau = make_bureau(store)
    lead_of(store)
    give_task(store, actor_of(bureau.head))
    store.commit()
    client = sign_in(bureau.head)
    client.get("/township-tasks")
    sent = []
    for more in (0, 19):
        for _n in range(more):
            give_task(store, actor_of(bureau.head))
        store.commit()
        with statements(store.get_bind().engine) as counted:
            assert client.get("/township-tasks").status_code == 200
        sent.append(len(counted))
    assert sent[0] == sent[1]
