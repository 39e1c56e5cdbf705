"""A month of the ledger as files: JSON that says everything, a workbook and a PDF made of it, all signed."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson
from flask_babel import force_locale
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.documents.rendering import render_pdf
from casebook.kernel import clock
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.hashing import canonical_json, digest, matches
from casebook.keys import signing
from casebook.ledger import queries as ledger
from casebook.ledger.actions import MadeMonth
from casebook.ledger.rules import PostingKind, month_number
from casebook.oversight.presenters import board_statement
from casebook.oversight.rules import Unit
from casebook.regions import queries as regions
from casebook.reports import presenters
from casebook.storage.queries import open_file
from casebook.web.labels import label
from casebook.web.sheets import Sheet, write_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.config import Settings
    from casebook.kernel.chains import Head
    from casebook.kernel.months import Month
    from casebook.ledger.queries import Closed

MOST_PRINTED = 200
"""Entries and adjustments on the PDF; the workbook has all."""
MOST_LISTED = 5_000
"""Entries and adjustments in the data file, each; the workbook has all."""


def make_month(
    session: Session, *, settings: Settings, actor: Actor, now: datetime, month: Month, is_draft: bool = False
) -> MadeMonth:
    """Return a month's report as of its last day, ready to be closed; a draft bears no number.

    RuleBroken `month_not_begun` where nothing can be said of it yet.
    """
    county = actor.county_code
    if not is_draft:
        actor.need(Permission.LEDGER_CLOSE)
    actor.need_reach(county, "ledger_month", str(month))
    if month.first > clock.local_day(now):
        raise RuleBroken("month_not_begun", field="month", month=str(month))
    number = "" if is_draft else month_number(county, month)
    # Before the entries are read: one that comes while the files are made differs from it, and is noticed.
    head = ledger.head_as_of(session, county, month.last)
    with force_locale("zh"):
        facts = month_facts(session, county, month, head=head, number=number, actor=actor, now=now)
        files = {
            "json": _json(facts),
            "xlsx": _workbook(session, facts, month, now),
            "pdf": _pdf(facts, settings),
        }
    statement = canonical_json(
        {
            "number": number,
            "county": county,
            "month": str(month),
            "chain": head.chain,
            "count": head.count,
            "head": head.hash,
            "files": {kind: digest(data) for kind, data in files.items()},
            "closed_at": clock.rfc3339(now),
            "closed_by": actor.name,
        }
    )
    signature = "" if is_draft else signing.load(settings).sign(statement)
    return MadeMonth(county, month, number, head, files, statement, signature)


def signed(closed: Closed) -> bytes:
    """Return the file that proves a closed month elsewhere: what was signed, and the signature."""
    facts = {**orjson.loads(closed.statement), "signature": closed.signature}
    return orjson.dumps(facts, option=orjson.OPT_INDENT_2) + b"\n"


def stored(closed: Closed, kind: str) -> bytes:
    """Return a closed month's file as it stands in the store.

    RuleBroken `month_file_missing` or `month_file_damaged` where it is not what was signed.
    """
    stored_hash = closed.files[kind]
    try:
        with open_file(stored_hash) as stream:
            data = stream.read()
    except NotFound as error:
        raise RuleBroken("month_file_missing", number=closed.number, kind=kind, hash=stored_hash) from error
    if not matches(data, stored_hash):
        raise RuleBroken("month_file_damaged", number=closed.number, kind=kind, hash=stored_hash)
    return data


def iterate_lines(
    session: Session, county: str, first: date, last: date, *, most: int | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the entries booked on these days as a report has them, in order and in bounded memory."""
    names = regions.names(session, county)
    booked = ledger.iterate_booked(session, county, first, last)
    return (_line(facts, entry_hash, names) for facts, entry_hash in islice(booked, most))


def month_facts(
    session: Session, county: str, month: Month, *, head: Head, number: str, actor: Actor, now: datetime
) -> dict[str, Any]:
    """Return what a month's report says, as its data file has it."""
    all_sums, changed_sums = _Sums(), _Sums()
    entries: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    for line in iterate_lines(session, county, month.first, month.last):
        all_sums.add(line, entries)
        if _is_adjustment(line, month):
            changed_sums.add(line, changes)
    return {
        "report": "monthly",
        "number": number,
        "county": {"code": county, "name": regions.name_of(session, county)},
        "month": str(month),
        "made_at": clock.rfc3339(now),
        "made_by": actor.name,
        "agency": actor.agency_name,
        "ledger": {"chain": head.chain, "count": head.count, "head": head.hash},
        "board": board_statement(session, county, month.year, as_of=month.last),
        "booked": all_sums.by_kind(),
        "adjusted": changed_sums.by_kind(),
        "entries_total": all_sums.total,
        "adjustments_total": changed_sums.total,
        "adjustments": changes,
        "entries": entries,
    }


