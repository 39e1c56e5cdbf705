"""Adding a party by its page, and papers made out to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus
from casebook.documents.queries import list_documents
from casebook.documents.rules import FormCode
from tests.factories.accounts import NOW
from tests.factories.cases import DAY, Bureau, bring_to, make_bureau, make_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.cases.models import Case
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def bureau(store: Session) -> Bureau:
    return make_bureau(store)


@pytest.fixture
def case(store: Session, bureau: Bureau) -> Case:
    found = make_case(store, bureau)
    store.commit()
    return found


def test_a_party_is_added_and_gets_its_own_notice(
    sign_in: SignIn, store: Session, bureau: Bureau, case: Case
) -> None:
    client, url = sign_in(bureau.visit.lead), f"/cases/{case.number}"
    assert client.page(url).links()["追加当事人"] == f"{url}/acts/party_added"
    typed = {"name": "冠县试验凿井有限公司", "reason": "共同实施凿井。"}
    wrong = client.submit(f"{url}/acts/party_added", typed | {"identifier": "91371525000000000X"}, status=422)
    assert "冠县试验凿井有限公司" in wrong.get_data(as_text=True)
    client.page(f"{url}/acts/party_added")
    client.submit(f"{url}/acts/party_added", typed)
    store.expire_all()
    first, second = reload_file(store, case).parties
    assert second.name == typed["name"]
    bring_to(store, bureau, case, CaseStatus.PROPOSED, now=NOW + 12 * DAY)
    store.commit()
    text = client.page(f"{url}/papers").text
    assert "冠县试验凿井有限公司" in text
    client.submit(f"{url}/papers", {"form": "F23", "party": str(second.id)})
    store.expire_all()
    (paper,) = [one for one in list_documents(store, [case.id]) if one.form is FormCode.F23]
    assert paper.contents["party_name"] == second.name
    assert reload_file(store, case).party_of_paper(paper.id) == second.id
    assert first.name[:1] in client.page(f"{url}/papers").text
