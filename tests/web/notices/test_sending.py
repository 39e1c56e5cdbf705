"""What leaves the house: once, tried until it is taken, and nothing in it about people."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.db import db
from casebook.deadlines import actions as deadlines
from casebook.jobs.models import Job
from casebook.jobs.rules import JobState
from casebook.jobs.worker import Worker
from casebook.kernel import clock
from casebook.notices import actions, queries
from casebook.notices.actions import MailServer, Robot
from casebook.notices.models import Dispatch
from casebook.notices.rules import Channel, MailSecurity, NoticeKind
from tests.factories.accounts import make_officer
from tests.factories.cases import Bureau, make_bureau
from tests.factories.deadlines import make_subject, make_term
from tests.support.post import chat_server, mail_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.deadlines.models import Term
    from tests.support.post import Chat, Mailbox

D = date.fromisoformat
NAME, TELEPHONE = "刘建国", "10012345678"


class Time:
    """The clock of a test."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = datetime.fromisoformat("2024-10-08T00:00:00+00:00")
        patch.setattr(clock, "now", lambda: self.now)

    def to(self, day: str, hour: int = 8) -> None:
        """Set a Chinese wall time."""
        self.now = datetime.fromisoformat(f"{day}T{hour:02d}:00:00+08:00")


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    return Time(monkeypatch)


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store)
    store.commit()
    return found


@pytest.fixture
def admin(store: Session, bureau: Bureau) -> Actor:
    return actor_of(make_officer(store, Role.SYSTEM_ADMIN, agency=bureau.visit.agency, name="孙管"))


@pytest.fixture
def term(store: Session, bureau: Bureau) -> Term:
    """Due on Tuesday 2024-10-15; its title goes on to tell of a person."""
    subject = make_subject(f"371525-2024-AJ-00001 {NAME} {TELEPHONE} 涉嫌超采")
    found = make_term(store, bureau.inspector, rule_id="D-02", subject=subject, started_on=D("2024-07-17"))
    store.commit()
    return found


@pytest.fixture
def work(app: Flask) -> Callable[[], int]:
    """Run all background work that is due."""

    @contextmanager
    def scope() -> Iterator[Session]:
        with app.app_context():
            yield db.session()

    def act() -> int:
        return Worker(scope).run_due()

    return act


@pytest.fixture
def box(store: Session, bureau: Bureau, admin: Actor) -> Iterator[Mailbox]:
    """A mail server that the county uses, and an officer who wants the digest."""
    with mail_server() as found:
        server = MailServer("127.0.0.1", found.port, MailSecurity.NONE, "casebook@example.org")
        actions.set_mail(store, actor=admin, now=clock.now(), server=server, is_on=True, seen_version=0)
        actions.choose(
            store, actor=bureau.inspector, now=clock.now(), by_mail=True, mail="inspector@example.org"
        )
        store.commit()
        yield found


@pytest.fixture
def chat(store: Session, admin: Actor) -> Iterator[Chat]:
    with chat_server() as found:
        robot = Robot(found.url, "a-signing-key")
        by = {"actor": admin, "now": clock.now(), "is_on": True, "seen_version": 0}
        actions.set_chat(store, **by, channel=Channel.DINGTALK, robot=robot)
        store.commit()
        yield found


def only_dispatch(store: Session) -> Dispatch:
    (found,) = dispatches(store)
    return found


def dispatches(store: Session) -> list[Dispatch]:
    """Read what is on its way, and let go of the database: the worker writes on its own connections.

    Monday's page, which goes to the same readers on the first working day of a week, is left out.
    """
    store.expire_all()
    query = select(Dispatch).where(Dispatch.key.not_like("monday:%")).order_by(Dispatch.rowid)
    found = list(store.scalars(query))
    for one in found:
        store.expunge(one)
    store.rollback()
    return found


def digests(box: Mailbox) -> list[EmailMessage]:
    """What came beside Monday's page."""
    return [letter for letter in box.letters if "周一一页纸" not in str(letter["Subject"])]


def test_the_digest_comes_once_by_mail(time: Time, term: Term, box: Mailbox, work: Callable[[], int]) -> None:
    for hour in (8, 9, 15):
        time.to("2024-10-08", hour)
        work()
    (letter,) = digests(box)
    assert len(box.letters) == 2  # Monday's page came too, and took no digest's place
    assert letter["To"] == "inspector@example.org"
    assert letter["From"] == "casebook@example.org"
    assert letter["Message-ID"].endswith("@example.org>")
    body = letter.get_content()
    assert "1. 371525-2024-AJ-00001" in body
    assert "立案后作出处罚决定 2024-10-15 到期 还剩 7 天" in body
    assert term.is_running


def test_nothing_in_it_is_about_people(
    store: Session, bureau: Bureau, time: Time, term: Term, box: Mailbox, chat: Chat, work: Callable[[], int]
) -> None:
    time.to("2024-10-08")
    actions.tell(
        store,
        now=clock.now(),
        officer_id=bureau.visit.lead.id,
        kind=NoticeKind.ARRIVED,
        subject=make_subject(f"{NAME} 来电 {TELEPHONE}"),
        text=f"{NAME}（{TELEPHONE}）来函",
    )
    store.commit()
    work()
    (letter,), (text,) = digests(box), chat.texts
    for sent in (letter.get_content(), letter["Subject"], text):
        assert NAME not in sent
        assert TELEPHONE not in sent
        assert bureau.visit.lead.name not in sent
    assert "新来件" in letter.get_content()
    assert "371525-2024-AJ-00001" in text


