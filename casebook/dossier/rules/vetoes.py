"""The vetoes: subject, authority, officers, evidence, facts, law, procedure. Pure functions over a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.documents.rules import DeliveryMode, DocumentState, FormCode
from casebook.dossier.rules.file_facts import Mark
from casebook.dossier.rules.standard import Item
from casebook.evidence.rules import Doubt
from casebook.kernel.texts import msgid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from casebook.cases.rules.facts import OfficerFact
    from casebook.dossier.rules.file_facts import FileFacts, Paper

TWO = 2
NOTICES = frozenset({FormCode.F22, FormCode.F23})
DECISIONS = frozenset({FormCode.F27, FormCode.F28, FormCode.F29})
PROVED = NOTICES | DECISIONS
"""Papers without whose signed receipt the procedure is not proved."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One fault that was found: where, and what it is about."""

    item: Item
    names: tuple[str, ...] = ()
    paper: Paper | None = None


def vetoes(file: FileFacts) -> Iterator[Hit]:
    """Yield every veto of a file."""
    for check in _CHECKS:
        yield from check(file)


def _if(condition: object, item: Item, *names: str) -> Iterator[Hit]:
    if condition:
        yield Hit(item, names)


def _subject(file: FileFacts) -> Iterator[Hit]:
    unnamed = not file.parties or any(not one.name.strip() for one in file.parties)
    yield from _if(unnamed, Item.PARTY_UNNAMED)
    yield from _if(not file.has_power, Item.POWER_ELSEWHERE)
    yield from _if(file.needs.authority and not file.has_authority, Item.AUTHORITY_MISSING)


def _officers(file: FileFacts) -> Iterator[Hit]:
    yield from _pair(file.investigators, msgid("立案"))
    recused = sorted({one.name for one in file.investigators if one.is_recused})
    yield from _if(recused, Item.RECUSED, *recused)
    for visit in file.visits:
        yield from _pair(visit.officers, visit.on.isoformat())


def _pair(them: Iterable[OfficerFact], when: str) -> Iterator[Hit]:
    people = {one.id: one for one in them}.values()
    yield from _if(len(people) < TWO, Item.ONE_OFFICER, when)
    expired = [one.name for one in people if not one.is_certified]
    yield from _if(expired, Item.UNCERTIFIED, when, *expired)


def _servers(file: FileFacts) -> Iterator[Hit]:
    for paper in file.papers:
        for service in paper.services:
            if service.served_on is None:
                continue
            if len({one.id for one in service.servers}) < TWO:
                yield Hit(Item.SERVED_BY_ONE, (service.on.isoformat(),), paper)
            expired = tuple(one.name for one in service.servers if not one.is_certified)
            if expired:
                yield Hit(Item.SERVER_UNCERTIFIED, (service.on.isoformat(), *expired), paper)


def _evidence(file: FileFacts) -> Iterator[Hit]:
    yield from _if(file.essential_gaps, Item.EVIDENCE_GAP, *file.essential_gaps)
    only_doubtful = bool(file.evidence) and all(one.doubts for one in file.evidence)
    yield from _if(only_doubtful, Item.LEADS_ONLY)
    broken = [one.name for one in file.evidence if one.is_broken]
    yield from _if(broken, Item.CUSTODY_BROKEN, *broken)
    unsigned = [visit.on.isoformat() for visit in file.visits if not visit.is_submitted]
    yield from _if(unsigned, Item.RECORD_UNSIGNED, *unsigned)
    yield from _if(not file.has_record, Item.NOT_RECORDED)
    yield from _if(file.kept_too_long, Item.KEPT_TOO_LONG, *file.kept_too_long)


def _law(file: FileFacts) -> Iterator[Hit]:
    if not file.is_penalty:
        return
    yield from _if(file.decision_lacks, Item.CONTENT_EMPTY, *file.decision_lacks)
    yield from _if(file.is_out_of_time, Item.OUT_OF_TIME)
    yield from _if(file.unordered_wells, Item.NO_ORDER, *file.unordered_wells)
    yield from _if(file.crime_suspected, Item.CRIME)
    yield from _fines(file)


def _fines(file: FileFacts) -> Iterator[Hit]:
    fined = [one for one in file.fines if one.fen]
    if file.law is not None:
        yield from _if(not file.law.holds, Item.LAW_NOT_IN_FORCE, file.law.citation)
        for one in fined:
            if not _in_range(file, one.fen):
                yield Hit(Item.FINE_OUT_OF_RANGE, (one.party, _yuan(one.fen), file.law.citation))
    decided, lapsed = file.on(Mark.DECIDED), file.on(Mark.ORDER_LAPSED)
    too_soon = lapsed is None or (decided is not None and lapsed > decided)
    yield from _if(fined and file.needs.needs_overdue and too_soon, Item.ORDER_NOT_LAPSED)
    yield from _if(fined and file.fined_before, Item.FINED_TWICE, *file.fined_before)
    for one in fined:
        yield from _if(
            one.told_fen is not None and one.fen > one.told_fen, Item.HEAVIER, one.party, _yuan(one.fen)
        )
        yield from _if(
            one.agreed_fen is not None and one.fen != one.agreed_fen,
            Item.FINE_DIFFERS,
            one.party,
            _yuan(one.fen),
        )


def _in_range(file: FileFacts, fen: int) -> bool:
    law = file.law
    if law is None:
        return True
    if law.most_fen is None or fen > law.most_fen:
        return False
    return law.is_reduced or fen >= law.least_fen


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}".removesuffix(".00") + "元"


