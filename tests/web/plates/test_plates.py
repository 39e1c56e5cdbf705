"""Pages of plates: made, printed, revoked by the keeper of the register, read by anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from casebook.access import Role
from casebook.kernel import clock
from casebook.keys import signing
from casebook.plates import queries
from casebook.wells.models import Well
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.regions import WEST, make_county
from tests.factories.wells import keeper, make_well

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.plates.models import WellPlate
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

CODE = f"{WEST}JJ00037"


@pytest.fixture
def client(app: Flask, store: Session, sign_in: SignIn) -> CasebookClient:
    make_county(store)
    make_well(store, code=CODE)
    make_well(store, code=f"{WEST}JJ00038")
    signing.init(app.config["CASEBOOK"], now=clock.now())
    return sign_in(make_officer(store, Role.PERMIT_OFFICER, agency=make_agency(store), name="许可员"))


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return found


def only_plate(store: Session) -> WellPlate:
    well = store.query(Well).filter_by(code=CODE).one()
    plate, *_older = queries.list_plates(store, well.id)
    return plate


def test_a_township_is_given_its_plates_and_prints_them(client: CasebookClient, store: Session) -> None:
    page = client.page("/plates")
    assert "制牌 2 块" in page.text
    client.submit(f"/plates/{WEST}/issue")
    assert "打印全部" in client.page("/plates").text
    printed = client.get(f"/plates/{WEST}/1.pdf")
    assert printed.mimetype == "application/pdf"
    assert CODE in text_of(printed.data).replace("\n", "")
    assert client.get(f"/plates/{WEST}/2.pdf").status_code == 422


def test_a_lost_plate_is_revoked_and_made_anew(client: CasebookClient, store: Session) -> None:
    client.submit(f"/plates/of/{CODE}/issue")
    first = only_plate(store)
    serial, text = first.serial, first.text
    client.submit(f"/plates/{serial}/revoke", {"reason": " "}, status=422)
    client.submit(f"/plates/{serial}/revoke", {"reason": "被人撬走"})
    page = client.page(f"/plates/of/{CODE}")
    assert "被人撬走" in page.text
    assert client.get(f"/plates/{serial}.pdf").status_code == 422
    assert "标牌已作废" in client.page(f"/p/{text}").text
    client.submit(f"/plates/of/{CODE}/issue")
    store.expire_all()
    assert only_plate(store).serial != serial


def test_anybody_who_scans_a_plate_learns_which_well_it_is_and_no_more(
    app: Flask, client: CasebookClient, store: Session
) -> None:
    client.submit(f"/plates/of/{CODE}/issue")
    text = only_plate(store).text
    stranger = app.test_client()
    page = stranger.get(f"/p/{text}").get_data(as_text=True)
    assert CODE in page
    assert "标牌有效" in page
    assert "不是本县发出的标牌" in stranger.get(f"/p/{text[:-2]}").get_data(as_text=True)
    assert "不是标牌二维码" in stranger.get("/p/<script>").get_data(as_text=True)


def test_an_inspector_makes_no_plates(store: Session, client: CasebookClient, sign_in: SignIn) -> None:
    inspector = sign_in(make_officer(store, Role.INSPECTOR, agency=make_agency(store, name="局")))
    assert inspector.get("/plates").status_code == 403
    assert inspector.get(f"/plates/of/{CODE}").status_code == 403


def test_another_townships_keeper_finds_nothing(store: Session, client: CasebookClient) -> None:
    assert keeper(store).jurisdiction == COUNTY
    assert client.get("/plates/of/371525999JJ00001").status_code == 404
    assert client.get("/plates/371525-2026-PZ-99999.pdf").status_code == 404
