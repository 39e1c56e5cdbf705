"""Electricity of an account and month on its page: corrected once, with what stood before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.volumes.models import ElectricityUse
from tests.factories.accounts import make_officer
from tests.factories.volumes import take_electricity

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.support.page import CasebookClient
    from tests.web.volumes.conftest import SignIn, Water


@pytest.fixture
def url(store: Session, water: Water) -> str:
    take_electricity(store, water.keeper, "3700000001,202303,100")
    store.commit()
    use = store.scalars(select(ElectricityUse)).one()
    return f"/volumes/electricity/uses/{use.id}"


def test_a_correction_needs_a_figure_and_a_reason_and_comes_once(url: str, client: CasebookClient) -> None:
    token = {"csrf_token": client.csrf_token()}
    for energy, words in (("-3", "用电量不会是负数"), ("很多", "读不懂这个数"), ("100", "和原来一样")):
        answer = client.post(url, data=token | {"energy_kwh": energy, "reason": "供电所更正"})
        assert answer.status_code == 422
        assert words in answer.get_data(as_text=True)
    assert client.post(url, data=token | {"energy_kwh": "110"}).status_code == 422
    data = token | {"energy_kwh": "110.5", "reason": "供电所更正"}
    done = client.post(url, data=data)
    assert "供电所更正" in client.page(done.location).text
    late = client.post(url, data=data | {"energy_kwh": "120"})
    assert "已有人更正过" in late.get_data(as_text=True)
    assert "看现在的用电量" in client.page(url).text


def test_an_accounts_page_and_its_months_lead_to_each_other(
    store: Session, url: str, client: CasebookClient
) -> None:
    account_id = store.scalars(select(ElectricityUse.account_id)).one()
    account = f"/volumes/accounts/{account_id}"
    assert f'href="{url}"' in client.get(f"{account}?year=2023").get_data(as_text=True)
    assert f'href="{account}?year=2023"' in client.get(url).get_data(as_text=True)


def test_only_the_countys_keeper_corrects_it(store: Session, sign_in: SignIn, water: Water, url: str) -> None:
    inspector = sign_in(make_officer(store, Role.INSPECTOR, agency=water.agency))
    assert inspector.get(url).status_code == 403
    east = make_officer(store, Role.PERMIT_OFFICER, agency=water.agency, jurisdiction="371525105")
    assert sign_in(east).get(url).status_code == 404
