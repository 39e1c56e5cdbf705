"""Tasks of townships as their list and their page show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.campaigns import queries
from casebook.cases.rules.tasks import TASK_TRANSITIONS, TaskState
from casebook.deadlines import queries as deadlines
from casebook.deadlines.presenters import term_view
from casebook.evidence import queries as evidence
from casebook.evidence.presenters import files_of
from casebook.regions import queries as places
from casebook.web.waiting import addresses_of
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.campaigns.models import SweepWell, TownshipTask, TownshipTaskEvent
    from casebook.campaigns.queries import SweepCount
    from casebook.deadlines.presenters import TermView
    from casebook.wells.models import Well


@dataclass(frozen=True)
class TownshipTaskLine:
    """One task with its township, its clock, and how far a sweep is."""

    row: TownshipTask
    township: str
    agency: str
    term: TermView
    sweep: SweepCount | None


@dataclass(frozen=True)
class SweepLine:
    """One well of a sweep."""

    row: SweepWell
    well: Well


@dataclass(frozen=True)
class TownshipTaskPage:
    """A task with all that happened to it and what the reader may do."""

    line: TownshipTaskLine
    events: tuple[TownshipTaskEvent, ...]
    wells: tuple[SweepLine, ...]
    files: list[Any]
    file_count: int
    campaign_number: str
    source_url: str | None
    may_answer: bool
    may_judge: bool
    may_withdraw: bool


def township_task_lines(
    session: Session, rows: Sequence[TownshipTask], county_code: str, today: date
) -> list[TownshipTaskLine]:
    """Return the lines of a list; four statements."""
    names = places.names(session, county_code) if rows else {}
    agencies = {one.id: one.name for one in accounts.list_agencies(session, county_code)} if rows else {}
    terms = deadlines.terms_by_id(session, [one.term_id for one in rows])
    sweeps = queries.sweep_counts(session, [one.id for one in rows])
    return [
        TownshipTaskLine(
            one,
            names.get(one.division_code, one.division_code),
            agencies.get(one.agency_id, ""),
            term_view(terms[one.term_id], today=today),
            sweeps.get(one.id),
        )
        for one in rows
    ]


def township_task_page(session: Session, row: TownshipTask, actor: Actor, today: date) -> TownshipTaskPage:
    """Return a task as its page shows it."""
    (line,) = township_task_lines(session, [row], row.county_code, today)
    listed = queries.list_sweep_wells(session, row.id)
    known = wells.list_wells(session, {one.well_id for one in listed}) if listed else {}
    items = evidence.list_items(session, "township_task", row.id)
    source = None if row.source_id is None else (row.source_kind or "", row.source_id)
    may_lead = actor.can(Permission.CAMPAIGN_EDIT)
    is_open, is_answered = bool(TASK_TRANSITIONS[row.state]), row.state is TaskState.ANSWERED
    numbers = queries.campaign_numbers(session, [row.campaign_id] if row.campaign_id else [])
    return TownshipTaskPage(
        line=line,
        events=tuple(queries.list_township_task_events(session, row.id)),
        wells=tuple(SweepLine(one, known[one.well_id]) for one in listed),
        files=files_of(items) if actor.can(Permission.EVIDENCE_SEE) else [],
        file_count=len(items),
        campaign_number=next(iter(numbers.values()), ""),
        source_url=addresses_of(session, actor, {source}).get(source) if source else None,
        may_answer=row.state is TaskState.ASSIGNED
        and actor.can(Permission.CAMPAIGN_ANSWER)
        and actor.agency_id == row.agency_id,
        may_judge=may_lead and is_answered and actor.officer_id != row.answered_by_id,
        may_withdraw=may_lead and is_open,
    )