@dataclass
class _Sums:
    """Number, wells or problems, and litres by kind; the first lines themselves are kept beside."""

    kinds: dict[str, list[int]] = field(default_factory=dict)

    def add(self, line: dict[str, Any], listed: list[dict[str, Any]]) -> None:
        if self.total < MOST_LISTED:
            listed.append(line)
        sums = self.kinds.setdefault(line["kind"], [0, 0, 0, 0])
        figures = 1, line["count"], _litres(line["full_year_m3"]), _litres(line["this_year_m3"])
        for place, value in enumerate(figures):
            sums[place] += value

    @property
    def total(self) -> int:
        return sum(sums[0] for sums in self.kinds.values())

    def by_kind(self) -> dict[str, dict[str, Any]]:
        return {
            kind: {"entries": rows, "count": count, "full_year_m3": _m3(full), "this_year_m3": _m3(this)}
            for kind, (rows, count, full, this) in sorted(self.kinds.items())
        }


def _is_adjustment(line: dict[str, Any], month: Month) -> bool:
    """Say whether an entry takes one back, or is about a day before the month that it is booked in."""
    return line["reverses"] is not None or line["on"] < month.first.isoformat()


def _line(facts: dict[str, Any], entry_hash: str, names: dict[str, str]) -> dict[str, Any]:
    division = facts["division_code"]
    return {
        "sequence": facts["sequence"],
        "kind": facts["kind"],
        "on": facts["effective_on"],
        "booked_on": facts["booked_on"],
        "year": facts["year"],
        "subject": facts["subject"]["title"],
        "well": facts.get("well_code"),
        "township": division[: ledger.TOWNSHIP_DIGITS],
        "township_name": names.get(division, division),
        "aquifer": facts["aquifer_group"],
        "count": facts["count"],
        "full_year_m3": _m3(facts["full_year_l"]),
        "this_year_m3": _m3(facts["this_year_l"]),
        "method": facts.get("method"),
        "grade": facts.get("grade"),
        "reverses": facts.get("reverses"),
        "history": bool(facts.get("is_history")),
        "hash": entry_hash,
    }


def _litres(m3: str) -> int:
    return int(m3.replace(".", ""))


def _m3(litres: int) -> str:
    sign = "-" if litres < 0 else ""
    return f"{sign}{abs(litres) // 1000}.{abs(litres) % 1000:03}"


def _json(facts: dict[str, Any]) -> bytes:
    return orjson.dumps(facts, option=orjson.OPT_INDENT_2) + b"\n"


def _workbook(session: Session, facts: dict[str, Any], month: Month, now: datetime) -> bytes:
    """Return the workbook; it lists every entry, however many the data file leaves out."""
    board, county = facts["board"], facts["county"]["code"]
    places = [board["county"], *board["townships"]]
    figures = ((place, name, one) for place in places for name, one in place["indicators"].items())
    columns = presenters.entry_columns()
    entries, changes = facts["entries"], facts["adjustments"]
    if facts["entries_total"] > MOST_LISTED:
        entries = iterate_lines(session, county, month.first, month.last)
        again = iterate_lines(session, county, month.first, month.last)
        changes = (line for line in again if _is_adjustment(line, month))
    stream = io.BytesIO()
    sheets = [
        Sheet(_("指标"), presenters.place_columns(board["definitions"]), figures),
        Sheet(_("本月入账"), columns, entries),
        Sheet(_("更正和补记"), columns, changes),
    ]
    write_book(stream, sheets, made_at=now)
    return stream.getvalue()


def _pdf(facts: dict[str, Any], settings: Settings) -> bytes:
    return render_pdf(
        "letters/month.html",
        facts=facts,
        kinds={one.value: str(label(one)) for one in PostingKind},
        units={one.value: str(label(one)) for one in Unit},
        entries=facts["entries"][:MOST_PRINTED],
        adjustments=facts["adjustments"][:MOST_PRINTED],
        agency=facts["agency"] or facts["county"]["name"],
        number=facts["number"],
        is_demo=settings.is_demo,
    )
