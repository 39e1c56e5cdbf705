"""Pages of the clocks: lists, one clock and how its date came about, the rules with a county's settings."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.db import db
from casebook.deadlines import actions, queries
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import Suspension
from casebook.kernel import clock
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import Bureau, make_bureau
from tests.factories.deadlines import make_subject, make_term
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store)
    store.commit()
    return found


@pytest.fixture
def client(sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(bureau.visit.lead)


@pytest.fixture
def lawyer(store: Session, sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(make_officer(store, Role.LEGAL_REVIEWER, agency=bureau.visit.agency, name="孙法"))


def test_a_clock_tells_day_by_day_how_its_date_came_about(
    store: Session, bureau: Bureau, client: CasebookClient
) -> None:
    term = make_term(store, bureau.inspector, rule_id="D-06", subject=make_subject("AJ-1 涉嫌超采"))
    store.commit()
    page = client.page(f"/deadlines/{term.id}")
    assert page.h1 == "当事人要求听证"
    for words in ("2024-09-27", "2024-10-10", "国庆节", "调休上班", "起算日，不计", "处罚法 64(1)", "第几日"):
        assert words in page.text
    copied = [button.get("data-copy") for button in page.all("button") if button.get("data-copy")]
    assert copied == ["AJ-1 当事人要求听证：2024-10-10 到期，已届满"]


def test_extensions_and_suspensions_stand_on_the_clock(
    store: Session, bureau: Bureau, client: CasebookClient
) -> None:
    term = make_term(store, bureau.inspector, rule_id="D-02")
    by = {"now": NOW, "term": term}
    actions.suspend_term(
        store,
        actor=bureau.inspector,
        **by,
        reason=Suspension.TESTING,
        paper="检测委托书",
        from_on=date(2024, 10, 8),
    )
    actions.resume_term(store, actor=bureau.inspector, **by, until_on=date(2024, 10, 17))
    actions.request_extension(store, actor=bureau.inspector, **by, added=30, reason="案情复杂")
    store.commit()
    text = client.page(f"/deadlines/{term.id}").text
    for words in ("检测委托书", "案情复杂", "30 日", "等待批准", "最多延长 60 日", "中止计时"):
        assert words in text


def test_a_clock_of_hours_ends_at_an_hour(store: Session, bureau: Bureau, client: CasebookClient) -> None:
    now = clock.now()
    term = actions.start_term(
        store,
        actor=bureau.inspector,
        now=now,
        subject=make_subject("AJ-1"),
        rule_id="D-04",
        started_on=clock.local_day(now - timedelta(hours=25)),
        begun_at=now - timedelta(hours=25),
        assignee_id=bureau.inspector.officer_id,
    )
    store.commit()
    page = client.page(f"/deadlines/{term.id}")
    assert "已逾期" in page.text
    assert "节假日和夜间照计" in page.text
    assert "逐日" not in page.text


def test_a_stranger_sees_neither_the_clock_nor_the_list_of_all(
    store: Session, bureau: Bureau, sign_in: SignIn
) -> None:
    term = make_term(store, bureau.inspector, rule_id="D-06", subject=make_subject("AJ-1"))
    informant = make_officer(store, Role.INFORMANT, agency=bureau.visit.agency)
    store.commit()
    stranger = sign_in(informant)
    stranger.page(f"/deadlines/{term.id}", 404)
    stranger.page("/deadlines/all", 403)
    assert "AJ-1" not in stranger.page("/deadlines").text


def test_the_list_of_all_shows_what_others_have_to_do(
    store: Session, bureau: Bureau, sign_in: SignIn
) -> None:
    today = clock.today()
    for number, days in (("AJ-LATE", 95), ("AJ-SOON", 87), ("AJ-FAR", 10)):
        make_term(
            store,
            bureau.inspector,
            rule_id="D-02",
            subject=make_subject(number),
            started_on=today - timedelta(days=days),
        )
    store.commit()
    head = sign_in(bureau.head)
    assert "AJ-LATE" not in head.page("/deadlines").text
    whole = head.page("/deadlines/all").text
    assert whole.index("AJ-LATE") < whole.index("AJ-SOON") < whole.index("AJ-FAR")
    late = head.page("/deadlines/all?state=overdue").text
    assert "AJ-LATE" in late
    assert "AJ-SOON" not in late
    due = head.page("/deadlines/all?state=due").text
    assert "AJ-SOON" in due
    assert "AJ-FAR" not in due


def test_the_list_costs_the_same_for_one_and_twenty(
    store: Session, bureau: Bureau, client: CasebookClient
) -> None:
    client.page("/deadlines/all")
    counts = []
    for wave in (1, 19):
        for number in range(wave):
            subject = make_subject(f"AJ-{wave}-{number}")
            make_term(store, bureau.inspector, rule_id="D-02", subject=subject)
        store.commit()
        with statements(db.engine) as sent:
            client.page("/deadlines/all")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_table_of_rules_marks_what_no_law_fixes(client: CasebookClient, lawyer: CasebookClient) -> None:
    page = client.page("/deadlines/rules")
    for words in ("D-01", "D-29", "15 个工作日", "未核实", "末日不顺延", "从起算日倒算", "听证日（倒算）"):
        assert words in page.text
    assert "/deadlines/rules/D-01" not in page.links().values()
    assert "/deadlines/rules/D-01" in lawyer.page("/deadlines/rules").links().values()
    assert "/deadlines/rules/D-10" not in lawyer.page("/deadlines/rules").links().values()


def test_a_county_sets_its_own_length(
    store: Session, bureau: Bureau, client: CasebookClient, lawyer: CasebookClient
) -> None:
    today = clock.today().isoformat()
    given = {"amount": "10", "unit": "working_day", "from_on": today, "reason": "县局〔2026〕试3号"}
    client.submit("/deadlines/rules/D-01", {**given, "version": "0"}, status=403)
    lawyer.submit("/deadlines/rules/D-01", given)
    text = lawyer.page("/deadlines/rules").text
    assert "10 个工作日" in text
    assert f"县里设定，自 {today}" in text
    assert queries.setting_on(store, "371525", "D-01", clock.today()) == Length(10, Unit.WORKING_DAY)
    assert "县局〔2026〕试3号" in lawyer.page("/deadlines/rules/D-01").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"amount": "0"}, "请填写 1 到 4000 之间的整数", id="nothing"),
        pytest.param({"amount": "abc"}, "期限", id="no number"),
        pytest.param({"from_on": "2024-01-01"}, "已经过去", id="backdated"),
        pytest.param({"reason": " "}, "请写明按什么文件或决定设定", id="no reason"),
        pytest.param({"version": "7"}, "别人刚刚改过", id="overtaken"),
    ],
)
def test_a_wrong_setting_is_refused_and_stays_typed(
    lawyer: CasebookClient, changes: dict[str, str], words: str
) -> None:
    given = {
        "amount": "10",
        "unit": "working_day",
        "from_on": clock.today().isoformat(),
        "reason": "县局〔2026〕试3号",
    }
    page = lawyer.submit("/deadlines/rules/D-01", {**given, **changes}, status=422)
    assert words in page.text


@pytest.mark.parametrize("rule", ["D-10", "D-29", "D-99"])
def test_what_the_law_or_the_case_fixes_has_no_setting(lawyer: CasebookClient, rule: str) -> None:
    lawyer.page(f"/deadlines/rules/{rule}", 404)


def test_hours_that_have_not_ended_are_not_overdue(
    store: Session, bureau: Bureau, client: CasebookClient
) -> None:
    term = actions.start_term(
        store,
        actor=bureau.inspector,
        now=NOW,
        subject=make_subject("AJ-1"),
        rule_id="D-19.hand_over",
        started_on=clock.today(),
        begun_at=clock.now(),
        assignee_id=bureau.inspector.officer_id,
    )
    store.commit()
    assert term.due_at is not None
    assert term.due_at - datetime(1970, 1, 1, tzinfo=UTC) > timedelta(days=1)
    assert "已逾期" not in client.page(f"/deadlines/{term.id}").text
