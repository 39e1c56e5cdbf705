"""Looks at personal data, and the hourly entry that covers them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import orjson
import pytest
from sqlalchemy import text

from casebook.access.actor import local_operator
from casebook.audit import actions, queries
from casebook.audit.queries import Filter
from casebook.kernel.chains import FaultKind
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.audit.models import AccessLog

COUNTY = "371525"
NOW = datetime(2023, 6, 1, 2, 0, tzinfo=UTC)
OPERATOR = local_operator("tester", COUNTY)
PARTY = Subject("party", new_id(), "371525104JJ00037", "371525104")
PHOTOGRAPH = Subject("evidence", new_id(), "1", "371525104")


def look(session: Session, minutes: int = 0, subject: Subject = PARTY, actor: Actor = OPERATOR) -> AccessLog:
    at = NOW + timedelta(minutes=minutes)
    return actions.record_look(session, actor=actor, now=at, subject=subject, what="phone")


def seal(session: Session) -> list[str]:
    return [entry.chain for entry in actions.seal_access_log(session, now=NOW + timedelta(hours=1))]


def test_a_look_says_who_saw_what_of_which_record(session: Session) -> None:
    look(session)
    (found,) = queries.page_looks(session, Filter(), OPERATOR).items
    assert (found.subject, found.what, found.actor_name, found.is_sealed) == (
        PARTY,
        "phone",
        OPERATOR.name,
        False,
    )
    assert queries.head(session, COUNTY).count == 0


def test_an_hour_of_looks_is_taken_into_the_chain_once(session: Session) -> None:
    for minutes in range(3):
        look(session, minutes)
    assert seal(session) == [f"audit:{COUNTY}"]
    assert seal(session) == []
    act, _ = queries.get_act(session, 1, OPERATOR)
    assert (act.action, act.actor_id) == ("access:seal", None)
    assert all(found.is_sealed for found in queries.page_looks(session, Filter(), OPERATOR).items)
    assert queries.verify(session, COUNTY).is_whole


def test_each_county_gets_its_own_entry(session: Session) -> None:
    look(session)
    look(session, actor=local_operator("tester", "371526"))
    assert seal(session) == ["audit:371525", "audit:371526"]
    assert queries.verify(session, "371526").is_whole


def test_without_looks_nothing_is_written(session: Session) -> None:
    assert seal(session) == []


def test_custody_can_ask_for_the_looks_at_evidence(session: Session) -> None:
    look(session)
    look(session, 1, PHOTOGRAPH)
    (entry,) = actions.seal_access_log(session, now=NOW)
    assert [found.subject for found in queries.list_looks_of_seal(session, entry.id, "evidence")] == [
        PHOTOGRAPH
    ]
    facts = orjson.loads(entry.body)
    assert (facts["count"], facts["first_at"] < facts["last_at"]) == (2, True)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM access_log WHERE what = 'phone'",
        "UPDATE access_log SET actor_name = '别人'",
        "UPDATE access_log SET sealed_by = NULL",
        "UPDATE access_log SET subject_title = 'other'",
    ],
)
def test_a_changed_or_removed_look_is_found_after_the_seal(session: Session, statement: str) -> None:
    look(session)
    seal(session)
    session.connection().execute(text(statement))
    session.expire_all()
    (fault,) = queries.verify(session, COUNTY).faults
    assert (fault.sequence, fault.what, fault.detail) == (1, FaultKind.DETAILS, "access_log")


def test_a_look_added_to_a_seal_is_found(session: Session) -> None:
    look(session)
    (entry,) = actions.seal_access_log(session, now=NOW)
    look(session).sealed_by = entry.id
    session.flush()
    assert not queries.verify(session, COUNTY).is_whole


def test_looks_are_paged_newest_first(session: Session) -> None:
    for minutes in range(60):
        look(session, minutes)
    first = queries.page_looks(session, Filter(), OPERATOR)
    second = queries.page_looks(session, Filter(), OPERATOR, first.next_cursor)
    times = [found.at for found in (*first.items, *second.items)]
    assert times == sorted(times, reverse=True)
    assert len(times) == 60
