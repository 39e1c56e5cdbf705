"""Pages of supervision: who issues, who answers, who only sees, and what is typed stays."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import get_officer
from casebook.db import db
from casebook.kernel import clock
from casebook.supervision import queries
from casebook.supervision.rules import Rung, StepState
from tests.factories.accounts import make_agency, make_officer
from tests.factories.approvals import some_subject
from tests.factories.storage import picture
from tests.factories.supervision import TOWNSHIP, issue, make_ladder, propose
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from tests.factories.supervision import Ladder
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]
    Client = Callable[[Actor], CasebookClient]


@pytest.fixture
def ladder(store: Session) -> Ladder:
    return make_ladder(store)


@pytest.fixture
def client(store: Session, sign_in: SignIn) -> Client:
    known: dict[UUID | None, CasebookClient] = {}

    def act(actor: Actor) -> CasebookClient:
        assert actor.officer_id is not None
        if actor.officer_id not in known:
            known[actor.officer_id] = sign_in(get_officer(store, actor.officer_id))
        return known[actor.officer_id]

    return act


def today(days: int = 0) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def test_a_step_is_issued_answered_and_closed(store: Session, ladder: Ladder, client: Client) -> None:
    row = propose(store, ladder, rung=Rung.URGE)
    assert row is not None
    url, version = f"/supervision/{row.id}", row.version
    store.commit()
    chief, unit = client(ladder.chief), client(ladder.unit)
    assert url in chief.get("/").text
    assert "待发出" in chief.get("/supervision").text
    assert unit.get(url).status_code == 404
    form = {"issue-base_version": version, "issue-to_person": "镇政府", "issue-demand": "请限期整改"}
    refused = chief.submit(f"{url}/issue", {**form, "issue-on": ""}, status=422)
    assert "请限期整改" in refused.text
    chief.submit(f"{url}/issue", {**form, "issue-on": today()})
    late = chief.submit(f"{url}/issue", {**form, "issue-on": today()}, status=409)
    assert "刚刚被别人办理过" in late.text
    assert url in unit.get("/").text
    chief.submit(f"{url}/close", {"close-remark": ""}, status=422)
    reply = {"reply-text": "十日内完成", "reply-by": "高远", "reply-on": today()}
    unit.submit(f"{url}/reply", {**reply, "reply-scan": (io.BytesIO(picture()), "答复.jpg")})
    store.expire_all()
    event = queries.list_events(store, row.id)[-1]
    scan = f"{url}/scans/{event.id}"
    first = f"{url}/scans/{queries.list_events(store, row.id)[0].id}"
    store.commit()
    assert unit.get(scan).data == picture()
    assert unit.get(first).status_code == 404
    unit.submit(f"{url}/close", {"close-remark": ""}, status=403)
    chief.submit(f"{url}/return", {"return-reason": "没有措施"})
    unit.submit(f"{url}/reply", reply)
    chief.submit(f"{url}/close", {"close-remark": "已整改"})
    store.expire_all()
    assert row.state is StepState.CLOSED
    store.commit()
    assert chief.get(f"{url}.pdf").data.startswith(b"%PDF")
    assert chief.get(f"{url}.docx").data.startswith(b"PK")


def test_a_talk_with_its_minutes_and_sweep(store: Session, ladder: Ladder, client: Client) -> None:
    row = propose(store, ladder, rung=Rung.TALK)
    assert row is not None
    issue(store, ladder, row, actor=ladder.head)
    url = f"/supervision/{row.id}"
    store.commit()
    head, unit = client(ladder.head), client(ladder.unit)
    talk = {"talk-on": today(), "talk-place": "会议室", "talk-attendees": "镇长", "talk-minutes": ""}
    head.submit(f"{url}/talk", talk, status=422)
    head.submit(f"{url}/talk", {**talk, "talk-minutes": "表态整改"})
    head.submit(f"{url}/sweeps", {"sweep-demand": "拉网式排查", "sweep-due_on": today()}, status=422)
    head.submit(f"{url}/sweeps", {"sweep-demand": "拉网式排查", "sweep-due_on": today(10)})
    store.expire_all()
    sweep = f"{url}/sweeps/{row.sweeps[0].id}"
    store.commit()
    unit.submit(sweep, {"swept-found": "", "swept-result": "查完"}, status=422)
    unit.submit(sweep, {"swept-found": "0", "swept-result": "查完，没有发现"})
    page = head.get(url).text
    assert "表态整改" in page
    assert "发现同类问题 0 处" in page
    unit.submit(f"{url}/sweeps/{row.id}", {"swept-found": "0", "swept-result": "x"}, status=404)


def test_a_step_is_dropped_with_a_reason(store: Session, ladder: Ladder, client: Client) -> None:
    row = propose(store, ladder)
    assert row is not None
    url = f"/supervision/{row.id}"
    store.commit()
    chief = client(ladder.chief)
    chief.submit(f"{url}/drop", {"drop-reason": ""}, status=422)
    chief.submit(f"{url}/drop", {"drop-reason": "昨天已整改"})
    assert "昨天已整改" in chief.get(url).text


@pytest.mark.parametrize("role", [Role.INFORMANT, Role.PERMIT_OFFICER, Role.SECURITY_ADMIN])
def test_who_sees_no_supervision(store: Session, ladder: Ladder, sign_in: SignIn, role: Role) -> None:
    stranger = sign_in(make_officer(store, role, agency=ladder.agency))
    for url in ("/supervision", "/supervision/triggers"):
        assert stranger.get(url).status_code == 403


def test_who_only_reads(store: Session, ladder: Ladder, sign_in: SignIn) -> None:
    row = propose(store, ladder)
    assert row is not None
    url = f"/supervision/{row.id}"
    auditor = sign_in(make_officer(store, Role.AUDITOR, agency=make_agency(store, name="冠县司法局")))
    assert f"{url}/issue" not in auditor.get(url).text
    auditor.submit(f"{url}/issue", {}, status=403)
    assert auditor.get("/supervision/triggers/problem/urge").status_code == 403


def test_triggers_are_set(store: Session, ladder: Ladder, client: Client) -> None:
    store.commit()
    head = client(ladder.head)
    assert "未核实" in head.get("/supervision/triggers").text
    assert head.get("/supervision/triggers/problem/nothing").status_code == 404
    url = "/supervision/triggers/problem/urge"
    form = {
        "more_than": "9",
        "issuer": "case_head",
        "reply_days": "5",
        "is_active": "y",
        "paper": "冠政办〔2026〕6 号",
        "valid_from": today(),
    }
    assert head.get(url).status_code == 200
    head.submit(url, {**form, "paper": ""}, status=422)
    head.submit(url, {**form, "more_than": "-1"}, status=422)
    head.submit(url, form)
    assert "冠政办〔2026〕6 号" in head.get("/supervision/triggers").text


def test_the_list_costs_the_same_at_one_and_at_twenty(store: Session, ladder: Ladder, client: Client) -> None:
    propose(store, ladder)
    store.commit()
    chief = client(ladder.chief)
    few = _cost(chief)
    for _more in range(19):
        propose(store, ladder, subject=some_subject(TOWNSHIP))
    store.commit()
    assert _cost(chief) == few


def _cost(client: CasebookClient) -> int:
    client.get("/supervision")
    with statements(db.engine) as sent:
        assert client.get("/supervision").status_code == 200
    return len(sent)
