"""Queries: opened where a figure leaves something unexplained, explained or dismissed by an officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.lists import among
from casebook.db.rows import insert_rows
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.volumes.models import VolumeQuery
from casebook.volumes.rules import QUERY_TRANSITIONS, QueryState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.queries.books import WellBook
    from casebook.volumes.rules.suspicions import Query


def keep_queries(
    session: Session, county_code: str, asked: Sequence[tuple[WellBook, list[Query]]], now: datetime
) -> list[tuple[str, Query]]:
    """Store what wells' figures ask now; return well code and query of those that were opened.

    A query whose ground is gone lapses; one that was answered opens again when its figures are others.
    """
    present = _present(session, [book for book, _queries in asked])
    opened: list[tuple[str, Query]] = []
    new: list[dict[str, Any]] = []
    for book, queries in asked:
        known = present.get(book.well_id, {})
        for place, query in {(one.kind, one.to_on): one for one in queries}.items():
            row = known.pop(place, None)
            if row is None:
                new.append(_row(county_code, book, query, now))
            elif row.facts == dict(query.facts) and row.state is not QueryState.LAPSED:
                continue
            else:
                row.facts, row.from_on = dict(query.facts), query.from_on
                if row.state is QueryState.OPEN:
                    continue
                _open_again(row)
            opened.append((book.code, query))
        for row in known.values():
            if row.state is QueryState.OPEN:
                row.state, row.decided_at = QueryState.LAPSED, now
    insert_rows(session, VolumeQuery, new)
    return opened


def _open_again(row: VolumeQuery) -> None:
    row.state, row.decided_at, row.decided_by, row.explanation = QueryState.OPEN, None, "", ""


def _present(session: Session, books: Sequence[WellBook]) -> dict[Any, dict[Any, VolumeQuery]]:
    found: dict[Any, dict[Any, VolumeQuery]] = {}
    wells = [book.well_id for book in books]
    for row in session.scalars(select(VolumeQuery).where(among(VolumeQuery.well_id, wells))):
        found.setdefault(row.well_id, {})[row.kind, row.to_on] = row
    return found


def _row(county_code: str, book: WellBook, query: Query, now: datetime) -> dict[str, Any]:
    return {
        "county_code": county_code,
        "well_id": book.well_id,
        "division_code": book.division_code,
        "kind": query.kind,
        "from_on": query.from_on,
        "to_on": query.to_on,
        "facts": dict(query.facts),
        "state": QueryState.OPEN,
        "opened_at": now,
    }


def answer_query(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    query: VolumeQuery,
    state: QueryState,
    explanation: str,
) -> VolumeQuery:
    """Explain a query, dismiss it, or open it again; the figure stays as the readings say."""
    actor.need(Permission.READING_RECORD)
    actor.need_reach(query.division_code, "volume_query", query.id)
    session.refresh(query, with_for_update=True)
    if state not in QUERY_TRANSITIONS[query.state] or state is QueryState.LAPSED:
        raise RuleBroken("query_step_refused", state=query.state, to=state)
    if state is not QueryState.OPEN and not explanation.strip():
        raise RuleBroken("query_explanation_missing", field="explanation")
    before = {"state": query.state.value, "explanation": query.explanation}
    if state is QueryState.OPEN:
        _open_again(query)
    else:
        query.state, query.explanation = state, explanation.strip()
        query.decided_at, query.decided_by = now, actor.name
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="volume_query:answer",
        subject=Subject("volume_query", query.id, query.kind.value, query.division_code),
        before=before,
        after={"state": query.state.value, "explanation": query.explanation},
    )
    return query
