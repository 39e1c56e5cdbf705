"""The pages of superiors' forms: taken, bound by picking and by proposals, filled, renewed, merged."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.blanks import queries
from casebook.blanks.models import BlankForm
from casebook.db import db
from tests.factories.accounts import COUNTY, make_actor, make_agency, make_officer
from tests.factories.blanks import SHEET, bind_all, changed, make_form, monthly
from tests.factories.regions import EAST, make_county
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def agency(store: Session) -> Agency:
    make_county(store)
    found = make_agency(store)
    store.commit()
    return found


@pytest.fixture
def client(store: Session, agency: Agency, sign_in: SignIn) -> CasebookClient:
    return sign_in(make_officer(store, Role.CLOSURE_OFFICER, agency=agency))


@pytest.fixture
def form(store: Session, agency: Agency) -> BlankForm:
    actor = make_actor(store, Role.CLOSURE_OFFICER, agency=agency)
    made = make_form(store, actor)
    bind_all(store, actor, made)
    store.commit()
    return made


def upload(data: bytes, name: str = "月报.xlsx") -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def test_a_form_is_taken_bound_and_filled(store: Session, client: CasebookClient) -> None:
    assert "还没有登记空表" in client.page("/blanks").text
    data = changed(monthly(["东镇", "西镇"]), {"A1": HOSTILE})
    facts = {"name": "压采月报", "superior": "市水利局", "file": upload(data)}
    bind = client.submit("/blanks", facts).location
    form_id = store.scalars(select(BlankForm.id)).one()
    assert bind == f"/blanks/{form_id}/bind"
    assert HOSTILE in client.page(bind).text
    assert client.page(f"{bind}?sheet={SHEET}&cell=C5").fields()["area"] == "C5"
    wanted = {"area": "C5:C7", "names": "B5:B7", "figure": "wells_booked", "span": "to_date", "sheet": SHEET}
    wanted |= {"scale": "one", "decimals": "0", "rounding": "half_up"}
    client.submit(bind, wanted)
    again = client.submit(bind, wanted, status=422)
    assert "已绑定" in again.text
    filled = client.submit(f"/blanks/{form_id}", {"month": "2023-10"}).location
    assert "封井完成眼数" in client.page(filled).text
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{filled}/form.xlsx").data))
    assert book[SHEET]["A1"].value == HOSTILE
    listed = openpyxl.load_workbook(io.BytesIO(client.get(f"{filled}/list.xlsx").data)).active
    assert [cell.value for cell in listed[1]][:3] == ["工作表", "格子", "填的数"]
    assert listed.max_row == 4
    assert client.get(f"{filled}/other.xlsx").status_code == 404


def test_proposals_are_taken_and_bindings_taken_off(store: Session, client: CasebookClient) -> None:
    data = monthly(["东镇", "西镇"])
    client.submit("/blanks", {"name": "压采月报", "file": upload(data)})
    form = store.scalars(select(BlankForm)).one()
    client.submit(f"/blanks/{form.id}/proposals", {"key": f"{SHEET}!B2"})
    assert "填报单位名称" in client.page(f"/blanks/{form.id}/bind").text
    client.submit(f"/blanks/{form.id}/unbind", {"sheet": SHEET, "area": "B2"})
    version = queries.latest_version(store, form.id)
    assert queries.count_bindings(store, version.id) == 0
    client.submit(f"/blanks/{form.id}/unbind", {"sheet": SHEET, "area": "B2"})
    assert "没有绑定" in client.page(f"/blanks/{form.id}/bind").text


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [(b"a,b", "压采月报", "不是 .xlsx 表格"), (b"PK", "", "请填写"), (None, "压采月报", "请选择文件")],
    ids=["csv", "no name", "no file"],
)
def test_what_cannot_be_taken_is_told(
    client: CasebookClient, data: bytes | None, name: str, words: str
) -> None:
    files = {} if data is None else {"file": upload(data)}
    assert words in client.submit("/blanks", {"name": name, **files}, status=422).text


def test_a_new_edition_shows_its_differences(client: CasebookClient, form: BlankForm, store: Session) -> None:
    names = [name for code, name in queries.places_of(store, COUNTY).names.items() if code != COUNTY]
    newer = changed(monthly(sorted(names)), {"D4": "本月完成"})
    assert (
        client.submit(f"/blanks/{form.id}/renew", {"file": upload(newer)}).location
        == f"/blanks/{form.id}/compare"
    )
    page = client.page(f"/blanks/{form.id}/compare")
    assert "累计完成" in page.text
    assert "本月完成" in page.text


def test_returns_are_merged_on_the_page(client: CasebookClient, form: BlankForm, store: Session) -> None:
    places = queries.places_of(store, COUNTY)
    data = monthly([places.names[code] for code in places.townships])
    first = places.names[places.townships[0]]
    files = [upload(changed(data, {"C5": 2}), f"{first}.xlsx"), upload(b"no", "坏.xlsx")]
    merged = client.submit(f"/blanks/{form.id}/merge", {"files": files, "mode": "sum"}).location
    page = client.page(merged)
    assert "文件不能用，未并入" in page.text
    assert "没有报" in page.text
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{merged}/form.xlsx").data))
    assert book[SHEET]["C5"].value == 2
    listed = openpyxl.load_workbook(io.BytesIO(client.get(f"{merged}/conflicts.xlsx").data)).active
    assert listed.max_row == 1 + len(places.townships) + 0
    answer = client.submit(f"/blanks/{form.id}/merge", {"mode": "rows", "files": [upload(data)]}, status=422)
    assert "写明区域" in answer.text
    bad = client.submit(
        f"/blanks/{form.id}/merge", {"mode": "sum", "areas": "第三行", "files": [upload(data)]}, status=422
    )
    assert "不是单元格区域" in bad.text


def test_only_who_fills_forms_sees_them(
    store: Session, agency: Agency, form: BlankForm, sign_in: SignIn
) -> None:
    inspector = sign_in(make_officer(store, Role.INSPECTOR, agency=agency))
    assert inspector.get("/blanks").status_code == 403
    assert "上级空表" not in inspector.page("/board").text
    township = sign_in(make_officer(store, Role.CLOSURE_OFFICER, agency=agency, jurisdiction=EAST))
    assert township.get(f"/blanks/{form.id}").status_code == 404
    assert form.name not in township.page("/blanks").text


def test_the_list_costs_the_same_with_twenty_forms(
    store: Session, agency: Agency, form: BlankForm, client: CasebookClient
) -> None:
    client.page("/blanks")
    with statements(db.engine) as few:
        client.page("/blanks")
    actor = make_actor(store, Role.CLOSURE_OFFICER, agency=agency)
    for number in range(19):
        make_form(store, actor, f"表{number}")
    store.commit()
    with statements(db.engine) as many:
        client.page("/blanks")
    assert len(many) == len(few)
