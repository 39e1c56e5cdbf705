"""Steps of a case by their pages: who may, what is refused, what the case page costs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.access.policy import ADMINISTRATORS, PERMISSIONS
from casebook.approvals import actions as approvals
from casebook.cases import actions
from casebook.cases.presenters.act_pages import PAGES
from casebook.cases.rules import CaseStatus, CaseStep
from casebook.cases.rules.workflow import WORKFLOW
from casebook.db import db
from casebook.kernel.clock import local_day
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import (
    DAY,
    Bureau,
    ask_filing,
    bring_to,
    make_bureau,
    make_case,
    make_problems,
)
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.cases.models import Case
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

MOST_STATEMENTS = 6
"""Of a case page, beside session, permission and access log."""
BESIDE = ("BEGIN", "sign_in_session", "access_log", "officer_role", "SAVEPOINT", "notice")


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store)
    store.commit()
    return found


@pytest.fixture
def case(store: Session, bureau: Bureau) -> Case:
    found = make_case(store, bureau)
    store.commit()
    return found


@pytest.fixture
def client(sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(bureau.visit.lead)


def cost(client: CasebookClient, url: str) -> list[str]:
    """Return the statements of a page that are the page's own."""
    client.page(url)
    with statements(db.engine) as sent:
        client.page(url)
    return [one for one in sent if not any(part in one for part in BESIDE)]


@pytest.mark.parametrize(
    "status", [CaseStatus.INVESTIGATING, CaseStatus.NOTIFIED, CaseStatus.SERVED], ids=str
)
def test_a_case_page_costs_six_statements(
    client: CasebookClient, store: Session, bureau: Bureau, case: Case, status: CaseStatus
) -> None:
    if status is not CaseStatus.INVESTIGATING:
        bring_to(store, bureau, case, status)
        store.commit()
    sent = cost(client, f"/cases/{case.number}")
    assert len(sent) <= MOST_STATEMENTS, sent


def test_two_hundred_acts_cost_no_more(
    client: CasebookClient, store: Session, bureau: Bureau, case: Case
) -> None:
    few = cost(client, f"/cases/{case.number}")
    for number in range(200):
        actions.note_down(
            store,
            actor=bureau.inspector,
            now=NOW + DAY + timedelta(minutes=number),
            case=case,
            on=case.opened_on,
            words=f"第 {number} 次记录",
        )
    store.commit()
    assert "第 199 次记录" in client.page(f"/cases/{case.number}").text
    many = cost(client, f"/cases/{case.number}")
    assert len(many) == len(few) <= MOST_STATEMENTS


def test_every_act_and_step_page_opens_or_is_refused(
    client: CasebookClient, bureau: Bureau, case: Case
) -> None:
    for kind, (permission, _page) in PAGES.items():
        allowed = bureau.inspector.can(permission)
        client.page(f"/cases/{case.number}/acts/{kind.value}", 200 if allowed else 403)
    for move in WORKFLOW:
        if CaseStatus.INVESTIGATING in move.from_ and move.procedure is None:
            allowed = bureau.inspector.can(move.permission)
            client.page(f"/cases/{case.number}/steps/{move.step.value}", 200 if allowed else 403)
    client.page(f"/cases/{case.number}/steps/nonsense", 404)
    client.page(f"/cases/{case.number}/acts/nonsense", 404)
    client.page(f"/cases/{case.number}/papers")


@pytest.mark.parametrize("role", sorted(set(Role) - ADMINISTRATORS), ids=str)
def test_no_role_takes_a_step_out_of_order(
    sign_in: SignIn, store: Session, bureau: Bureau, case: Case, role: Role
) -> None:
    """By URL: a step that the table does not have from here, or that the role may not take, is not taken."""
    someone = sign_in(make_officer(store, role, agency=bureau.visit.agency))
    for step in CaseStep:
        answer = someone.post(
            f"/cases/{case.number}/steps/{step.value}",
            data={"csrf_token": someone.csrf_token(), "on": "2023-06-20"},
        )
        assert answer.status_code in {302, 403, 422}
    store.expire_all()
    assert case.status is CaseStatus.INVESTIGATING
    assert role in PERMISSIONS


def test_the_form_says_what_is_still_missing(client: CasebookClient, store: Session, bureau: Bureau) -> None:
    case = ask_filing(store, bureau, make_problems(store, bureau))
    store.commit()
    url = f"/cases/{case.number}/steps/file"
    text = client.page(url).text
    assert "立案还没有经负责人批准" in text
    assert "处罚法 54" in text
    refused = client.submit(url, {"on": "2023-06-05"}, status=422)
    assert "立案还没有经负责人批准" in refused.get_data(as_text=True)
    client.submit(f"/cases/{case.number}/approvals/file", {"text": "建议立案。"})
    store.expire_all()
    assert "提请审批：立案审批表" in client.page(f"/cases/{case.number}").text


def test_what_is_missing_leads_to_the_approval_of_that_step(
    client: CasebookClient, store: Session, bureau: Bureau, case: Case
) -> None:
    """Of a served case the table has 中止 too: the closing's own 审批表 is meant, once asked for itself."""
    bring_to(store, bureau, case, CaseStatus.SERVED)
    store.commit()
    url, lack = f"/cases/{case.number}", "审批表还没有批准"
    to_ask = f"{url}/approvals/close"
    assert client.page(url).links()[lack] == to_ask
    asked = actions.ask_approval(
        store, actor=bureau.inspector, now=NOW + 60 * DAY, case=case, step=CaseStep.CLOSE, text="建议结案。"
    )
    store.commit()
    assert client.page(url).links()[lack] == f"/approvals/{asked.id}"
    approvals.withdraw(
        store, actor=bureau.inspector, now=NOW + 60 * DAY, approval=asked, reason="补充材料后再送。"
    )
    store.commit()
    assert client.page(url).links()[lack] == to_ask


def test_history_shows_its_gaps(sign_in: SignIn, store: Session, bureau: Bureau) -> None:
    old = actions.OldFile(
        problems=make_problems(store, bureau),
        cause="涉嫌未安装计量设施",
        investigator_ids=(bureau.visit.lead.id, bureau.visit.second.id),
        opened_on=local_day(NOW + DAY),
        papers=[actions.OldPaper(paper="立案审批表", number="冠水〔2023〕3号", on=local_day(NOW + DAY))],
        status=CaseStatus.INVESTIGATING,
    )
    case = actions.enter_history(store, actor=bureau.chief, now=NOW + 30 * DAY, file=old)
    store.commit()
    text = sign_in(bureau.head).page(f"/cases/{case.number}").text
    assert "历史补录的案卷" in text
    assert "冠水〔2023〕3号" in text
