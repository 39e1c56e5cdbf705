"""Officers' accounts through the web."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts import queries
from casebook.accounts.passwords import is_right
from casebook.db import db
from casebook.kernel import clock
from casebook.kernel.ids import new_id
from tests.factories.accounts import make_agency, make_officer, sign_in_row
from tests.factories.cases import make_bureau, make_problems
from tests.factories.regions import EAST, WEST
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

PASSWORD = re.compile(r"(?:[0-9A-Za-z]{4}-){3}[0-9A-Za-z]{4}\daA")


def entered(agency: Agency, **changes: object) -> dict[str, object]:
    facts = {
        "login": "zhou.ming",
        "name": "周明",
        "agency_id": str(agency.id),
        "jurisdiction": agency.division_code,
        "roles": ["inspector", "case_head"],
        "certificate_no": "鲁P00000001",
        "certificate_valid_from": "2020-01-01",
        "certificate_valid_to": "2029-12-31",
        "phone": "100 1234 5678",
    }
    return {**facts, **changes}


@pytest.fixture
def officer(store: Session, agency: Agency) -> Officer:
    found = make_officer(store, Role.INSPECTOR, agency=agency, name="李雪", login="li.xue")
    store.commit()
    return found


def test_the_administration_offers_what_one_may_do(security: CasebookClient, system: CasebookClient) -> None:
    words = {" ".join(link.split()) for link in security.page("/admin").links()}
    assert any("人员账号" in word for word in words)
    assert not any("执法权" in word or "操作审计" in word for word in words)
    links = set(system.page("/admin").links().values())
    assert {"/admin/agencies", "/admin/powers", "/admin/calendar", "/admin/system"} <= links
    assert "/admin/officers" not in links


def test_an_account_is_opened_and_its_password_shown_once(
    store: Session, security: CasebookClient, agency: Agency
) -> None:
    answer = security.submit("/admin/officers/new", entered(agency), status=200)
    (password,) = set(PASSWORD.findall(answer.get_data(as_text=True)))
    assert answer.headers["Cache-Control"] == "no-store"
    found = queries.get_officer_by_login(store, "zhou.ming")
    assert is_right(found.password_hash, password)
    assert found.roles == {Role.INSPECTOR, Role.CASE_HEAD}
    page = security.page(f"/admin/officers/{found.id}")
    assert password not in page.text
    assert "开设账号" in page.text
    assert "待改密码" in page.text
    assert "zhou.ming" in security.page("/admin/officers").text


def test_what_was_typed_stays_after_a_refusal(
    store: Session, security: CasebookClient, agency: Agency, officer: Officer
) -> None:
    wrong = entered(
        agency,
        login="li.xue",
        name="<script>alert(1)</script>",
        roles=["security_admin", "inspector"],
        certificate_no=officer.certificate_no,
        certificate_valid_to="2019-12-31",
    )
    text = security.submit("/admin/officers/new", wrong, status=422).get_data(as_text=True)
    for words in (
        "登录名 li.xue 已有人用",
        "管理员不能兼任其他角色",
        "这个执法证号已登记在 李雪 名下",
        "执法证到期日不能早于起始日",
    ):
        assert words in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert 'value="2019-12-31"' in text
    assert re.search(
        r'<input[^>]*checked[^>]*value="security_admin"|value="security_admin"[^>]*checked', text
    )
    assert len(queries.list_officers(store, county_code="371525")) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"login": "周明"}, "登录名用 2 到 40 个"),
        ({"login": ""}, "请填写登录名"),
        ({"name": ""}, "请填写姓名"),
        ({"roles": []}, "请至少选一个角色"),
        ({"roles": ["king"]}, "king"),
        ({"agency_id": str(new_id())}, ""),
        ({"jurisdiction": "371526"}, ""),
        ({"certificate_no": ""}, "要一起填写"),
        ({"certificate_valid_from": "yesterday"}, ""),
        ({"phone": "call me"}, "电话只写数字"),
    ],
)
def test_what_is_refused(
    store: Session, security: CasebookClient, agency: Agency, changes: dict[str, object], words: str
) -> None:
    answer = security.submit("/admin/officers/new", entered(agency, **changes), status=422)
    assert words in answer.get_data(as_text=True)
    assert queries.find_officer_by_login(store, "zhou.ming") is None


def test_an_account_is_changed(
    store: Session, security: CasebookClient, officer: Officer, agency: Agency
) -> None:
    url = f"/admin/officers/{officer.id}/edit"
    page = security.page(url)
    assert page.fields()["name"] == "李雪"
    assert "login" not in page.fields()
    changed = entered(agency, roles=["liaison"], jurisdiction=WEST)
    assert security.submit(url, changed).headers["Location"] == f"/admin/officers/{officer.id}"
    store.expire_all()
    assert (officer.name, officer.jurisdiction, officer.roles, officer.login) == (
        "周明",
        WEST,
        {Role.LIAISON},
        "li.xue",
    )
    assert "执法人员 → 部门联络员" in security.page(f"/admin/officers/{officer.id}").text


def test_a_township_agencys_officer_stays_in_the_township(
    store: Session, security: CasebookClient, agency: Agency
) -> None:
    township = make_agency(store, name="清水镇人民政府", division_code=WEST)
    store.commit()
    wrong = entered(township, jurisdiction=EAST)
    text = security.submit("/admin/officers/new", wrong, status=422).get_data(as_text=True)
    assert f"辖区须在所属机关的地域（{WEST}）之内" in text
    wrong = entered(township, jurisdiction=WEST, roles=["audit_admin"])
    assert "辖区须选县" in security.submit("/admin/officers/new", wrong, status=422).get_data(as_text=True)


def test_a_password_is_reset(store: Session, security: CasebookClient, officer: Officer) -> None:
    store.add(sign_in_row(officer, at=clock.now()))
    store.commit()
    url = f"/admin/officers/{officer.id}/password"
    assert not PASSWORD.search(security.page(url).text)
    (password,) = set(PASSWORD.findall(security.submit(url, status=200).get_data(as_text=True)))
    store.expire_all()
    assert is_right(officer.password_hash, password)
    assert officer.must_change_password
    assert queries.list_running_sign_ins(store, officer.id) == []


def test_an_account_is_closed_and_opened_again(
    store: Session, security: CasebookClient, sign_in: SignIn, officer: Officer
) -> None:
    theirs = sign_in(officer)
    url = f"/admin/officers/{officer.id}"
    assert "请写明理由" in security.submit(f"{url}/disable", {"reason": ""}, status=422).get_data(
        as_text=True
    )
    security.submit(f"{url}/disable", {"reason": "调离"})
    assert theirs.get("/account").headers["Location"] == "/sign-in?next=/account"
    page = security.page(url)
    assert "已停用" in page.text
    assert "调离" in page.text
    security.submit(f"{url}/disable", {"reason": "再次"}, status=422)
    security.submit(f"{url}/enable")
    security.submit(f"{url}/enable", status=422)
    store.expire_all()
    assert officer.is_active


def test_ones_own_account_is_not_ones_own_to_change(
    store: Session, security: CasebookClient, agency: Agency
) -> None:
    own = queries.get_officer_by_login(store, "security-admin")
    url = f"/admin/officers/{own.id}"
    facts = entered(agency, roles=["security_admin"])
    assert "另一名安全管理员" in security.submit(f"{url}/edit", facts, status=422).get_data(as_text=True)
    security.submit(f"{url}/disable", {"reason": "-"}, status=422)
    security.submit(f"{url}/password", status=422)


@pytest.mark.usefixtures("file_store")
def test_work_is_handed_over_by_numbers_only(store: Session, sign_in: SignIn) -> None:
    bureau = make_bureau(store)
    (problem,) = make_problems(store, bureau)
    manager = make_officer(store, Role.SECURITY_ADMIN, agency=bureau.visit.agency, certificate=False)
    store.commit()
    client = sign_in(manager)
    url = f"/admin/officers/{bureau.visit.lead.id}"
    for page in (client.page(url), client.page(f"{url}/hand-over"), client.page(f"{url}/disable")):
        assert "未销号的问题 1" in page.text
        assert problem.number not in page.text
    refused = client.submit(f"{url}/hand-over", {"taker": "", "reason": ""}, status=422)
    assert "请选择接收人" in refused.get_data(as_text=True)
    facts = {"taker": str(bureau.visit.second.id), "reason": "调离"}
    client.submit(f"{url}/hand-over", facts)
    assert "已移交：问题 1、案件 0、期限 1" in client.page(url).text
    store.expire_all()
    assert problem.responsible_officer_id == bureau.visit.second.id
    again = client.submit(f"{url}/hand-over", facts, status=422).get_data(as_text=True)
    assert "名下没有未办结的工作" in again
    assert "调离" in again


def test_the_list_can_be_narrowed_and_paged(
    store: Session, security: CasebookClient, agency: Agency, officer: Officer
) -> None:
    for number in range(55):
        make_officer(store, Role.LIAISON, agency=agency, name=f"试员{number:02d}", certificate=False)
    store.commit()
    assert "li.xue" in security.page("/admin/officers?q=李雪").text
    assert "li.xue" not in security.page("/admin/officers?role=liaison").text
    assert "li.xue" not in security.page("/admin/officers?state=disabled").text
    page = security.page(f"/admin/officers?agency={agency.id}&role=nonsense")
    following = page.links()["下一页"]
    assert f"agency={agency.id}" in following
    assert "试员54" in security.page(following).text
    assert security.get("/admin/officers?after=nonsense").status_code == 422
    assert "没有符合条件的账号" in security.page("/admin/officers?q=<b>none</b>").text


def test_twenty_rows_cost_no_more_queries_than_one(
    store: Session, security: CasebookClient, agency: Agency
) -> None:
    security.page("/admin/officers")
    with statements(db.engine) as few:
        security.page("/admin/officers")
    for _ in range(20):
        make_officer(store, Role.INSPECTOR, Role.CASE_HEAD, agency=agency)
    store.commit()
    with statements(db.engine) as many:
        security.page("/admin/officers")
    assert len(many) == len(few)


def test_who_is_not_there(security: CasebookClient) -> None:
    for tail in ("", "/edit", "/password", "/disable", "/hand-over"):
        assert security.get(f"/admin/officers/{new_id()}{tail}").status_code == 404
