"""Pages of letters: both sides move them, others do not see them, what is typed stays."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import get_officer
from casebook.db import db
from casebook.handovers import queries
from casebook.handovers.rules import LetterKind, LetterState
from casebook.kernel import clock
from tests.factories.accounts import make_actor, make_agency, make_officer
from tests.factories.cases import make_bureau, make_problems
from tests.factories.handovers import bring_to, draft, make_offices, send
from tests.factories.storage import picture
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.handovers.models import Letter
    from tests.factories.handovers import Offices
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]
    Client = Callable[[Actor], CasebookClient]


@pytest.fixture
def offices(store: Session) -> Offices:
    return make_offices(store)


@pytest.fixture
def letter(store: Session, offices: Offices) -> Letter:
    found = bring_to(store, offices, LetterState.SENT)
    store.commit()
    return found


@pytest.fixture
def client(store: Session, sign_in: SignIn) -> Client:
    known: dict[UUID | None, CasebookClient] = {}

    def act(actor: Actor) -> CasebookClient:
        assert actor.officer_id is not None
        if actor.officer_id not in known:
            known[actor.officer_id] = sign_in(get_officer(store, actor.officer_id))
        return known[actor.officer_id]

    return act


def today() -> str:
    return clock.today().isoformat()


def test_both_sides_move_a_letter_to_its_end(
    store: Session, offices: Offices, letter: Letter, client: Client
) -> None:
    url, version = f"/handovers/{letter.id}", letter.version
    theirs, ours = client(offices.liaison), client(offices.writer)
    assert letter.title in theirs.get("/handovers").text
    assert "记录回执" in theirs.get(url).text
    assert "记录回执" not in ours.get(url).text
    empty = {"receipt-base_version": version, "receipt-on": today(), "receipt-receiver": "金秋"}
    wrong = {**empty, "receipt-result": "returned", "receipt-reason": ""}
    assert "请写明退回" in theirs.submit(f"{url}/receipt", wrong, status=422).text
    theirs.submit(f"{url}/receipt", {**empty, "receipt-result": "accepted"})
    late = theirs.submit(f"{url}/receipt", {**empty, "receipt-result": "accepted"}, status=409)
    assert "刚刚被别人办理过" in late.text
    answer = {"answer-on": today(), "answer-text": "近三年取水量附后。", "answer-number": "冠水函 9 号"}
    theirs.submit(f"{url}/answer", answer)
    assert "近三年取水量附后" in ours.get(url).text
    ours.submit(f"{url}/more", {"more-reason": ""}, status=422)
    ours.submit(f"{url}/more", {"more-reason": "缺 2022 年"})
    theirs.submit(f"{url}/answer", answer)
    ours.submit(f"{url}/close", {"close-remark": "已采用"})
    store.expire_all()
    assert letter.state is LetterState.CLOSED


def test_a_letter_is_written_from_a_problem(store: Session, sign_in: SignIn) -> None:
    bureau = make_bureau(store)
    (problem,) = make_problems(store, bureau)
    permit = make_agency(store, name="冠县行政审批服务局", word="冠审")
    store.commit()
    number, well_id, agency_id = problem.number, problem.well_id, str(permit.id)
    mine = sign_in(bureau.visit.lead)
    assert mine.get("/handovers/new").status_code == 404
    assert "限批函" in mine.get(f"/handovers/new?problem={number}").text
    form = {
        "kind": "permit_limit",
        "to_agency": agency_id,
        "to_name": "",
        "way": "system",
        "title": "限批",
        "text": "整改期间不予延续。",
    }
    refused = mine.submit(f"/handovers/new?problem={number}", {**form, "title": ""}, status=422)
    assert "整改期间不予延续" in refused.text
    sent = mine.submit(f"/handovers/new?problem={number}", form)
    url = sent.location
    mine.submit(f"{url}/send", {"send-on": today()})
    assert well_id in queries.open_limits(store, [well_id])
    assert "限批函" in mine.get(url).text
    assert mine.get(f"{url}/reply").status_code == 200


def test_the_sender_enters_a_paper_receipt_with_its_scan(
    store: Session, offices: Offices, client: Client
) -> None:
    letter = send(store, offices, draft(store, offices, LetterKind.TAX, outside="冠县税务局"))
    url = f"/handovers/{letter.id}"
    store.commit()
    mine = client(offices.writer)
    form = {"receipt-result": "accepted", "receipt-on": today(), "receipt-receiver": "税务局"}
    assert "附扫描件" in mine.submit(f"{url}/receipt", form, status=422).text
    mine.submit(f"{url}/receipt", {**form, "receipt-scan": (io.BytesIO(picture()), "回执.jpg")})
    store.expire_all()
    event = queries.list_events(store, letter.id)[-1]
    scan = f"{url}/scans/{event.id}"
    first = f"{url}/scans/{queries.list_events(store, letter.id)[0].id}"
    store.commit()
    assert mine.get(scan).data == picture()
    assert mine.get(first).status_code == 404


def test_to_the_police_by_approval(store: Session, offices: Offices, client: Client) -> None:
    letter = draft(store, offices, LetterKind.POLICE, outside="冠县公安局")
    url = f"/handovers/{letter.id}"
    store.commit()
    mine = client(offices.writer)
    page = mine.get(url).text
    assert "送审" in page
    assert f'action="{url}/send"' not in page
    mine.submit(f"{url}/approval")
    assert "审批中" in mine.get(url).text
    mine.submit(f"{url}/withdraw", {"withdraw-reason": "误发"})


@pytest.mark.parametrize("role", [Role.SEAL_KEEPER, Role.TOWNSHIP_LEAD, Role.SECURITY_ADMIN])
def test_who_sees_no_letters(store: Session, letter: Letter, sign_in: SignIn, role: Role) -> None:
    url = f"/handovers/{letter.id}"
    stranger = sign_in(make_officer(store, role, agency=make_agency(store, name="冠县发展和改革局")))
    assert stranger.get("/handovers").status_code == 403
    assert stranger.get(url).status_code == 403


def test_an_office_that_it_does_not_concern(
    store: Session, letter: Letter, client: Client, offices: Offices
) -> None:
    url = f"/handovers/{letter.id}"
    third = make_actor(store, Role.LIAISON, agency=make_agency(store, name="冠县发展和改革局"))
    stranger = client(third)
    assert stranger.get(url).status_code == 404
    assert stranger.get(f"{url}.pdf").status_code == 404
    assert client(offices.liaison).get("/handovers/new?case=x").status_code == 403


def test_the_pdf_of_a_letter(letter: Letter, client: Client, offices: Offices) -> None:
    url = f"/handovers/{letter.id}.pdf"
    answer = client(offices.liaison).get(url)
    assert answer.data.startswith(b"%PDF")


def test_the_statement_of_a_month(store: Session, offices: Offices, client: Client) -> None:
    before = clock.now().replace(day=1) - timedelta(days=5)
    letter = draft(store, offices, now=before)
    send(store, offices, letter, now=before)
    store.commit()
    mine, theirs = client(offices.writer), client(offices.liaison)
    month = f"{before:%Y-%m}"
    page = mine.page("/handovers/statement")
    assert "冠县水利局" in page.text
    fields = page.fields()
    seen = {"other": fields["other"], "seen": fields["seen"]}
    mine.submit(f"/handovers/statement?month={month}", seen)
    assert "本机关已确认" in mine.get(f"/handovers/statement?month={month}").text
    fields = theirs.page(f"/handovers/statement?month={month}").fields()
    theirs.submit(f"/handovers/statement?month={month}", {"other": fields["other"], "seen": fields["seen"]})
    assert "双方已确认" in theirs.get(f"/handovers/statement?month={month}").text
    assert mine.get(f"/handovers/statement.pdf?month={month}").data.startswith(b"%PDF")
    assert mine.get(f"/handovers/statement.xlsx?month={month}").data.startswith(b"PK")
    mine.submit(f"/handovers/statement?month={month}", {"other": "冠县水利局", "seen": "sha256:0"})
    assert "对账表的数刚刚有变化" in mine.get(f"/handovers/statement?month={month}").text
    assert mine.get("/handovers/statement?month=2026-13").status_code == 422


def test_the_list_costs_the_same_at_one_and_at_twenty(
    store: Session, offices: Offices, client: Client
) -> None:
    send(store, offices, draft(store, offices))
    store.commit()
    mine = client(offices.writer)
    few = _cost(mine)
    for _more in range(19):
        send(store, offices, draft(store, offices))
    store.commit()
    assert _cost(mine) == few


def _cost(client: CasebookClient) -> int:
    client.get("/handovers?side=all")
    with statements(db.engine) as sent:
        assert client.get("/handovers?side=all").status_code == 200
    return len(sent)


def test_the_desk_offers_letters(letter: Letter, client: Client, offices: Offices) -> None:
    url = f"/handovers/{letter.id}"
    assert url in client(offices.liaison).get("/").text
