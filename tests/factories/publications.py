"""Decisions that were served and what became of their publication. All people and firms invented."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.access import Role
from casebook.cases.actions.steps import subject_of_case
from casebook.documents import actions as documents
from casebook.documents.rules import DocumentState, FormCode
from casebook.documents.templates import own_source
from casebook.kernel.clock import local_day
from casebook.kernel.hashing import canonical_json, digest
from casebook.parties.actions import PartyFacts, find_or_create
from casebook.parties.rules import PartyKind
from casebook.publications import actions
from casebook.publications.actions import Application, Redaction
from casebook.storage.actions import Scan
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.cases import DAY, make_bureau, make_case
from tests.factories.storage import picture
from tests.factories.wells import CITIZEN_NUMBER

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case
    from casebook.documents.models import Document
    from casebook.publications.models import CreditRepair, Publication
    from tests.factories.cases import Bureau

SERVED = NOW + 12 * DAY
"""2023-06-13: seven working days end on Sunday 2023-06-25, a working day for 端午."""
CITIZEN, NUMBER, PHONE, HOME = "石守田", CITIZEN_NUMBER, "10000000017", "清水镇石家村 8 号"


@dataclass(frozen=True)
class Office:
    """Who proposes, who agrees, and a decision against a private person."""

    bureau: Bureau
    case: Case
    legal: Actor
    archivist: Actor
    head: Actor

    @property
    def inspector(self) -> Actor:
        return self.bureau.inspector


def make_office(session: Session, *, kind: PartyKind = PartyKind.CITIZEN, **traits: object) -> Office:
    """A bureau with a filed case against one party."""
    facts: dict[str, Any] = {"name": CITIZEN, "identifier": NUMBER, "phone": PHONE, "address": HOME}
    party = find_or_create(session, county_code=COUNTY, facts=PartyFacts(kind=kind, **{**facts, **traits}))
    bureau = make_bureau(session, user=party)
    agency = bureau.visit.agency
    legal, archivist, head = (
        make_actor(session, role, agency=agency)
        for role in (Role.LEGAL_REVIEWER, Role.ARCHIVIST, Role.AGENCY_HEAD)
    )
    return Office(bureau, make_case(session, bureau), legal, archivist, head)


def served(
    session: Session,
    office: Office,
    *,
    form: FormCode = FormCode.F27,
    now: datetime = SERVED,
    number: str = "冠试罚决字〔2023〕第001号",
    **facts: object,
) -> Document:
    """A decision as it stands after its service, without the walk that leads there."""
    case = office.case
    filled: dict[str, object] = {
        "party_name": CITIZEN,
        "party_kind": "自然人",
        "party_id_no": NUMBER,
        "party_address": HOME,
        "party_phone": PHONE,
        "cause": case.cause,
        "case_no": case.number,
        "facts": f"当事人{CITIZEN}（{NUMBER}）在{HOME}取水，配方为秘制工艺甲，联系人 test@example.cn。",
        **facts,
    }
    document = documents.draft(
        session,
        actor=office.inspector,
        now=now,
        subject=subject_of_case(case),
        form=form,
        agency_id=case.agency_id,
        facts=filled,
    )
    agency = document.agency
    head = {
        "agency": agency.name,
        "stamp_name": agency.stamp_name,
        "title": document.sheet.title,
        "number": number,
        "issued_on": local_day(now),
        "template_version": 0,
        "template_hash": digest(own_source(form).encode()),
    }
    whole = canonical_json({"form": form, "facts": document.contents, "head": head})
    document.number, document.issued_on, document.issued_at = number, local_day(now), now
    document.facts, document.facts_hash = whole.decode(), digest(whole)
    document.state, document.served_on = DocumentState.SERVED, local_day(now)
    session.flush()
    return document


def owed(session: Session, office: Office, **changes: object) -> Publication:
    """A publication whose text is still to be redacted."""
    document = served(session, office, **changes)
    found = actions.owe(session, actor=office.inspector, now=SERVED, case=office.case, document=document)
    assert found is not None
    return found


def proposed(
    session: Session,
    office: Office,
    row: Publication | None = None,
    *,
    now: datetime = SERVED,
    **wish: object,
) -> Publication:
    """A text that waits for the second officer."""
    row = row or owed(session, office)
    by: dict[str, Any] = {"actor": office.inspector, "now": now, "row": row}
    return actions.propose_text(session, **by, redaction=Redaction(**wish))


def confirmed(session: Session, office: Office, *, now: datetime = SERVED, **changes: object) -> Publication:
    """A frozen text."""
    row = proposed(session, office, owed(session, office, **changes), now=now)
    return actions.confirm(session, actor=office.legal, now=now, row=row)


def published(
    session: Session, office: Office, *, now: datetime = SERVED + DAY, **changes: object
) -> Publication:
    """What is published on the county's site."""
    row = confirmed(session, office, **changes)
    place = "https://gs.example.cn/371525"
    on = local_day(now)
    return actions.publish(session, actor=office.inspector, now=now, row=row, on=on, place=place)


def asked(
    session: Session,
    office: Office,
    row: Publication,
    *,
    now: datetime = SERVED + 10 * DAY,
    has_pledge: bool = True,
) -> CreditRepair:
    """An application for 信用修复."""
    pledge = Scan(io.BytesIO(picture(colour="#0f6e84")), "信用承诺书.jpg") if has_pledge else None
    application = Application(CITIZEN, "罚款已缴清，计量设施已安装。", local_day(now), pledge)
    return actions.ask_repair(session, actor=office.inspector, now=now, row=row, application=application)
