"""Storylines of papers: one served, one that waits for the seal, one void, one draft, numbers kept back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.cases.actions.paper_facts import paper_facts
from casebook.cases.actions.papers import draft_paper
from casebook.cases.queries.file import reload_file
from casebook.demo.inkwork import page
from casebook.documents import actions
from casebook.documents.making import DEMO_MARK, make
from casebook.documents.rules import (
    FORMS,
    ConfirmedAddress,
    DeliveryFacts,
    DeliveryMode,
    FormCode,
    ReceiverKind,
)
from casebook.documents.rules.stamping import StampFacts
from casebook.kernel.clock import local_day
from casebook.storage.actions import Scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline
    from casebook.documents.models import Document

_COMMON = {
    "contact": "周明",
    "phone": "10000010001",
    "office_address": "冠县演示路 1 号",
    "violated": "《中华人民共和国水法》第四十八条第一款",
    "basis": "《中华人民共和国行政处罚法》第二十八条第一款、《中华人民共和国水法》第六十九条",
}


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of papers."""
    yield _reserved(stage)
    yield _void(stage)
    yield _served(stage)
    yield _to_seal(stage)
    yield _draft_only(stage)


def _draft(stage: Stage, key: str, form: FormCode, **more: object) -> Document:
    case = stage.cases[key]
    known = paper_facts(reload_file(stage.session, case), form)
    fitting = {name: value for name, value in _COMMON.items() if _takes(form, name)}
    return draft_paper(
        stage.session, **stage.by("inspector"), case=case, form=form, facts={**known, **fitting, **more}
    )


def _takes(form: FormCode, name: str) -> bool:
    return FORMS[form].field(name) is not None


def _demands(stage: Stage) -> dict[str, object]:
    return {
        "demands": "一、立即停止取水，断开取水泵电源。\n二、在改正期限内补办取水许可，或者封停取水井。",
        "until": local_day(stage.now) + timedelta(days=15),
        "consequence": "本机关将依法作出行政处罚",
    }


def _issue(stage: Stage, document: Document) -> None:
    actions.issue(stage.session, **stage.by("inspector", 10), document=document)


def _render(stage: Stage, document: Document) -> None:
    contents = actions.contents_of(stage.session, document.id)
    assert contents is not None
    made = make(contents, DEMO_MARK)
    actions.keep_rendered(stage.session, document_id=document.id, made=made, now=stage.by("seal", 11)["now"])


def _reserved(stage: Stage) -> Storyline:
    """Play a block of numbers kept back for preprinted decisions of the spot, one of them spoilt."""
    yield stage.ago(12, "09:10")
    session, agency_id = stage.session, stage.officer("inspector").agency_id
    taken = actions.reserve_numbers(
        session,
        **stage.by("inspector"),
        agency_id=agency_id,
        form=FormCode.F29,
        count=3,
        reason="预印当场行政处罚决定书",
    )
    yield stage.ago(10, "16:30")
    actions.void_reserved(session, **stage.by("inspector"), text=taken[0], reason="印制时纸张破损")


def _void(stage: Stage) -> Storyline:
    """Play an order that was issued with a wrong name and taken back."""
    yield stage.ago(6, "14:10")
    document = _draft(stage, "late_decision", FormCode.F09, demands="断开取水泵电源。")
    _issue(stage, document)
    yield stage.ago(6, "15:40")
    why = "当事人名称与营业执照不一致，重新制作"
    actions.void(stage.session, **stage.by("inspector"), document=document, reason=why)


def _served(stage: Stage) -> Storyline:
    """Play an order from its draft to its receipt."""
    yield stage.ago(5, "09:00")
    document = _draft(stage, "late_decision", FormCode.F10, **_demands(stage))
    _issue(stage, document)
    _render(stage, document)
    yield stage.ago(4, "10:00")
    scan = Scan(io.BytesIO(page(1, "sealed order").data), "责令改正（盖章）.png")
    facts = StampFacts(copies=3, stamped_on=local_day(stage.now), scan_hash="")
    actions.stamp(stage.session, **stage.by("seal"), document=document, facts=facts, scan=scan)
    actions.check_use(stage.session, **stage.by("inspector", 30), document=document, is_right=True, remark="")
    yield stage.ago(4, "15:00")
    party = document.contents["party_name"]
    address = ConfirmedAddress(party, party, "清水镇驻地", "10000010018", local_day(stage.now))
    subject = document.about()
    actions.confirm_address(stage.session, **stage.by("inspector"), subject=subject, address=address)
    receipt = Scan(io.BytesIO(page(2, "receipt").data), "送达回证.png")
    delivery = DeliveryFacts(
        mode=DeliveryMode.DIRECT,
        on=local_day(stage.now),
        server_ids=(stage.officer("inspector").id, stage.officer("inspector2").id),
        receiver=party,
        receiver_kind=ReceiverKind.AGENT,
        relation="厂长",
        place="当事人住所",
    )
    by = stage.by("inspector", 10)
    actions.serve(stage.session, **by, document=document, delivery=delivery, scan=receipt)


def _to_seal(stage: Stage) -> Storyline:
    """Play an order that waits for the seal."""
    yield stage.ago(1, "11:00")
    document = _draft(stage, "cold_store", FormCode.F10, **_demands(stage))
    _issue(stage, document)
    _render(stage, document)


def _draft_only(stage: Stage) -> Storyline:
    """Play a notice that still lacks what is proposed."""
    yield stage.ago(1, "16:20")
    _draft(stage, "bypass", FormCode.F22)
