"""The pages of the balance: figures with their gaps, the wells behind them, the sheet, who sees what."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import python_calamine

from casebook.access import Role
from casebook.kernel import clock
from casebook.quotas.rules import Grade
from tests.factories.accounts import make_officer
from tests.factories.quotas import make_total, make_township
from tests.factories.regions import EAST, WEST
from tests.factories.wells import make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.support.page import CasebookClient
    from tests.web.volumes.conftest import SignIn, Water


def test_the_balance_says_what_its_total_lacks(store: Session, water: Water, client: CasebookClient) -> None:
    make_township(store, make_total(store, 900), 120)
    store.commit()
    page = client.page("/volumes/balance?year=2023")
    assert "超 10" in page.text
    link = f"/volumes/balance/wells?year=2023&amp;township={WEST}&amp;behind=missing"
    assert link in client.get("/volumes/balance?year=2023").text
    lacking = client.page(f"/volumes/balance/wells?year=2023&township={WEST}&behind=missing").text
    assert water.well.code in lacking
    assert water.other.code not in lacking
    measured = client.page("/volumes/balance/wells?year=2023&grade=a").text
    assert "130" in measured
    assert "没有这样的井" in client.page("/volumes/balance/wells?year=2023&grade=b").text


def test_the_sheet_has_units_and_every_part(store: Session, client: CasebookClient) -> None:
    make_township(store, make_total(store, 900), 120)
    store.commit()
    answer = client.get("/volumes/balance.xlsx?year=2023")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    header, *rows = book.get_sheet_by_index(0).to_python()
    assert header[2:5] == ["地下水计划（m³）", "实测取水量（m³）", "计划减实测（m³）"]
    assert len(header) == 5 + 2 * len(Grade) + 3
    west = next(row for row in rows if row[0] == 2023 and row[2] == 120)
    assert west[3:7] == [130, -10, 130, 100]
    assert west[-3:] == [12, 10, 83.3]


def test_an_address_that_says_nonsense_shows_the_year(client: CasebookClient) -> None:
    page = client.page("/volumes/balance/wells?year=x&behind=zz&grade=z&township=999999&_scheme=x")
    assert "有实测水量的井" in page.text
    assert f"{clock.today().year} 年" in page.text


def test_a_township_sees_its_own_balance(store: Session, water: Water, sign_in: SignIn) -> None:
    officer = make_officer(store, Role.TOWNSHIP_LEAD, agency=water.agency, jurisdiction=EAST)
    store.commit()
    client = sign_in(officer)
    assert f"township={WEST}" not in client.get("/volumes/balance?year=2023").text
    behind = client.page(f"/volumes/balance/wells?year=2023&township={WEST}&behind=due").text
    assert water.well.code not in behind


def test_who_may_not_see_volumes_sees_no_balance(store: Session, water: Water, sign_in: SignIn) -> None:
    client = sign_in(make_officer(store, Role.SYSTEM_ADMIN, agency=water.agency))
    assert client.get("/volumes/balance").status_code == 403


def test_a_list_costs_the_same_at_one_and_at_twenty(
    store: Session, water: Water, client: CasebookClient
) -> None:
    address = f"/volumes/balance/wells?year=2023&behind=due&township={EAST}"
    costs = []
    for more in (0, 19):
        for at in range(more):
            make_well(store, code=f"{EAST}JJ1{at:04}", lon=115.47)
        store.commit()
        for page in (address, "/volumes/balance?year=2023"):
            client.page(page)
            with statements(store.get_bind().engine) as sent:
                client.page(page)
            costs.append(len(sent))
    assert costs[:2] == costs[2:]
