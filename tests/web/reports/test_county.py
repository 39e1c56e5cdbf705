"""The county's reports on the page: which months are closed, their files, who may have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from tests.factories.accounts import make_agency, make_officer
from tests.factories.ledger import post_closed_well, post_reduction
from tests.factories.regions import WEST, make_county

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def agency(store: Session) -> Agency:
    make_county(store)
    post_closed_well(store)
    post_reduction(store)
    found = make_agency(store)
    store.commit()
    return found


def test_the_year_with_its_months(store: Session, sign_in: SignIn, agency: Agency) -> None:
    client = sign_in(make_officer(store, Role.COUNTY_LEADER, agency=agency))
    page = client.page("/reports/county?year=2023")
    assert "未结账" in page.text
    assert "36,500" in page.text
    assert "/reports/county/2023-10/xlsx" in [a.get("href") for a in page.all("a")]
    assert client.get("/reports/county/2023-10/xlsx").data.startswith(b"PK")
    assert client.page("/reports/county?year=nonsense").h1 == client.page("/reports/county").h1
    for period in ("2023-13", "october", "99999", "2023-10/exe"):
        address = period if "/" in period else f"{period}/xlsx"
        assert client.get(f"/reports/county/{address}").status_code == 404
    assert client.get("/reports/county/2099-01/xlsx").status_code == 422


def test_a_township_has_no_reports_of_the_county(store: Session, sign_in: SignIn, agency: Agency) -> None:
    lead = sign_in(make_officer(store, Role.TOWNSHIP_LEAD, agency=agency, jurisdiction=WEST))
    assert "/reports/county/2023-10/xlsx" not in lead.get("/reports/county?year=2023").text
    assert lead.get("/reports/county/2023-10/xlsx").status_code == 404
