"""From the examination of a file to its bundle: pages, the step to the archive, worker and commands."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from click.testing import CliRunner

from casebook.access import Role
from casebook.audit.models import AccessLog
from casebook.cases.models import Case
from casebook.cases.rules import CaseStatus
from casebook.dossier import commands
from casebook.dossier.models import ArchiveBundle
from casebook.keys import signing
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import DAY, Bureau, close, make_bureau, make_case
from tests.factories.dossier import add_receipts
from tests.web.dossier.test_pages import work_off

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

LATER = NOW + 16 * DAY


@pytest.fixture
def bureau(app: Flask, store: Session) -> Bureau:
    signing.init(app.config["CASEBOOK"], now=NOW)
    return make_bureau(store)


@pytest.fixture
def closed(store: Session, bureau: Bureau) -> Case:
    case = make_case(store, bureau)
    close(store, bureau, case, now=LATER)
    store.commit()
    return case


@pytest.fixture
def archivist(store: Session, bureau: Bureau) -> Officer:
    found = make_officer(store, Role.ARCHIVIST, agency=bureau.visit.agency)
    store.commit()
    return found


def test_a_vetoed_file_shows_its_faults_and_stays_out_of_the_archive(
    app: Flask, closed: Case, bureau: Bureau, archivist: Officer, sign_in: SignIn, store: Session
) -> None:
    number, rowid = closed.number, closed.rowid
    inspector = sign_in(bureau.visit.lead)
    page = inspector.page(f"/cases/{number}/review")
    assert "告知书、决定书缺少送达回证：2023-06-17" in page.text
    assert "有否决项，不能归档" in page.text
    faults = [url for words, url in page.links().items() if "缺少" in words]
    assert any(url.startswith("/documents/") for url in faults)
    assert f"/cases/{number}/papers" in faults
    assert f"/cases/{number}/archive" not in page.links().values()
    inspector.page(f"/cases/{number}/archive", 403)

    client = sign_in(archivist)
    assert "案卷评查有否决项 2 项，不能归档" in client.page(f"/cases/{number}/archive").text
    sent = {"csrf_token": client.csrf_token(), "on": "2023-06-17", "kept": "30"}
    assert client.post(f"/cases/{number}/archive", data=sent).status_code == 422
    store.rollback()
    assert store.get(Case, rowid).status is CaseStatus.CLOSED
    store.rollback()
    said = run(app, "review", number, "--json")
    assert said.exit_code == 1
    check_faults(json.loads(said.stdout), number)


def check_faults(found: dict[str, Any], number: str) -> None:
    """What other programs read: verdict, points, and each fault with paper, page, article and remedy."""
    assert (found["case"], found["verdict"], found["points"]) == (number, "vetoed", 92)
    veto = found["faults"][0]
    assert (veto["kind"], veto["item"], veto["points"]) == ("veto", "no_receipt", 0)
    assert veto["form"].startswith("行政处罚听证告知书")
    assert veto["page"] >= 1
    assert veto["article"]
    assert veto["remedy"]


def test_a_case_is_archived_bound_and_verified_by_anybody(
    app: Flask,
    store: Session,
    closed: Case,
    bureau: Bureau,
    archivist: Officer,
    sign_in: SignIn,
    tmp_path: Path,
) -> None:
    number = closed.number
    add_receipts(store, bureau.inspector, closed, now=LATER)
    store.commit()
    client = sign_in(archivist)
    assert client.get(f"/cases/{number}/steps/archive").location == f"/cases/{number}/archive"
    client.submit(f"/cases/{number}/archive", {"on": "2023-06-17", "kept": "forever"})
    assert "20230001" in client.page(f"/cases/{number}/archive").text
    client.post(f"/cases/{number}/bundle", data={"csrf_token": client.csrf_token()})
    work_off(app, store)
    bundle = store.query(ArchiveBundle).one()
    assert (bundle.archive_no, bundle.number) == ("20230001", number)
    bundle_id = bundle.id
    store.rollback()
    with client.get(f"/bundles/{bundle_id}.zip") as answer:
        data = answer.data
    assert store.query(AccessLog).filter_by(what="bundle").count() == 1
    check_bundle(data, bundle)
    path, program = tmp_path / "bundle.zip", tmp_path / "verify.py"
    path.write_bytes(data)
    program.write_bytes(zipfile.ZipFile(io.BytesIO(data)).read("verify.py"))
    call = [sys.executable, "-I", str(program), str(path), "--key", bundle.key, "--head", bundle.head]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def check_bundle(data: bytes, bundle: ArchiveBundle) -> None:
    """Every numbered page bears its number, the list names the pages, the originals lie beside."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        stated = json.loads(opened.read("manifest.json"))["archive"]
        book = pypdfium2.PdfDocument(opened.read("卷宗.pdf"))
        names = opened.namelist()
    assert (stated["number"], stated["pages"], stated["contents"]) == (
        bundle.archive_no,
        bundle.pages,
        bundle.contents,
    )
    texts = [page.get_textpage().get_text_bounded() for page in book]
    front = [text.split() for text in texts]
    assert any("正卷·封面" in words for words in front)
    assert any("副卷·备考表" in words for words in front)
    first = {line["title"]: line["page"] for line in bundle.contents}
    assert list(first.values()) == sorted(first.values())
    assert list(first).index("立案审批表") < list(first).index("行政处罚决定书")
    assert list(first).index("行政处罚决定书") < list(first).index("行政处罚听证告知书")
    assert first["办理经过"] == max(first.values())
    assert sum(line["pages"] for line in bundle.contents) == bundle.pages
    numbered = [words for words in front if str(first["办理经过"]) in words and "办理经过" in words]
    assert numbered
    assert [name for name in names if name.startswith("papers/")]
    assert [name for name in names if name.startswith("originals/")]


def run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(commands.case, list(words), obj=lambda: app)


def test_commands_examine_and_bind(app: Flask, store: Session, bureau: Bureau, tmp_path: Path) -> None:
    number, target = make_case(store, bureau).number, tmp_path / "case.zip"
    store.commit()
    said = run(app, "review", number, "--json")
    assert (said.exit_code, json.loads(said.stdout)["verdict"]) == (0, "clean")
    assert run(app, "review", "371525-2023-AJ-99999").exit_code == 2
    made = run(app, "archive", number, "-o", str(target), "--json")
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["pages"] > 5
    assert zipfile.is_zipfile(target)
