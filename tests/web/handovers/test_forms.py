"""Letters that the catalogue has a form for are printed on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from casebook.cases.actions.steps import subject_of_case
from casebook.handovers import actions
from casebook.handovers.actions import Addressed, Wording
from casebook.handovers.rules import LetterKind
from tests.factories.accounts import NOW
from tests.factories.cases import make_bureau, make_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.mark.parametrize(
    ("kind", "title"),
    [(LetterKind.POLICE, "涉嫌犯罪案件移送书"), (LetterKind.CASE_TRANSFER, "案件移送函")],
    ids=str,
)
def test_a_transfer_is_printed_on_its_form(
    store: Session, sign_in: SignIn, kind: LetterKind, title: str
) -> None:
    bureau = make_bureau(store)
    case = make_case(store, bureau)
    letter = actions.draft_letter(
        store,
        actor=bureau.chief,
        now=NOW,
        kind=kind,
        subject=subject_of_case(case),
        to=Addressed(name="冠县公安局"),
        wording=Wording("移送案件", "依法不属于本机关管辖。"),
    )
    url = f"/handovers/{letter.id}.pdf"
    store.commit()
    with pypdfium2.PdfDocument(sign_in(bureau.head).get(url).data) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert title in text
    assert "冠县公安局" in text
