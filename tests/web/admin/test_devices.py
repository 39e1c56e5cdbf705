"""Tablets on one's own account page and on the security administrator's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.db import db
from casebook.devices.models import Device
from casebook.kernel.ids import new_id
from tests.factories.accounts import make_agency, make_officer
from tests.factories.field import make_tablet
from tests.factories.regions import EAST, WEST
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def officer(store: Session, agency: Agency) -> Officer:
    return make_officer(store, Role.INSPECTOR, agency=agency, name="周明", login="zhou.ming")


@pytest.fixture
def device(store: Session, officer: Officer) -> Device:
    found = make_tablet(store, officer, name="外业一号").device
    store.commit()
    return found


def stored(store: Session, device: Device) -> Device:
    store.expire_all()
    return store.query(Device).filter(Device.rowid == device.rowid).one()


def test_one_sees_and_revokes_ones_own(
    store: Session, sign_in: SignIn, officer: Officer, device: Device
) -> None:
    client = sign_in(officer)
    page = client.page("/account")
    assert "外业一号" in page.text
    url = f"/account/devices/{device.id}/revoke"
    assert url in page.links().values()
    assert "外业一号" in client.page(url).h1
    client.submit(url, {"reason": ""}, status=422)
    assert not stored(store, device).is_revoked
    client.submit(url, {"reason": "丢在村里了"})
    assert (stored(store, device).revoked_by, device.revoked_reason) == ("周明", "丢在村里了")
    after = client.page("/account")
    assert "丢在村里了" in after.text
    assert url not in after.links().values()
    client.submit(url, {"reason": "又一次"}, status=422)


def test_who_has_no_field_work_is_not_asked_about_tablets(
    store: Session, sign_in: SignIn, agency: Agency
) -> None:
    client = sign_in(make_officer(store, Role.CASE_HEAD, agency=agency))
    assert "外业平板" not in client.page("/account").text


def test_a_tablet_of_somebody_else_is_not_there(
    store: Session, sign_in: SignIn, agency: Agency, device: Device
) -> None:
    client = sign_in(make_officer(store, Role.INSPECTOR, agency=agency))
    for url in (f"/account/devices/{device.id}/revoke", f"/account/devices/{new_id()}/revoke"):
        assert client.get(url).status_code == 404
        client.submit(url, {"reason": "x"}, status=404)
    assert not stored(store, device).is_revoked


def test_the_security_administrator_revokes_anybodys(
    store: Session, security: CasebookClient, device: Device
) -> None:
    assert "/admin/devices" in security.page("/admin").links().values()
    page = security.page("/admin/devices")
    assert "外业一号" in page.text
    assert "zhou.ming" in page.text
    url = f"/admin/devices/{device.id}/revoke"
    security.submit(url, {"reason": "离职"})
    assert stored(store, device).revoked_by == "安全管理员"
    assert "已停用" in security.page("/admin/devices").text
    assert "外业一号" not in security.page("/admin/devices").text
    listed = security.page("/admin/devices?state=all").text
    assert "离职" in listed


def test_the_list_is_narrowed_to_one_officer(
    store: Session, security: CasebookClient, agency: Agency, device: Device
) -> None:
    other = make_officer(store, Role.INSPECTOR, agency=agency)
    make_tablet(store, other, name="外业二号")
    store.commit()
    text = security.page(f"/admin/devices?officer={other.id}").text
    assert "外业二号" in text
    assert "外业一号" not in text


def test_who_keeps_another_place_reaches_nothing(store: Session, sign_in: SignIn, agency: Agency) -> None:
    west = make_agency(store, name="清水镇政府", division_code=WEST)
    tablet = make_tablet(store, make_officer(store, Role.INFORMANT, agency=west), name="西边的")
    east = make_agency(store, name="东古城镇政府", division_code=EAST)
    client = sign_in(make_officer(store, Role.SECURITY_ADMIN, agency=east, certificate=False))
    assert "西边的" not in client.page("/admin/devices").text
    client.submit(f"/admin/devices/{tablet.device.id}/revoke", {"reason": "x"}, status=404)


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CASE_HEAD, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN])
def test_nobody_else_may(store: Session, sign_in: SignIn, agency: Agency, device: Device, role: Role) -> None:
    client = sign_in(make_officer(store, role, agency=agency, certificate=False))
    assert client.get("/admin/devices").status_code == 403
    client.submit(f"/admin/devices/{device.id}/revoke", {"reason": "x"}, status=403)
    assert not stored(store, device).is_revoked


def test_a_hostile_name_is_shown_as_text(store: Session, security: CasebookClient, officer: Officer) -> None:
    make_tablet(store, officer, name="<script>alert(1)</script>")
    store.commit()
    assert "<script>alert(1)</script>" in security.page("/admin/devices").text


def test_twenty_rows_cost_no_more_queries_than_one(
    store: Session, security: CasebookClient, agency: Agency, device: Device
) -> None:
    security.page("/admin/devices")
    with statements(db.engine) as few:
        security.page("/admin/devices")
    for _ in range(19):
        make_tablet(store, make_officer(store, Role.INSPECTOR, agency=agency))
    store.commit()
    with statements(db.engine) as many:
        security.page("/admin/devices")
    assert len(many) == len(few)
