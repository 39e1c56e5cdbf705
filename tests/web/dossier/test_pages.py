"""From the case's page to a package that anybody verifies, by the worker and in a browser's words."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from casebook.audit.models import AccessLog
from casebook.db import db
from casebook.dossier import files
from casebook.dossier.models import EvidencePackage
from casebook.jobs.worker import Worker
from casebook.kernel.hashing import digest
from casebook.keys import signing
from tests.factories.accounts import NOW
from tests.factories.cases import Bureau, make_bureau, make_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.cases.models import Case
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def bureau(app: Flask, store: Session) -> Bureau:
    signing.init(app.config["CASEBOOK"], now=NOW)
    return make_bureau(store)


@pytest.fixture
def case(store: Session, bureau: Bureau) -> Case:
    found = make_case(store, bureau)
    store.commit()
    return found


def work_off(app: Flask, store: Session) -> None:
    """Let a worker do what is due."""
    store.rollback()

    @contextmanager
    def scope() -> Iterator[Session]:
        with app.app_context():
            yield db.session()
            db.session.remove()

    Worker(scope).run_due()


def test_a_head_of_cases_makes_a_package_that_anybody_verifies(
    app: Flask, store: Session, case: Case, bureau: Bureau, sign_in: SignIn, tmp_path: Path
) -> None:
    number = case.number
    client = sign_in(bureau.head)
    assert f"/packages/{number}" in client.page(f"/cases/{number}").links().values()
    client.submit(f"/packages/{number}")
    work_off(app, store)
    package = store.query(EvidencePackage).one()
    page = client.page(f"/packages/{number}")
    assert package.head in page.text
    assert package.key in page.text
    with client.get(f"/packages/files/{package.id}.zip") as answer:
        assert answer.mimetype == "application/zip"
        data = answer.data
    assert store.query(AccessLog).filter_by(what="package").count() == 1

    path, program = tmp_path / "package.zip", tmp_path / "verify.py"
    path.write_bytes(data)
    with app.test_client().get("/verify/verify.py") as answer:
        program.write_bytes(answer.data)
    call = [sys.executable, "-I", str(program), str(path), "--key", package.key, "--head", package.head]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert number in done.stdout


def test_the_file_goes_after_some_days_and_its_head_stays(
    app: Flask, store: Session, case: Case, bureau: Bureau, sign_in: SignIn
) -> None:
    client = sign_in(bureau.head)
    client.submit(f"/packages/{case.number}")
    work_off(app, store)
    package = store.query(EvidencePackage).one()
    data_path = app.config["CASEBOOK"].data_path
    assert files.sweep(data_path, package.made_at) == 0
    assert files.sweep(data_path, package.made_at + 2 * files.KEPT_FOR) == 1
    assert client.get(f"/packages/files/{package.id}.zip").status_code == 422
    page = client.page(f"/packages/{package.number}")
    assert "已清理" in page.text
    assert package.head in page.text


def test_an_inspector_takes_no_package_away(case: Case, bureau: Bureau, sign_in: SignIn) -> None:
    client = sign_in(bureau.visit.lead)
    assert client.get(f"/packages/{case.number}").status_code == 403
    assert f"/packages/{case.number}" not in client.page(f"/cases/{case.number}").links().values()


def test_everybody_learns_how_to_verify(app: Flask, bureau: Bureau) -> None:
    stranger = app.test_client()
    page = stranger.get("/verify").get_data(as_text=True)
    for name in ("verify.py", "verify.html"):
        with stranger.get(f"/verify/{name}") as answer:
            assert digest(answer.data) in page
            assert answer.headers["Content-Disposition"].startswith("attachment")
    assert stranger.get("/verify/passwd").status_code == 404
