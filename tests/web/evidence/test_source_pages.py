"""Body cameras and monitoring devices in the browser."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts import queries as accounts
from casebook.db import db
from casebook.evidence import queries
from casebook.evidence.rules import COLUMNS, footage
from casebook.kernel import clock
from tests.factories import recordings
from tests.factories import storage as files
from tests.factories.accounts import make_officer
from tests.factories.cases import make_bureau, make_case
from tests.factories.regions import make_county
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


def row(number: int, end: str = "2023-06-01 10:45:00") -> str:
    return f"ZFY-01,V{number:04d}.mp4,2023-06-01 10:00:00,{end},12,{number:064x},采集站 2 号盘,李明"


def load(client: CasebookClient, *rows: str, status: int = 200) -> str:
    data = "\n".join([",".join((*COLUMNS, "使用人")), *rows]).encode("utf-8-sig")
    answer = client.submit(
        "/evidence/footage/import", {"file": (io.BytesIO(data), "index.csv")}, status=status
    )
    return answer.get_data(as_text=True)


def test_an_index_answers_row_by_row(client: CasebookClient) -> None:
    text = load(client, row(1), row(2, end="yesterday"), row(3))
    assert "加入 2 条，原有 0 条，退回 1 条" in text
    assert "不是时间" in text
    assert "V0003.mp4" in client.page("/evidence/footage").text
    assert "V0003.mp4" not in client.page("/evidence/footage?device=ZFY-02").text


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"a,b\n1,2", "第一行须依次为"), (b"\x81", "不是 UTF-8"), (b"x" * 1001, "超过")],
)
def test_a_file_that_is_no_index(
    client: CasebookClient, monkeypatch: pytest.MonkeyPatch, data: bytes, told: str
) -> None:
    monkeypatch.setattr(footage, "MOST_INDEX_BYTES", 1000)
    file = {"file": (io.BytesIO(data), "index.csv")}
    answer = client.submit("/evidence/footage/import", file, status=422)
    assert told in answer.get_data(as_text=True)
    client.submit("/evidence/footage/import", {}, status=422)


def test_a_clip_becomes_evidence_of_its_case(store: Session, sign_in: SignIn) -> None:
    bureau = make_bureau(store)
    case = make_case(store, bureau)
    number, officer = case.number, bureau.visit.lead
    store.commit()
    client = sign_in(officer)
    load(client, row(1))
    actor = accounts.actor_of(officer)
    (found,) = queries.page_recordings(store, actor).items
    url = f"/evidence/footage/{found.id}/clip"
    store.rollback()
    facts = {
        "case_number": number,
        "from_at": "2023-06-01T10:00:05",
        "to_at": "2023-06-01T10:05:00",
        "describes": "出示证件",
    }
    film = (io.BytesIO(recordings.mp4()), "clip.mp4")
    outside = client.submit(url, {**facts, "to_at": "2023-06-01T11:00:00", "file": film}, status=422)
    assert "不在这段录像之内" in outside.get_data(as_text=True)
    photo = (io.BytesIO(files.picture()), "a.jpg")
    client.submit(url, {**facts, "file": photo}, status=422)
    film = (io.BytesIO(recordings.mp4()), "clip.mp4")
    answer = client.submit(url, {**facts, "file": film})
    page = client.page(answer.headers["Location"])
    assert "出自执法记录仪" in page.text
    assert "ZFY-01" in page.text
    film = (io.BytesIO(recordings.mp4()), "clip.mp4")
    client.submit(url, {**facts, "case_number": "1", "file": film}, status=404)


def test_the_index_costs_the_same_at_one_and_twenty(client: CasebookClient) -> None:
    load(client, row(1))
    client.page("/evidence/footage")
    with statements(db.engine) as few:
        client.page("/evidence/footage")
    load(client, *(row(number) for number in range(2, 21)))
    with statements(db.engine) as many:
        client.page("/evidence/footage")
    assert len(few) == len(many)


def test_a_device_from_register_to_reviews(
    store: Session, agency: Agency, client: CasebookClient, sign_in: SignIn
) -> None:
    make_county(store)
    lawyer = make_officer(store, Role.LEGAL_REVIEWER, agency=agency, name="孙律")
    head = make_officer(store, Role.CASE_HEAD, agency=agency, name="赵衡")
    store.commit()
    page = client.page("/evidence/monitoring/new")
    division = next(option.get("value") for option in page.all("option") if option.get("value"))
    facts = {"number": "YC-0042", "name": "远传水表", "place": "泵房", "division": division or ""}
    url = client.submit("/evidence/monitoring/new", facts).headers["Location"]
    again = client.submit("/evidence/monitoring/new", facts, status=422)
    assert "已经登记" in again.get_data(as_text=True)
    assert "没有有效的法制审核" in client.page(url).text
    today = clock.today()
    span = {
        "valid_from": today.isoformat(),
        "valid_to": today.replace(day=1, month=1, year=today.year + 2).isoformat(),
    }
    review = {"passed": "yes", "reviewed_on": today.isoformat(), "paper": "审〔2023〕3号", **span}
    lawyers, heads = sign_in(lawyer), sign_in(head)
    lawyers.submit(f"{url}/review", {**review, "kind": "technical"}, status=422)
    lawyers.submit(f"{url}/review", {**review, "kind": "legal"})
    heads.submit(f"{url}/review", {**review, "kind": "technical"})
    client.submit(f"{url}/review", {**review, "kind": "legal"}, status=403)
    published = {"published_on": today.isoformat(), "published_where": "县政府网站"}
    client.submit(f"{url}/publish", {**published, "published_where": ""}, status=422)
    client.submit(f"{url}/publish", published)
    assert "可作为认定依据" in client.page(url).text
    assert "可作为认定依据" in client.page("/evidence/monitoring").text


def test_who_only_reads_adds_nothing(auditor: CasebookClient) -> None:
    for address in ("/evidence/footage/import", "/evidence/monitoring/new", "/evidence/exhibits/new"):
        auditor.page(address, status=403)
