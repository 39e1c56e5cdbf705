"""先行登记保存 and exhibits in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.audit.models import AccessLog
from casebook.db import db
from casebook.evidence import actions
from casebook.evidence.rules import KeptWhere, Thing
from casebook.kernel import clock
from tests.factories import evidence as make
from tests.factories.accounts import make_officer
from tests.factories.deadlines import load_calendar
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

PUMP = Thing("潜水泵", "QJ200-50", "1 台", "已拆下", KeptWhere.OTHER, "证物室")
ROW = {
    "things-0-name": "潜水泵",
    "things-0-specification": "QJ200-50",
    "things-0-quantity": "1 台",
    "things-0-condition": "已拆下",
    "things-0-kept_where": "other",
    "things-0-place": "证物室",
    "things-1-kept_where": "original",
}


@pytest.fixture
def second(store: Session, agency: Agency) -> str:
    """The id of a colleague; known before the requests, which need SQLite's write lock for their looks."""
    return str(make_officer(store, Role.INSPECTOR, agency=agency, name="王强").id)


@pytest.fixture
def item_id(store: Session, actor: Actor, second: str) -> UUID:
    load_calendar(store)
    found = make.make_item(store, actor).id
    store.commit()
    return found


@pytest.fixture
def chief(store: Session, agency: Agency, sign_in: SignIn) -> CasebookClient:
    return sign_in(make_officer(store, Role.CASE_HEAD, agency=agency, name="赵衡"))


@pytest.fixture
def url(chief: CasebookClient, client: CasebookClient, auditor: CasebookClient, item_id: UUID) -> str:
    """A request, after everybody has signed in."""
    answer = client.submit(f"/evidence/preservations/new?item={item_id}", {"reason": "随时可能运走", **ROW})
    return str(answer.headers["Location"])


def test_the_whole_line_in_the_browser(
    client: CasebookClient, chief: CasebookClient, second: str, url: str
) -> None:
    page = client.page(url)
    assert "待批准" in page.text
    assert "批准" not in page.buttons()
    assert "批准" in chief.page(url).buttons()
    chief.submit(f"{url}/approve", {"remark": "同意"})
    today = clock.today().isoformat()
    served = {"served_on": today, "receiver": "刘建国", "second": second}
    client.submit(f"{url}/serve", served)
    page = client.page(url)
    assert "冠水存字" in page.text
    assert "保存中" in page.text
    assert "刘建国" in page.text
    assert url in client.page("/").links().values()
    (thing,) = [value for name, value in page.fields().items() if name == "things"]
    wrong = {"things": thing, "disposal": "released", "disposed_on": "2001-01-01"}
    refused = client.submit(f"{url}/dispose", wrong, status=422)
    assert "早于送达日期" in refused.get_data(as_text=True)
    client.submit(f"{url}/dispose", {**wrong, "disposed_on": today, "note": "领条"})
    assert "已处理" in client.page(url).text
    listed = client.page("/evidence/preservations?status=disposed")
    assert url in listed.links().values()


def test_names_of_parties_are_masked_and_looks_logged(
    store: Session,
    client: CasebookClient,
    chief: CasebookClient,
    auditor: CasebookClient,
    second: str,
    url: str,
) -> None:
    chief.submit(f"{url}/approve", {})
    today = clock.today().isoformat()
    client.submit(f"{url}/serve", {"served_on": today, "receiver": "刘建国", "second": second})
    assert "刘建国" not in auditor.page(url).text
    assert "刘建国" in client.page(url).text
    store.rollback()
    seen = store.execute(select(AccessLog.what, AccessLog.actor_name)).all()
    assert [tuple(one) for one in seen] == [("preservation", "李明")]


