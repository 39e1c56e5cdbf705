"""A township's page, the slider through time, and the way down from a figure to the photograph."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.closures.rules import ClosureStatus
from casebook.db import db
from casebook.kernel.clock import local_day
from casebook.oversight.rules import Indicator
from tests.factories import closures as make
from tests.factories.accounts import NOW
from tests.factories.oversight import set_target
from tests.factories.regions import EAST, WEST
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.factories.closures import Offices
    from tests.support.page import CasebookClient, Page

    SignIn = Callable[[Officer], CasebookClient]

WESTERN = f"/board/places/{WEST}?year=2023"
CONFIRMED = local_day(NOW + 2 * make.DAY)


@pytest.fixture
def offices(store: Session) -> Offices:
    found = make.make_offices(store)
    set_target(store, Indicator.REDUCTION, "100000", division_code=WEST)
    make.make_closure(store, found)
    make.make_closure(store, found, ClosureStatus.REPORTED, well=make.new_well(store))
    store.commit()
    return found


def href(page: Page, text: str, start: str) -> str:
    return next(
        a.get("href", "")
        for a in page.all("a")
        if "".join(a.itertext()).strip() == text and a.get("href", "").startswith(start)
    )


def test_each_figure_leads_down_to_the_photograph(sign_in: SignIn, offices: Offices) -> None:
    client = sign_in(offices.reporter)
    county = client.page("/board?year=2023")
    place = client.page(href(county, "清水镇", "/board/places/"))
    entries = client.page(href(place, "3.65", "/ledger?"))
    entry = client.page(next(a.get("href", "") for a in entries.all("a") if "row-link" in a.get("class", "")))
    pictures = [one.get("src", "") for one in entry.all("img") if "/evidence/" in one.get("src", "")]
    assert pictures
    assert client.get(pictures[0]).status_code == 200


def test_the_slider_shows_the_end_of_a_day(sign_in: SignIn, offices: Offices) -> None:
    client = sign_in(offices.reporter)
    before = local_day(NOW + make.DAY)
    earlier = client.page(f"{WESTERN}&as_of={before}")
    assert "回到现在" in earlier.text
    claimed = client.page(href(earlier, "7.3", "/closures?"))
    assert "2" in claimed.text
    assert offices.well.code in claimed.text
    by_place = CONFIRMED.timetuple().tm_yday
    assert client.page(f"{WESTERN}&day={by_place}").text == client.page(f"{WESTERN}&as_of={CONFIRMED}").text
    for nonsense in ("as_of=2023-02-31", "as_of=2022-12-31", "day=900", "day=x"):
        assert "回到现在" not in client.page(f"{WESTERN}&{nonsense}").text


def test_the_map_says_what_is_planned_and_done(sign_in: SignIn, offices: Offices) -> None:
    client = sign_in(offices.reporter)
    found = client.get(f"/board/places/{WEST}/wells.json?year=2023").json
    stages = dict(zip(found["codes"], (found["statuses"][one] for one in found["status"]), strict=True))
    assert stages[offices.well.code] == "stage_booked"
    assert sorted(stages.values()) == ["stage_booked", "stage_claimed"]
    day = local_day(NOW - make.DAY)
    assert client.get(f"/board/places/{WEST}/wells.json?year=2023&as_of={day}").json["codes"] == []


def test_no_other_townships_page(store: Session, sign_in: SignIn, offices: Offices) -> None:
    lead = sign_in(offices.lead)
    assert lead.get(WESTERN).status_code == 200
    for address in (f"/board/places/{EAST}", f"/board/places/{EAST}/wells.json", "/board/places/nowhere"):
        assert lead.get(address).status_code == 404


def test_a_page_asks_as_often_for_many_wells(store: Session, sign_in: SignIn, offices: Offices) -> None:
    client = sign_in(offices.reporter)
    client.page(WESTERN)
    with statements(db.engine) as few:
        client.page(WESTERN)
    for number in range(6):
        make.make_closure(store, offices, well=make.new_well(store), baseline_m3=Decimal(100 + number))
    store.commit()
    with statements(db.engine) as many:
        client.page(WESTERN)
    assert len(many) == len(few)
