"""Pages of leads of every channel, the public's report, and the four rates."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.access import Role
from casebook.audit.models import AccessLog
from casebook.cases import actions, queries
from casebook.cases.actions import Reporter
from casebook.cases.models import Lead, PublicReport
from casebook.cases.rules import FoundHow, LeadState
from casebook.db import db
from casebook.kernel import clock
from casebook.kernel.clock import to_local
from tests.factories.accounts import make_officer
from tests.factories.cases import Bureau, make_bureau
from tests.factories.storage import picture
from tests.factories.telling import send, snapshot, tell
from tests.support.counting import statements
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

HOSTILE = '<script>alert("x")</script>'
SECRET_NAME, SECRET_CONTACT = "冯不具", "10000000001"
CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}")
REFUSED, FORBIDDEN, FOUND = 422, 403, 302


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store)
    store.commit()
    return found


@pytest.fixture
def client(sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(bureau.visit.lead)


@pytest.fixture
def head(sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(bureau.head)


def typed(**changes: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "channel": FoundHow.HOTLINE_12345.value,
        "outer_no": "GX1",
        "received_at": to_local(clock.now() - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M"),
        "content": HOSTILE,
        "place": "试验村东",
        "reporter_name": SECRET_NAME,
        "reporter_contact": SECRET_CONTACT,
    }
    return {**facts, **changes}


def test_a_ticket_is_entered_accepted_answered_and_visited_back(
    client: CasebookClient, head: CasebookClient, store: Session
) -> None:
    number = client.submit("/leads/new", typed()).location.rpartition("/")[2]
    page = client.page(f"/leads/{number}")
    assert HOSTILE in page.text
    assert SECRET_NAME not in page.text
    today = clock.today().isoformat()
    client.submit(f"/leads/{number}/accept", {"on": today})
    head.submit(f"/leads/{number}/dismiss", {"reason": "现场没有井"})
    client.submit(f"/leads/{number}/answer", {"on": today, "text": "已到现场核查，没有发现取水。"})
    client.submit(f"/leads/{number}/visit", {"on": today, "said": "satisfied"})
    page = client.page(f"/leads/{number}")
    assert "满意" in page.text
    assert page.faults() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"channel": ""}, "请选择"),
        ({"content": ""}, "请填写"),
        ({"outer_no": ""}, "来源单位的编号"),
        ({"received_at": "2999-01-01T08:00"}, "不能晚于现在"),
        ({"place": ""}, "请写明地点"),
        ({"lon": "115.4"}, "要一起填"),
        ({"channel": "patrol"}, ""),
    ],
)
def test_what_is_refused_stays_in_the_form(
    client: CasebookClient, store: Session, changes: dict[str, object], words: str
) -> None:
    answer = client.submit("/leads/new", typed(**changes), status=REFUSED)
    assert words in answer.text
    assert store.scalar(select(func.count(Lead.rowid))) == 0


def test_a_grid_member_reports_and_sees_no_list(sign_in: SignIn, bureau: Bureau) -> None:
    member = sign_in(make_officer(db.session(), Role.INFORMANT, agency=bureau.visit.agency))
    assert member.submit("/leads/new", typed()).location == "/leads/new"
    assert member.get("/leads").status_code == FORBIDDEN


def test_each_look_at_who_told_it_is_logged(
    client: CasebookClient, head: CasebookClient, store: Session, bureau: Bureau
) -> None:
    lead = tell(store, bureau.clerk, now=clock.now(), reporter=Reporter(SECRET_NAME, SECRET_CONTACT))
    store.commit()
    assert client.get(f"/leads/{lead.number}/reporter").status_code == FORBIDDEN
    assert "单独保密" in client.page(f"/leads/{lead.number}").text
    for _ in range(2):
        assert SECRET_CONTACT in head.page(f"/leads/{lead.number}/reporter").text
    looks = list(store.scalars(select(AccessLog).where(AccessLog.what == "lead.reporter")))
    assert [(one.subject_title, one.actor_name) for one in looks] == [(lead.number, "赵衡")] * 2
    for url in ("/leads", f"/leads/{lead.number}", "/leads/rates"):
        assert SECRET_NAME not in head.page(url).text
    for asked in (SECRET_NAME, SECRET_CONTACT):
        assert lead.number not in head.page(f"/leads?q={asked}").links()


def test_the_rates_lead_to_their_lines(client: CasebookClient, store: Session, bureau: Bureau) -> None:
    lead = tell(store, bureau.clerk, now=clock.now())
    actions.accept_lead(store, actor=bureau.clerk, now=clock.now(), lead=lead, on=clock.today())
    store.commit()
    page = client.page("/leads/rates")
    assert "100" in page.text
    lines = client.page("/leads/rates?rate=accepted_in_time")
    assert lead.number in lines.links()
    assert client.page("/leads/rates?rate=satisfied_public&channel=petition").faults() == []
    assert client.page("/leads/rates?rate=nonsense&year=x").h1 == "四个百分之百"


def test_rates_and_lists_ask_as_often_for_many_as_for_one(
    client: CasebookClient, store: Session, bureau: Bureau
) -> None:
    urls = ("/leads/rates?rate=accepted_in_time", "/leads")
    tell(store, bureau.clerk, now=clock.now(), outer_no="0")
    store.commit()
    for url in urls:
        client.page(url)
    counts = []
    for size in (1, 20):
        for number in range(1, size):
            tell(store, bureau.clerk, now=clock.now(), outer_no=str(number), lat=36.40 + number / 500)
        store.commit()
        with statements(db.engine) as found:
            for url in urls:
                client.page(url)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_figures_are_set_by_the_agency_head_only(
    client: CasebookClient, sign_in: SignIn, bureau: Bureau, store: Session
) -> None:
    assert client.get("/leads/settings").status_code == FORBIDDEN
    chief = sign_in(make_officer(store, Role.AGENCY_HEAD, agency=bureau.visit.agency))
    page = chief.page("/leads/settings")
    assert "未核实" in page.text
    values = {name: value for name, value in page.fields().items() if name not in {"csrf_token", "paper"}}
    changed = {**values, "reply_hotline_12345": "3"}
    assert "依据文件" in chief.submit("/leads/settings", changed, status=REFUSED).text
    chief.submit("/leads/settings", {**changed, "paper": "冠水〔2024〕1号"})
    assert "冠水〔2024〕1号" in chief.page("/leads/settings").text
    assert chief.submit("/leads/settings", {**values, "merge_m": "0"}, status=REFUSED)


@pytest.fixture
def visitor(app: Flask, bureau: Bureau) -> CasebookClient:
    """Somebody without an account."""
    client: CasebookClient = app.test_client()
    return client


def token(visitor: CasebookClient, url: str = "/report") -> str:
    found = Page(visitor.get(url).text).fields()["csrf_token"]
    assert found is not None
    return found


def reported(visitor: CasebookClient, **changes: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "csrf_token": token(visitor),
        "text": "养殖场后面新打了一眼井，没有水表。",
        "place": "试验村养殖场后",
    }
    return {**facts, **changes}


def test_the_public_reports_and_asks(visitor: CasebookClient, store: Session, bureau: Bureau) -> None:
    photo = (io.BytesIO(picture()), "IMG_1.jpg")
    data = reported(visitor, photographs=photo, name=SECRET_NAME, contact=SECRET_CONTACT)
    answer = visitor.post("/report", data=data, content_type="multipart/form-data")
    assert (answer.status_code, answer.location) == (FOUND, "/report/done")
    done = visitor.get("/report/done")
    found = CODE.search(done.text)
    assert found is not None
    (lead,) = store.scalars(select(Lead))
    assert (lead.channel, lead.state) == (FoundHow.REPORT, LeadState.NEW)
    assert len(queries.list_report_photographs(store, lead.id)) == 1
    code = found[0]
    (report,) = store.scalars(select(PublicReport))
    assert code not in report.code_hash
    assert "127.0.0.1" not in report.caller_mark
    asked = {"csrf_token": token(visitor, "/report/status"), "code": code.lower().replace("-", " ")}
    told = visitor.post("/report/status", data=asked)
    assert "已收到" in told.text
    for secret in (lead.number, SECRET_NAME, "养殖场", "周明"):
        assert secret not in told.text
    assert Page(told.text).faults() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "请填写"),
        ({"text": "有井"}, "再具体一些"),
        ({"place": ""}, "请写明地点"),
        ({"website": "http://spam"}, "请留空"),
        ({"lon": "100", "lat": "20"}, "不在本县"),
        ({"contact": "10000000001"}, "称呼"),
        ({"photographs": (io.BytesIO(b"<script>"), "a.jpg")}, ""),
    ],
)
def test_what_is_no_report_is_refused_and_stays(
    visitor: CasebookClient, store: Session, changes: dict[str, object], words: str
) -> None:
    fresh = {
        name: (io.BytesIO(value[0].getvalue()), value[1]) if isinstance(value, tuple) else value
        for name, value in changes.items()
    }
    data = reported(visitor, **fresh)
    answer = visitor.post("/report", data=data, content_type="multipart/form-data")
    assert answer.status_code == REFUSED
    assert words in answer.text
    if "text" not in changes:
        assert "养殖场后面新打了一眼井" in answer.text
    assert store.scalar(select(func.count(Lead.rowid))) == 0


def test_a_report_needs_its_token(visitor: CasebookClient, store: Session) -> None:
    answer = visitor.post("/report", data={"text": "没有令牌的举报不收下", "place": "x"})
    assert answer.status_code in {400, REFUSED}
    assert store.scalar(select(func.count(Lead.rowid))) == 0


def test_the_sixth_report_of_a_day_waits(visitor: CasebookClient, store: Session) -> None:
    for _ in range(5):
        assert visitor.post("/report", data=reported(visitor)).status_code == FOUND
    answer = visitor.post("/report", data=reported(visitor))
    assert answer.status_code == REFUSED
    assert "已满 5 件" in answer.text
    assert store.scalar(select(func.count(PublicReport.rowid))) == 5


@pytest.mark.parametrize("code", ["", "ABCD-ABCD-ABCD-ABCD", "x" * 59, "2222-2222-2222-2222"])
def test_a_wrong_code_tells_nothing(visitor: CasebookClient, code: str) -> None:
    data = {"csrf_token": token(visitor, "/report/status"), "code": code}
    answer = visitor.post("/report/status", data=data)
    assert answer.status_code == REFUSED


def test_done_without_a_report_leads_to_the_form(visitor: CasebookClient) -> None:
    answer = visitor.get("/report/done")
    assert (answer.status_code, answer.location) == (FOUND, "/report")


def test_the_pages_of_the_public_are_sound(visitor: CasebookClient) -> None:
    for url in ("/report", "/report/status"):
        assert Page(visitor.get(url).text).faults() == []


def test_pictures_of_a_report_are_made_anew(
    client: CasebookClient, sign_in: SignIn, store: Session, bureau: Bureau
) -> None:
    _code, lead = send(store, now=clock.now(), pictures=[snapshot()])
    store.commit()
    answer = client.get(f"/leads/{lead.number}/photographs/1")
    assert answer.mimetype == "image/jpeg"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get(f"/leads/{lead.number}/photographs/2").status_code == 404
    liaison = sign_in(make_officer(store, Role.LIAISON, agency=bureau.visit.agency))
    assert liaison.get(f"/leads/{lead.number}/photographs/1").status_code == FORBIDDEN


def test_anybody_sees_the_outlines_to_tap_on_and_no_zones(client: CasebookClient) -> None:
    answer = client.get("/report/outlines.geojson")
    assert answer.status_code == 200
    kinds = {one["properties"]["kind"] for one in answer.get_json(force=True)["features"]}
    assert kinds <= {"county", "township", "village"}
    assert "data-place-map" in client.get("/report").get_data(as_text=True)