def test_more_rows_keep_what_was_typed(client: CasebookClient, item_id: UUID) -> None:
    address = f"/evidence/preservations/new?item={item_id}"
    before = client.page(address)
    assert "things-4-name" not in before.fields() or before.fields()["things-4-name"] is None
    answer = client.submit(address, {"reason": "x", **ROW, "more": "1"}, status=200)
    text = answer.get_data(as_text=True)
    assert 'value="潜水泵"' in text
    assert "things-5-name" in text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": ""}, "请填写"),
        ({"things-0-name": "", "things-0-specification": "", "things-0-quantity": ""}, "至少列一件"),
        ({"things-0-place": ""}, "没有写全"),
        ({"things-0-kept_where": "nowhere"}, "Not a valid choice"),
    ],
)
def test_a_request_that_lacks_something(
    client: CasebookClient, item_id: UUID, changes: dict[str, str], told: str
) -> None:
    address = f"/evidence/preservations/new?item={item_id}"
    answer = client.submit(address, {"reason": "x", **ROW, **changes}, status=422)
    text = answer.get_data(as_text=True)
    assert told in text or "error" in text
    assert 'value="QJ200-50"' in text or "things-0-specification" in changes


def test_a_subject_that_is_not_there(client: CasebookClient) -> None:
    for query in ("", "?item=x", f"?item={make.a_subject().id}", "?case=1"):
        client.page(f"/evidence/preservations/new{query}", status=404)


def test_declining_and_dropping(client: CasebookClient, chief: CasebookClient, url: str) -> None:
    chief.submit(f"{url}/decline", {"decline-reason": ""}, status=422)
    chief.submit(f"{url}/decline", {"decline-reason": "不必"})
    assert "不予批准" in client.page(url).text
    client.submit(f"{url}/drop", {"drop-reason": "x"}, status=422)


def test_who_only_reads_takes_no_step(auditor: CasebookClient, url: str) -> None:
    auditor.page("/evidence/preservations/new", status=403)
    for step in ("approve", "decline", "drop", "serve", "dispose"):
        auditor.submit(f"{url}/{step}", status=403)
    assert auditor.page(url).buttons().count("放弃") == 0


def test_lists_cost_the_same_at_one_and_twenty(
    store: Session, actor: Actor, client: CasebookClient, item_id: UUID
) -> None:
    def add(count: int) -> None:
        for _number in range(count):
            subject = make.a_subject()
            about = {"actor": actor, "now": make.NOW, "subject": subject}
            actions.request_preservation(store, reason="x", things=[PUMP], **about)
            described = actions.Described("水表", "", "1 块", "")
            actions.register_exhibit(store, described=described, taken_from="刘某", place="库", **about)
        store.commit()

    add(1)
    for address in ("/evidence/preservations", "/evidence/exhibits"):
        client.page(address)
        with statements(db.engine) as few:
            client.page(address)
        add(19)
        with statements(db.engine) as many:
            client.page(address)
        assert len(few) == len(many), address


def test_an_exhibit_in_the_browser(client: CasebookClient, auditor: CasebookClient, item_id: UUID) -> None:
    facts = {"name": "水表", "quantity": "1 块", "taken_from": "刘建国", "place": "3 号柜"}
    answer = client.submit(f"/evidence/exhibits/new?item={item_id}", facts)
    url = answer.headers["Location"]
    page = client.page(url)
    assert "刘建国 → 李明" in page.text
    assert page.links()["井口全景"] == f"/evidence/{item_id}"
    assert "刘建国" not in auditor.page(url).text
    move = {"to_holder": "县计量所", "to_place": "收样室", "reason": "送检", "seen": "1"}
    refused = client.submit(url, {**move, "at": "2099-01-01T00:00"}, status=422)
    assert "晚于现在" in refused.get_data(as_text=True)
    at = clock.to_local(clock.now()).isoformat(timespec="microseconds").partition("+")[0]
    client.submit(url, {**move, "at": at})
    assert "县计量所" in client.page(url).text
    crossed = client.submit(url, {**move, "at": at}, status=422)
    assert "刚刚由别人移交过" in crossed.get_data(as_text=True)
    auditor.submit(url, {**move, "at": at}, status=403)
