"""Monday's page made by the worker, mailed with its files, and shown to the county's officers."""

from __future__ import annotations

import io
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import select

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.bulletins import actions, making
from casebook.bulletins.handlers import MONDAY
from casebook.bulletins.models import MondayPage
from casebook.bulletins.rules import Person
from casebook.db import db
from casebook.jobs import handlers
from casebook.jobs.worker import Worker
from casebook.kernel import clock
from casebook.notices import actions as notices
from casebook.notices.actions import MailServer
from casebook.notices.rules import MailSecurity
from tests.factories.accounts import make_agency, make_officer
from tests.factories.bulletins import two_townships
from tests.factories.cases import make_bureau, make_problems
from tests.factories.regions import EAST, WEST
from tests.support.post import mail_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]
    Work = Callable[[str], int]


@pytest.fixture
def head(store: Session) -> Officer:
    """The head of an agency in a county whose east lags, with one problem long overdue."""
    bureau = make_bureau(store)
    two_townships(store)
    make_problems(store, bureau)
    found = make_officer(store, Role.AGENCY_HEAD, agency=bureau.visit.agency, name="郑安")
    store.commit()
    return found


@pytest.fixture
def work(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Work:
    """Let a worker make and send what is due at an instant of China; other work is not ours to test."""
    known = handlers._kinds  # noqa: SLF001 - whoever registers stays
    ours = {kind: known[kind] for kind in (MONDAY, notices.SEND)}
    monkeypatch.setattr(handlers, "_kinds", ours)

    @contextmanager
    def scope() -> Iterator[Session]:
        with app.app_context():
            yield db.session()

    def act(moment: str) -> int:
        now = datetime.fromisoformat(f"{moment}+08:00")
        monkeypatch.setattr(clock, "now", lambda: now)
        return Worker(scope).run_due()

    return act


def pages(store: Session) -> list[MondayPage]:
    """Read the pages, and let go of the database: the worker writes on connections of its own."""
    store.expire_all()
    found = list(store.scalars(select(MondayPage).order_by(MondayPage.monday)))
    for one in found:
        store.expunge(one)
    store.rollback()
    return found


def test_made_on_the_stroke_once_and_after_an_outage_only_the_latest(
    store: Session, head: Officer, work: Work, sign_in: SignIn
) -> None:
    work("2023-11-05T23:10")
    work("2023-11-06T07:59")
    before = len(pages(store))
    work("2023-11-06T08:00")
    work("2023-11-06T09:00")
    (first,) = pages(store)[before:]
    assert first.made_at == first.due_at
    work("2023-11-22T10:20")
    assert [str(one.week) for one in pages(store)[before:]] == ["2023-W45", "2023-W47"]
    page = sign_in(head).page("/bulletins")
    assert "没有生成" in page.text
    assert "2023 年第 46 周" in page.text
    assert "系统停机后补" in page.text


def test_what_stands_on_it(store: Session, head: Officer, work: Work, sign_in: SignIn) -> None:
    actor = actor_of(head)
    people = {EAST: Person("高远", "镇长")}
    by: dict[str, Any] = {"actor": actor, "now": clock.now(), "paper": "文", "seen_version": 0}
    actions.set_people(store, people=people, **by)
    store.commit()
    work("2023-11-06T08:00")
    page = pages(store)[-1]
    facts = orjson.loads(page.facts)
    lights = {one["code"]: one["cells"]["wells_closed"]["light"] for one in facts["places"]}
    assert (lights[EAST], lights[WEST]) == ("red", "red")
    (east,) = [one for one in facts["red"] if one["place"] == "东古城镇" and one["what"] == "封井眼数"]
    assert (east["person"], east["days"], east["figure"]) == ("高远 镇长", 310, "0/2，差 84.9 个百分点")
    overdue = [one for one in facts["red"] if one["what"] == "问题整改逾期"]
    assert overdue
    assert all(one["person"] for one in overdue)
    client = sign_in(head)
    picture = client.get("/bulletins/monday/2023-W45.png").data
    assert len(picture) <= making.MOST_BYTES
    assert Image.open(io.BytesIO(picture)).size[0] > 1000
    pdf = pypdfium2.PdfDocument(client.get("/bulletins/monday/2023-W45.pdf").data)
    assert len(pdf) == 1
    assert "高远" in pdf[0].get_textpage().get_text_range()
    pdf.close()
    for address in (
        "/bulletins/monday/2023-W44.pdf",
        "/bulletins/monday/2023-W45.exe",
        "/bulletins/monday/x.pdf",
    ):
        assert client.get(address).status_code == 404


def test_a_page_too_full_for_one_sheet_counts_what_it_leaves_out(
    app: Flask, store: Session, head: Officer, work: Work
) -> None:
    store.expunge(head)
    work("2023-11-06T08:00")
    line = {
        "place": "清水镇",
        "what": "封井",
        "figure": "字" * 90,
        "person": "高远",
        "days": 9,
        "days_words": "9 天",
    }
    facts = orjson.loads(pages(store)[-1].facts) | {"red": [line] * 120}
    with app.test_request_context():
        pdf = pypdfium2.PdfDocument(making.draw(facts, is_demo=True))
    assert len(pdf) == 1
    assert "另有" in pdf[0].get_textpage().get_text_range()
    pdf.close()


def test_it_is_mailed_once_to_who_sees_the_countys_board(store: Session, head: Officer, work: Work) -> None:
    town = make_officer(
        store,
        Role.AGENCY_HEAD,
        agency=make_agency(store, name="清水镇", division_code=WEST),
        jurisdiction=WEST,
    )
    admin = actor_of(make_officer(store, Role.SYSTEM_ADMIN, agency=head.agency))
    with mail_server() as box:
        server = MailServer("127.0.0.1", box.port, MailSecurity.NONE, "casebook@example.org")
        now = clock.now()
        notices.set_mail(store, actor=admin, now=now, server=server, is_on=True, seen_version=0)
        for officer, mail in ((head, "head@example.org"), (town, "town@example.org")):
            notices.choose(store, actor=actor_of(officer), now=now, by_mail=True, mail=mail)
        store.commit()
        work("2023-11-06T08:00")
        work("2023-11-06T10:00")
        letters = [one for one in box.letters if "周一一页纸" in one["Subject"]]
    (letter,) = letters
    assert letter["To"] == "head@example.org"
    assert sorted(part.get_filename() or "" for part in letter.iter_attachments()) == [
        "2023-W45.pdf",
        "2023-W45.png",
    ]


def test_townships_are_not_shown_each_other(store: Session, head: Officer, sign_in: SignIn) -> None:
    town = make_officer(store, Role.AGENCY_HEAD, agency=head.agency, jurisdiction=WEST)
    store.commit()
    client = sign_in(town)
    for address in ("/bulletins", "/bulletins/ranking", "/bulletins/circulars", "/bulletins/settings/lights"):
        assert client.get(address).headers["Location"] == "/board"
    assert client.get("/bulletins/monday/2023-W45.pdf").status_code == 404
    assert "/bulletins" not in client.page("/board").links().values()