def test_a_failure_is_tried_again_and_nothing_is_lost_or_doubled(
    store: Session, time: Time, term: Term, box: Mailbox, work: Callable[[], int]
) -> None:
    time.to("2024-10-08")
    box.recipient_answer = "450 busy"
    work()
    assert (only_dispatch(store).sent_at, only_dispatch(store).fault) == (None, "mail_recipient_refused")
    for _attempt in range(6):
        time.now += timedelta(minutes=6)
        work()
    states = set(store.scalars(select(Job.state).where(Job.kind == "notices:send")))
    store.rollback()
    assert states == {JobState.FAILED}
    box.recipient_answer = "250 ok"
    for _hour in range(3):
        time.now += timedelta(hours=1)
        work()
    assert len(digests(box)) == 1
    assert only_dispatch(store).sent_at is not None
    assert only_dispatch(store).attempts > 3
    assert term.is_running


def test_a_final_refusal_is_not_tried_again(
    store: Session, time: Time, term: Term, box: Mailbox, work: Callable[[], int]
) -> None:
    time.to("2024-10-08")
    box.recipient_answer = "550 no such box"
    work()
    time.now += timedelta(hours=2)
    work()
    assert only_dispatch(store).gave_up_at is not None
    assert only_dispatch(store).attempts == 1
    assert term.is_running


def test_a_server_that_is_not_there_is_waited_for(
    store: Session, bureau: Bureau, admin: Actor, time: Time, term: Term, work: Callable[[], int]
) -> None:
    server = MailServer("127.0.0.1", 9, MailSecurity.TLS, "casebook@example.org", "login", "secret")
    time.to("2024-10-08")
    actions.set_mail(store, actor=admin, now=clock.now(), server=server, is_on=True, seen_version=0)
    actions.choose(store, actor=bureau.inspector, now=clock.now(), by_mail=True, mail="one@example.org")
    store.commit()
    work()
    found = only_dispatch(store)
    assert (found.sent_at, found.gave_up_at, found.fault) == (None, None, "mail_not_taken")
    time.now += timedelta(days=8)
    work()
    assert dispatches(store)[0].gave_up_at is not None
    assert term.is_running


def test_two_senders_send_once(store: Session, time: Time, term: Term, box: Mailbox, app: Flask) -> None:
    time.to("2024-10-08")
    actions.post(
        store,
        now=clock.now(),
        county_code="371525",
        channel=Channel.MAIL,
        key="one",
        message=actions.Message("t", "b"),
        address="a@example.org",
    )
    store.commit()
    dispatch = only_dispatch(store).id
    with app.app_context(), db.engine.begin() as connection:
        assert actions.hold(connection, dispatch, now=clock.now())
        assert not actions.hold(connection, dispatch, now=clock.now())
        assert actions.hold(connection, dispatch, now=clock.now() + timedelta(minutes=6))
    assert digests(box) == []
    assert term.is_running


def test_a_chat_is_told_of_the_countys_clocks_once_a_day(
    time: Time, term: Term, chat: Chat, work: Callable[[], int]
) -> None:
    for day, hour in (("2024-10-08", 6), ("2024-10-08", 8), ("2024-10-08", 14), ("2024-10-09", 8)):
        time.to(day, hour)
        work()
    (text,) = chat.texts
    assert text.splitlines()[0] == "井案 2024-10-08 期限提醒"
    assert "371525-2024-AJ-00001" in text
    assert "timestamp=" in chat.targets[0]
    assert "sign=" in chat.targets[0]
    assert len(text.encode()) <= 2000
    assert term.is_running


def test_a_chat_that_refuses_is_tried_again(
    store: Session, time: Time, term: Term, chat: Chat, work: Callable[[], int]
) -> None:
    chat.answer = {"errcode": 310000, "errmsg": "sign not match"}
    time.to("2024-10-08")
    work()
    assert only_dispatch(store).fault == "chat_refused"
    chat.answer = {"errcode": 0}
    time.now += timedelta(minutes=6)
    work()
    assert len(chat.texts) == 1
    assert term.is_running


def test_what_was_done_meanwhile_is_not_in_the_digest(
    store: Session, bureau: Bureau, time: Time, term: Term, box: Mailbox, work: Callable[[], int]
) -> None:
    time.to("2024-10-08")
    rows = list(queries.find_tellings(store, today=D("2024-10-08")))
    actions.tell_all(store, now=clock.now(), rows=rows)
    deadlines.meet_term(store, actor=bureau.inspector, now=clock.now(), term=term, on=D("2024-10-08"))
    store.commit()
    work()
    assert digests(box) == []
    assert dispatches(store) == []


def test_after_a_standstill_of_three_days_one_letter_with_the_latest_stage(
    time: Time, term: Term, box: Mailbox, work: Callable[[], int]
) -> None:
    time.to("2024-10-08")
    work()
    time.to("2024-10-16")
    work()
    work()
    first, second = digests(box)
    assert "还剩 7 天" in first.get_content()
    assert "逾期 1 天" in second.get_content()
    assert second.get_content().count("立案后作出处罚决定") == 1
    assert term.is_running


def test_a_long_list_is_cut_and_counted(
    store: Session, bureau: Bureau, time: Time, chat: Chat, work: Callable[[], int]
) -> None:
    for number in range(60):
        subject = make_subject(f"371525-2024-AJ-{number:05d} 涉嫌超采")
        make_term(store, bureau.inspector, rule_id="D-02", subject=subject, started_on=D("2024-07-17"))
    store.commit()
    time.to("2024-10-08")
    work()
    (text,) = chat.texts
    assert len(text.encode()) <= 2000
    shown = len(text.splitlines()) - 3
    assert text.splitlines()[-1] == f"另有 {60 - shown} 件，请登录查看。"
