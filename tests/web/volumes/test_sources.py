"""Pages of sources and of their messages: the token shown once, meters line by line, replay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Role
from casebook.volumes.models import MeterMessage, MeterSource
from casebook.volumes.queries import sources as queries
from tests.factories.accounts import make_officer
from tests.factories.sources import make_source, message, send
from tests.support.counting import statements
from tests.support.page import parsed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.support.page import CasebookClient
    from tests.web.volumes.conftest import SignIn, Water

NEW = "/volumes/sources/new"
CHOICES = {"delimiter": "comma", "encoding": "utf-8", "unit": "1"}
TOKEN = re.compile(r"cbm_[\w-]{43}")
MAY = "2023-05-25T08:00:00+08:00"


def post(client: CasebookClient, url: str, *, status: int = 302, **fields: str) -> str:
    """Post a form and return the page that answers, or that it leads to."""
    answer = client.submit(url, dict(fields), status=status)
    return client.page(answer.location).text if status == 302 else parsed(answer.get_data(as_text=True)).text


def cost(client: CasebookClient, store: Session, url: str) -> int:
    client.get(url)
    with statements(store.get_bind()) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


def test_a_source_is_opened_and_its_token_shown_once(client: CasebookClient, store: Session) -> None:
    fields = {"name": "远传平台", "per_minute": "30", "columns": "meter time dial"} | CHOICES
    told = post(client, f"{NEW}?kind=lines", status=200, **fields | {"unit": "0.1"})
    source = store.scalars(select(MeterSource)).one()
    token = TOKEN.search(told)
    assert token is not None
    assert queries.find_source_by_token(store, token[0]) is source
    assert (source.settings["unit"], source.per_minute) == ("0.1", 30)
    shown = client.page(f"/volumes/sources/{source.id}").text
    assert "还没有登记水表" in shown
    assert token[0] not in shown


def test_settings_that_cannot_work_are_told_beside_their_field(client: CasebookClient) -> None:
    fields = {"name": "平台", "per_minute": "30", "columns": "meter time"} | CHOICES
    assert "请按顺序写明各列" in post(client, f"{NEW}?kind=lines", status=422, **fields)
    keys = {"name": "平台", "per_minute": "30", "key_time": "t", "key_dial": "v", "unit": "1"}
    assert "请写字段名" in post(client, f"{NEW}?kind=named_json", status=422, **keys)
    assert client.page(NEW).h1 == "新建来源"


def test_meters_are_added_by_lines_and_removed(client: CasebookClient, store: Session, water: Water) -> None:
    source, _token = make_source(store, water.keeper)
    store.commit()
    url = f"/volumes/sources/{source.id}"
    assert "第 2 行" in post(client, url, status=422, lines=f"{water.well.code}\nnowhere，SB9")
    assert "请至少写一行" in post(client, url, status=422, lines=" , ")
    told = post(client, url, lines=f"{water.well.code}\n\n{water.other.code}，，D-2")
    assert "已登记 2 块水表" in told
    assert "D-2" in told
    link = queries.list_links(store, source.id)[0]
    post(client, f"{url}/meters/{link.id}/remove")
    assert len(queries.list_links(store, source.id)) == 1


def test_a_source_gets_a_new_token_other_settings_and_an_end(
    client: CasebookClient, store: Session, water: Water
) -> None:
    source, token = make_source(store, water.keeper)
    store.commit()
    url = f"/volumes/sources/{source.id}"
    assert TOKEN.search(post(client, f"{url}/token", status=200))
    assert queries.find_source_by_token(store, token) is None
    assert "新名称" in post(client, f"{url}/edit", name="新名称", per_minute="5")
    stale = {"name": "又一名称", "per_minute": "5", "version": "1"}
    assert "别人刚刚改过" in post(client, f"{url}/edit", status=422, **stale)
    assert "已停用" in post(client, f"{url}/revoke", reason="平台停用")
    assert "已经停用" in post(client, f"{url}/token", status=422)


def test_a_message_is_shown_and_read_again(client: CasebookClient, store: Session, water: Water) -> None:
    source, _token = make_source(store, water.keeper)
    send(store, source, message(("SB2", MAY, "230")))
    store.commit()
    found = store.scalars(select(MeterMessage)).one()
    url = f"/volumes/messages/{found.id}"
    page = client.page(url).text
    assert "这个来源没有登记" in page
    assert found.body_hash[:16] in page
    assert client.get(f"{url}/body").data == found.body
    post(client, f"/volumes/sources/{source.id}", lines=water.other.code)
    assert "已重放：新写入 1 行，不导入 0 行" in post(client, f"{url}/replay")
    assert "没有报文" in client.page("/volumes/messages?state=refused").text


def test_an_unreadable_message_says_why(client: CasebookClient, store: Session, water: Water) -> None:
    source, _token = make_source(store, water.keeper)
    send(store, source, b'{"message_id')
    store.commit()
    found = store.scalars(select(MeterMessage)).one()
    assert "是否被截断" in client.page(f"/volumes/messages/{found.id}").text


def test_lists_cost_the_same_at_one_and_at_twenty(
    client: CasebookClient, store: Session, water: Water
) -> None:
    source, _token = make_source(store, water.keeper)
    send(store, source, message(("SB2", MAY, "1"), message_id="m0"))
    store.commit()
    urls = ("/volumes/sources", "/volumes/messages")
    before = [cost(client, store, url) for url in urls]
    for number in range(1, 20):
        more, _token = make_source(store, water.keeper, name=f"平台{number}")
        send(store, more, message(("SB2", MAY, "1"), message_id=f"m{number}"))
    store.commit()
    assert [cost(client, store, url) for url in urls] == before


def test_an_inspector_sees_no_sources(store: Session, sign_in: SignIn, water: Water) -> None:
    inspector = make_officer(store, Role.INSPECTOR, agency=water.agency)
    assert sign_in(inspector).get("/volumes/sources").status_code == 403


def test_of_a_township_nobody_sees_the_county_s_sources(
    store: Session, sign_in: SignIn, water: Water
) -> None:
    source, _token = make_source(store, water.keeper)
    send(store, source, message(("SB2", MAY, "1"), message_id="m-371525"))
    store.commit()
    keeper = sign_in(make_officer(store, Role.PERMIT_OFFICER, agency=water.agency, jurisdiction="371525104"))
    assert "还没有在线来源" in keeper.page("/volumes/sources").text
    assert "m-371525" not in keeper.page("/volumes/messages").text
    assert keeper.get(f"/volumes/sources/{source.id}").status_code == 404
    keeper.submit(NEW, {"name": "乡镇平台", "per_minute": "5"}, status=404)
