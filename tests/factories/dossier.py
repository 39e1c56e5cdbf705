"""A file in which nothing is wrong, told in plain facts: faults are planted into it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from casebook.cases.acts import Handling, Needs
from casebook.cases.rules.facts import OfficerFact, VisitFact
from casebook.documents.actions import add_receipt
from casebook.documents.queries import list_deliveries, list_documents
from casebook.documents.rules import DeliveryMode, DocumentState, FormCode
from casebook.dossier.rules.file_facts import (
    Evidence,
    FileFacts,
    FineFact,
    LawFact,
    Mark,
    Paper,
    PartyFact,
    Service,
    Window,
)
from casebook.storage.actions import Scan
from tests.factories.storage import picture

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case

CAUSE = "涉嫌未安装计量设施"
FIRST = OfficerFact(UUID(int=1), "赵衡")
SECOND = OfficerFact(UUID(int=2), "孙平")
NOTICE_ON, DECIDED_ON = date(2026, 3, 16), date(2026, 4, 2)
DAYS = {
    Mark.FILING_APPROVED: date(2026, 3, 2),
    Mark.FILED: date(2026, 3, 2),
    Mark.REPORTED: date(2026, 3, 9),
    Mark.REVIEWED: date(2026, 3, 10),
    Mark.AGREED: date(2026, 3, 11),
    Mark.DELIBERATED: date(2026, 3, 11),
    Mark.NOTIFIED: NOTICE_ON,
    Mark.DECISION_APPROVED: date(2026, 4, 1),
    Mark.DECIDED: DECIDED_ON,
    Mark.SERVED: date(2026, 4, 3),
    Mark.CLOSING_APPROVED: date(2026, 4, 20),
    Mark.CLOSED: date(2026, 4, 20),
}
SHEETS = frozenset({FormCode.F11, FormCode.F18A, FormCode.F26, FormCode.F46})


def a_service(on: date, **changes: Any) -> Service:  # noqa: ANN401 - any fact
    """Both officers hand a paper over, and the party signs for it."""
    whole = Service(mode=DeliveryMode.DIRECT, on=on, served_on=on, servers=(FIRST, SECOND))
    return replace(whole, **changes)


def a_paper(form: FormCode, on: date, **changes: Any) -> Paper:  # noqa: ANN401 - any fact
    """A paper of the file that was issued, and served where it is one to be served."""
    whole = Paper(
        form=form,
        id=UUID(int=int.from_bytes(form.encode(), "big")),
        state=DocumentState.ISSUED,
        issued_on=on,
        kept={"cause": CAUSE, "case_no": "371525-2026-AJ-00001", "party_name": "冠县试验农场"},
    )
    return replace(whole, **changes)


NOTICE = a_paper(
    FormCode.F23,
    NOTICE_ON,
    state=DocumentState.SERVED,
    services=(a_service(NOTICE_ON),),
    number="冠综执听告字〔2026〕第001号",
    place=1,
)
DECISION = a_paper(
    FormCode.F27,
    DECIDED_ON,
    state=DocumentState.SERVED,
    services=(a_service(date(2026, 4, 3)),),
    number="冠综执罚决字〔2026〕第001号",
    place=1,
)
PAPERS = (
    a_paper(FormCode.F19, date(2026, 3, 9)),
    a_paper(FormCode.F20, date(2026, 3, 10)),
    a_paper(FormCode.F21, date(2026, 3, 11)),
    NOTICE,
    DECISION,
)
VISIT = VisitFact(on=date(2026, 2, 27), officers=(FIRST, SECOND))
CLEAN = FileFacts(
    number="371525-2026-AJ-00001",
    cause=CAUSE,
    outcome=Handling.PENALTY,
    days=DAYS,
    parties=(PartyFact(name="冠县试验农场"),),
    needs=Needs(hearing=True, deliberation=True, review=True),
    investigators=(FIRST, SECOND),
    visits=(VISIT,),
    evidence=(Evidence(name="井口照片"),),
    law=LawFact(citation="地下水条例 56", least_fen=10_000_000, most_fen=50_000_000),
    fines=(FineFact(party="冠县试验农场", fen=10_000_000, told_fen=10_000_000, agreed_fen=10_000_000),),
    statement_until=date(2026, 3, 23),
    hearing_until=date(2026, 3, 23),
    decide_until=date(2026, 5, 31),
    serve_until=date(2026, 4, 14),
    windows=(
        Window(rule="D-06", started_on=NOTICE_ON, due_on=date(2026, 3, 23), counted_on=date(2026, 3, 23)),
    ),
    papers=PAPERS,
    sheets=SHEETS,
)
"""A fine of 100,000 yuan, told, heard, discussed, decided, served and closed as the law asks."""


def with_days(**days: date | None) -> FileFacts:
    """Return the clean file with days moved or taken away, by the names of their marks."""
    moved = {**DAYS, **{Mark[name]: day for name, day in days.items() if day is not None}}
    gone = {Mark[name] for name, day in days.items() if day is None}
    return replace(CLEAN, days={mark: day for mark, day in moved.items() if mark not in gone})


def with_paper(paper: Paper) -> FileFacts:
    """Return the clean file with a paper in place of the one of its form, or beside the others."""
    others = tuple(one for one in PAPERS if one.form is not paper.form)
    return replace(CLEAN, papers=(*others, paper))


def add_receipts(session: Session, actor: Actor, case: Case, *, now: datetime) -> None:
    """Keep a scan of the signed receipt for every service of a case's papers."""
    papers = list_documents(session, [case.id])
    for place, one in enumerate(list_deliveries(session, [paper.id for paper in papers])):
        scan = io.BytesIO(picture(colour=f"#c8c8{place:02x}"))
        add_receipt(session, actor=actor, now=now, delivery=one, scan=Scan(scan, f"回证{place}.jpg"))
