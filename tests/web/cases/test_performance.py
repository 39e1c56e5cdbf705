"""The page of performance and its acts: who may, what a refusal leaves, what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.cases.acts import DisputeKind
from casebook.cases.presenters.enforcing_pages import WAYS
from casebook.cases.queries import performing as queries
from casebook.kernel.clock import local_day
from tests.factories.accounts import make_officer
from tests.factories.cases import DAY, make_bureau, make_case
from tests.factories.performing import (
    SERVED,
    decided_substitute,
    fight,
    pay_in,
    served_case,
    surcharge,
)
from tests.web.cases.test_steps import cost

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.cases.models import Case
    from tests.factories.cases import Bureau
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def served(store: Session) -> tuple[Bureau, Case]:
    found = served_case(store)
    store.commit()
    return found


@pytest.fixture
def client(sign_in: SignIn, served: tuple[Bureau, Case]) -> CasebookClient:
    return sign_in(served[0].visit.lead)


def address(case: Case, act: str = "") -> str:
    return f"/cases/{case.number}/performance" + (f"/{act}" if act else "")


def payment(case: Case, **changes: str) -> dict[str, str]:
    facts = {
        "party_id": str(case.party_id),
        "debt": "fine",
        "yuan": "40000",
        "paid_on": local_day(SERVED + DAY).isoformat(),
        "receipt_no": "试票 1",
        "way": "bank",
        "ground": "",
        "reason": "",
    }
    return {**facts, **changes}


def test_what_is_owed_is_shown_and_what_was_paid(client: CasebookClient, served: tuple[Bureau, Case]) -> None:
    _bureau, case = served
    page = client.page(address(case))
    assert "加处罚款" in page.text
    client.submit(address(case, "payment"), payment(case))
    page = client.page(address(case))
    for words in ("40,000", "60,000", "试票 1", "申请法院执行"):
        assert words in page.text


def test_a_refusal_keeps_what_was_typed(
    client: CasebookClient, served: tuple[Bureau, Case], store: Session
) -> None:
    _bureau, case = served
    typed = payment(case, yuan="100000.01", receipt_no=HOSTILE)
    answer = client.submit(address(case, "payment"), typed, status=422)
    text = answer.get_data(as_text=True)
    assert "还应缴 100000.00 元" in text
    assert "100000.01" in text
    assert HOSTILE not in text
    assert queries.list_payments(store, case.id) == []


@pytest.mark.parametrize("act", sorted(WAYS))
def test_every_act_has_its_page(client: CasebookClient, served: tuple[Bureau, Case], act: str) -> None:
    page = client.page(address(served[1], act))
    assert page.h1 == str(WAYS[act].title)


@pytest.mark.parametrize(
    ("act", "typed", "words"),
    [
        ("deferral", {"reason": "困难", "plan": "一月 五千"}, "第 1 行认不出"),
        ("deferral", {"reason": "困难", "plan": "2099-01-01 5000"}, "不符"),
        ("cost", {"item": "封填", "yuan": "1", "paper": "1"}, "还没有代履行决定"),
        (
            "court",
            dict.fromkeys(("court", "asked", "reason", "opinion", "target", "other"), "试"),
            "须先送达催告书",
        ),
        ("enforcement", {"text": ""}, "请填写"),
        ("unpublish", {"note": "没有公示"}, "没有等待撤回的公示"),
        ("deferral_decision", {}, "还没有批准的延期"),
    ],
    ids=["plan_line", "plan_sum", "cost", "court", "empty", "unpublish", "not_approved"],
)
def test_what_cannot_be_done_says_why(
    client: CasebookClient, served: tuple[Bureau, Case], act: str, typed: dict[str, str], words: str
) -> None:
    case = served[1]
    data = {"party_id": str(case.party_id), "on": local_day(SERVED + DAY).isoformat(), **typed}
    answer = client.submit(address(case, act), data, status=422)
    assert words in answer.get_data(as_text=True)


def test_who_may_not_perform_only_reads(sign_in: SignIn, store: Session, served: tuple[Bureau, Case]) -> None:
    bureau, case = served
    reviewer = make_officer(store, Role.LEGAL_REVIEWER, agency=bureau.visit.agency)
    store.commit()
    client = sign_in(reviewer)
    assert "登记缴款" not in client.page(address(case)).links()
    client.submit(address(case, "payment"), payment(case), status=403)


def test_there_is_nothing_to_perform_before_a_decision(sign_in: SignIn, store: Session) -> None:
    bureau = make_bureau(store)
    case = make_case(store, bureau)
    store.commit()
    client = sign_in(bureau.visit.lead)
    assert "还没有送达的处罚决定" in client.page(address(case)).text
    client.submit(address(case, "payment"), payment(case), status=422)


def test_an_act_that_is_none_is_not_found(client: CasebookClient, served: tuple[Bureau, Case]) -> None:
    assert client.get(address(served[1], "forgive")).status_code == 404


def test_all_of_it_on_one_page(client: CasebookClient, store: Session, served: tuple[Bureau, Case]) -> None:
    bureau, case = served
    surcharge(store, bureau, case, SERVED + 20 * DAY)
    decided_substitute(store, bureau, case, SERVED + 21 * DAY)
    fight(store, bureau, case, SERVED + 22 * DAY, DisputeKind.SUIT)
    store.commit()
    text = client.page(address(case)).text
    for words in ("已决定 15,000 元", "审理中", "封填材料", "预算合计 3,000 元", "登记复议、诉讼结果"):
        assert words in text


def test_twenty_payments_cost_no_more_than_one(
    client: CasebookClient, store: Session, served: tuple[Bureau, Case]
) -> None:
    bureau, case = served
    pay_in(store, bureau, case, SERVED + DAY, 100)
    store.commit()
    few = cost(client, address(case))
    for n in range(1, 20):
        pay_in(store, bureau, case, SERVED + DAY, 100 + n)
    store.commit()
    assert len(cost(client, address(case))) == len(few)
