from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.jobs import actions, rules
from casebook.jobs.models import Job
from casebook.jobs.rules import JobState
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.storage.models import StoredFile
from tests.factories.jobs import Bench, worker_on
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from casebook.jobs.context import JobContext


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    found = engine_for(database_url)
    yield found
    found.dispose()


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def put(engine: Engine, *kinds: str, **payload: object) -> None:
    with session_on(engine) as session:
        for kind in kinds:
            actions.enqueue(session, kind=kind, payload=payload, now=clock.now())
        session.commit()


def only_job(engine: Engine) -> Job:
    with session_on(engine) as session:
        return session.scalars(select(Job)).one()


def some_file(name: str) -> StoredFile:
    return StoredFile(hash=f"sha256:{name}", size=1, media_type="image/png", received_at=clock.now())


def test_the_work_is_committed_with_the_jobs_end(engine: Engine, bench: Bench) -> None:
    def work(context: JobContext) -> dict[str, object]:
        context.session.add(some_file(context.payload["name"]))
        return {"url": "/wells"}

    bench.add("work", work)
    put(engine, "work", name="ab")
    assert worker_on(engine).run_due() == 1
    job = only_job(engine)
    assert (job.state, job.result, job.attempts) == (JobState.SUCCEEDED, {"url": "/wells"}, 1)
    with session_on(engine) as session:
        assert session.scalar(select(StoredFile.hash)) == "sha256:ab"


def test_a_failing_handler_leaves_its_error_and_nothing_else(engine: Engine, bench: Bench) -> None:
    def work(context: JobContext) -> None:
        context.session.add(some_file("ab"))
        context.session.flush()
        raise OSError("the printer burns")

    bench.add("work", work)
    put(engine, "work")
    assert worker_on(engine).run_due() == 1
    job = only_job(engine)
    assert job.state == JobState.QUEUED
    assert "the printer burns" in (job.error or "")
    with session_on(engine) as session:
        assert session.scalar(select(func.count()).select_from(StoredFile)) == 0


def test_a_refused_job_does_not_stop_the_others(engine: Engine, bench: Bench) -> None:
    def refuse(_context: JobContext) -> None:
        raise RuleBroken("file_empty")

    bench.add("bad", refuse)
    bench.add("good", lambda _context: None)
    put(engine, "bad", "good", "unheard-of")
    assert worker_on(engine).run_due() == 3
    with session_on(engine) as session:
        found = dict(tuple(row) for row in session.execute(select(Job.kind, Job.state)))
        codes = set(session.scalars(select(Job.error_code)))
    assert found == {"bad": JobState.FAILED, "good": JobState.SUCCEEDED, "unheard-of": JobState.FAILED}
    assert codes == {None, "file_empty", "job_kind_unknown"}


def test_a_job_that_kills_its_workers_is_given_up(engine: Engine, bench: Bench) -> None:
    bench.add("work", lambda _context: None)
    put(engine, "work")
    with session_on(engine) as session:
        for turn in range(rules.MOST_ATTEMPTS):
            now = clock.now() - timedelta(days=1) + turn * 2 * rules.LEASE
            session.scalars(select(Job)).one().run_after = now
            session.flush()
            assert actions.claim(session, worker=f"dead {turn}", now=now)
        session.commit()
    worker_on(engine).run_due()
    assert (only_job(engine).state, only_job(engine).error_code) == (JobState.FAILED, "job_kept_dying")


def test_four_workers_run_each_job_once(engine: Engine, bench: Bench) -> None:
    seen: list[int] = []
    lock = threading.Lock()

    def work(context: JobContext) -> None:
        with lock:
            seen.append(context.payload["n"])

    bench.add("work", work)
    with session_on(engine) as session:
        for n in range(40):
            actions.enqueue(session, kind="work", payload={"n": n}, now=clock.now())
        session.commit()
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: worker_on(engine).run_due(), range(4)))
    assert sum(counts) == 40
    assert sorted(seen) == list(range(40))


def test_two_workers_do_periodic_work_once_a_turn(engine: Engine, bench: Bench) -> None:
    runs: list[str] = []
    bench.add("seal", lambda context: runs.append(context.kind), every=timedelta(days=3000))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: worker_on(engine).run_due(), range(2)))
    worker_on(engine).run_due()
    assert runs == ["seal"]


def test_progress_is_seen_while_the_work_goes_on(engine: Engine, bench: Bench) -> None:
    seen: list[tuple[int, int | None]] = []

    def work(context: JobContext) -> None:
        with context.reading() as session:
            session.scalar(select(func.count()).select_from(StoredFile))
            context.progress(3, 3)
        job = only_job(engine)
        seen.append((job.done, job.total))
        context.session.add(some_file("ab"))
        context.session.flush()
        context.progress(4, 4)

    bench.add("work", work)
    put(engine, "work")
    worker_on(engine).run_due()
    assert seen == [(3, 3)]
    assert only_job(engine).state == JobState.SUCCEEDED


def test_progress_that_comes_too_often_is_thinned(engine: Engine, bench: Bench) -> None:
    seen: list[int] = []

    def work(context: JobContext) -> None:
        for done in range(100):
            context.progress(done, 1000)
        seen.append(only_job(engine).done)

    bench.add("work", work)
    put(engine, "work")
    worker_on(engine).run_due()
    assert seen == [0]


def test_reading_after_writing_is_refused(engine: Engine, bench: Bench) -> None:
    def work(context: JobContext) -> None:
        context.session.add(some_file("ab"))
        context.session.flush()
        with context.reading():
            raise AssertionError

    bench.add("work", work)
    put(engine, "work")
    worker_on(engine).run_due()
    assert "read first, write afterwards" in (only_job(engine).error or "")


def test_the_heartbeat_outlives_the_lease(
    engine: Engine, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "LEASE", timedelta(seconds=0.6))
    monkeypatch.setattr(rules, "HEARTBEAT", timedelta(seconds=0.1))
    taken: list[object] = []

    def work(_context: JobContext) -> None:
        time.sleep(1.0)
        with session_on(engine) as session:
            taken.append(actions.claim(session, worker="other", now=clock.now()))

    bench.add("work", work)
    put(engine, "work")
    worker_on(engine).run_due()
    assert taken == [None]
    assert (only_job(engine).state, only_job(engine).attempts) == (JobState.SUCCEEDED, 1)


def test_stop_ends_after_the_job_at_hand(engine: Engine, bench: Bench) -> None:
    worker = worker_on(engine)
    bench.add("work", lambda _context: worker.stop())
    put(engine, "work", "work")
    worker.run()
    with session_on(engine) as session:
        states = list(session.scalars(select(Job.state).order_by(Job.rowid)))
    assert states == [JobState.SUCCEEDED, JobState.QUEUED]


def test_the_command_ends_on_term(database_url: str, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "casebook", "worker"],
        env={"CASEBOOK_DATABASE_URL": database_url, "CASEBOOK_DATA_DIR": str(tmp_path), "PATH": ""},
    )
    engine = engine_for(database_url)
    deadline = time.monotonic() + 30
    with session_on(engine) as session:
        while time.monotonic() < deadline and process.poll() is None:
            if session.scalar(select(func.count()).select_from(Job)):
                break
            session.rollback()
            time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    with session_on(engine) as session:
        assert "storage:sweep" in set(session.scalars(select(Job.kind)))
    engine.dispose()
