"""Papers, interviews, patrols and orders as tablets file them. All people and firms invented."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from casebook.devices.models import Device
from casebook.evidence.rules import Upload
from casebook.inspections.filed import (
    Exchange,
    FiledInterview,
    FiledOrder,
    FiledPaper,
    FiledPatrolVisit,
    FiledSecond,
    FiledTold,
    Fix,
    PaperForm,
    PaperSignature,
    PatrolState,
    Refusal,
    SignedHow,
    SignerRole,
)
from casebook.inspections.rules.papers import series_of
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.numbering.actions import reserve
from casebook.storage.actions import store
from casebook.storage.rules import MAX_PHOTO_BYTES, MediaKind
from tests.factories.accounts import COUNTY, NOW
from tests.factories.storage import picture

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.inspections.models import Inspection
    from casebook.wells.models import Well

TEXT = "检查时水泵正在运行，出水管上没有计量设施。"
_colours = count(4096)


def keep_picture(session: Session, *, now: datetime = NOW) -> str:
    """The hash of a stored picture; no two are the same bytes. Needs a file store."""
    stream = io.BytesIO(picture("PNG", colour=f"#{next(_colours):06x}"))
    limit, allowed = MAX_PHOTO_BYTES, frozenset({MediaKind.PHOTO})
    return store(session, stream=stream, limit=limit, allowed=allowed, now=now).hash


def scan(now: datetime = NOW) -> Upload:
    """A scanned page as it is chosen at the desk; no two are the same bytes."""
    stream = io.BytesIO(picture("PNG", colour=f"#{next(_colours):06x}"))
    return Upload(stream=stream, file_name="scan.png", captured_at=now)


def signature(
    role: SignerRole, name: str, how: SignedHow = SignedHow.SCREEN, image: str = ""
) -> PaperSignature:
    """One signature below a paper."""
    return PaperSignature(role=role, name=name, how=how, at=NOW, image=image)


def paper(
    form: PaperForm = PaperForm.SITE_RECORD, *, image: str = "sha256:" + "0" * 64, **changes: object
) -> FiledPaper:
    """A paper that three people signed on the glass."""
    text = str(changes.pop("text", TEXT))
    facts: dict[str, object] = {
        "id": new_id(),
        "form": form,
        "text": text,
        "text_hash": digest(text.encode()),
        "is_read_back": True,
        "signatures": (
            signature(SignerRole.LEAD, "周明", image=image),
            signature(SignerRole.SECOND, "李雪", image=image),
            signature(SignerRole.PARTY, "刘建国", image=image),
        ),
    }
    return FiledPaper(**{**facts, **changes})


def signed_paper(session: Session, form: PaperForm = PaperForm.SITE_RECORD, **changes: object) -> FiledPaper:
    """The same with signatures whose picture is stored."""
    return paper(form, image=keep_picture(session), **changes)


def pen_paper(
    session: Session, form: PaperForm = PaperForm.SITE_RECORD, *, pages: int = 2, **changes: object
) -> FiledPaper:
    """A paper signed with pen and fingerprint, photographed page by page."""
    people = ((SignerRole.LEAD, "周明"), (SignerRole.SECOND, "李雪"), (SignerRole.PARTY, "刘建国"))
    facts: dict[str, object] = {
        "signatures": tuple(signature(role, name, SignedHow.PEN) for role, name in people),
        "number": "冠现检〔2023〕7号",
        "pages": tuple(keep_picture(session) for _ in range(pages)),
        "shelf": "档案柜 3-2",
    }
    return paper(form, **{**facts, **changes})


def refused(filed: FiledPaper, *, reason: str = "认为数据不准", witness: str = "村委会王主任") -> FiledPaper:
    """The same paper, which the party would not sign."""
    officers = tuple(one for one in filed.signatures if one.role is not SignerRole.PARTY)
    return replace(filed, signatures=officers, refusal=Refusal(reason=reason, witness=witness))


def make_device(session: Session, officer: Officer, *, signing_key: str = "-", name: str = "平板") -> Device:
    """A registered tablet; its keys are made up unless one is given."""
    device = Device(
        county_code=COUNTY,
        officer_id=officer.id,
        name=name,
        signing_key=signing_key,
        agreement_key="-",
        fingerprint=digest(new_id().bytes),
        server_fingerprint=digest(b"server"),
        registered_at=NOW,
        seen_at=NOW,
    )
    session.add(device)
    session.flush()
    return device


def block_number(
    session: Session, device_id: UUID, form: PaperForm = PaperForm.ORDER_RECTIFY, *, year: int = 2023
) -> str:
    """A number reserved for a tablet."""
    series = series_of(form)
    (text,) = reserve(
        session,
        county_code=COUNTY,
        kind=series.kind,
        word=f"冠综执{series.word}",
        year=year,
        count=1,
        subject=Subject("device", device_id, "平板", COUNTY),
        now=NOW,
    )
    return text


def order(
    inspection: Inspection, filed: FiledPaper, /, *, codes: tuple[str, ...] = ("P10",), **changes: object
) -> FiledOrder:
    """An order to put a problem right within fifteen days, handed over at the end of the visit."""
    served = NOW + timedelta(hours=1)
    facts: dict[str, object] = {
        "inspection": inspection.id,
        "problem_codes": codes,
        "demand": "安装符合标准的取水计量设施",
        "due_on": (served + timedelta(days=15)).date(),
        "served_at": served,
        "receiver": "刘建国",
        "paper": filed,
    }
    return FiledOrder(**{**facts, **changes})


def interview(well: Well, second: Officer, filed: FiledPaper, /, **changes: object) -> FiledInterview:
    """A talk with the user of a well, the second officer as declared."""
    facts: dict[str, object] = {
        "well": well.id,
        "problem_codes": ("P10",),
        "place": "小王庄村委会",
        "started_at": NOW,
        "ended_at": NOW + timedelta(minutes=30),
        "second": FiledSecond(officer=second.id, how=SignedHow.DECLARED),
        "person_name": "刘建国",
        "person_identity": "37152519781108000X",
        "person_phone": "10076847031",
        "relation": "实际使用人",
        "told": FiledTold(id_shown=True, id_shown_at=NOW, recusal_asked=True, recusal_note="不申请"),
        "is_told_rights": True,
        "exchanges": (
            Exchange(question="这眼井装过水表吗？", answer="没有装过。"),
            Exchange(question="每天开多少小时？", answer="大约四小时。"),
        ),
        "paper": filed,
    }
    return FiledInterview(**{**facts, **changes})


def visit(
    well: Well | None, /, state: PatrolState = PatrolState.IN_USE, **changes: object
) -> FiledPatrolVisit:
    """What a patroller says of one well."""
    facts: dict[str, object] = {
        "patrol": new_id(),
        "well": well.id if well else None,
        "state": state,
        "at": NOW,
        "fix": None if well else Fix(at=NOW, fix_at=NOW, lon=115.43, lat=36.46, accuracy_m=8.0),
    }
    return FiledPatrolVisit(**{**facts, **changes})
