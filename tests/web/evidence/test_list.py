from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.db import db
from tests.factories import evidence as make
from tests.factories import recordings
from tests.factories import storage as files
from tests.support.counting import statements

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from tests.support.page import CasebookClient


def add(store: Session, actor: Actor, number: int, **facts: object) -> str:
    data = files.picture(size=(64 + number, 48))
    item = make.make_item(store, actor, upload=make.an_upload(data, **facts), describes=f"第{number}张")
    found = str(item.id)
    store.commit()
    return found


def test_the_list_shows_each_item_with_its_record(
    store: Session, actor: Actor, client: CasebookClient
) -> None:
    item_id = add(store, actor, 1)
    page = client.page("/evidence")
    assert "第1张" in page.text
    assert "检查 2023-06-01" in page.text
    assert f"/evidence/{item_id}/preview" in [image.get("src") for image in page.all("img")]
    assert page.links()["第1张"] == f"/evidence/{item_id}"


def test_an_empty_list_says_what_fills_it(client: CasebookClient) -> None:
    assert "还没有证据" in client.page("/evidence").text
    assert "没有符合条件的证据" in client.page("/evidence?flag=mismatch").text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=audiovisual", True),
        ("kind=physical", False),
        ("about=inspection", True),
        ("about=nonsense", True),
        ("locked=no", True),
        ("locked=yes", False),
        ("flag=not_original", False),
        ("flag=nonsense&kind=x", True),
    ],
)
def test_the_list_can_be_narrowed(
    store: Session, actor: Actor, client: CasebookClient, query: str, shown: bool
) -> None:
    add(store, actor, 1)
    assert ("第1张" in client.page(f"/evidence?{query}").text) is shown


def test_pages_follow_each_other(store: Session, actor: Actor, client: CasebookClient) -> None:
    for number in range(26):
        add(store, actor, number)
    first = client.page("/evidence?kind=audiovisual")
    (further,) = [url for url in first.links().values() if "after=" in url]
    assert "kind=audiovisual" in further
    second = client.page(further)
    assert "第25张" in first.text
    assert "第0张" in second.text
    client.page("/evidence?after=nonsense", status=422)


def test_the_list_costs_the_same_at_one_and_twenty(
    store: Session, actor: Actor, client: CasebookClient
) -> None:
    add(store, actor, 0)
    client.page("/evidence")
    with statements(db.engine) as few:
        client.page("/evidence")
    for number in range(1, 20):
        add(store, actor, number)
    with statements(db.engine) as many:
        client.page("/evidence")
    assert len(few) == len(many)


def test_a_heic_picture_waits_for_its_preview(store: Session, actor: Actor, client: CasebookClient) -> None:
    upload = make.an_upload(recordings.HEIC, file_name="a.heic")
    item = make.make_item(store, actor, upload=upload)
    url = f"/evidence/{item.id}"
    store.commit()
    page = client.page(url)
    assert "预览图还没有生成" in page.text
    client.page(f"{url}/preview", status=404)


@pytest.mark.parametrize(
    "url",
    [
        "/evidence",
        "/evidence/preservations",
        "/evidence/exhibits",
        "/evidence/footage",
        "/evidence/monitoring",
    ],
)
def test_who_may_not_see_evidence(stranger: CasebookClient, auditor: CasebookClient, url: str) -> None:
    stranger.page(url, status=403)
    auditor.page(url)
