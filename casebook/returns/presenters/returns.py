"""One return with its reports, beside what was measured; and the words that a user is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.access import Permission
from casebook.parties.presenters import masked, plain
from casebook.parties.rules import PartyKind, masked_name, masked_phone
from casebook.regions import queries as regions
from casebook.returns import queries
from casebook.returns.labels import words_of
from casebook.returns.rules import (
    DECIDED_BY_OFFICERS,
    RETURN_TRANSITIONS,
    Compared,
    ReportedLine,
    ReturnState,
    findings,
    is_open_to_user,
)
from casebook.returns.rules.reporting import NOTHING
from casebook.volumes.queries import months_of
from casebook.volumes.rules import VolumeFlag
from casebook.web.formats import day
from casebook.wells.queries import list_wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.presenters import PartyView
    from casebook.returns.models import PeriodicReturn, ReturnEvent, ReturnLine, ReturnSubmission
    from casebook.returns.rules import Finding
    from casebook.wells.models import Well


@dataclass(frozen=True, slots=True)
class ReturnLineView:
    """A return in the list; names of people are hidden."""

    row: PeriodicReturn
    name: str
    place: str


def return_lines(session: Session, rows: Sequence[PeriodicReturn], actor: Actor) -> list[ReturnLineView]:
    """Return the lines of the list."""
    towns = regions.names(session, actor.county_code)
    return [ReturnLineView(row, masked(row.party).name, towns.get(row.division_code, "")) for row in rows]


@dataclass(frozen=True, slots=True)
class IntakeView:
    """An intake that a form asks about."""

    place: int
    code: str
    where: str
    dial_before_m3: Decimal | None


@dataclass(frozen=True, slots=True)
class LineView:
    """A reported line beside what was measured."""

    line: ReturnLine
    code: str
    measured_m3: Decimal | None
    dial_before_m3: Decimal | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """One return as its page shows it."""

    row: PeriodicReturn
    period: str
    party: PartyView
    place: str
    submission: ReturnSubmission | None
    reporter: str
    phone: str
    """Of who reported, hidden from readers who may not see personal data."""
    lines: tuple[LineView, ...]
    measured_m3: Decimal | None
    older: tuple[tuple[ReturnSubmission, str], ...]
    """Former reports, each with its reporter's name."""
    events: tuple[ReturnEvent, ...]
    steps: tuple[ReturnState, ...]
    """What this officer may decide now."""
    may_enter: bool
    may_give_link: bool


def return_page(session: Session, row: PeriodicReturn, actor: Actor, limit: Decimal) -> ReturnPage:
    """Return a return as its page shows it; `limit` is the share past which two figures deviate."""
    submissions = queries.list_submissions(session, row.id)
    current = next((one for one in submissions if one.id == row.submission_id), None)
    lines = _lines(session, row, current, limit) if current else ()
    measured = [one.measured_m3 for one in lines if one.measured_m3 is not None]
    may_edit = actor.can(Permission.RETURN_EDIT) and actor.reaches(row.division_code)
    may_see = actor.can(Permission.PARTY_SEE_PERSONAL)
    reporters = {one.id: _reporter(one, may_see=may_see) for one in submissions}
    name, phone = reporters[current.id] if current else ("", "")
    return ReturnPage(
        row=row,
        period=words_of(row.round.period),
        party=plain(row.party) if may_see else masked(row.party),
        place=regions.names(session, row.county_code).get(row.division_code, ""),
        submission=current,
        reporter=name,
        phone=phone,
        lines=lines,
        measured_m3=sum(measured, NOTHING) if lines and len(measured) == len(lines) else None,
        older=tuple((one, reporters[one.id][0]) for one in submissions if one is not current),
        events=tuple(queries.list_events(session, row.id)),
        steps=_steps(row.state) if may_edit else (),
        may_enter=may_edit and is_open_to_user(row.state),
        may_give_link=may_edit and row.state is not ReturnState.VOID,
    )


def _reporter(submission: ReturnSubmission, *, may_see: bool) -> tuple[str, str]:
    """Return name and telephone of who reported."""
    name, phone = submission.reporter, submission.phone
    return (name, phone) if may_see else (masked_name(name, PartyKind.CITIZEN), masked_phone(phone))


def _steps(state: ReturnState) -> tuple[ReturnState, ...]:
    return tuple(one for one in DECIDED_BY_OFFICERS if one in RETURN_TRANSITIONS[state])


def _lines(
    session: Session, row: PeriodicReturn, submission: ReturnSubmission, limit: Decimal
) -> tuple[LineView, ...]:
    lines = queries.lines_of(session, [submission.id]).get(submission.id, [])
    ids = [line.well_id for line in lines if line.well_id is not None]
    wells, dials = list_wells(session, ids), queries.dials_before(session, row)
    measured = measured_of(session, row, ids)
    found = []
    for line in lines:
        told = ReportedLine(line.well_id, line.volume_m3, line.dial_m3)
        well_id = line.well_id
        volume, dial = (measured.get(well_id), dials.get(well_id)) if well_id else (None, None)
        asked = findings(Compared(told, volume, dial), limit)
        found.append(LineView(line, wells[well_id].code if well_id else "", volume, dial, asked))
    return tuple(found)


def measured_of(session: Session, row: PeriodicReturn, well_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
    """Return what each well took in the return's period; wells of which a month is not whole are left out."""
    period = row.round.period
    months = months_of(session, well_ids, period.first_month, period.last_month)
    found = {}
    for well_id, known in months.items():
        figures = [known[one] for one in period.months if one in known]
        whole = [one.m3 for one in figures if one.m3 is not None and VolumeFlag.PARTIAL not in one.flags]
        if len(whole) == len(period.months):
            found[well_id] = sum(whole, NOTHING)
    return found


def intake_views(
    session: Session, row: PeriodicReturn, wells: Sequence[UUID | None]
) -> tuple[IntakeView, ...]:
    """Return the intakes that a form asks about, with the dial of the period before."""
    ids = [one for one in wells if one is not None]
    known: dict[UUID, Well] = list_wells(session, ids) if ids else {}
    dials = queries.dials_before(session, row)
    return tuple(
        IntakeView(
            place,
            known[well_id].code if well_id else str(_("全部取水")),
            known[well_id].village if well_id else "",
            dials.get(well_id) if well_id else None,
        )
        for place, well_id in enumerate(wells)
    )


def link_text(row: PeriodicReturn, address: str) -> str:
    """Return what is sent to the user: what for, until when, and the link."""
    return str(
        _(
            "请在%(day)s前报送%(period)s取水情况，填写各取水口水量，可附水表照片：%(url)s",
            day=day(row.round.due_on),
            period=words_of(row.round.period),
            url=address,
        )
    )