def _investigation(file: FileFacts) -> Iterator[Hit]:
    begun = file.has(Mark.FILED) or file.has(Mark.DECIDED)
    filed, approved = file.on(Mark.FILED), file.on(Mark.FILING_APPROVED)
    early = filed is not None and approved is not None and filed < approved
    yield from _if(begun and not file.is_simple and (approved is None or early), Item.FILING_UNAPPROVED)
    if not file.has(Mark.REPORTED) and not file.has(Mark.DECIDED):
        return
    yield from _if(not file.id_shown, Item.ID_NOT_SHOWN)
    yield from _if(not file.recusal_asked, Item.RECUSAL_NOT_ASKED)
    bare = [one.on.isoformat() for one in file.visits if one.is_enterprise and not one.is_announced]
    yield from _if(bare, Item.INSPECTION_UNANNOUNCED, *bare)


def _notice(file: FileFacts) -> Iterator[Hit]:
    decided, notified = file.on(Mark.DECIDED), file.on(Mark.NOTIFIED)
    if not file.is_penalty or file.is_simple or decided is None:
        return
    yield from _if(notified is None, Item.NO_NOTICE)
    if notified is None:
        return
    early = decided < notified
    yield from _if(early, Item.DECIDED_BEFORE_NOTICE, notified.isoformat(), decided.isoformat())
    ran = not early and not file.has(Mark.STATEMENT_WAIVED) and _runs(file.statement_until, decided)
    yield from _if(ran, Item.STATEMENT_RAN, *_day(file.statement_until))
    yield from _if(file.unanswered, Item.STATEMENT_UNANSWERED, *file.unanswered)


def _runs(until: date | None, decided: date) -> bool:
    return until is not None and decided <= until


def _day(day: date | None) -> tuple[str, ...]:
    return () if day is None else (day.isoformat(),)


def _hearing(file: FileFacts) -> Iterator[Hit]:
    decided, notified = file.on(Mark.DECIDED), file.on(Mark.NOTIFIED)
    if not file.is_penalty or decided is None or notified is None:
        return
    yield from _if(file.needs.hearing and not file.offers_hearing, Item.HEARING_NOT_OFFERED)
    asked, held = file.has(Mark.HEARING_ASKED), file.on(Mark.HEARING_HELD)
    if asked and not file.has(Mark.HEARING_WAIVED):
        yield from _if(held is None or held > decided, Item.HEARING_NOT_HELD)
    elif file.offers_hearing and not file.has(Mark.HEARING_WAIVED) and decided >= notified:
        yield from _if(_runs(file.hearing_until, decided), Item.HEARING_RAN, *_day(file.hearing_until))
    if held is not None:
        yield from _if(file.is_hearing_called_late, Item.HEARING_CALLED_LATE, held.isoformat())
        yield from _if(file.presider_investigated, Item.PRESIDER_INVESTIGATED)


def _decision(file: FileFacts) -> Iterator[Hit]:
    decided = file.on(Mark.DECIDED)
    if decided is None:
        return
    if file.is_simple:
        yield from _if(not file.is_simple_allowed, Item.NOT_SIMPLE)
        return
    reviewed, heard = file.on(Mark.REVIEWED), file.has(Mark.HEARING_HELD)
    needed = file.needs.review or heard
    yield from _if(needed and (reviewed is None or reviewed > decided), Item.NOT_REVIEWED)
    yield from _if(reviewed is not None and not file.is_reviewer_fit, Item.REVIEWER_UNFIT)
    discussed = file.on(Mark.DELIBERATED)
    missing = discussed is None or discussed > decided
    yield from _if(file.needs.deliberation and missing, Item.NOT_DELIBERATED)
    yield from _if(not file.has(Mark.DECISION_APPROVED), Item.DECISION_UNAPPROVED)
    yield from _if(file.decided_by_investigator, Item.DECIDED_BY_INVESTIGATOR)
    late = file.decide_until is not None and decided > file.decide_until
    yield from _if(late, Item.DECIDED_LATE, *_day(file.decide_until), decided.isoformat())


def _service(file: FileFacts) -> Iterator[Hit]:
    ended = file.has(Mark.CLOSED) or file.has(Mark.ENFORCED)
    if file.has(Mark.DECIDED) and ended:
        yield from _if(not file.has(Mark.SERVED), Item.NOT_SERVED)
    for paper in file.papers:
        good = [one for one in paper.services if one.served_on is not None]
        if paper.form in PROVED and good and not good[-1].has_receipt:
            yield Hit(Item.NO_RECEIPT, (good[-1].on.isoformat(),), paper)
        if paper.form in DECISIONS and paper.state is DocumentState.SERVED and not paper.is_stamped:
            yield Hit(Item.NOT_STAMPED, (), paper)
        yield from _published(paper)
    enforced = file.has(Mark.ENFORCED) and not file.has(Mark.URGED)
    yield from _if(enforced, Item.NOT_URGED)
    yield from _if(file.has(Mark.CLOSED) and not file.has(Mark.CLOSING_APPROVED), Item.CLOSED_UNAPPROVED)


def _published(paper: Paper) -> Iterator[Hit]:
    """公告 is the last way: another was tried and failed, or the party is nowhere to be found."""
    for place, one in enumerate(paper.services):
        if one.mode is not DeliveryMode.PUBLIC:
            continue
        tried = any(
            other.served_on is None and other.mode is not DeliveryMode.PUBLIC and other.on <= one.on
            for other in paper.services[:place]
        )
        if not tried:
            yield Hit(Item.PUBLIC_TOO_SOON, (one.on.isoformat(),), paper)


MONITORING = frozenset(Doubt) - {Doubt.NOT_ORIGINAL}
"""Doubts about data of a monitoring device (处罚法 41)."""

_CHECKS: tuple[Callable[[FileFacts], Iterator[Hit]], ...] = (
    _subject,
    _officers,
    _servers,
    _evidence,
    _law,
    _investigation,
    _notice,
    _hearing,
    _decision,
    _service,
)
