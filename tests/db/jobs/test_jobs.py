from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.access.actor import Actor
from casebook.jobs import actions, queries, rules
from casebook.jobs.models import Job
from casebook.jobs.rules import JobState, Lease
from casebook.kernel.errors import Conflict, NotFound, RuleBroken

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


def enqueue(session: Session, *, key: str | None = None, by: UUID | None = None, now: datetime = NOW) -> Job:
    return actions.enqueue(
        session, kind="report", payload={"year": 2023}, now=now, dedupe_key=key, requested_by=by
    )


def claim(session: Session, *, worker: str = "one", now: datetime = NOW) -> Lease | None:
    job = actions.claim(session, worker=worker, now=now)
    return Lease(job.id, worker, job.attempts) if job else None


def claimed(session: Session, *, worker: str = "one", now: datetime = NOW) -> Lease:
    found = claim(session, worker=worker, now=now)
    assert found is not None
    return found


def fresh(session: Session, job: Job) -> Job:
    session.refresh(job)
    return job


def person(*roles: Role) -> Actor:
    return Actor(uuid4(), "试员", uuid4(), "试验机关", "371525", frozenset(roles))


def test_jobs_are_taken_in_order_and_once(session: Session) -> None:
    later, first = enqueue(session, now=NOW), enqueue(session, now=NOW - HOUR)
    assert [claimed(session).job_id, claimed(session).job_id] == [first.id, later.id]
    assert claim(session) is None


def test_a_job_of_tomorrow_waits(session: Session) -> None:
    enqueue(session, now=NOW + HOUR)
    assert claim(session) is None
    assert claimed(session, now=NOW + HOUR)


def test_the_same_work_is_queued_once_while_it_is_open(session: Session) -> None:
    first = enqueue(session, key="2023")
    assert enqueue(session, key="2023").id == first.id
    assert enqueue(session, key="2024").id != first.id
    lease = claimed(session)
    assert enqueue(session, key="2023").id == first.id
    actions.finish(session, lease=lease, result=None, now=NOW)
    assert enqueue(session, key="2023").id != first.id


def test_an_ended_job_keeps_its_result(session: Session) -> None:
    job = enqueue(session)
    actions.finish(session, lease=claimed(session), result={"url": "/wells"}, now=NOW)
    job = fresh(session, job)
    assert (job.state, job.result, job.ended_at) == (JobState.SUCCEEDED, {"url": "/wells"}, NOW)


def test_an_ended_job_is_done_to_the_last_unit(session: Session) -> None:
    job = actions.enqueue(session, kind="report", payload={}, now=NOW, total=1191)
    lease = claimed(session)
    actions.show_progress(session.connection(), lease=lease, done=1000, total=1191)
    actions.finish(session, lease=lease, result=None, now=NOW)
    assert fresh(session, job).done == 1191


def test_a_failed_attempt_keeps_its_error_and_comes_again(session: Session) -> None:
    job = enqueue(session)
    assert actions.fail(session, lease=claimed(session), error=OSError("no route"), now=NOW)
    job = fresh(session, job)
    assert (job.state, job.run_after) == (JobState.QUEUED, NOW + rules.FIRST_DELAY)
    assert "no route" in (job.error or "")
    assert claim(session) is None
    assert claimed(session, now=NOW + rules.FIRST_DELAY).attempt == 2


def test_a_refusal_ends_a_job_with_its_code(session: Session) -> None:
    job = enqueue(session, key="2023")
    error = RuleBroken("file_too_large", field="file", most=60)
    actions.fail(session, lease=claimed(session), error=error, now=NOW)
    job = fresh(session, job)
    assert (job.state, job.error_code, job.error_facts) == (JobState.FAILED, "file_too_large", {"most": "60"})
    assert job.open_key is None


def test_a_dead_workers_job_is_taken_over(session: Session) -> None:
    enqueue(session)
    dead = claimed(session, worker="dead")
    assert claim(session, now=NOW + rules.LEASE) is None
    after = NOW + rules.LEASE + timedelta(seconds=1)
    heir = claimed(session, worker="heir", now=after)
    assert (heir.job_id, heir.attempt) == (dead.job_id, 2)
    with pytest.raises(Conflict) as refusal:
        actions.finish(session, lease=dead, result=None, now=after)
    assert refusal.value.code == "job_lease_lost"
    assert not actions.fail(session, lease=dead, error=OSError(), now=after)
    actions.finish(session, lease=heir, result=None, now=after)


def test_a_heartbeat_keeps_the_lease(session: Session) -> None:
    enqueue(session)
    lease = claimed(session)
    actions.extend_lease(session.connection(), lease=lease, now=NOW + rules.LEASE)
    assert claim(session, worker="two", now=NOW + rules.LEASE + timedelta(seconds=1)) is None


def test_a_turn_of_periodic_work_is_queued_once(session: Session) -> None:
    turns = [NOW, NOW + timedelta(minutes=20), NOW + HOUR]
    assert [actions.enqueue_slot(session, kind="seal", every=HOUR, now=now) for now in turns] == [
        True,
        False,
        True,
    ]
    slots = session.scalars(select(Job.slot_key).order_by(Job.slot_key)).all()
    assert slots == ["seal@2026-11-22T06:00:00+00:00", "seal@2026-11-22T07:00:00+00:00"]


def test_who_may_see_a_job(session: Session) -> None:
    requester, colleague, admin = person(), person(), person(Role.SYSTEM_ADMIN)
    job = enqueue(session, by=requester.officer_id)
    assert queries.get_job(session, job.id, requester).id == job.id
    assert queries.get_job(session, job.id, admin).id == job.id
    for other in (colleague, person(Role.AUDIT_ADMIN)):
        with pytest.raises(NotFound):
            queries.get_job(session, job.id, other)


def test_work_that_nobody_asked_for_belongs_to_nobody(session: Session) -> None:
    job = enqueue(session)
    with pytest.raises(NotFound):
        queries.get_job(session, job.id, person())


def test_what_the_doctor_asks(session: Session) -> None:
    assert queries.oldest_due(session, NOW) is None
    enqueue(session, now=NOW - HOUR)
    enqueue(session, now=NOW + HOUR)
    assert queries.oldest_due(session, NOW) == NOW - HOUR
    assert queries.count_by_state(session)[JobState.QUEUED] == 2


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"open_key": "same"}, ("uq_job_open_key", "job.open_key")),
        ({"slot_key": "same"}, ("uq_job_slot_key", "job.slot_key")),
        ({"done": -1}, ("ck_job_progress_counts",)),
        ({"state": JobState.RUNNING}, ("ck_job_running_is_leased",)),
    ],
)
def test_the_database_refuses(session: Session, values: dict[str, object], named: tuple[str, ...]) -> None:
    enqueue(session)
    enqueue(session)
    with pytest.raises(IntegrityError) as refusal:
        session.execute(update(Job).values(**values))
    assert any(name in str(refusal.value.orig) for name in named)
