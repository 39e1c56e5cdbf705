"""Pages of patrols: rounds with counts, and a visit entered at the desk by whoever has no tablet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.cases import actions
from casebook.db import db
from casebook.evidence.queries import list_items
from casebook.inspections.filed import PatrolState
from casebook.inspections.queries import list_visits_by_well
from casebook.kernel.ids import new_id
from casebook.wells.rules import WellStatus
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import Bureau, make_bureau
from tests.factories.papers import scan, visit
from tests.factories.regions import WEST
from tests.factories.wells import make_well
from tests.support.counting import statements
from tests.support.page import Page
from tests.support.rows import leads_of_well

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.wells.models import Well
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store)
    store.commit()
    return found


@pytest.fixture
def keeper(store: Session, bureau: Bureau) -> Officer:
    return make_officer(
        store, Role.INFORMANT, agency=bureau.visit.agency, name="孙巡", jurisdiction=WEST, certificate=False
    )


@pytest.fixture
def client(sign_in: SignIn, keeper: Officer) -> CasebookClient:
    return sign_in(keeper)


@pytest.fixture
def sealed(store: Session, bureau: Bureau) -> Well:
    found = make_well(store, lon=115.43, lat=36.46, status=WellStatus.PLUGGED, closed_on=date(2022, 5, 1))
    store.commit()
    return found


def typed(well: Well, /, **changes: object) -> dict[str, object]:
    return {"patrol": "", "well": well.code, "state": "in_use", "is_closure_intact": "", **changes}


def test_a_water_keeper_enters_a_visit_and_goes_on(
    client: CasebookClient, store: Session, bureau: Bureau
) -> None:
    assert client.page("/patrols").links()["巡查"] == "/patrols"
    client.page("/patrols/new")
    well = bureau.visit.well
    answer = client.submit("/patrols/new", typed(well, dial="1204", note=HOSTILE))
    assert answer.location.startswith("/patrols/new?patrol=")
    assert "没有异常" in client.page(answer.location).text
    (seen,) = list_visits_by_well(store, well.id)
    page = client.page(f"/patrols/{seen.patrol_id}")
    assert HOSTILE in page.text
    assert "1,204" in page.text


def test_what_is_off_becomes_a_lead_of_the_same_round(
    client: CasebookClient, store: Session, bureau: Bureau, sealed: Well
) -> None:
    first = client.submit("/patrols/new", typed(bureau.visit.well))
    patrol = first.location.partition("patrol=")[2]
    files = [(scan().stream, "w.png")]
    second = client.submit("/patrols/new", typed(sealed, patrol=patrol, note="泵在转", file=files))
    assert "371525-2023-LX-" not in first.location
    assert "报为线索" in client.page(second.location).text
    (lead,) = leads_of_well(store, sealed.id)
    (seen,) = list_visits_by_well(store, sealed.id)
    assert str(seen.patrol_id) == patrol
    assert len(list_items(store, "patrol_visit", seen.id)) == 1
    assert lead.number in client.page(f"/patrols/{patrol}").text


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"well": "371525104JJ99999"}, "没有找到这眼井"),
        ({"well": ""}, "请选择一眼登记的井"),
        ({"state": "new_well"}, "不能填"),
        ({"well": "", "state": "new_well"}, "须有位置"),
        ({"well": "", "state": "new_well", "lon": "115.43"}, "要一起填"),
        ({"well": "", "state": "new_well", "lon": "116.9", "lat": "36.46"}, "不在本县范围内"),
        ({"dial": "十二"}, "不是数字"),
        ({"state": ""}, "请选择"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    client: CasebookClient, store: Session, bureau: Bureau, changes: dict[str, object], word: str
) -> None:
    answer = client.submit("/patrols/new", typed(bureau.visit.well, note=HOSTILE, **changes), status=422)
    page = Page(answer.get_data(as_text=True))
    assert word in page.text
    assert page.fields()["note"] == HOSTILE
    assert list_visits_by_well(store, bureau.visit.well.id) == []


def see(store: Session, who: Officer, well: Well, patrol: object) -> None:
    actions.file_patrol_visit(
        store,
        actor=actor_of(who),
        now=NOW,
        device_id=None,
        visit_id=new_id(),
        filed=visit(well, PatrolState.IN_USE, patrol=patrol),
    )


def test_rounds_ask_as_often_for_many_as_for_one(
    client: CasebookClient, store: Session, bureau: Bureau, keeper: Officer
) -> None:
    first, well = new_id(), bureau.visit.well
    see(store, keeper, well, first)
    store.commit()
    for url in ("/patrols", f"/patrols/{first}"):
        client.page(url)
        with statements(db.engine) as few:
            client.page(url)
        for _ in range(6):
            see(store, keeper, well, first)
            see(store, keeper, well, new_id())
        store.commit()
        with statements(db.engine) as many:
            client.page(url)
        assert len(few) == len(many), url


def test_patrollers_see_their_own_rounds_and_officers_all(
    client: CasebookClient, store: Session, sign_in: SignIn, bureau: Bureau, keeper: Officer
) -> None:
    own, others = new_id(), new_id()
    neighbour = make_officer(
        store, Role.INFORMANT, agency=bureau.visit.agency, jurisdiction=WEST, name="吴巡"
    )
    see(store, keeper, bureau.visit.well, own)
    see(store, neighbour, bureau.visit.well, others)
    store.commit()
    text = client.page("/patrols").text
    assert ("孙巡" in text, "吴巡" in text) == (True, False)
    client.page(f"/patrols/{others}", 404)
    officer = sign_in(bureau.visit.lead)
    text = officer.page("/patrols").text
    assert ("孙巡" in text, "吴巡" in text) == (True, True)
    officer.page(f"/patrols/{others}")
    liaison = sign_in(make_officer(store, Role.LIAISON, agency=bureau.visit.agency))
    assert liaison.get("/patrols").status_code == 403
    assert sign_in(bureau.head).get("/patrols/new").status_code == 403
