"""Departments' pages: what each planned, reported and booked, down to the closing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.closures.rules import ClosureStatus
from tests.factories import closures as make
from tests.factories.accounts import make_officer
from tests.factories.regions import EAST

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.factories.closures import Offices
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def offices(store: Session) -> Offices:
    found = make.make_offices(store)
    make.make_closure(store, found)
    make.make_closure(store, found, ClosureStatus.REPORTED, well=make.new_well(store))
    store.commit()
    return found


def test_a_departments_figures_and_what_they_are_made_of(sign_in: SignIn, offices: Offices) -> None:
    client = sign_in(offices.reporter)
    row = next(
        one
        for one in client.page("/board/offices?year=2023").all("tr")
        if "水利局" in "".join(one.itertext())
    )
    cells = ["".join(cell.itertext()).strip() for cell in row]
    assert cells[1:6] == ["0", "1", "3.65", "1", "3.65"]
    page = client.page(f"/board/offices/{offices.water.id}?year=2023")
    assert offices.well.code in page.text
    link = next(a.get("href") for a in page.all("a") if (a.get("href") or "").startswith("/closures/3715"))
    assert client.get(link).status_code == 200


def test_a_township_sees_what_lies_in_it(store: Session, sign_in: SignIn, offices: Offices) -> None:
    assert sign_in(offices.lead).get(f"/board/offices/{offices.water.id}?year=2023").status_code == 200
    east = make_officer(store, Role.TOWNSHIP_LEAD, agency=offices.township, jurisdiction=EAST)
    assert sign_in(east).get(f"/board/offices/{offices.water.id}?year=2023").status_code == 404
