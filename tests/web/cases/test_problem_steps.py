"""Pages of problems beside their cases: in charge, tasks, risk, transfer, and the fourth exit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.cases import queries
from casebook.cases.rules import ProblemStatus
from casebook.cases.rules.tasks import TaskState
from casebook.db import db
from casebook.kernel import clock
from tests.factories.accounts import make_agency, make_officer
from tests.factories.cases import Bureau, make_bureau, make_problems
from tests.factories.wells import make_well
from tests.support.counting import statements
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from casebook.cases.models import Problem
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

REFUSED, FORBIDDEN = 422, 403
VILLAGE = "集中村"


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store, village=VILLAGE)
    store.commit()
    return found


@pytest.fixture
def problem(store: Session, bureau: Bureau) -> Problem:
    (found,) = make_problems(store, bureau, "P11")
    store.commit()
    return found


@pytest.fixture
def power(store: Session) -> Agency:
    found = make_agency(store, name="冠县供电公司", word="冠电")
    store.commit()
    return found


@pytest.fixture
def head(sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(bureau.head)


@pytest.fixture
def client(sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(bureau.visit.lead)


def task_facts(agency: Agency, **changes: object) -> dict[str, object]:
    due = (clock.today() + timedelta(days=5)).isoformat()
    return {"agency": str(agency.id), "duty": "power", "what": "停止供电", "due_on": due, **changes}


def test_a_task_goes_round_by_its_pages(
    head: CasebookClient, sign_in: SignIn, store: Session, problem: Problem, power: Agency
) -> None:
    new = f"/tasks/of/{problem.number}/new"
    assert "不能早于今天" in head.submit(new, task_facts(power, due_on="2020-01-01"), status=REFUSED).text
    head.submit(new, task_facts(power))
    (task,) = queries.list_tasks(store, problem.id)
    assert "冠县供电公司" in head.page(f"/problems/{problem.number}").text
    own = sign_in(make_officer(store, Role.LIAISON, agency=power, certificate=False))
    assert task.what in own.page("/").text or task.what in own.page("/desk").text
    own.submit(f"/tasks/{task.id}/answer", {"text": "已停电"})
    assert own.get(f"/tasks/{task.id}/accept").status_code == FORBIDDEN
    head.submit(f"/tasks/{task.id}/return", {"reason": "缺断电单"})
    own.submit(f"/tasks/{task.id}/answer", {"text": "已补"})
    head.submit(f"/tasks/{task.id}/accept")
    store.refresh(task)
    assert task.state is TaskState.ACCEPTED
    page = head.page(f"/tasks/{task.id}")
    assert "缺断电单" in page.text
    assert page.faults() == []


def test_another_department_does_not_answer(
    client: CasebookClient,
    head: CasebookClient,
    sign_in: SignIn,
    store: Session,
    problem: Problem,
    power: Agency,
) -> None:
    head.submit(f"/tasks/of/{problem.number}/new", task_facts(power))
    (task,) = queries.list_tasks(store, problem.id)
    assert client.get(f"/tasks/{task.id}/answer").status_code == FORBIDDEN
    other = sign_in(
        make_officer(
            store, Role.LIAISON, agency=make_agency(store, name="别的单位", word="别"), certificate=False
        )
    )
    answer = other.submit(f"/tasks/{task.id}/answer", {"text": "已办"}, status=REFUSED)
    assert "别的单位" in answer.text or "该单位" in answer.text
    assert "已办" in answer.text


def test_lists_ask_as_often_for_many_as_for_one(
    head: CasebookClient, problem: Problem, power: Agency
) -> None:
    urls = ("/tasks", "/exemptions")
    head.submit(f"/tasks/of/{problem.number}/new", task_facts(power))
    counts = []
    for size in (1, 20):
        for _ in range(1, size):
            head.submit(f"/tasks/of/{problem.number}/new", task_facts(power))
        for url in urls:
            head.page(url)
        with statements(db.engine) as found:
            for url in urls:
                assert head.page(url).faults() == []
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert "停止供电" in head.page("/tasks?state=assigned").text
    assert "停止供电" not in head.page("/tasks?state=accepted").text


def test_in_charge_class_risk_and_way(
    head: CasebookClient, client: CasebookClient, store: Session, bureau: Bureau, problem: Problem
) -> None:
    leader = make_officer(store, Role.COUNTY_LEADER, agency=bureau.visit.agency, name="韩县长")
    store.commit()
    base = f"/problems/{problem.number}"
    facts = {"leader": str(leader.id), "unit": "辛集镇", "responsible": str(bureau.striker.id)}
    assert client.get(f"{base}/in-charge").status_code == FORBIDDEN
    head.submit(f"{base}/in-charge", facts)
    assert "韩县长" in head.page(base).text
    client.submit(
        f"{base}/class",
        {"severity": "high", "problem_class": "rectify", "disposition": "case", "reason": "屡次损坏"},
    )
    assert "处置预案" in client.submit(f"{base}/unrest", {"risk": "high"}, status=REFUSED).text
    client.submit(f"{base}/unrest", {"risk": "high", "plan": "先入户再动手"})
    client.submit(f"{base}/start", {"to": "sealing", "how": "封填"})
    store.refresh(problem)
    assert problem.status is ProblemStatus.SEALING
    page = client.page(base)
    assert "先入户再动手" in page.text
    assert page.faults() == []


def test_a_transfer_and_its_receipt(client: CasebookClient, store: Session, problem: Problem) -> None:
    base, today = f"/problems/{problem.number}", clock.today().isoformat()
    client.submit(f"{base}/transfer", {"to": "县税务局", "paper": "冠综执移〔2024〕1号", "on": today})
    assert "县税务局" in client.page(base).text
    client.submit(f"{base}/transfer-receipt", {"answer": "taken", "on": today})
    again = client.submit(f"{base}/transfer-receipt", {"answer": "taken", "on": today}, status=REFUSED)
    assert "已经登记" in again.text
    store.refresh(problem)
    assert problem.transfer_taken_on == clock.today()


def line(problem: Problem, **changes: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "chosen": "1",
        "act": "MF-03",
        "corrected_on": problem.found_on.isoformat(),
        "order_no": "冠综执改〔2024〕第001号",
        "commitment_no": "承1",
    }
    return {f"{problem.number}:{name}": value for name, value in {**facts, **changes}.items()}


def test_a_village_is_submitted_at_once(
    client: CasebookClient, store: Session, bureau: Bureau, problem: Problem
) -> None:
    first = bureau.visit.well
    bureau.visit.well = make_well(store, village=VILLAGE, lon=115.425, lat=36.455)
    (second,) = make_problems(store, bureau, "P11")
    bureau.visit.well = first
    store.commit()
    url = f"/exemptions/new?township={problem.division_code}&village={VILLAGE}"
    page = client.page(url)
    assert problem.number in page.text
    assert second.number in page.text
    assert page.faults() == []
    both = {**line(problem), **line(second, order_no="")}
    refused = client.submit(url, {**both, "reason": "初次"}, status=REFUSED)
    assert f"{second.number}：请填写责令改正文书的文号" in refused.text
    assert Page(refused.text).fields()[f"{problem.number}:commitment_no"] == "承1"
    assert "至少选一个" in client.submit(url, {"reason": "初次"}, status=REFUSED).text
    answer = client.submit(url, {**line(problem), **line(second), "reason": "初次违法，已改正"})
    shown = client.page(answer.location)
    assert shown.faults() == []
    assert second.number in shown.text
    assert "还没有结束" in client.submit(f"{answer.location}/end", status=REFUSED).text
    client.submit(f"{answer.location}/drop", {"reason": "改走立案"})
    assert "已放弃" in client.page(answer.location).text


def test_the_list_of_small_acts_shows_what_is_unverified(
    client: CasebookClient, sign_in: SignIn, store: Session, bureau: Bureau
) -> None:
    page = client.page("/exemptions/acts")
    assert "未核实" in page.text
    assert page.faults() == []
    assert client.get("/exemptions/acts/new").status_code == FORBIDDEN
    legal = sign_in(make_officer(store, Role.LEGAL_REVIEWER, agency=bureau.visit.agency))
    facts = {
        "code": "MF-03",
        "title": "计量设施小故障",
        "problem_codes": "P11，P12",
        "gravest": "mid",
        "within_days": "10",
        "doc_no": "冠政办〔2024〕9号",
        "valid_from": clock.today().isoformat(),
    }
    assert (
        "P99" in legal.submit("/exemptions/acts/new", {**facts, "problem_codes": "P99"}, status=REFUSED).text
    )
    legal.submit("/exemptions/acts/new", facts)
    assert "冠政办〔2024〕9号" in client.page("/exemptions/acts").text


def test_a_township_of_elsewhere_sees_nothing(
    sign_in: SignIn, store: Session, bureau: Bureau, head: CasebookClient, problem: Problem, power: Agency
) -> None:
    head.submit(f"/tasks/of/{problem.number}/new", task_facts(power))
    (task,) = queries.list_tasks(store, problem.id)
    far = sign_in(make_officer(store, Role.CASE_HEAD, agency=bureau.visit.agency, jurisdiction="371525105"))
    assert far.get(f"/tasks/{task.id}").status_code == 404
    assert problem.number not in far.page("/tasks").text
    assert far.get(f"/problems/{problem.number}/unrest").status_code == 404
