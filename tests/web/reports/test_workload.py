"""Statistics of case age and workload: for heads, exportable, no ranking."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from casebook.access import Role
from tests.factories.accounts import make_officer
from tests.factories.cases import make_bureau, make_case, make_problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


def test_heads_see_who_has_what_in_hand(store: Session, sign_in: SignIn) -> None:
    bureau = make_bureau(store)
    problems = make_problems(store, bureau)
    make_case(store, bureau, problems)
    store.commit()
    head = make_officer(store, Role.CASE_HEAD, agency=bureau.visit.agency)
    client = sign_in(head)
    page = client.page("/reports/workload")
    assert bureau.visit.lead.name in page.text
    assert "罚款金额" not in page.text
    book = load_workbook(BytesIO(client.get("/reports/workload.xlsx").data))
    header = [cell.value for cell in book["人员工作量"][1]]
    assert header[2:4] == ["在办案件（件）", "最长案龄（天）"]
    row = next(row for row in book["人员工作量"].iter_rows(min_row=2, values_only=True) if row[2])
    assert row[2] == 1
    ages = list(book["在办案件案龄"].iter_rows(min_row=2, values_only=True))
    assert sum(one[-1] for one in ages) == 1
    inspector = sign_in(make_officer(store, Role.INSPECTOR, agency=bureau.visit.agency))
    assert inspector.get("/reports/workload").status_code == 403
