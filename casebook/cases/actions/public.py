"""What the public reports without an account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import update

from casebook.access import Actor
from casebook.cases import queries
from casebook.cases.actions.receiving import LeadEntry, Reporter, locate, register
from casebook.cases.models import PublicReport, ReportPhotograph
from casebook.cases.rules import FoundHow, reports
from casebook.cases.rules.channels import ADDRESS, PER_DAY
from casebook.db.holding import hold
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.storage import actions as storage
from casebook.storage.rules import MediaKind, safe_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.cases.models import Lead

PUBLIC = "群众（网上举报）"
"""Who acts in the audit where nobody has signed in."""


@dataclass(frozen=True)
class Picture:
    """A photograph as it was sent."""

    stream: BinaryIO
    name: str


@dataclass(frozen=True)
class Report:
    """What somebody reports: words, and whatever else they gave; degrees."""

    text: str
    place: str = ""
    division_code: str = ""
    lon: float | None = None
    lat: float | None = None
    name: str = ""
    contact: str = ""
    pictures: Sequence[Picture] = field(default_factory=tuple)


def file_report(
    session: Session, *, now: datetime, county_code: str, report: Report, caller_mark: str
) -> tuple[str, Lead]:
    """Make a lead of what the public reports; return the code to ask with, which is stored nowhere.

    `caller_mark` stands for the address for one day (`rules.reports.caller_mark`). Refused with the rule:
    too many reports, too few or too many words, no place, a place outside the county, what is no photograph.
    """
    _check(report)
    on, public = clock.local_day(now), Actor(None, PUBLIC, None, "", county_code)
    _hold_rate(session, county_code, on, caller_mark)
    entry = LeadEntry(
        channel=FoundHow.REPORT,
        content=report.text,
        received_at=now,
        division_code=report.division_code,
        place=report.place,
        lon=report.lon,
        lat=report.lat,
        reporter=Reporter(report.name, report.contact) if report.contact.strip() else None,
    )
    division = locate(session, county_code, entry)
    lead = register(session, actor=public, now=now, entry=entry, division_code=division)
    code = reports.new_code()
    row = PublicReport(
        county_code=county_code,
        lead_id=lead.id,
        code_hash=reports.hash_of(code),
        received_on=on,
        caller_mark=caller_mark,
    )
    session.add(row)
    session.flush()
    _keep_pictures(session, row, report.pictures, now)
    return code, lead


def forget_callers(session: Session, *, now: datetime) -> int:
    """Wipe the marks of who called before today; return how many."""
    old = PublicReport.received_on < clock.local_day(now)
    wiped = update(PublicReport).where(old, PublicReport.caller_mark != "").values(caller_mark="")
    return int(session.execute(wiped).rowcount)  # type: ignore[attr-defined]  # an UPDATE has a row count


def _check(report: Report) -> None:
    words = len(report.text.strip())
    if words < reports.LEAST_WORDS:
        raise RuleBroken("report_words_few", field="text", least=reports.LEAST_WORDS)
    if words > reports.MOST_WORDS:
        raise RuleBroken("report_words_many", field="text", most=reports.MOST_WORDS)
    if len(report.pictures) > reports.MOST_PHOTOGRAPHS:
        raise RuleBroken("report_photographs_many", field="photographs", most=reports.MOST_PHOTOGRAPHS)
    if report.contact.strip() and not report.name.strip():
        raise RuleBroken("report_contact_without_name", field="name")


def _hold_rate(session: Session, county_code: str, on: date, caller_mark: str) -> None:
    hold(session, f"report:{county_code}")
    figures = queries.settings_of(session, county_code)
    reports.check_rate(
        from_here=queries.count_reports(session, county_code, on, mark=caller_mark),
        today=queries.count_reports(session, county_code, on),
        per_address=figures[ADDRESS],
        per_day=figures[PER_DAY],
    )


def _keep_pictures(
    session: Session, report: PublicReport, pictures: Sequence[Picture], now: datetime
) -> None:
    seen: set[str] = set()
    for place, picture in enumerate(pictures, start=1):
        kept = _stored(session, picture, now)
        if kept in seen:
            raise RuleBroken("report_photograph_twice", field="photographs")
        seen.add(kept)
        session.add(
            ReportPhotograph(
                county_code=report.county_code,
                report_id=report.id,
                place=place,
                file_hash=kept,
                file_name=safe_name(picture.name),
            )
        )
    session.flush()


def _stored(session: Session, picture: Picture, now: datetime) -> str:
    try:
        kept = storage.store(
            session,
            stream=picture.stream,
            limit=reports.MOST_PHOTOGRAPH_BYTES,
            allowed=frozenset({MediaKind.PHOTO}),
            now=now,
            name=picture.name,
        )
    except RuleBroken as refusal:
        refusal.field = "photographs"
        raise
    return kept.hash
