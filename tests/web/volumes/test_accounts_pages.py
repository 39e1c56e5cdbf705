"""Pages of electricity accounts and of coefficients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.volumes.models import Coefficient, ElectricityAccount
from tests.factories.accounts import make_officer
from tests.factories.volumes import take_electricity
from tests.support.counting import statements
from tests.support.page import parsed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.support.page import CasebookClient
    from tests.web.volumes.conftest import SignIn, Water

NEW = "/volumes/coefficients/new"
PAPER = {
    "division_code": "371525",
    "aquifer": "",
    "first_month": "1",
    "last_month": "12",
    "value": "2.5",
    "low": "2",
    "high": "3",
    "valid_from": "2020-01-01",
    "source": "率定报告",
}


def post(client: CasebookClient, url: str, fields: dict[str, str], *, status: int = 302) -> str:
    answer = client.submit(url, dict(fields), status=status)
    return client.page(answer.location).text if status == 302 else parsed(answer.get_data(as_text=True)).text


@pytest.fixture
def account(store: Session, water: Water) -> ElectricityAccount:
    """An account that no well of the register names."""
    take_electricity(store, water.keeper, "3700000009,202301,100", "3700000009,202302,60")
    store.commit()
    return store.scalars(select(ElectricityAccount)).one()


def test_an_account_without_a_well_gets_one_and_its_water(
    client: CasebookClient, water: Water, account: ElectricityAccount
) -> None:
    post(client, NEW, PAPER)
    listed = client.page("/volumes/accounts?wells=none").text
    assert "没有水井" in listed
    url = f"/volumes/accounts/{account.id}"
    assert "有电无井" in client.page(url).text
    fields = {"lines": f"{water.other.code} 80%", "first": "2023-02", "ground": "分表"}
    page = post(client, url, fields)
    assert "已登记，有 1 个井月的水量随之改变" in page
    assert "未分 12" in page
    assert "96–144" in page


def test_what_cannot_be_dealt_out_is_told_line_by_line(
    client: CasebookClient, water: Water, account: ElectricityAccount
) -> None:
    url = f"/volumes/accounts/{account.id}"
    fields = {"lines": f"nowhere 10%\n{water.well.code} six", "first": "2023-02", "ground": "分表"}
    page = post(client, url, fields, status=422)
    assert "第 1 行" in page
    assert "第 2 行" in page
    fields = {"lines": water.well.code, "first": "二月", "ground": "分表"}
    assert "请写成 2023-05 这样" in post(client, url, fields, status=422)


def test_a_coefficient_gets_a_further_version(client: CasebookClient, store: Session) -> None:
    post(client, NEW, PAPER)
    first = store.scalars(select(Coefficient)).one()
    page = post(client, f"{NEW}?of={first.id}", PAPER | {"value": "2.75"})
    assert "第 1 版，已被代替" in page
    assert "2.75" in page
    assert client.page(f"{NEW}?of={first.id}").fields()["value"] == "2.5"
    assert "下限与上限之间" in post(client, NEW, PAPER | {"value": "9"}, status=422)


def test_the_list_costs_the_same_at_one_and_at_twenty(
    client: CasebookClient, store: Session, water: Water, account: ElectricityAccount
) -> None:
    def cost() -> int:
        client.get("/volumes/accounts")
        with statements(store.get_bind()) as counted:
            assert client.get("/volumes/accounts").status_code == 200
        return len(counted)

    before = cost()
    take_electricity(store, water.keeper, *(f"37{number:08},202301,5" for number in range(20)))
    store.commit()
    assert cost() == before


def test_who_may_not_edit_reads_only_and_a_township_not_at_all(
    store: Session, sign_in: SignIn, water: Water, account: ElectricityAccount
) -> None:
    inspector = sign_in(make_officer(store, Role.INSPECTOR, agency=water.agency))
    url = f"/volumes/accounts/{account.id}"
    assert "登记水井和份额" not in inspector.page(url).text
    assert inspector.get(NEW).status_code == 403
    fields = {"lines": water.well.code, "first": "2023-02", "ground": "分表"}
    inspector.submit(url, dict(fields), status=403)
    township = make_officer(store, Role.INSPECTOR, agency=water.agency, jurisdiction="371525104")
    assert sign_in(township).get(url).status_code == 404
