"""Taking in a hotline's list as leads: row by row, by its own number, none twice, each refusal named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.receiving import LeadEntry, Reporter, add_lead
from casebook.cases.rules import LeadState
from casebook.cases.rules.channels import BY_HAND, CHANNELS
from casebook.cases.rules.lead_lists import Refusal, Told, find_header, read_rows
from casebook.intake.rules.townships import Townships
from casebook.intake.sheets.reader import read_sheets
from casebook.kernel.errors import CasebookError, NotFound, Refused, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.regions import queries as regions
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Lead
    from casebook.cases.rules import FoundHow

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class ListReport:
    """What became of each row, by its number in the sheet."""

    added: list[tuple[int, Lead]] = field(default_factory=list)
    """Merged ones among them."""
    known: list[tuple[int, Lead]] = field(default_factory=list)
    """Registered before, by the same channel and number."""
    refused: list[Refusal] = field(default_factory=list)

    @property
    def merged(self) -> int:
        """How many were joined to an open lead of the same well or place."""
        return sum(lead.state is LeadState.MERGED for _row, lead in self.added)


def import_leads(
    session: Session, *, actor: Actor, now: datetime, channel: FoundHow, stream: BinaryIO
) -> ListReport:
    """Register the rows of a list (XLSX, XLS, CSV) as leads of a channel that bears numbers.

    A row whose number the channel has already is told and left; one that cannot be a lead is refused by
    itself. The same file twice adds nothing. RuleBroken for the file as a whole: no header, unreadable,
    too long, a channel without numbers.
    """
    actor.need(Permission.LEAD_ADD)
    if channel not in BY_HAND or not CHANNELS[channel].has_number:
        raise RuleBroken("lead_list_channel", field="channel")
    report = ListReport()
    divisions = regions.list_divisions(session, actor.county_code)
    townships = Townships({one.code: one.name for one in divisions})
    for told in _read(stream):
        if isinstance(told, Refusal):
            report.refused.append(told)
        else:
            _take(session, actor, now, channel, told, townships, report)
    subject = Subject("lead_list", new_id(), channel.value, actor.county_code)
    after = {"added": len(report.added), "known": len(report.known), "refused": len(report.refused)}
    record(session, actor=actor, now=now, action="lead_list:import", subject=subject, after=after)
    session.flush()
    return report


def _read(stream: BinaryIO) -> list[Told | Refusal]:
    start = stream.read(4)
    stream.seek(0)
    with read_sheets(stream, is_text=not start.startswith(_WORKBOOKS)) as file:
        for sheet, head in enumerate(file.heads):
            if not head.is_hidden and head.rows:
                header, columns = find_header(head.rows)
                return list(read_rows(file.rows(sheet), header, columns))
    raise RuleBroken("lead_list_without_header", field="file")


def _take(
    session: Session,
    actor: Actor,
    now: datetime,
    channel: FoundHow,
    told: Told,
    townships: Townships,
    report: ListReport,
) -> None:
    known = queries.find_by_outer_no(session, actor.county_code, channel, told.outer_no)
    if known is not None:
        report.known.append((told.number, known))
        return
    try:
        with session.begin_nested():
            entry = _entry(session, actor, channel, told, townships)
            report.added.append((told.number, add_lead(session, actor=actor, now=now, entry=entry)))
    except (RuleBroken, Refused, CasebookError) as error:
        reason = error.reasons[0] if isinstance(error, Refused) else error
        if not isinstance(reason, RuleBroken):
            reason = RuleBroken("lead_row_elsewhere", field="township")
        report.refused.append(Refusal(told.number, reason))


def _entry(session: Session, actor: Actor, channel: FoundHow, told: Told, townships: Townships) -> LeadEntry:
    code = townships.find(told.township) if told.township else None
    if told.township and code is None and not told.place:
        raise RuleBroken("lead_township_unknown", field="township", written=told.township)
    place = told.place or "".join(one for one in (told.township, told.village) if one)
    try:
        well = wells.get_well(session, told.well, actor) if told.well else None
    except NotFound as error:
        raise RuleBroken("lead_well_unknown", field="well", code_written=told.well) from error
    reporter = Reporter(told.reporter, told.contact) if told.reporter or told.contact else None
    return LeadEntry(
        channel=channel,
        content=told.content,
        received_at=told.received_at,
        outer_no=told.outer_no,
        division_code=code or "",
        village=told.village,
        place=place,
        well=well,
        reporter=reporter,
    )
