"""The papers of a file as its examination takes them: numbers, service, receipts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import select

from casebook.accounts.models import Officer
from casebook.cases.acts import History
from casebook.cases.rules.facts import OfficerFact
from casebook.documents import queries as documents
from casebook.documents.rules import FORMS, DeliveryMode, DocumentState, FormCode
from casebook.dossier.rules.file_facts import NumberFault, Paper, Service
from casebook.numbering.models import IssuedNumber, NumberSeries
from casebook.numbering.rules import NumberState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.cases.queries.file import CaseFile
    from casebook.documents.models import Delivery, Document

_SERVER = re.compile(r"([^、（）]+)（([^（）]*)）")
_NEEDS_NO_SCAN = frozenset({DeliveryMode.PUBLIC})
"""公告 is proved by what was published, not by a receipt (民诉法 87, 95)."""


def list_papers(session: Session, file: CaseFile) -> tuple[Paper, ...]:
    """Return the papers of a case and of its visits that are not void; of an old file what was entered."""
    subjects = [file.case.id, *(one.id for one in file.visits)]
    rows = [one for one in documents.list_documents(session, subjects) if one.state is not DocumentState.VOID]
    served = services_of(session, [row.id for row in rows])
    cards = _cards(session, [each for some in served.values() for each in some])
    numbers = _numbers(session, file.case.county_code, [row.number for row in rows if row.number])
    made = tuple(
        _paper(row, [_service(one, cards) for one in served.get(row.id, ())], numbers) for row in rows
    )
    return (*made, *_old_papers(file))


def services_of(session: Session, document_ids: Sequence[UUID]) -> dict[UUID, list[Delivery]]:
    """Return the services of these papers, by paper; records that were corrected are left out."""
    recorded = documents.list_deliveries(session, document_ids)
    corrected = {one.corrects_id for one in recorded}
    found: dict[UUID, list[Delivery]] = {}
    for one in recorded:
        if one.id not in corrected:
            found.setdefault(one.document_id, []).append(one)
    return found


def _paper(
    row: Document, services: Sequence[Service], numbers: Mapping[str, tuple[IssuedNumber, NumberSeries]]
) -> Paper:
    known = numbers.get(row.number or "")
    return Paper(
        form=row.form,
        id=row.id,
        state=row.state,
        number=row.number or "",
        place=known[0].number if known else 0,
        issued_on=row.issued_on,
        is_stamped=not row.sheet.needs_stamp or row.stamped_on is not None,
        services=tuple(services),
        kept=row.contents,
        number_fault=_number_fault(row, known),
    )


def _number_fault(row: Document, known: tuple[IssuedNumber, NumberSeries] | None) -> NumberFault | None:
    if not row.number:
        return None
    if known is None:
        return NumberFault.UNKNOWN
    number, series = known
    if number.state is NumberState.VOID:
        return NumberFault.VOID
    if number.subject_id != row.id:
        return NumberFault.OF_ANOTHER
    year = row.issued_on.year if row.issued_on else series.year
    fits = series.year == year and series.word.endswith(row.sheet.number_word)
    return None if fits else NumberFault.OUT_OF_SERIES


def _numbers(
    session: Session, county_code: str, texts: Sequence[str]
) -> dict[str, tuple[IssuedNumber, NumberSeries]]:
    query = (
        select(IssuedNumber, NumberSeries)
        .join(NumberSeries, NumberSeries.id == IssuedNumber.series_id)
        .where(IssuedNumber.county_code == county_code, IssuedNumber.text.in_(texts))
    )
    return {row.IssuedNumber.text: (row.IssuedNumber, row.NumberSeries) for row in session.execute(query)}


def _cards(session: Session, deliveries: Iterable[Delivery]) -> dict[str, Officer]:
    """Return the officers who served, by the numbers of their certificates."""
    numbers = {number for one in deliveries for _name, number in _SERVER.findall(one.servers) if number}
    query = select(Officer).where(Officer.certificate_no.in_(numbers))
    return {one.certificate_no: one for one in session.scalars(query) if one.certificate_no}


def _service(one: Delivery, cards: Mapping[str, Officer]) -> Service:
    return Service(
        mode=one.mode,
        on=one.delivered_on,
        served_on=one.served_on,
        servers=tuple(
            _server(name, number, one.delivered_on, cards) for name, number in _SERVER.findall(one.servers)
        ),
        has_receipt=bool(one.receipts) or one.mode in _NEEDS_NO_SCAN,
        ground=one.ground,
    )


def _server(name: str, number: str, on: date, cards: Mapping[str, Officer]) -> OfficerFact:
    """Return who served. The certificate may have been renewed since: only that it ran out counts."""
    card = cards.get(number)
    expired = card is not None and (card.certificate_valid_to is None or card.certificate_valid_to < on)
    return OfficerFact(uuid5(NAMESPACE_OID, f"{name}{number}"), name, bool(number) and not expired)


_TITLES = sorted(((form.title, code) for code, form in FORMS.items()), key=lambda pair: -len(pair[0]))
_SAID = {
    "集体讨论": FormCode.F21,
    "法制审核": FormCode.F20,
    "听证告知": FormCode.F23,
    "告知书": FormCode.F22,
    "不予行政处罚决定": FormCode.F28,
    "处罚决定书": FormCode.F27,
    "终结报告": FormCode.F19,
    "结案": FormCode.F46,
    "立案": FormCode.F11,
    "送达回证": FormCode.F30B,
    "现场检查": FormCode.F04,
    "询问笔录": FormCode.F07,
    "责令": FormCode.F10,
    "证据清单": FormCode.F18A,
}
"""What papers of old files are called, where it is not their title of today."""


def form_of(title: str) -> FormCode | None:
    """Return the form of the catalogue that a paper of an old file is, by what it is called."""
    whole = next((code for name, code in _TITLES if name in title), None)
    return whole or next((code for words, code in _SAID.items() if words in title), None)


def _old_papers(file: CaseFile) -> Iterable[Paper]:
    for one in file.entries:
        if isinstance(one.act, History):
            form = form_of(one.act.paper)
            if form is not None:
                yield Paper(form=form, state=DocumentState.ISSUED, number=one.act.number, issued_on=one.on)
