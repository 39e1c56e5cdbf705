"""Pages of publications: who proposes, who agrees, what the public sees, and whose data is shown."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.accounts.queries import get_officer
from casebook.audit.models import AccessLog
from casebook.db import db
from casebook.kernel import clock
from casebook.publications import actions, queries
from casebook.publications.rules import Figures
from tests.factories import publications as make
from tests.factories.accounts import make_officer
from tests.factories.publications import CITIZEN, HOME, NUMBER, PHONE, SERVED
from tests.factories.storage import picture
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from tests.factories.publications import Office
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]
    Client = Callable[[Actor], CasebookClient]


@pytest.fixture
def office(store: Session) -> Office:
    return make.make_office(store)


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


def looks(store: Session, what: str) -> int:
    store.expire_all()
    return len(store.scalars(select(AccessLog).where(AccessLog.what == what)).all())


def test_a_decision_is_redacted_agreed_to_published_and_taken_down(
    store: Session, office: Office, client: Client
) -> None:
    row = make.owed(store, office)
    url, version = f"/publications/{row.id}", row.version
    store.commit()
    inspector, legal = client(office.inspector), client(office.legal)
    assert url in inspector.get("/").text
    assert "待拟文本" in inspector.get("/publications").text
    whole = inspector.get(f"{url}/text").text
    assert NUMBER in whole
    assert looks(store, "publication.source") == 1
    wrong = {"base_version": version, "others": "没有的话"}
    refused = inspector.submit(f"{url}/text", wrong, status=422)
    assert "决定书里没有“没有的话”" in refused.text
    inspector.submit(f"{url}/text", {"base_version": version, "confidential": "秘制工艺甲"})
    assert inspector.get(f"{url}/text").status_code == 302
    inspector.submit(f"{url}/confirm", {}, status=403)
    assert url in legal.get("/").text
    shown = legal.get(url).text
    assert NUMBER not in shown
    assert PHONE not in shown
    assert NUMBER in legal.get(f"{url}?personal=1").text
    assert looks(store, "publication") == 1
    legal.submit(f"{url}/confirm", {"confirm-base_version": version + 1})
    inspector.submit(f"{url}/publish", {"publish-on": today(), "publish-place": ""}, status=422)
    inspector.submit(f"{url}/publish", {"publish-on": today(), "publish-place": "县政府网站"})
    paper = inspector.get(f"{url}.pdf")
    assert (paper.mimetype, paper.data[:5]) == ("application/pdf", b"%PDF-")
    down = {"down-cause": "revoked", "down-reason": "复议撤销", "down-on": today()}
    assert "案卷里没有这样的复议、诉讼结果" in inspector.submit(f"{url}/take-down", down, status=422).text
    inspector.submit(f"{url}/take-down", {**down, "down-cause": "mistake", "down-reason": "文本有误"})
    assert "已撤下" in inspector.get(url).text


def test_two_at_once_and_what_is_returned(store: Session, office: Office, client: Client) -> None:
    row = make.proposed(store, office)
    url, version = f"/publications/{row.id}", row.version
    store.commit()
    legal = client(office.legal)
    legal.submit(f"{url}/return", {"return-base_version": version, "return-reason": ""}, status=422)
    legal.submit(f"{url}/return", {"return-base_version": version, "return-reason": "漏了一处"})
    late = legal.submit(f"{url}/confirm", {"confirm-base_version": version}, status=409)
    assert "刚刚被别人办理过" in late.text
    exempt = {"exempt-ground": "gone", "exempt-reason": "撤销"}
    inspector = client(office.inspector)
    assert "没有被变更" in inspector.submit(f"{url}/exempt", exempt, status=422).text
    inspector.submit(f"{url}/exempt", {**exempt, "exempt-ground": "minor", "exempt-reason": "未成年"})
    legal.submit(f"{url}/confirm", {})
    assert "不予公示" in legal.get(url).text


def test_a_repair_is_asked_for_and_decided_by_another(store: Session, office: Office, client: Client) -> None:
    row = make.published(store, office)
    url = f"/publications/{row.id}"
    store.commit()
    inspector, legal = client(office.inspector), client(office.legal)
    form = {"repair-applicant": CITIZEN, "repair-asked_on": today(), "repair-statement": "已缴清并整改"}
    inspector.submit(f"{url}/repairs", {**form, "repair-pledge": (io.BytesIO(picture()), "承诺书.jpg")})
    (repair,) = queries.list_repairs(store, [row.id])
    about = f"{url}/repairs/{repair.id}"
    store.commit()
    assert inspector.get(f"{about}/pledge").data == picture()
    assert looks(store, "repair.pledge") == 1
    assert "已有一份信用修复申请" in inspector.submit(f"{url}/repairs", form, status=422).text
    assert url in legal.get("/").text
    decide = {"decide-is_granted": "yes", "decide-reason": "符合条件"}
    inspector.submit(f"{about}/decide", decide, status=403)
    legal.submit(f"{about}/decide", {"decide-is_granted": "yes", "decide-reason": ""}, status=422)
    legal.submit(f"{about}/decide", {**decide, "decide-is_granted": "no"})
    assert "不同意修复" in inspector.get(url).text
    assert CITIZEN not in inspector.get(url).text
    inspector.submit(f"{url}/repairs", form)
    (_first, again) = queries.list_repairs(store, [row.id])
    withdraw = f"{url}/repairs/{again.id}/withdraw"
    store.commit()
    inspector.submit(withdraw, {"withdraw-reason": "当事人撤回"})
    assert "申请已撤回" in inspector.get(url).text


def test_the_public_sees_what_is_published_once_the_county_opens_its_page(
    store: Session, office: Office, client: Client
) -> None:
    row = make.published(store, office)
    other = make.owed(store, office, number="冠试罚决字〔2023〕第002号")
    paths = [f"/public/decisions/{row.id}", f"/public/decisions/{row.id}.pdf"]
    hidden = f"/public/decisions/{other.id}"
    store.commit()
    visitor = client(office.inspector).application.test_client()
    assert [visitor.get(one).status_code for one in ["/public/decisions", *paths]] == [404, 404, 404]
    client(office.inspector).submit("/publications/settings", {}, status=403)
    head, form = client(office.head), {"counts_from": "service", "paper": "冠综执〔2023〕试1号"}
    figures = {"least_months": "3", "most_months": "36", "repair_days": "20"}
    wrong = {**form, **figures, "least_months": "40"}
    assert "最短期限不能长于最长期限" in head.submit("/publications/settings", wrong, status=422).text
    head.submit("/publications/settings", {**form, **figures, "is_page_on": "y"})
    assert row.number in visitor.get("/public/decisions").text
    page = visitor.get(paths[0]).text
    assert "石某某" in page
    for one in (CITIZEN, NUMBER, PHONE, HOME):
        assert one not in page
    assert visitor.get(paths[1]).data[:5] == b"%PDF-"
    assert visitor.get(hidden).status_code == 404


def test_what_is_taken_down_is_gone_from_the_public(store: Session, office: Office, client: Client) -> None:
    row = make.published(store, office)
    figures = Figures(is_page_on=True)
    actions.set_figures(store, actor=office.head, now=SERVED, figures=figures, paper="试")
    url = f"/public/decisions/{row.id}"
    store.commit()
    inspector = client(office.inspector)
    visitor = inspector.application.test_client()
    assert visitor.get(url).status_code == 200
    form = {"down-cause": "mistake", "down-reason": "有误", "down-on": today()}
    inspector.submit(f"/publications/{row.id}/take-down", form)
    assert visitor.get(url).status_code == 404
    assert row.number not in visitor.get("/public/decisions").text


def test_a_record_tells_all_and_hides_who_it_is(
    store: Session, office: Office, client: Client, sign_in: SignIn
) -> None:
    row = make.published(store, office)
    party, case = office.case.party_id, office.case.number
    url = f"/parties/{party}/record"
    auditor = make_officer(store, Role.AUDITOR, agency=office.bureau.visit.agency)
    keeper = make_officer(store, Role.CLOSURE_OFFICER, agency=office.bureau.visit.agency)
    store.commit()
    inspector = client(office.inspector)
    page = inspector.get(url).text
    for one in (case, row.number, "未发现问题" if "未发现问题" in page else "P10"):
        assert one in page
    assert NUMBER not in page
    assert looks(store, "compliance") == 0
    whole = inspector.get(f"{url}?personal=1").text
    assert NUMBER in whole
    assert looks(store, "compliance") == 1
    blind = sign_in(auditor)
    assert NUMBER not in blind.get(f"{url}?personal=1").text
    assert CITIZEN not in blind.get(f"{url}?personal=1").text
    assert looks(store, "compliance") == 1
    assert inspector.get(f"{url}.pdf?personal=1").data[:5] == b"%PDF-"
    assert looks(store, "compliance.print") == 1
    assert sign_in(keeper).get(url).status_code == 403
    assert url in inspector.get(f"/cases/{case}").text


def test_the_list_costs_the_same_at_one_and_at_twenty(store: Session, office: Office, client: Client) -> None:
    make.owed(store, office)
    store.commit()
    inspector = client(office.inspector)
    with statements(db.engine) as few:
        inspector.get("/publications")
    for number in range(2, 21):
        make.owed(store, office, number=f"冠试罚决字〔2023〕第{number:03}号")
    store.commit()
    with statements(db.engine) as many:
        assert inspector.get("/publications").text.count("row-link") == 20
    assert len(few) == len(many)


def test_only_whoever_may_sees_publications(store: Session, office: Office, sign_in: SignIn) -> None:
    agency = office.bureau.visit.agency
    permit = sign_in(make_officer(store, Role.PERMIT_OFFICER, agency=agency))
    assert permit.get("/publications").status_code == 403
    assert permit.get(f"/parties/{office.case.party_id}/record").status_code == 200
