"""Two offices that write to each other, and their letters."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.accounts.rules import AgencyKind
from casebook.handovers import actions
from casebook.handovers.actions import Addressed, Answer, Receipt, Wording
from casebook.handovers.rules import Asked, LetterKind, LetterState
from casebook.kernel.clock import local_day
from casebook.storage.actions import Scan
from tests.factories.accounts import NOW, make_actor, make_agency
from tests.factories.approvals import some_subject
from tests.factories.deadlines import load_calendar
from tests.factories.storage import picture

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.handovers.models import Letter
    from casebook.kernel.subjects import Subject

DAY = timedelta(days=1)
_colours = count(1)


@dataclass(frozen=True)
class Offices:
    """The enforcing agency and the water bureau, a writer and a receiver in each."""

    enforcement: Agency
    water: Agency
    writer: Actor
    liaison: Actor
    permit: Actor


def make_offices(session: Session, *, with_calendar: bool = True) -> Offices:
    if with_calendar:
        load_calendar(session)
    enforcement = make_agency(
        session, name="冠县综合行政执法局", word="冠综执", kind=AgencyKind.LAW_ENFORCEMENT
    )
    water = make_agency(session, name="冠县水利局", word="冠水")
    return Offices(
        enforcement,
        water,
        make_actor(session, Role.INSPECTOR, agency=enforcement),
        make_actor(session, Role.LIAISON, agency=water),
        make_actor(session, Role.PERMIT_OFFICER, agency=water),
    )


def a_scan(name: str = "回执.jpg") -> Scan:
    """No two are the same bytes."""
    return Scan(io.BytesIO(picture(colour=f"#{next(_colours):06x}")), name)


def draft(
    session: Session,
    offices: Offices,
    kind: LetterKind = LetterKind.ASSISTANCE,
    *,
    subject: Subject | None = None,
    outside: str = "",
    now: datetime = NOW,
    **more: object,
) -> Letter:
    asked = (Asked.PERMIT, Asked.LAYER) if kind is LetterKind.DETERMINATION else ()
    facts: dict[str, object] = {
        "title": "请协助查明取水情况",
        "text": "请查明近三年的取水量。",
        "asked": asked,
    }
    return actions.draft_letter(
        session,
        actor=offices.writer,
        now=now,
        kind=kind,
        subject=subject or some_subject(),
        to=Addressed(name=outside) if outside else Addressed(offices.water.id),
        wording=Wording(**(facts | more)),  # type: ignore[arg-type]  # facts of the test
    )


def send(
    session: Session, offices: Offices, letter: Letter, *, now: datetime = NOW, **more: object
) -> Letter:
    return actions.send_letter(
        session, actor=offices.writer, now=now, letter=letter, on=local_day(now), **more
    )


def receive(
    session: Session, offices: Offices, letter: Letter, *, is_accepted: bool = True, now: datetime = NOW + DAY
) -> None:
    receipt = Receipt(is_accepted, local_day(now), "金秋", reason="" if is_accepted else "不属本局职责")
    actions.give_receipt(session, actor=offices.liaison, now=now, letter=letter, receipt=receipt)


def answer(session: Session, offices: Offices, letter: Letter, *, now: datetime = NOW + 2 * DAY) -> None:
    findings = {Asked(one): "经查属实" for one in letter.asked}
    scan = a_scan("复函.jpg") if letter.kind is LetterKind.DETERMINATION else None
    given = Answer("经查，近三年取水量附后。", local_day(now), "冠水函〔2023〕9号", findings, scan=scan)
    actions.answer_letter(session, actor=offices.liaison, now=now, letter=letter, answer=given)


def bring_to(session: Session, offices: Offices, state: LetterState) -> Letter:
    """A letter in a state, by its own steps."""
    letter = draft(session, offices)
    if state is LetterState.DRAFT:
        return letter
    if state is LetterState.WITHDRAWN:
        actions.withdraw_letter(session, actor=offices.writer, now=NOW, letter=letter, reason="不再需要")
        return letter
    send(session, offices, letter)
    if state is LetterState.SENT:
        return letter
    receive(session, offices, letter, is_accepted=state is not LetterState.RETURNED)
    if state in {LetterState.RETURNED, LetterState.RECEIVED}:
        return letter
    answer(session, offices, letter)
    if state is LetterState.CLOSED:
        actions.close_letter(session, actor=offices.writer, now=NOW + 3 * DAY, letter=letter, remark="")
    return letter
