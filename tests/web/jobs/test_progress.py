from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.jobs import actions
from casebook.jobs.rules import Lease
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from tests.factories.accounts import make_agency, make_officer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.jobs.models import Job
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def officer(store: Session) -> Officer:
    return make_officer(store, Role.INSPECTOR, agency=make_agency(store))


@pytest.fixture
def job(store: Session, officer: Officer) -> Job:
    found = actions.enqueue(
        store, kind="storage:sweep", payload={}, now=clock.now(), requested_by=officer.id, total=1200
    )
    store.commit()
    return found


def claim(store: Session) -> Lease:
    taken = actions.claim(store, worker="w", now=clock.now())
    assert taken is not None
    return Lease(taken.id, "w", taken.attempts)


def test_an_open_job_is_asked_again(sign_in: SignIn, officer: Officer, job: Job) -> None:
    page = sign_in(officer).page(f"/jobs/{job.id}")
    assert page.h1 == "清理未完成的上传"
    assert "排队" in page.text
    polled = [element.get("data-poll") for element in page.root.iter() if element.get("data-poll")]
    assert polled == [f"/jobs/{job.id}"]


def test_a_running_job_shows_how_far_it_is(
    store: Session, sign_in: SignIn, officer: Officer, job: Job
) -> None:
    lease = claim(store)
    actions.show_progress(store.connection(), lease=lease, done=300, total=1200)
    store.commit()
    assert "300 / 1,200" in sign_in(officer).page(f"/jobs/{job.id}").text


def test_a_finished_job_leads_to_its_result(
    store: Session, sign_in: SignIn, officer: Officer, job: Job
) -> None:
    actions.finish(store, lease=claim(store), result={"url": "/wells"}, now=clock.now())
    store.commit()
    page = sign_in(officer).page(f"/jobs/{job.id}")
    assert page.links()["查看结果"] == "/wells"
    assert not [element for element in page.root.iter() if element.get("data-poll")]


def test_a_refused_job_says_why(store: Session, sign_in: SignIn, officer: Officer, job: Job) -> None:
    error = RuleBroken("file_too_large", most=60)
    actions.fail(store, lease=claim(store), error=error, now=clock.now())
    store.commit()
    page = sign_in(officer).page(f"/jobs/{job.id}")
    assert "没有完成" in page.text
    assert "文件超过 60 MB" in page.text


def test_a_fault_shows_a_number_and_no_trace(
    store: Session, sign_in: SignIn, officer: Officer, job: Job
) -> None:
    actions.fail(store, lease=claim(store), error=OSError("secret path"), now=clock.now())
    store.commit()
    page = sign_in(officer).page(f"/jobs/{job.id}")
    assert "会自动重试" in page.text
    assert str(job.id) in page.text
    assert "secret path" not in page.text


def test_a_colleague_finds_nothing(store: Session, sign_in: SignIn, job: Job) -> None:
    agency = make_agency(store, name="另一机关")
    colleague = make_officer(store, Role.INSPECTOR, agency=agency)
    admin = make_officer(store, Role.SYSTEM_ADMIN, agency=agency)
    store.commit()
    sign_in(colleague).page(f"/jobs/{job.id}", status=404)
    sign_in(admin).page(f"/jobs/{job.id}")
