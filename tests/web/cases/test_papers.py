"""The papers of a case by their page: what is due first, drafting by a button, who may, and specimens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from casebook.access import Role
from casebook.cases.actions.drawing_up import draw_up
from casebook.db import db
from casebook.documents.commands import documents
from casebook.documents.queries import list_documents
from casebook.documents.rules import DocumentState, FormCode
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import DAY, Bureau, make_bureau, make_case
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.cases.models import Case
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store)
    store.commit()
    return found


@pytest.fixture
def case(store: Session, bureau: Bureau) -> Case:
    found = make_case(store, bureau)
    store.commit()
    return found


@pytest.fixture
def client(sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(bureau.visit.lead)


def test_a_due_paper_is_drafted_by_its_button(client: CasebookClient, store: Session, case: Case) -> None:
    url = f"/cases/{case.number}/papers"
    store.commit()
    page = client.page(url)
    assert page.text.index("下一步要用的文书") < page.text.index("本案文书") < page.text.index("其他文书")
    assert "案件调查终结报告" in page.text
    answer = client.submit(url, {"form": "F19"})
    (made,) = (one for one in list_documents(store, [case.id]) if one.form is FormCode.F19)
    assert answer.headers["Location"].endswith(f"/documents/{made.id}")
    assert made.state is DocumentState.DRAFT
    cause, address = case.cause, f"/documents/{made.id}"
    assert made.contents["cause"] == cause
    store.commit()
    assert cause in client.page(f"{address}/edit").text
    assert client.get(f"{address}/preview").data.startswith(b"%PDF")


@pytest.mark.parametrize("form", ["F27", "F46", "F41B", "F44A", "F99", ""])
def test_a_paper_that_is_not_offered_is_refused(
    client: CasebookClient, store: Session, case: Case, form: str
) -> None:
    url, before = f"/cases/{case.number}/papers", len(list_documents(store, [case.id]))
    store.commit()
    client.submit(url, {"form": form}, status=422)
    store.expire_all()
    assert len(list_documents(store, [case.id])) == before


@pytest.mark.parametrize("role", [Role.LEGAL_REVIEWER, Role.SEAL_KEEPER], ids=str)
def test_who_may_not_make_papers_sees_them_only(
    sign_in: SignIn, store: Session, bureau: Bureau, case: Case, role: Role
) -> None:
    url = f"/cases/{case.number}/papers"
    reader = sign_in(make_officer(store, role, agency=bureau.visit.agency))
    assert "起草" not in reader.page(url).text
    reader.submit(url, {"form": "F19"}, status=422)
    assert not [one for one in list_documents(store, [case.id]) if one.form is FormCode.F19]


def test_who_may_not_see_papers_is_shut_out(
    sign_in: SignIn, store: Session, bureau: Bureau, case: Case
) -> None:
    url = f"/cases/{case.number}/papers"
    sign_in(make_officer(store, Role.SECURITY_ADMIN, agency=bureau.visit.agency)).page(url, 403)


def test_one_paper_and_twenty_cost_the_same(
    client: CasebookClient, store: Session, bureau: Bureau, case: Case
) -> None:
    url = f"/cases/{case.number}/papers"
    costs = []
    for more in (1, 19):
        for _number in range(more):
            draw_up(store, actor=bureau.inspector, now=NOW + 3 * DAY, case=case, form=FormCode.F45A)
        store.commit()
        client.page(url)
        with statements(db.engine) as sent:
            client.page(url)
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_specimens_of_forms_are_written(app: Flask, tmp_path: Path) -> None:
    words = ["specimen", "-o", str(tmp_path / "new"), "--form", "F27", "--form", "F48B", "--facts", "most"]
    run = CliRunner().invoke(documents, words, obj=lambda: app)
    assert run.exit_code == 0, run.output
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "F27-行政处罚决定书.docx",
        "F27-行政处罚决定书.pdf",
        "F48B-承诺书.docx",
        "F48B-承诺书.pdf",
    ]
    wrong = CliRunner().invoke(documents, ["specimen", "-o", str(tmp_path), "--form", "F99"], obj=lambda: app)
    assert wrong.exit_code == 2
