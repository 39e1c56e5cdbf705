"""What the audit administrator reads: acts, looks, the proof; of cases no more than the number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from casebook.access import Role
from casebook.access.actor import local_operator
from casebook.accounts.queries import actor_of
from casebook.audit import actions, queries
from casebook.db import db
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.audit.models import AuditEntry
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

NOW = datetime(2023, 6, 1, 2, 0, tzinfo=UTC)
OPERATOR = local_operator("tester", COUNTY)
CASE = Subject("case", new_id(), "371525-2023-AJ-00001 涉嫌未安装计量设施", "371525104")
OFFICER = Subject("officer", new_id(), "周明（zhou.ming）", COUNTY)
SECRET = "当事人住在某村"


def act(store: Session, action: str = "case:open", **changes: object) -> AuditEntry:
    facts = {"actor": OPERATOR, "now": NOW, "action": action, "subject": CASE, "after": {"note": SECRET}}
    entry = actions.record(store, **{**facts, **changes})
    store.commit()
    return entry


@pytest.fixture
def client(store: Session, sign_in: SignIn) -> CasebookClient:
    return sign_in(
        make_officer(store, Role.AUDIT_ADMIN, agency=make_agency(store), name="审计管理员", certificate=False)
    )


def test_acts_are_listed_in_words(store: Session, client: CasebookClient) -> None:
    entry = act(store)
    page = client.page("/admin/audit")
    assert "立案" in page.text
    assert "371525-2023-AJ-00001" in page.text
    assert "本机操作员（tester）" in page.text
    assert page.links()[str(entry.sequence)] == f"/admin/audit/{entry.sequence}"


def test_of_a_case_nothing_but_the_number_is_told(store: Session, client: CasebookClient) -> None:
    entry = act(store, reason=SECRET)
    listed, shown = client.page("/admin/audit"), client.page(f"/admin/audit/{entry.sequence}")
    for page in (listed, shown):
        assert "涉嫌" not in page.text
        assert SECRET not in page.text
    assert "只有办案人员能看" in shown.text
    assert entry.hash in shown.text


def test_of_an_account_before_and_after_are_told(store: Session, client: CasebookClient) -> None:
    before = {"roles": ["inspector"], "is_active": True, "phone": None, "name": "<b>x</b>"}
    after = {"roles": ["case_head", "inspector"], "is_active": False, "phone": "100", "name": "<i>y</i>"}
    entry = act(store, "officer:update", subject=OFFICER, before=before, after=after, reason="调整分工")
    page = client.page(f"/admin/audit/{entry.sequence}")
    assert page.h1 == "修改账号"
    for words in ("角色", "执法人员", "承办机构负责人、执法人员", "在用", "联系电话", "<b>x</b>", "调整分工"):
        assert words in page.text


def test_erased_details_are_told_as_erased(store: Session, client: CasebookClient) -> None:
    entry = act(store, "officer:update", subject=OFFICER)
    actions.erase_details(store, actor=OPERATOR, now=NOW, sequence=entry.sequence, reason="依申请")
    store.commit()
    page = client.page(f"/admin/audit/{entry.sequence}")
    assert "明细已依法删除" in page.text
    assert SECRET not in page.text


def test_acts_are_narrowed(store: Session, client: CasebookClient) -> None:
    officer = make_officer(store, Role.INSPECTOR, agency=make_agency(store, name="执法局"), name="李雪")
    from_officer = act(store, now=NOW + timedelta(days=2), actor=actor_of(officer))
    act(store, "officer:disable", subject=OFFICER)

    def listed(query: str) -> set[str]:
        page = client.page(f"/admin/audit?{query}")
        return {word for word in ("停用账号", "立案") if any(word == _text(th) for th in page.all("th"))}

    assert listed("") == {"停用账号", "立案"}
    assert listed("action=officer:disable") == {"停用账号"}
    assert listed("kind=case") == {"立案"}
    assert listed(f"actor={officer.id}") == {"立案"}
    assert listed("since=2023-06-02") == {"立案"}
    assert listed("until=2023-06-02") == {"停用账号"}
    assert listed("until=someday&kind=nonsense") == {"停用账号", "立案"}
    assert from_officer.actor_id == officer.id


def _text(element: object) -> str:
    return " ".join("".join(element.itertext()).split())


def test_pages_follow_each_other_and_keep_the_filter(store: Session, client: CasebookClient) -> None:
    for _ in range(60):
        actions.record(store, actor=OPERATOR, now=NOW, action="case:open", subject=CASE)
    store.commit()
    page = client.page("/admin/audit?kind=case")
    following = page.links()["下一页"]
    assert "kind=case" in following
    assert "上一页" in client.page(following).links()
    assert client.get("/admin/audit?after=nonsense").status_code == 422


@pytest.mark.parametrize("url", ["/admin/audit", "/admin/audit/looks"])
def test_twenty_rows_cost_no_more_queries_than_one(store: Session, client: CasebookClient, url: str) -> None:
    def add() -> None:
        act(store)
        actions.record_look(store, actor=OPERATOR, now=NOW, subject=CASE, what="original")
        store.commit()

    add()
    client.page(url)
    with statements(db.engine) as few:
        client.page(url)
    for _ in range(20):
        add()
    with statements(db.engine) as many:
        client.page(url)
    assert len(many) == len(few)


def test_looks_are_listed_and_narrowed(store: Session, client: CasebookClient) -> None:
    assert "没有查看记录" in client.page("/admin/audit/looks").text
    well = Subject("well", new_id(), "371525104JJ00037", "371525104")
    actions.record_look(store, actor=OPERATOR, now=NOW, subject=well, what="well.parties")
    store.commit()
    page = client.page("/admin/audit/looks")
    assert "权利人完整信息" in page.text
    assert "371525104JJ00037" in page.text
    assert "待归入" in page.text
    assert "371525104JJ00037" not in client.page("/admin/audit/looks?kind=case").text
    actions.seal_access_log(store, now=NOW)
    store.commit()
    assert "已归入" in client.page("/admin/audit/looks").text


def test_the_chain_is_proved_by_reading_only(store: Session, client: CasebookClient) -> None:
    entry = act(store)
    before = queries.head(store, COUNTY)
    page = client.page("/admin/audit/chain")
    assert entry.hash in page.text
    assert "完整" not in page.text.replace("不完整", "")
    assert "从第一条读到末条，共 1 条" in client.page("/admin/audit/chain?verify=1").text
    assert queries.head(store, COUNTY) == before


def test_a_broken_place_is_shown(store: Session, client: CasebookClient) -> None:
    entry = act(store)
    store.connection().execute(text("DELETE FROM audit_detail"))
    store.commit()
    page = client.page("/admin/audit/chain?verify=1")
    assert "不完整：1 处不符" in page.text
    assert f"audit:{COUNTY}#{entry.sequence}" in page.text
    assert "明细缺失或被改动" in page.text


def test_another_countys_acts_are_not_there(store: Session, client: CasebookClient) -> None:
    entry = act(store, actor=local_operator("tester", "371526"))
    assert client.get(f"/admin/audit/{entry.sequence}").status_code == 404
    assert client.get("/admin/audit/0").status_code == 404
