"""The three administrators: an account is opened, its session ended, all of it found in the audit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.kernel import clock
from tests.e2e.pages.administration import Accounts
from tests.e2e.pages.base import Screen
from tests.e2e.pages.sign_in import SignIn

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor

OWN = "Shuijing-2026-own"


def test_an_officer_comes_and_is_signed_out(visitor: Visitor) -> None:
    today = clock.today()
    facts = {
        "登录名": "newcomer",
        "姓名": "陶然",
        "执法证号": "鲁P00009901",
        "执法证起始日": f"{today - timedelta(days=30)}",
        "执法证到期日": f"{today + timedelta(days=700)}",
    }
    accounts = Accounts(visitor("security"))
    password = accounts.open_account(facts, agency="冠县综合行政执法局", jurisdiction="冠县", role="执法人员")

    newcomer = SignIn(visitor(size="tablet"))
    newcomer.enter("newcomer", password).says("先换一个自己的密码")
    newcomer.write("原密码", password).write("新密码", OWN).write("再输一遍新密码", OWN)
    newcomer.press("更新密码").told("密码已更新")
    Screen(newcomer.page).open("/").says("工作台")

    accounts.end_session_of("陶然")
    newcomer.page.goto("/wells")
    assert "/sign-in" in newcomer.page.url

    audit = Screen(visitor("audit")).open("/admin/audit")
    audit.says("终止他人登录").says("开设账号").says("陶然（newcomer）")


@pytest.mark.parametrize("login", ["system", "security", "audit"])
def test_no_administrator_sees_what_a_case_contains(visitor: Visitor, login: str) -> None:
    page = visitor(login)
    Screen(page).open("/admin")
    for url in ("/cases", "/problems", "/inspections", "/wells", "/closures", "/ledger", "/board", "/map"):
        answer = page.goto(url)
        assert answer
        assert answer.status == 403, url
    Screen(page).look()


@pytest.mark.parametrize(
    ("login", "urls"),
    [
        (
            "inspector",
            ["/admin/officers", "/admin/audit", "/wells/import", "/board/targets", "/closures/new"],
        ),
        ("informant", ["/inspections/new", "/cases", "/reports/work-ledger.xlsx", "/wells/export"]),
        ("leader", ["/inspections/new", "/wells/export", "/admin/agencies", "/closures/new"]),
        ("closure", ["/cases", "/inspections", "/admin/sessions"]),
    ],
)
def test_other_roles_pages_are_refused(visitor: Visitor, login: str, urls: list[str]) -> None:
    page = visitor(login)
    for url in urls:
        answer = page.request.get(url, max_redirects=0)
        assert answer.status == 403, url
    page.goto(urls[0])
    Screen(page).look()


def test_a_township_does_not_see_its_neighbours(visitor: Visitor) -> None:
    page = visitor("qingshui")
    assert page.request.get("/wells/371525104JJ00001").status == 200
    assert page.request.get("/wells/371525103JJ00001").status == 404
