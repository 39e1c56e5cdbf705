"""Papers for tests, as far along as a test needs them. All people and firms are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.documents import actions
from casebook.documents.rules import DeliveryFacts, DeliveryMode, FormCode, ReceiverKind, Rendering
from casebook.documents.rules.stamping import StampFacts
from casebook.kernel.clock import local_day
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from tests.factories.accounts import make_actor, make_agency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.documents.models import Document

NOW = datetime(2023, 9, 4, 2, 0, tzinfo=UTC)
PARTY = {
    "party_name": "冠县禾顺面粉厂（虚构）",
    "party_kind": "法人",
    "party_id_no": "91371525000000017X",
    "party_legal_rep": "石守田",
    "party_address": "柳林镇西街 18 号",
    "party_phone": "10000010018",
    "cause": "未经批准擅自取水案",
    "case_no": "371525-2023-AJ-00007",
}
ORDER = {
    **PARTY,
    "facts": "2023年9月1日，本机关检查发现，你单位在柳林镇西街厂区内用一眼机井取水，未取得取水许可。",
    "violated": "《中华人民共和国水法》第四十八条",
    "basis": "《中华人民共和国行政处罚法》第二十八条第一款、《中华人民共和国水法》第六十九条",
    "demands": "停止取水。\n拆除取水泵。",
    "until": local_day(NOW) + timedelta(days=15),
    "consequence": "本机关将依法作出行政处罚",
    "contact": "周明",
    "phone": "10000010001",
    "officers": [
        {"name": "周明", "certificate_no": "鲁P00000001"},
        {"name": "李青", "certificate_no": "鲁P00000002"},
    ],
}
DECISION = {
    **{name: ORDER[name] for name in (*PARTY, "facts", "violated", "basis", "officers")},
    "evidence": [
        {"name": "现场检查笔录", "proves": "当事人用一眼未经批准的机井取水"},
        {"name": "询问笔录（石守田）", "proves": "当事人认可自2021年5月起取水的事实"},
    ],
    "defence": "本机关于2023年9月20日送达《行政处罚事先告知书》，当事人在期限内未提出陈述、申辩。",
    "discretion": "当事人主动说明情况，并在责令改正期限内停止取水，依法从轻处罚。",
    "penalty": "罚款。",
    "fine_fen": 2_000_000,
    "performance": "自收到本决定书之日起十五日内缴纳罚款。",
    "pay_to": "冠县财政局非税收入专户（虚构）",
    "pay_until": local_day(NOW) + timedelta(days=15),
    "review_agency": "冠县人民政府",
    "court": "冠县人民法院",
}


@dataclass(frozen=True)
class Office:
    """An agency with those who make, seal and serve its papers."""

    agency: Agency
    maker: Actor
    second: Actor
    keeper: Actor


def an_office(session: Session) -> Office:
    agency = make_agency(session)
    maker, second = (make_actor(session, Role.INSPECTOR, agency=agency) for _n in range(2))
    return Office(agency, maker, second, make_actor(session, Role.SEAL_KEEPER, agency=agency))


def a_case(division_code: str = "371525103") -> Subject:
    return Subject("case", new_id(), PARTY["case_no"], division_code)


def a_draft(
    session: Session,
    office: Office,
    *,
    form: FormCode = FormCode.F10,
    facts: Mapping[str, object] | None = None,
    subject: Subject | None = None,
) -> Document:
    return actions.draft(
        session,
        actor=office.maker,
        now=NOW,
        subject=subject or a_case(),
        form=form,
        agency_id=office.agency.id,
        facts=ORDER if facts is None else facts,
    )


def an_issued(session: Session, office: Office, **about: object) -> Document:
    return actions.issue(session, actor=office.maker, now=NOW, document=a_draft(session, office, **about))


def put_on_paper(session: Session, document: Document) -> Document:
    """Say that the worker made the files, without setting a page."""
    document.pdf_hash, document.docx_hash = digest(b"pdf"), digest(b"docx")
    document.rendering, document.rendered_at, document.pages = Rendering.DONE, NOW, 2
    session.flush()
    return document


def a_stamped(session: Session, office: Office, **about: object) -> Document:
    return a_stamped_of(session, office, put_on_paper(session, an_issued(session, office, **about)))


def a_stamped_of(session: Session, office: Office, document: Document) -> Document:
    facts = StampFacts(copies=3, stamped_on=local_day(NOW), scan_hash=digest(b"scan"))
    actions.stamp(session, actor=office.keeper, now=NOW, document=document, facts=facts)
    actions.check_use(session, actor=office.maker, now=NOW, document=document, is_right=True, remark="")
    return document


def handed_over(office: Office, **other: object) -> DeliveryFacts:
    facts: dict[str, object] = {
        "mode": DeliveryMode.DIRECT,
        "on": local_day(NOW),
        "server_ids": (office.maker.officer_id, office.second.officer_id),
        "receiver": "石守田",
        "receiver_kind": ReceiverKind.LEGAL_REP,
        "place": "柳林镇西街 18 号",
    }
    return DeliveryFacts(**facts | other)
