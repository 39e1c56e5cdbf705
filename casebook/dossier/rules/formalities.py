"""What takes points off: days, counting, wording, numbers, and what the file should hold."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from casebook.documents.rules import FORMS, DocumentState, FormCode, deviations
from casebook.dossier.rules.file_facts import Mark, NumberFault
from casebook.dossier.rules.standard import Item
from casebook.dossier.rules.vetoes import DECISIONS, MONITORING, NOTICES, PROVED, Hit
from casebook.evidence.rules import Doubt
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casebook.dossier.rules.file_facts import FileFacts, Paper

_F, _M = FormCode, Mark
CAUSES: tuple[tuple[Mark, Mark], ...] = (
    (_M.REPORTED, _M.FILED),
    (_M.REVIEWED, _M.REPORTED),
    (_M.AGREED, _M.REPORTED),
    (_M.NOTIFIED, _M.AGREED),
    (_M.STATED, _M.NOTIFIED),
    (_M.HEARING_ASKED, _M.NOTIFIED),
    (_M.DECIDED, _M.DECISION_APPROVED),
    (_M.SERVED, _M.DECIDED),
    (_M.ENFORCED, _M.SERVED),
    (_M.CLOSED, _M.SERVED),
    (_M.CLOSED, _M.CLOSING_APPROVED),
)
"""Each day with the one that it rests on."""
REQUIRED: tuple[tuple[Mark, frozenset[FormCode]], ...] = (
    (_M.FILED, frozenset({_F.F11})),
    (_M.REPORTED, frozenset({_F.F18A})),
    (_M.REPORTED, frozenset({_F.F19})),
    (_M.REVIEWED, frozenset({_F.F20})),
    (_M.DELIBERATED, frozenset({_F.F21})),
    (_M.NOTIFIED, NOTICES),
    (_M.STATED, frozenset({_F.F24A})),
    (_M.STATED, frozenset({_F.F24B})),
    (_M.HEARING_HELD, frozenset({_F.F25B})),
    (_M.HEARING_HELD, frozenset({_F.F25E})),
    (_M.HEARING_HELD, frozenset({_F.F25F})),
    (_M.DECIDED, DECISIONS),
    (_M.DECISION_APPROVED, frozenset({_F.F26})),
    (_M.CLOSED, frozenset({_F.F46})),
)
"""Papers that the file holds once a day of its course came: one of each set."""
_PLACEHOLDER = re.compile(r"[\s_＿.…·×xX*＊？?]+|待定|待填|空白|年\s*月\s*日")
"""What somebody writes in a blank instead of the stroke."""
_ISSUED = frozenset(DocumentState) - {DocumentState.DRAFT, DocumentState.VOID}


def formalities(file: FileFacts) -> Iterator[Hit]:
    """Yield everything that takes points off a file."""
    for check in _CHECKS:
        yield from check(file)


def _days(file: FileFacts) -> Iterator[Hit]:
    for later, earlier in CAUSES:
        day, cause = file.on(later), file.on(earlier)
        if day is not None and cause is not None and day < cause:
            yield Hit(Item.DAY_BEFORE_CAUSE, (later, day.isoformat(), earlier, cause.isoformat()))
    for paper in file.papers:
        for service in paper.services:
            if paper.issued_on is not None and service.on < paper.issued_on:
                names = (service.on.isoformat(), paper.issued_on.isoformat())
                yield Hit(Item.DAY_BEFORE_CAUSE, names, paper)


def _counting(file: FileFacts) -> Iterator[Hit]:
    for one in file.windows:
        if one.due_on != one.counted_on:
            yield Hit(Item.WRONG_COUNT, (one.rule, one.due_on.isoformat(), one.counted_on.isoformat()))
    served = file.on(_M.SERVED)
    if served is not None and file.serve_until is not None and served > file.serve_until:
        yield Hit(Item.SERVED_LATE, (file.serve_until.isoformat(), served.isoformat()))


def _evidence(file: FileFacts) -> Iterator[Hit]:
    if all(one.doubts for one in file.evidence):
        return  # that nothing carries the finding is a veto
    for one in file.evidence:
        if MONITORING.intersection(one.doubts):
            yield Hit(Item.MONITORING_UNREVIEWED, (one.name,))
        if Doubt.NOT_ORIGINAL in one.doubts:
            yield Hit(Item.NOT_ORIGINAL, (one.name,))
        if one.contradicts:
            yield Hit(Item.FACTS_CONTRADICT, (one.name,))


def _parties(file: FileFacts) -> Iterator[Hit]:
    for one in file.parties:
        if not one.is_code_sound:
            yield Hit(Item.PARTY_CODE, (one.name,))


def _missing(file: FileFacts) -> Iterator[Hit]:
    there = file.sheets | {one.form for one in file.papers if one.state in _ISSUED}
    for mark, forms in REQUIRED:
        if file.has(mark) and not forms & there:
            yield Hit(Item.PAPER_MISSING, (FORMS[min(forms)].title,))


def _states(file: FileFacts) -> Iterator[Hit]:
    for paper in file.papers:
        if paper.state is DocumentState.DRAFT:
            yield Hit(Item.PAPER_UNFINISHED, (), paper)
            continue
        if FORMS[paper.form].needs_stamp and not paper.is_stamped and paper.form not in DECISIONS:
            yield Hit(Item.PAPER_UNSTAMPED, (), paper)
        good = [one for one in paper.services if one.served_on is not None]
        if paper.form not in PROVED and good and not good[-1].has_receipt:
            yield Hit(Item.RECEIPT_MISSING, (good[-1].on.isoformat(),), paper)


def _wording(file: FileFacts) -> Iterator[Hit]:
    for paper in file.papers:
        said = str(paper.kept.get("cause", "")).strip()
        if said and said != file.cause.strip():
            yield Hit(Item.CAUSE_DIFFERS, (said, file.cause), paper)
    known = {paper.id or new_id(): paper for paper in file.papers}
    said_by = ((key, FORMS[paper.form], paper.kept) for key, paper in known.items())
    for found in deviations(said_by):
        if found.name != "cause":
            for key, words in found.others:
                yield Hit(Item.WORDS_DIFFER, (found.label, words, found.usual), known[key])


def _blanks(file: FileFacts) -> Iterator[Hit]:
    for paper in file.papers:
        labels = tuple(
            field.label
            for field in FORMS[paper.form].fields
            if isinstance(paper.kept.get(field.name), str) and _PLACEHOLDER.fullmatch(paper.kept[field.name])
        )
        if labels:
            yield Hit(Item.BLANK, labels, paper)


_NUMBERS = {
    NumberFault.UNKNOWN: Item.NUMBER_UNKNOWN,
    NumberFault.VOID: Item.NUMBER_VOID,
    NumberFault.OF_ANOTHER: Item.NUMBER_OF_ANOTHER,
    NumberFault.OUT_OF_SERIES: Item.NUMBER_OUT_OF_SERIES,
}


def _numbers(file: FileFacts) -> Iterator[Hit]:
    numbered = [one for one in file.papers if one.number]
    for paper in numbered:
        if paper.number_fault is not None:
            yield Hit(_NUMBERS[paper.number_fault], (paper.number,), paper)
    rows: dict[str, list[Paper]] = {}
    for paper in numbered:
        if paper.place and paper.issued_on is not None and paper.number_fault is None:
            rows.setdefault(paper.number.partition("第")[0], []).append(paper)
    for row in rows.values():
        for one, after in pairwise(sorted(row, key=lambda paper: paper.place)):
            assert one.issued_on is not None  # only dated papers were taken up
            assert after.issued_on is not None
            if after.issued_on < one.issued_on:
                yield Hit(Item.NUMBER_OUT_OF_ORDER, (one.number, after.number), after)


_CHECKS: tuple[Callable[[FileFacts], Iterator[Hit]], ...] = (
    _days,
    _counting,
    _evidence,
    _parties,
    _missing,
    _states,
    _wording,
    _blanks,
    _numbers,
)
