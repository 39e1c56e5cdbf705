"""Meters on pages: the list, putting on, swapping, sealing; two who change the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Role
from casebook.db import db
from casebook.volumes.models import Meter
from tests.factories.accounts import make_officer
from tests.factories.volumes import take_readings
from tests.factories.wells import make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.support.page import CasebookClient
    from tests.web.volumes.conftest import SignIn, Water

METERS = "/volumes/wells/371525104JJ00001/meters"
NEW = {"number": "SB9", "kind": "mechanical", "opening_m3": "3"}


def meter_of(store: Session, number: str) -> Meter:
    store.expire_all()
    return store.scalars(select(Meter).where(Meter.number == number)).one()


def test_a_meter_is_swapped_and_both_stay_with_the_well(store: Session, client: CasebookClient) -> None:
    token = {"csrf_token": client.csrf_token()}
    swap = token | NEW | {"on": "2023-05-10", "dial_m3": "200", "meter_no": "SB1"}
    refused = client.post(f"{METERS}/swap", data=swap)
    assert refused.status_code == 422
    assert "照实录入：旧表止码确实是这个数" in refused.get_data(as_text=True)
    assert client.post(f"{METERS}/swap", data=swap | {"dial_m3": "240", "digits": "5"}).status_code == 302
    page = client.page(METERS).text
    assert page.index("SB9") < page.index("以前的水表") < page.rindex("SB1")
    assert "2023-05-10 换表：旧表止码 240，新表起码 3" in client.page(f"{METERS[:-7]}?year=2023").text
    twice = client.post(f"{METERS}/swap", data=swap | {"dial_m3": "240"})
    assert twice.status_code == 409
    assert "刚有人换过" in twice.get_data(as_text=True)
    assert 'value="SB9"' in client.get(f"{METERS}/remove").get_data(as_text=True)


def test_a_meter_is_taken_off_and_another_put_on(client: CasebookClient) -> None:
    token = {"csrf_token": client.csrf_token()}
    gone = client.post(f"{METERS}/remove", data=token | {"on": "2023-05-10", "dial_m3": "240"})
    assert gone.status_code == 302
    assert "装表" in client.page(METERS).text
    put = token | NEW | {"on": "2023-05-12"}
    assert "表底数不会是负数" in client.post(f"{METERS}/assign", data=put | {"opening_m3": "-3"}).get_data(
        as_text=True
    )
    assert client.post(f"{METERS}/assign", data=put).status_code == 302
    again = client.post(f"{METERS}/assign", data=put)
    assert "起已装有水表 SB9" in again.get_data(as_text=True)


def test_of_two_who_change_a_meter_the_later_is_told(store: Session, client: CasebookClient) -> None:
    url = f"{METERS}/{meter_of(store, 'SB1').id}"
    data = {"csrf_token": client.csrf_token(), "number": "SB1", "kind": "mechanical", "base_version": "1"}
    assert client.post(url, data=data | {"digits": "6"}).status_code == 302
    late = client.post(url, data=data | {"digits": "5", "calibration_due_on": "2020-01-01"})
    assert late.status_code == 409
    assert "刚被别人改过" in late.get_data(as_text=True)
    assert meter_of(store, "SB1").digits == 6
    assert client.post(url, data=data | {"digits": "40", "base_version": "2"}).status_code == 422


def test_a_seal_is_put_on_and_found_broken(store: Session, water: Water, client: CasebookClient) -> None:
    take_readings(store, water.keeper, f"{water.other.code},SB2,2023-01-25,5,人工,")
    store.commit()
    url = f"{METERS}/{meter_of(store, 'SB1').id}"
    other = f"/volumes/wells/{water.other.code}/meters/{meter_of(store, 'SB2').id}"
    token = {"csrf_token": client.csrf_token()}
    assert client.post(f"{url}/seal", data=token | {"number": "q7", "on": "2023-05-01"}).status_code == 302
    end = token | {"ending": "seal_broken", "on": "2023-05-20"}
    assert client.post(f"{url}/unseal", data=end).status_code == 422
    assert client.post(f"{url}/unseal", data=end | {"note": "封线被剪断"}).status_code == 302
    assert client.post(f"{other}/seal", data=token | {"number": "q8", "on": "2023-05-21"}).status_code == 302
    assert "封线被剪断" in client.page(METERS).text
    broken = client.page("/volumes/meters?seal=broken").text
    assert "SB1" in broken
    assert "SB2" not in broken
    assert "铅封破损 1 块" in client.page("/").text
    assert "SB1" not in client.page("/volumes/meters?calibration=calibration_overdue").text
    assert client.post(f"{url}/seal", data=token | {"number": "q9", "on": "2023-05-22"}).status_code == 302
    assert "SB1" not in client.page("/volumes/meters?seal=broken").text


def test_who_only_looks_changes_nothing(store: Session, sign_in: SignIn, water: Water) -> None:
    looker = sign_in(make_officer(store, Role.INSPECTOR, agency=water.agency))
    assert "换表</span>" not in looker.page(METERS).text
    url = f"{METERS}/{meter_of(store, 'SB1').id}"
    for path in (
        f"{METERS}/assign",
        f"{METERS}/swap",
        f"{METERS}/remove",
        url,
        f"{url}/seal",
        f"{url}/unseal",
    ):
        assert looker.post(path, data={"csrf_token": looker.csrf_token()}).status_code == 403


def test_a_list_of_twenty_costs_what_one_costs(
    app: Flask, store: Session, water: Water, client: CasebookClient
) -> None:
    with app.app_context():
        engine = db.engine
    client.page("/volumes/meters")
    with statements(engine) as few:
        client.page("/volumes/meters")
    for number in range(20):
        well = make_well(store, code=f"371525104JJ9{number:04}", meter_no=f"M{number}")
        take_readings(store, water.keeper, f"{well.code},M{number},2023-01-25,{number},人工,")
    store.commit()
    with statements(engine) as many:
        assert "371525104JJ90019" in client.page("/volumes/meters").text
    assert len(many) == len(few)
