"""One's own notices, the choice of channels, and the administrator's settings; as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.audit.models import AuditDetail
from casebook.db import db
from casebook.kernel import clock
from casebook.notices import actions, queries
from casebook.notices.models import NoticeChannel
from casebook.notices.rules import Channel, NoticeKind, Plan
from tests.factories.accounts import make_officer
from tests.factories.cases import Bureau, make_bureau
from tests.factories.deadlines import make_subject, make_term
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

SECRET = "https://chat.example.org/robot/send?key=0123456789abcdef"


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store)
    store.commit()
    return found


@pytest.fixture
def client(sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(bureau.visit.lead)


@pytest.fixture
def admin(store: Session, sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(make_officer(store, Role.SYSTEM_ADMIN, agency=bureau.visit.agency, name="孙管"))


def told(store: Session, bureau: Bureau, title: str, *, count: int = 1) -> None:
    for _one in range(count):
        actions.tell(
            store,
            now=clock.now(),
            officer_id=bureau.visit.lead.id,
            kind=NoticeKind.ARRIVED,
            subject=make_subject(title),
            text="来了一封线索移送函",
        )
    store.commit()


def working_day(store: Session, bureau: Bureau) -> date:
    term = make_term(store, bureau.inspector, rule_id="D-03", subject=make_subject("AJ-0001 涉嫌超采"))
    store.commit()
    return term.alarm_on


def test_what_was_told_stands_on_the_page_until_it_is_read(
    store: Session, bureau: Bureau, client: CasebookClient
) -> None:
    assert "没有通知" in client.page("/notices").text
    told(store, bureau, "WT-7 乱打井", count=2)
    page = client.page("/notices")
    assert "来了一封线索移送函" in page.text
    assert "2 条通知未读" in page.text
    assert client.page("/").links()["查看通知"] == "/notices"
    (action,) = [form.get("action", "") for form in page.all("form") if "read" in form.get("action", "")]
    client.submit(action)
    assert "条通知未读" not in client.page("/notices").text
    assert "查看通知" not in client.page("/").text


def test_a_clock_in_it_is_shown_as_it_stands_now(
    store: Session, bureau: Bureau, client: CasebookClient
) -> None:
    day = working_day(store, bureau)
    rows = list(queries.find_tellings(store, today=day))
    actions.tell_all(store, now=clock.now(), rows=rows)
    store.commit()
    page = client.page("/notices")
    assert "今天到期" in page.text
    assert "先行登记保存后作出处理决定" in page.text
    assert "逾期" in page.text
    copied = [button.get("data-copy") for button in page.all("button") if button.get("data-copy")]
    assert len(copied) == 1
    assert "AJ-0001" in str(copied[0])
    assert "涉嫌超采" not in str(copied[0])


def test_nobody_reads_anothers_notices(
    store: Session, bureau: Bureau, client: CasebookClient, sign_in: SignIn
) -> None:
    told(store, bureau, "WT-7")
    other = sign_in(bureau.striker)
    assert "WT-7" not in other.page("/notices").text
    other.submit("/notices/read?until=999")
    assert "1 条通知未读" in client.page("/notices").text


@pytest.mark.parametrize("until", ["", "x", "-1", "99999999999999999999999"])
def test_a_wrong_row_marks_nothing(
    store: Session, bureau: Bureau, client: CasebookClient, until: str
) -> None:
    told(store, bureau, "WT-7")
    client.submit(f"/notices/read?until={until}")
    assert "1 条通知未读" in client.page("/notices").text


def test_the_page_costs_the_same_for_one_and_twenty(
    store: Session, bureau: Bureau, client: CasebookClient
) -> None:
    client.page("/notices")
    counts = []
    for wave in (1, 19):
        told(store, bureau, f"WT-{wave}", count=wave)
        with statements(db.engine) as sent:
            client.page("/notices")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_one_chooses_ones_own_way(store: Session, bureau: Bureau, client: CasebookClient) -> None:
    assert "还不能发邮件" in client.page("/account/notices").text
    refused = client.submit("/account/notices", {"by_mail": "1", "mail": "nobody"}, status=422)
    assert "不是邮箱地址" in refused.text
    assert "nobody" in refused.text
    client.submit("/account/notices", {"by_mail": "1", "mail": "one@example.org"})
    choice = queries.find_choice(store, bureau.visit.lead.id)
    assert choice is not None
    assert (choice.by_mail, choice.mail) == (True, "one@example.org")
    client.submit("/account/notices", {"mail": ""})
    store.expire_all()
    assert choice.by_mail is False


def test_only_the_administrator_sets_what_is_sent(client: CasebookClient, admin: CasebookClient) -> None:
    for part in ("", "/plan", "/mail", "/chat/wecom"):
        client.page(f"/admin/notices{part}", 403)
        admin.page(f"/admin/notices{part}")
    admin.page("/admin/notices/chat/smoke", 404)
    admin.page("/admin/notices/plan?rule=D-99", 404)
    assert "提醒与通知" in admin.page("/admin").text


def test_a_plan_is_set_for_all_and_for_one(store: Session, admin: CasebookClient) -> None:
    given = {"ahead": "10，5", "tells_due": "1", "head_after": "2", "agency_after": "", "version": "0"}
    admin.submit("/admin/notices/plan", given)
    admin.submit("/admin/notices/plan?rule=D-03", {**given, "ahead": "1"})
    plans = queries.plans_of(store, "371525")
    assert plans == {"": Plan((10, 5), True, 2, None), "D-03": Plan((1,), True, 2, None)}
    text = admin.page("/admin/notices").text
    assert "提前 10、5 天" in text
    assert "先行登记保存后作出处理决定" in text
    late = admin.submit("/admin/notices/plan", {**given, "ahead": "9"}, status=422)
    assert "别人刚刚改过" in late.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"ahead": "1,3"}, "从大到小", id="rising"),
        pytest.param({"ahead": "x"}, "从大到小", id="no numbers"),
        pytest.param({"ahead": "99"}, "1 到 60", id="too far"),
        pytest.param({"head_after": "-1"}, "0 到 60", id="negative"),
        pytest.param({"head_after": "5", "agency_after": "4"}, "不能早于", id="wrong order"),
    ],
)
def test_a_plan_that_cannot_be_stays_typed(
    admin: CasebookClient, changes: dict[str, str], words: str
) -> None:
    given = {"ahead": "7,3,1", "head_after": "3", "agency_after": "10", "version": "0", **changes}
    page = admin.submit("/admin/notices/plan", given, status=422)
    assert words in page.text
    assert f'value="{given["ahead"]}"' in page.text


def test_a_chats_address_is_never_shown_nor_kept_in_clear(store: Session, admin: CasebookClient) -> None:
    admin.submit("/admin/notices/chat/wecom", {"url": SECRET, "is_on": "1", "version": "0"})
    row = store.query(NoticeChannel).filter_by(channel=Channel.WECOM).one()
    assert actions.secrets_of(row) == {"url": SECRET, "secret": ""}
    kept = [row.sealed, row.shown, str(row.facts), *(str(one.body) for one in store.query(AuditDetail))]
    shown = [admin.page(url).text for url in ("/admin/notices", "/admin/notices/chat/wecom")]
    assert not [text for text in (*kept, *shown) if "0123456789" in text]
    assert "https://chat.example.org/…cdef" in shown[0]
    admin.submit("/admin/notices/chat/wecom", {"url": "", "version": "1"})
    store.expire_all()
    assert (row.is_on, actions.secrets_of(row)["url"]) == (False, SECRET)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://chat.example.org/x",
        "ftp://chat.example.org/x",
        "https://",
        "https://a:b@chat.example.org/x",
        "https://chat.example.org:x/",
    ],
)
def test_a_wrong_address_is_refused(admin: CasebookClient, url: str) -> None:
    page = admin.submit(
        "/admin/notices/chat/dingtalk", {"url": url, "is_on": "1", "version": "0"}, status=422
    )
    assert "机器人的地址" in page.text


def test_the_mail_server_is_set_and_its_password_kept(store: Session, admin: CasebookClient) -> None:
    given = {
        "host": "mail.example.org",
        "port": "465",
        "security": "tls",
        "sender": "casebook@example.org",
        "login": "casebook",
        "password": "a-password-0001",
        "is_on": "1",
        "version": "0",
    }
    admin.submit("/admin/notices/mail", given)
    page = admin.page("/admin/notices/mail")
    assert "a-password-0001" not in str(page.fields())
    assert page.fields()["host"] == "mail.example.org"
    admin.submit("/admin/notices/mail", {**given, "password": "", "port": "587", "version": "1"})
    row = store.query(NoticeChannel).one()
    assert (row.facts["port"], actions.secrets_of(row)) == (587, {"password": "a-password-0001"})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"host": "a b"}, "不像主机名", id="host"),
        pytest.param({"port": "70000"}, "1 到 65535", id="port"),
        pytest.param({"sender": "x"}, "不是邮箱地址", id="sender"),
        pytest.param({"security": "none"}, "不加密的连接", id="password in clear"),
    ],
)
def test_a_wrong_mail_server_is_refused(admin: CasebookClient, changes: dict[str, str], words: str) -> None:
    given = {
        "host": "mail.example.org",
        "port": "465",
        "security": "tls",
        "sender": "casebook@example.org",
        "login": "casebook",
        "password": "a-password-0001",
        "version": "0",
    }
    assert words in admin.submit("/admin/notices/mail", {**given, **changes}, status=422).text
