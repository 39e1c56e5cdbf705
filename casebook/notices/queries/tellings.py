"""Finding out who is to be told of which clock today: derived from what is stored, whenever it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.access import Role
from casebook.accounts import queries as accounts
from casebook.deadlines import queries as deadlines
from casebook.notices.models import Notice
from casebook.notices.queries.settings import plan_for, plans_of
from casebook.notices.rules import NoticeKind, Plan, Stage, tellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.deadlines.models import Term
    from casebook.deadlines.rules import Calendar
    from casebook.notices.rules import Planned

_PIECE = 500
_HEADS = {Stage.HEAD: (Role.CASE_HEAD, Role.AGENCY_HEAD), Stage.AGENCY: (Role.AGENCY_HEAD,)}
"""Whose office a stage goes to; a later one where nobody holds the first."""

Row = dict[str, Any]


@dataclass(frozen=True)
class People:
    """A county's active officers, and those of them who are told of what lapses."""

    officers: Mapping[UUID, Officer]
    heads: Mapping[Role, list[Officer]] = field(default_factory=dict)

    @classmethod
    def of(cls, officers: Iterable[Officer]) -> People:
        """Sort the active ones."""
        active = {officer.id: officer for officer in officers if officer.is_active}
        roles = (Role.CASE_HEAD, Role.AGENCY_HEAD)
        return cls(active, {role: [one for one in active.values() if role in one.roles] for role in roles})

    def audience(self, term: Term, stage: Stage) -> list[Officer]:
        """Return who is told: the assignee, or the heads; the heads too where nobody has the clock."""
        assignee = self.officers.get(term.assignee_id) if term.assignee_id else None
        if stage not in _HEADS:
            return [assignee] if assignee else self._heads(term, None, _HEADS[Stage.HEAD])
        return self._heads(term, assignee, _HEADS[stage])

    def _heads(self, term: Term, assignee: Officer | None, roles: Iterable[Role]) -> list[Officer]:
        for role in roles:
            found = [one for one in self.heads[role] if _answers_for(one, term, assignee)]
            if found:
                return found
        return []


def _answers_for(head: Officer, term: Term, assignee: Officer | None) -> bool:
    is_own = assignee is not None and head.id == assignee.id
    is_of_the_agency = assignee is None or head.agency_id == assignee.agency_id
    return term.division_code.startswith(head.jurisdiction) and is_of_the_agency and not is_own


def find_tellings(session: Session, *, today: date) -> Iterator[Row]:
    """Yield what is to be told today of all running clocks and was not told yet, as rows without times.

    Clocks that were met, cancelled or stand still are told of to nobody; on a rest day nothing is.
    """
    calendar = deadlines.get_calendar(session)
    if not calendar.is_working_day(today):
        return
    for county_code in deadlines.list_counties_running(session):
        people = People.of(accounts.list_officers(session, county_code=county_code))
        plans = plans_of(session, county_code)
        until = today + max(plan.horizon for plan in (plan_for(plans, ""), *plans.values()))
        after = 0
        while terms := deadlines.list_running_after(
            session, county_code=county_code, until=until, after_rowid=after, size=_PIECE
        ):
            after = terms[-1].rowid
            yield from _untold(session, _of_piece(terms, people, plans, calendar, today))


def _of_piece(
    terms: Iterable[Term], people: People, plans: Mapping[str, Plan], calendar: Calendar, today: date
) -> Iterator[Row]:
    for term in terms:
        if term.is_suspended(today):
            continue
        plan = plan_for(plans, term.rule)
        for one in tellings(term.alarm_on, term.started_on, today, plan, calendar):
            for officer in people.audience(term, one.stage):
                yield _row(term, one, officer)


def _row(term: Term, one: Planned, officer: Officer) -> Row:
    return {
        "county_code": term.county_code,
        "officer_id": officer.id,
        "key": f"term:{term.id}:{term.alarm_on.isoformat()}:{one.key}",
        "kind": NoticeKind.ESCALATION if one.stage in _HEADS else NoticeKind.REMINDER,
        "subject_kind": term.subject_kind,
        "subject_id": term.subject_id,
        "title": term.title,
        "division_code": term.division_code,
        "due_on": term.alarm_on,
        "term_id": term.id,
        "stage": one.stage,
        "rule": term.rule,
    }


def _untold(session: Session, rows: Iterator[Row]) -> Iterator[Row]:
    """Leave out what the officer was told already."""
    found = list(rows)
    if not found:
        return
    ids = {row["term_id"] for row in found}
    query = select(Notice.officer_id, Notice.key).where(Notice.term_id.in_(ids))
    told = {(officer_id, key) for officer_id, key in session.execute(query)}
    yield from (row for row in found if (row["officer_id"], row["key"]) not in told)
