"""Changing the register through its forms: nothing typed is lost, nothing is written by halves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.audit.models import AccessLog, AuditEntry
from casebook.kernel import clock
from casebook.kernel.coordinates import CrsSource
from casebook.regions.rules import Aquifer
from casebook.wells import actions
from casebook.wells.models import Well, WellEvent
from casebook.wells.queries import list_parties, plate_of
from casebook.wells.rules import AliasKind, PartyRole, WellStatus, WellUse
from tests.factories.accounts import COUNTY, NOW, make_agency, make_officer
from tests.factories.regions import EAST, WEST, make_county
from tests.factories.wells import CITIZEN_NUMBER, keeper, make_party, make_well
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

CODE = f"{WEST}JJ00037"
EDIT = f"/wells/{CODE}/edit"
STATUS = f"/wells/{CODE}/status"
USER = f"/wells/{CODE}/parties/user"


@pytest.fixture
def client(store: Session, sign_in: SignIn) -> CasebookClient:
    make_county(store)
    return sign_in(make_officer(store, Role.PERMIT_OFFICER, agency=make_agency(store), name="许可员"))


@pytest.fixture
def well(store: Session, client: CasebookClient) -> Well:
    found = make_well(store, code=CODE, user=make_party(store), crs_source=CrsSource.GCJ02)
    store.commit()
    return found


def typed(client: CasebookClient, url: str, **changes: object) -> dict[str, object]:
    """What the form holds, with changes, as a browser would send it."""
    page = client.page(url)
    main = next(
        form for form in page.all("form") if form.get("method") == "post" and form.get("class") == "form"
    )
    inputs = [
        i for i in main.iter() if i.tag.endswith("}input") and i.get("name") and i.get("name") != "csrf_token"
    ]
    found: dict[str, object] = {i.get("name", ""): i.get("value") or "" for i in inputs}
    for select in (s for s in main.iter() if s.tag.endswith("}select")):
        chosen = [o for o in select if o.get("selected") is not None] or list(select)
        found[select.get("name", "")] = chosen[0].get("value") or ""
    for area in (a for a in main.iter() if a.tag.endswith("}textarea")):
        found[area.get("name", "")] = "".join(area.itertext()).strip()
    return found | changes


def stored(store: Session) -> Well:
    store.expire_all()
    return store.query(Well).filter(Well.code == CODE).one()


def test_saving_without_a_change_changes_nothing(client: CasebookClient, well: Well, store: Session) -> None:
    client.submit(EDIT, typed(client, EDIT))
    assert stored(store).version == 1
    assert store.query(AuditEntry).count() == 0


def test_a_change_is_saved(client: CasebookClient, well: Well, store: Session) -> None:
    changes = {
        "depth_m": "２２５．３米", "casing_mm": "0.3m", "built": "2012年2月", "use": "industry",
        "aquifer": "deep_confined", "plate": "GX-001", "village": "东街村", "reason": "核查",
    }  # fmt: skip
    client.submit(EDIT, typed(client, EDIT, **changes))
    found = stored(store)
    assert (found.depth_m, found.casing_mm, found.use) == (225.3, 300.0, WellUse.INDUSTRY)
    assert (found.aquifer, found.village) == (Aquifer.DEEP_CONFINED, "东街村")
    assert (str(found.built_on), found.built_precision) == ("2012-02-01", "month")
    assert plate_of(store, found.id) == "GX-001"
    assert (found.lon, found.crs_source) == (115.42, CrsSource.GCJ02)


def test_a_new_position_is_cgcs2000_and_moves_the_well(
    client: CasebookClient, well: Well, store: Session
) -> None:
    client.submit(EDIT, typed(client, EDIT, lon="115.48"))
    found = stored(store)
    assert (found.lon, found.division_code, found.crs_source) == (115.48, EAST, CrsSource.CGCS2000)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"depth_m": "约22"}, "读不懂这个数"),
        ({"depth_m": "0.5"}, "应在 1 到 1500 之间"),
        ({"depth_m": "22kg"}, "读不懂这个数"),
        ({"pump_flow_m3h": "501"}, "应在 0 到 500 之间"),
        ({"built": "不详"}, "读不懂这个日期"),
        ({"lon": ""}, "请填写经度"),
        ({"lon": "36.45", "lat": "115.42"}, "必须介于 73 到 136 之间"),
        ({"lon": "115.9"}, "不在本县范围内"),
        ({"use": "bathing"}, "不是有效的选择"),
        ({"screen_from_m": "20", "screen_to_m": "10"}, "滤水管的下端应深于上端"),
        ({"village": "长" * 61}, "不能超过 60 个字符"),
        ({"people_served": "many"}, "不是有效的整数"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    client: CasebookClient, well: Well, store: Session, changes: dict[str, str], words: str
) -> None:
    response = client.submit(EDIT, typed(client, EDIT, remark="留言", **changes), status=422)
    page = Page(response.get_data(as_text=True))
    assert words in page.text
    assert "还不能保存" in page.text
    assert "留言" in page.text
    for name, value in changes.items():
        assert page.fields().get(name, value) == value
    assert stored(store).version == 1


def test_somebody_elses_change_is_shown_with_both_values(
    client: CasebookClient, well: Well, store: Session
) -> None:
    mine = typed(client, EDIT, depth_m="40", village="东街村")
    actions.update_well(
        store, actor=keeper(store), now=NOW, well=well, base_version=1, facts={"depth_m": 30.0}
    )
    store.commit()
    response = client.submit(EDIT, mine, status=409)
    page = Page(response.get_data(as_text=True))
    rows = [" ".join("".join(row.itertext()).split()) for row in page.all("tr")]
    assert "井深 30 40" in [row.replace("  ", " ") for row in rows]
    assert "别人改过" in page.text
    assert page.fields()["depth_m"] == "40"
    assert page.fields()["base_version"] == "2"
    assert stored(store).depth_m == 30.0
    client.submit(EDIT, {**mine, "base_version": "2"})
    assert (stored(store).depth_m, stored(store).village) == (40.0, "东街村")


@pytest.mark.parametrize("version", ["", "x", "0", "99"])
def test_a_forged_version_is_no_way_round(
    client: CasebookClient, well: Well, store: Session, version: str
) -> None:
    data = typed(client, EDIT, depth_m="40", base_version=version)
    data["csrf_token"] = client.csrf_token()
    response = client.post(EDIT, data=data)
    assert response.status_code in {409, 422}
    assert stored(store).depth_m == 22.0


def test_a_plate_of_another_well_is_refused(client: CasebookClient, well: Well, store: Session) -> None:
    make_well(store, aliases=((AliasKind.PLATE, "GX-001"),))
    store.commit()
    response = client.submit(EDIT, typed(client, EDIT, plate="GX-001", depth_m="40"), status=422)
    assert "已经用在另一眼井上" in response.get_data(as_text=True)
    assert stored(store).depth_m == 22.0


def test_a_step_of_the_life(client: CasebookClient, well: Well, store: Session) -> None:
    page = client.page(STATUS)
    assert "停用" in page.text
    options = {option.get("value") for option in page.all("option")}
    assert options == {"idle", "unverified"}
    today = clock.today()
    data = typed(client, STATUS, to="idle", on=today.isoformat(), reason="停产")
    client.submit(STATUS, data)
    assert stored(store).status is WellStatus.IDLE
    event = store.query(WellEvent).filter_by(sequence=2).one()
    assert (event.on, event.reason, event.actor_name) == (today, "停产", "许可员")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"to": "plugged"}, "不是有效的选择"),
        ({"reason": ""}, "请写明依据或原因"),
        ({"reason": "   "}, "请写明变更的依据或原因"),
        ({"on": ""}, "请填写日期"),
        ({"on": (clock.today() + timedelta(days=1)).isoformat()}, "今天之后"),
    ],
)
def test_a_step_that_is_refused(
    client: CasebookClient, well: Well, store: Session, changes: dict[str, str], words: str
) -> None:
    good = {"to": "idle", "on": clock.today().isoformat(), "reason": "停产"}
    response = client.submit(STATUS, typed(client, STATUS, **{**good, **changes}), status=422)
    assert words in response.get_data(as_text=True)
    assert stored(store).status is WellStatus.IN_USE


def test_a_step_from_a_stale_page(client: CasebookClient, well: Well, store: Session) -> None:
    data = typed(client, STATUS, to="idle", on=clock.today().isoformat(), reason="停产")
    client.submit(STATUS, data)
    client.submit(STATUS, {**data, "to": "in_use"}, status=409)
    assert stored(store).status is WellStatus.IDLE


def test_a_plugged_well_offers_no_step(client: CasebookClient, store: Session, well: Well) -> None:
    make_well(store, code="PLUGGED", status=WellStatus.PLUGGED)
    store.commit()
    assert "不能在这里变更状态" in client.page("/wells/PLUGGED/status").text


def test_the_user_is_changed_and_the_look_at_the_old_one_logged(
    client: CasebookClient, well: Well, store: Session
) -> None:
    data = typed(client, USER, name="王芳", identifier="", phone="10011112222")
    assert store.query(AccessLog).one().what == "well.parties"
    client.submit(USER, data)
    (row,) = list_parties(store, well.id)
    assert (row.role, row.party.name, row.party.phone) == (PartyRole.USER, "王芳", "10011112222")
    client.submit(USER, {**data, "name": ""})
    assert list_parties(store, well.id) == []


def test_the_form_shows_who_it_is(client: CasebookClient, well: Well) -> None:
    assert client.page(USER).fields()["identifier"] == CITIZEN_NUMBER
    assert client.page(f"/wells/{CODE}/parties/owner").fields()["identifier"] == ""


@pytest.mark.parametrize("url", [EDIT, STATUS, USER])
def test_a_township_does_not_edit_others(
    store: Session, sign_in: SignIn, client: CasebookClient, well: Well, url: str
) -> None:
    agency = make_agency(store, name="东古城镇人民政府", division_code=EAST)
    other = sign_in(make_officer(store, Role.PERMIT_OFFICER, agency=agency, jurisdiction=EAST))
    other.submit(url, {}, status=404)


@pytest.mark.parametrize("url", [EDIT, STATUS, USER])
def test_a_post_without_a_token_is_refused(client: CasebookClient, well: Well, url: str) -> None:
    assert client.post(url, data={}).status_code == 400


def test_the_county_is_the_one_of_the_officer(client: CasebookClient, well: Well) -> None:
    assert COUNTY in client.page(f"/wells/{CODE}").text
