"""历史补录 by its pages: an old file, its papers, its decision, its gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.cases import queries
from casebook.cases.acts import Decided
from casebook.cases.queries.facts import accounts_of
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus
from casebook.kernel import clock
from tests.factories.cases import Bureau, make_bureau, make_case, make_problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.cases.models import Problem
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def bureau(store: Session) -> Bureau:
    return make_bureau(store)


@pytest.fixture
def problem(store: Session, bureau: Bureau) -> Problem:
    (found,) = make_problems(store, bureau)
    store.commit()
    return found


@pytest.fixture
def head(sign_in: SignIn, bureau: Bureau, problem: Problem) -> CasebookClient:
    assert problem.number
    return sign_in(bureau.head)


def old_file(bureau: Bureau, problem: Problem, **changes: object) -> dict[str, object]:
    typed = {
        "problems": problem.number,
        "cause": "未安装计量设施",
        "first": str(bureau.visit.lead.id),
        "second": str(bureau.visit.second.id),
        "opened_on": "2023-06-02",
        "form_0": "F11",
        "number_0": "冠水立〔2023〕3号",
        "day_0": "2023-06-02",
        "name_1": "电费清单",
        "day_1": "2023-05-30",
    }
    return {**typed, **changes}


def test_an_old_file_is_entered_and_decided(
    head: CasebookClient, store: Session, bureau: Bureau, problem: Problem
) -> None:
    page = head.page(f"/problems/{problem.number}")
    assert page.links()["补录历史案卷"] == f"/cases/history?problem={problem.number}"
    head.page("/cases/history")
    answer = head.submit("/cases/history", old_file(bureau, problem))
    case = queries.find_case_of_problem(store, problem.id)
    assert case is not None
    assert answer.location == f"/cases/{case.number}/history"
    text = head.page(f"/cases/{case.number}").text
    assert "电费清单" in text
    assert "立案还没有经负责人批准" not in text
    decided = {
        "form_0": "F30B",
        "day_0": "2023-06-20",
        "status": "served",
        "kind": "penalty",
        "decision_number": "冠水罚〔2023〕3号",
        "decided_on": "2023-06-19",
        "basis": "地下水管理条例第56条",
        "reason": "事实清楚",
        "fine": "100000",
    }
    head.page(answer.location)
    head.submit(answer.location, decided)
    store.expire_all()
    file = reload_file(store, case)
    (ruling,) = [one.act for one in file.entries if isinstance(one.act, Decided)]
    assert (case.status, ruling.proposal.total_fen) == (CaseStatus.SERVED, 10_000_000)
    (account,) = accounts_of(file, on=clock.today())
    assert account.fine_fen == 10_000_000
    text = head.page(f"/cases/{case.number}").text
    assert "告知书还没有送达" in text
    assert "历史补录" in head.page("/cases").text
    again = head.submit(answer.location, decided | {"decision_number": "冠水罚〔2023〕4号"}, status=422)
    assert "已经补录过" in again.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"problems": "371525-2023-WT-99999"}, "请核对问题编号"),
        ({"day_0": ""}, "第 1 行的材料没有日期"),
        ({"name_1": "", "number_1": "3号"}, "第 2 行没有选文书"),
        ({"opened_on": "2099-01-01"}, "日期不能晚于今天"),
    ],
    ids=["unknown problem", "no day", "no name", "future"],
)
def test_what_is_wrong_is_said_and_nothing_is_entered(
    head: CasebookClient,
    store: Session,
    bureau: Bureau,
    problem: Problem,
    changes: dict[str, object],
    words: str,
) -> None:
    text = head.submit("/cases/history", old_file(bureau, problem, **changes), status=422).get_data(
        as_text=True
    )
    assert words in text
    assert "未安装计量设施" in text
    assert queries.find_case_of_problem(store, problem.id) is None


def test_only_who_may_and_only_old_files(
    sign_in: SignIn, head: CasebookClient, store: Session, bureau: Bureau, problem: Problem
) -> None:
    case = make_case(store, bureau, [problem])
    store.commit()
    assert head.get(f"/cases/{case.number}/history").status_code == 302
    sign_in(bureau.visit.lead).page("/cases/history", 403)
