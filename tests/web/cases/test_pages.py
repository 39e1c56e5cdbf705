"""The pages of problems and cases: what they show, who may act, what a refusal leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.cases import queries
from casebook.cases.rules import CaseStatus, CaseStep, MeasureStatus, ProblemStatus
from casebook.db import db
from casebook.deadlines.queries import list_terms
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import (
    DAY,
    Bureau,
    approve,
    bring_to,
    make_bureau,
    make_case,
    make_measure,
    make_met,
    make_problems,
    make_recheck,
)
from tests.support.counting import statements
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.cases.models import Case, Problem
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store)
    store.commit()
    return found


@pytest.fixture
def problem(store: Session, bureau: Bureau) -> Problem:
    (found,) = make_problems(store, bureau)
    store.commit()
    return found


@pytest.fixture
def case(store: Session, bureau: Bureau, problem: Problem) -> Case:
    found = make_case(store, bureau, [problem])
    store.commit()
    return found


@pytest.fixture
def client(sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(bureau.visit.lead)


def test_the_list_shows_a_problem_and_leads_to_it(client: CasebookClient, problem: Problem) -> None:
    page = client.page("/problems")
    assert page.links()[problem.number] == f"/problems/{problem.number}"
    assert "未安装计量设施" in page.text


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("status=open", True),
        ("status=listed", True),
        ("status=struck_off", False),
        ("problem_class=exit", False),
        ("code=P10", True),
        ("code=P11", False),
        ("mine=1", True),
        ("q=WT-00001", True),
        ("q=nothing", False),
        ("status=nonsense&problem_class=nonsense", True),
    ],
)
def test_the_list_can_be_narrowed(
    client: CasebookClient, problem: Problem, query: str, is_shown: bool
) -> None:
    assert (problem.number in client.page(f"/problems?{query}").links()) is is_shown


def test_a_broken_cursor_is_told(client: CasebookClient, problem: Problem) -> None:
    client.page("/problems?after=nonsense", 422)


def test_pages_ask_the_database_as_often_for_many_as_for_one(
    store: Session, client: CasebookClient, bureau: Bureau, case: Case
) -> None:
    make_measure(store, bureau, case)
    store.commit()
    client.page("/problems")
    counts: dict[str, list[int]] = {}
    for number in (1, 12):
        for url in ("/problems", "/cases", f"/cases/{case.number}"):
            with statements(db.engine) as sent:
                client.page(url)
            counts.setdefault(url, []).append(len(sent))
        if number == 1:
            codes = [f"P{n:02d}" for n in range(11, 23) if n not in {17, 18}]
            make_problems(store, bureau, *codes, now=NOW + 2 * DAY)
            make_measure(store, bureau, case)
            make_measure(store, bureau, case)
            store.commit()
    for url, (few, many) in counts.items():
        assert few == many, url


def test_a_case_is_opened_from_a_problem(
    client: CasebookClient, store: Session, bureau: Bureau, problem: Problem
) -> None:
    url = f"/cases/new?problem={problem.number}"
    page = client.page(url)
    assert page.fields()["cause"] == "涉嫌未安装计量设施"
    answer = client.submit(
        url,
        {
            "cause": "涉嫌未安装计量设施",
            "procedure": "general",
            "grounds": "现场检查发现没有安装计量设施。",
            "second_investigator_id": str(bureau.visit.second.id),
            "opened_on": "2023-06-02",
        },
    )
    assert answer.location == "/cases/371525-2023-AJ-00001"
    opened = queries.get_case(store, "371525-2023-AJ-00001", bureau.inspector)
    assert opened.status is CaseStatus.FILING


def test_what_was_typed_stays_after_a_refusal(
    client: CasebookClient, store: Session, bureau: Bureau, problem: Problem
) -> None:
    answer = client.submit(
        f"/cases/new?problem={problem.number}",
        {
            "cause": HOSTILE,
            "procedure": "general",
            "grounds": "现场检查发现。",
            "second_investigator_id": str(bureau.visit.second.id),
            "opened_on": "2023-05-01",
        },
        status=422,
    )
    page = Page(answer.get_data(as_text=True))
    assert page.fields()["cause"] == HOSTILE
    assert "日期不能早于" in page.text
    assert queries.list_problems_by_well(store, problem.well_id)[0].status is ProblemStatus.LISTED


def test_hostile_text_is_shown_as_text(
    client: CasebookClient, store: Session, bureau: Bureau, case: Case
) -> None:
    client.submit(
        f"/cases/{case.number}/measures/new",
        {
            "well": bureau.visit.well.code,
            "kind": "other",
            "demand": HOSTILE,
            "served_on": "2023-06-03",
            "term_amount": "5",
            "term_unit": "working_day",
        },
    )
    assert HOSTILE in client.page(f"/cases/{case.number}/measures").text


def test_the_next_lawful_step_leads_through_the_case(
    client: CasebookClient, store: Session, bureau: Bureau, case: Case
) -> None:
    url = f"/cases/{case.number}"
    page = client.page(url)
    assert "调查终结报告" in page.text
    assert "涉企检查没有事先批准和通知" not in page.text, "the party is a person"
    for status, words in (
        (CaseStatus.REPORTED, "法制审核"),
        (CaseStatus.REVIEWED, "集体讨论"),
        (CaseStatus.PROPOSED, "告知书还没有送达"),
        (CaseStatus.CONSIDERED, "审批表还没有批准"),
        (CaseStatus.DECIDED, "决定书还没有送达"),
        (CaseStatus.SERVED, "还有责令措施没有履行"),
    ):
        bring_to(store, bureau, case, status)
        store.commit()
        assert words in client.page(url).text, status


def test_a_clock_tells_how_its_date_came_about(
    client: CasebookClient, store: Session, bureau: Bureau, case: Case
) -> None:
    make_measure(store, bureau, case)
    store.commit()
    text = client.page(f"/cases/{case.number}").text
    assert "2023-06-19 周一" in text
    assert "届满日" in text


def test_more_time_is_asked_for_and_granted_by_another(
    sign_in: SignIn, client: CasebookClient, store: Session, bureau: Bureau, case: Case
) -> None:
    measure = make_measure(store, bureau, case)
    store.commit()
    client.submit(f"/measures/{measure.id}/extension", {"added": "10", "reason": "设备未到货"})
    (term,) = list_terms(store, [measure.id])
    asked = term.extensions[0]
    client.submit(f"/extensions/{asked.id}", {"answer": "grant"}, status=403)
    head = sign_in(bureau.head)
    assert "设备未到货" in head.page(f"/extensions/{asked.id}").text
    head.submit(f"/extensions/{asked.id}", {"answer": "grant"})
    store.expire_all()
    assert list_terms(store, [measure.id])[0].due_on.isoformat() == "2023-06-28"


def test_a_measure_is_verified_by_a_recheck(
    client: CasebookClient, store: Session, bureau: Bureau, case: Case
) -> None:
    measure = make_measure(store, bureau, case)
    store.commit()
    url = f"/measures/{measure.id}/verify"
    assert "先做一次复查" in client.page(url).text
    recheck = make_recheck(store, bureau)
    store.commit()
    client.submit(url, {"inspection": str(recheck.id), "outcome": "met", "note": "已安装"})
    store.expire_all()
    assert queries.list_measures(store, case.id)[0].status is MeasureStatus.MET


def test_the_head_decides_and_the_third_officer_strikes_off(
    sign_in: SignIn, client: CasebookClient, store: Session, bureau: Bureau, problem: Problem, case: Case
) -> None:
    make_met(store, bureau, make_measure(store, bureau, case))
    bring_to(store, bureau, case, CaseStatus.CONSIDERED)
    approve(store, bureau, case, CaseStep.DECIDE, now=NOW + 12 * DAY)
    store.commit()
    head = sign_in(bureau.head)
    url = f"/cases/{case.number}/steps/decide"
    decision = {
        "on": "2023-06-20",
        "outcome": "penalty",
        "match_key": "",
        "condition": "normal",
        "fine": "100000",
        "reason": "事实清楚",
        "facts": "取水未安装计量设施。",
        "performance": "十五日内缴纳",
        "pay_to": "代收专户",
        "review_agency": "冠县人民政府",
        "court": "冠县人民法院",
    }
    client.submit(url, decision, status=403)
    refusal = head.submit(url, {**decision, "fine": "99999"}, status=422)
    assert "99999" in Page(refusal.get_data(as_text=True)).fields()["fine"], "what was typed stays"
    refusal = head.submit(url, {**decision, "fine": "110000"}, status=422)
    assert "不得因申辩加重" in refusal.get_data(as_text=True)
    head.submit(url, decision)
    assert "已决定" in head.page(f"/cases/{case.number}").text
    url = f"/problems/{problem.number}/strike-off"
    own = client.submit(url, {"remark": "同意"}, status=422)
    assert "不能自己销号" in own.get_data(as_text=True)
    clerk = sign_in(bureau.striker)
    clerk.submit(url, {"remark": "核实属实"})
    assert "已销号" in clerk.page(f"/problems/{problem.number}").text


def test_a_small_problem_is_put_right_and_rechecked(
    sign_in: SignIn, client: CasebookClient, store: Session, bureau: Bureau
) -> None:
    (problem,) = make_problems(store, bureau, "P20")
    store.commit()
    client.submit(
        f"/problems/{problem.number}/rectified", {"rectified_on": "2023-06-03", "how": "已补挂标识牌"}
    )
    recheck = make_recheck(store, bureau, now=NOW + 4 * DAY)
    store.commit()
    second = sign_in(bureau.visit.second)
    second.submit(
        f"/problems/{problem.number}/verify",
        {"inspection": str(recheck.id), "outcome": "met", "note": "属实"},
    )
    assert "待销号" in second.page(f"/problems/{problem.number}").text


@pytest.mark.parametrize("role", [Role.PERMIT_OFFICER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_cases_are_closed_to_others(
    sign_in: SignIn, store: Session, bureau: Bureau, case: Case, role: Role
) -> None:
    stranger = sign_in(make_officer(store, role, agency=bureau.visit.agency))
    stranger.page("/cases", 403)
    stranger.page(f"/cases/{case.number}", 403)


def test_another_townships_case_is_not_even_known(
    sign_in: SignIn, store: Session, bureau: Bureau, problem: Problem, case: Case
) -> None:
    officer = make_officer(store, Role.INSPECTOR, agency=bureau.visit.agency, jurisdiction="371525209")
    stranger = sign_in(officer)
    for url in (
        f"/cases/{case.number}",
        f"/cases/{case.number}/measures/new",
        f"/problems/{problem.number}",
        f"/problems/{problem.number}/strike-off",
        f"/cases/new?problem={problem.number}",
    ):
        stranger.page(url, 404)


def test_the_desk_shows_what_waits_and_search_finds_it(
    sign_in: SignIn, client: CasebookClient, store: Session, bureau: Bureau, problem: Problem, case: Case
) -> None:
    measure = make_measure(store, bureau, case)
    store.commit()
    assert client.page("/").h1 == "工作台"
    text = client.page("/").text
    assert "已逾期" in text
    assert problem.number in text
    head = sign_in(bureau.head)
    assert "审批延期" not in head.page("/").text
    client.submit(f"/measures/{measure.id}/extension", {"added": "5", "reason": "停电"})
    assert "审批延期" in head.page("/").text
    found = client.page(f"/search?q={case.number}")
    assert f"/cases/{case.number}" in found.links().values()
    assert "没有找到" in client.page("/search?q=x").text


def test_who_sees_problems_only_sees_no_photograph_and_no_way_on(
    store: Session, sign_in: SignIn, bureau: Bureau, case: Case, problem: Problem
) -> None:
    informant = sign_in(make_officer(store, Role.INFORMANT, agency=bureau.visit.agency))
    page = informant.page(f"/problems/{problem.number}")
    assert "检查照片" not in page.text
    ways_on = ("/evidence/", "/inspections/", "/cases/")
    assert not [url for url in page.links().values() if url.startswith(ways_on)]
    assert not [image for image in page.all("img") if "/evidence/" in image.get("src", "")]
