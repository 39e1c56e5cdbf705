"""Uploaded files: reported row by row, mended, uploaded again; large ones by the worker."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from sqlalchemy import func, select

from casebook.access import Role
from casebook.volumes.actions import uploads as actions
from casebook.volumes.models import ElectricityUse, MeterReading, ReadingImport, ReadingUpload
from casebook.volumes.rules import UploadState
from tests.factories.accounts import make_officer
from tests.support.counting import statements
from tests.support.page import parsed
from tests.web.dossier.test_pages import work_off

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.support.page import CasebookClient
    from tests.web.volumes.conftest import SignIn, Water

URL = "/volumes/uploads"
WELL = "371525105JJ00002"
FILE = f"""单位：m³,,,,
水井编号,水表编号,抄表日期,表底数,备注
{WELL},SB2,2023-01-25,100,
{WELL},SB2,2023-02-25,160,
{WELL},SB2,2023-02-30,170,
{WELL},SB2,2023-03-25,十二,
{WELL},SB2,2023-04-25,90,
合计,,,,
"""


def send(
    client: CasebookClient, body: bytes, *, name: str = "抄表.csv", status: int = 302, **fields: str
) -> str:
    data = {"kind": "readings", "file": (io.BytesIO(body), name), **fields}
    answer = client.submit(URL, data, status=status)
    return answer.location if status == 302 else parsed(answer.get_data(as_text=True)).text


def count(store: Session, model: type) -> int:
    store.rollback()
    return store.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_taken_in_and_reported_on(client: CasebookClient, store: Session, encoding: str) -> None:
    before = count(store, MeterReading)
    page = client.page(send(client, FILE.encode(encoding))).text
    assert count(store, MeterReading) == before + 3
    assert "2023-02-30" in page
    assert "日期读不出来" in page
    assert "表底数变小" in page


def test_a_file_pasted_together_of_two_encodings_is_read(client: CasebookClient, store: Session) -> None:
    before = count(store, MeterReading)
    head, rest = FILE.partition("2023-02-25")[::2]
    send(client, head.encode() + b"2023-02-25" + rest.encode("gb18030"))
    assert count(store, MeterReading) == before + 3


def test_refused_rows_are_mended_and_uploaded_again(client: CasebookClient, store: Session) -> None:
    before = count(store, MeterReading)
    url = send(client, FILE.encode())
    answer = client.get(f"{url}/refused")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    sheet = book.active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows] == ["单位：m³", "水井编号", WELL, WELL]
    assert rows[1][5] == "不能导入的原因"
    assert "读不出来" in rows[2][5]
    sheet["C3"], sheet["D4"] = "2023-02-28", "175"
    mended = io.BytesIO()
    book.save(mended)
    page = client.page(send(client, mended.getvalue(), name="改好.xlsx")).text
    assert count(store, MeterReading) == before + 5
    assert "日期读不出来" not in page


def test_the_same_file_again_adds_nothing_and_says_so(client: CasebookClient, store: Session) -> None:
    first = send(client, FILE.encode())
    before = count(store, MeterReading)
    second = client.page(send(client, FILE.encode()))
    assert count(store, MeterReading) == before
    assert first in second.links().values()
    assert "这个文件已经导入过" in second.text


def test_all_or_nothing_keeps_the_report_only(client: CasebookClient, store: Session) -> None:
    before = count(store, MeterReading)
    page = client.page(send(client, FILE.encode(), is_strict="y")).text
    assert "全部没有写入" in page
    assert (count(store, MeterReading), count(store, ReadingImport)) == (before, 1)
    row = store.scalars(select(ReadingUpload)).one()
    assert (row.state, row.import_id, row.counts) == (
        UploadState.REFUSED,
        None,
        {
            "rows": 5,
            "accepted": 0,
            "unchanged": 0,
            "refused": {"date_unreadable": 1, "number_unreadable": 1},
            "queries": {"decrease_unexplained": 1, "gap": 1},
        },
    )


@pytest.mark.parametrize(
    ("body", "name", "told"),
    [
        (b"a,b,c\n1,2,3\n", "a.csv", "表头里没有找到"),
        (b"%PDF-1.7 not a table", "a.csv", "表头里没有找到"),
        (b"\0" * 5000, "a.csv", "表头里没有找到"),
        (b"", "a.csv", ""),
        (b"PK\x03\x04 broken", "a.xlsx", ""),
    ],
    ids=["no header", "pdf", "zeros", "empty", "broken"],
)
def test_what_is_no_table_is_told_and_nothing_is_kept(
    client: CasebookClient, store: Session, body: bytes, name: str, told: str
) -> None:
    assert told in send(client, body, name=name, status=422)
    assert count(store, ReadingUpload) == 0


def test_electricity_of_an_unknown_account_is_a_lead(client: CasebookClient, store: Session) -> None:
    body = "电表户号,年月,用电量(kWh)\n3700000009,202305,120\n".encode()
    page = client.page(send(client, body, kind="electricity")).text
    assert "台账里没有一眼井用户号" in page
    assert count(store, ElectricityUse) == 1


def test_a_large_file_is_the_worker_s(
    app: Flask, client: CasebookClient, store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "LARGEST_AT_ONCE", 10)
    before = count(store, MeterReading)
    assert "/jobs/" in send(client, FILE.encode())
    row = store.scalars(select(ReadingUpload)).one()
    assert row.state is UploadState.WAITING
    assert "后台正在处理" in client.page(f"{URL}/{row.id}").text
    work_off(app, store)
    assert count(store, MeterReading) == before + 3
    assert "日期读不出来" in client.page(f"{URL}/{row.id}").text


def test_the_list_costs_the_same_at_one_and_at_twenty(client: CasebookClient, store: Session) -> None:
    def cost(files: range) -> int:
        for number in files:
            send(client, f"水井编号,抄表日期,表底数\n{WELL},2023-01-{number:02},100\n".encode())
        client.get(URL)
        with statements(store.get_bind()) as counted:
            assert client.get(URL).status_code == 200
        return len(counted)

    assert cost(range(1, 2)) == cost(range(2, 6))


def test_only_who_may_import_for_the_county_uploads(store: Session, sign_in: SignIn, water: Water) -> None:
    inspector = make_officer(store, Role.INSPECTOR, agency=water.agency)
    assert sign_in(inspector).get(URL).status_code == 403
    township = make_officer(store, Role.PERMIT_OFFICER, agency=water.agency, jurisdiction="371525104")
    client = sign_in(township)
    assert client.get(URL).status_code == 200
    data = {"kind": "readings", "file": (io.BytesIO(FILE.encode()), "a.csv")}
    client.submit(URL, data, status=404)
    assert count(store, ReadingUpload) == 0
