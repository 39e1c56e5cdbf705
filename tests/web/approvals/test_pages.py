"""Pages of approvals: who sees and answers what, what is typed stays."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import get_officer
from casebook.approvals import actions, queries
from casebook.approvals.actions import PaperSignature, Scan
from casebook.approvals.rules import MOST_POSITIONS, ApprovalState, ChainKind, PaperState, Verdict
from casebook.db import db
from casebook.kernel import clock
from tests.factories.accounts import COUNTY, make_officer
from tests.factories.approvals import ask, make_desk, say_yes
from tests.factories.storage import picture
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.approvals.models import Approval
    from tests.factories.approvals import Desk
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def desk(store: Session) -> Desk:
    return make_desk(store)


@pytest.fixture
def approval(store: Session, desk: Desk) -> Approval:
    found = ask(store, desk, now=clock.now() - timedelta(days=4))
    store.commit()
    return found


@pytest.fixture
def client(store: Session, sign_in: SignIn) -> Callable[[Actor], CasebookClient]:
    known: dict[UUID | None, CasebookClient] = {}

    def act(actor: Actor) -> CasebookClient:
        assert actor.officer_id is not None
        if actor.officer_id not in known:
            known[actor.officer_id] = sign_in(get_officer(store, actor.officer_id))
        return known[actor.officer_id]

    return act


def test_the_list_shows_what_waits_for_me_first(
    desk: Desk, approval: Approval, client: Callable[[Actor], CasebookClient]
) -> None:
    page = client(desk.other_handler).get("/approvals")
    assert page.status_code == 200
    assert str(approval.id) in page.text
    assert str(approval.id) not in client(desk.head).get("/approvals").text
    assert str(approval.id) in client(desk.head).get("/approvals?whose=all").text
    assert str(approval.id) in client(desk.handler).get("/approvals?whose=asked").text


def test_one_page_shows_what_is_asked_and_takes_the_answer(
    store: Session, desk: Desk, approval: Approval, client: Callable[[Actor], CasebookClient]
) -> None:
    mine = client(desk.other_handler)
    page = mine.get(f"/approvals/{approval.id}")
    assert "冠县某某板材有限公司" in page.text
    assert "等待签批" in page.text
    mine.submit(
        f"/approvals/{approval.id}/answer", {"verdict": "agree", "opinion": "", "seen": "1"}, status=302
    )
    store.expire_all()
    assert len(approval.opinions) == 2


def test_what_was_typed_stays_when_it_is_refused(
    desk: Desk, approval: Approval, client: Callable[[Actor], CasebookClient]
) -> None:
    mine = client(desk.other_handler)
    answer = mine.submit(
        f"/approvals/{approval.id}/answer", {"verdict": "return", "opinion": "", "seen": "1"}, status=422
    )
    assert "请写明理由" in answer.text
    early = client(desk.head).submit(
        f"/approvals/{approval.id}/answer",
        {"verdict": "agree", "opinion": "同意处罚", "seen": "1"},
        status=422,
    )
    assert "现在轮到" in early.text
    assert "同意处罚" in early.text


def test_who_comes_second_is_told(
    store: Session, desk: Desk, approval: Approval, client: Callable[[Actor], CasebookClient]
) -> None:
    actions.answer(
        store,
        actor=desk.other_handler,
        now=clock.now(),
        approval=approval,
        verdict=Verdict.AGREE,
        opinion="",
    )
    store.commit()
    answer = client(desk.head_of_unit).submit(
        f"/approvals/{approval.id}/answer", {"verdict": "agree", "opinion": "同意", "seen": "1"}, status=409
    )
    assert "别人已经签了意见" in answer.text


def test_who_may_only_read_is_offered_nothing(
    store: Session, approval: Approval, sign_in: SignIn, desk: Desk
) -> None:
    auditor = sign_in(make_officer(store, Role.AUDITOR, agency=desk.agency))
    page = auditor.get(f"/approvals/{approval.id}")
    assert page.status_code == 200
    assert "我的意见" not in page.text
    auditor.submit(f"/approvals/{approval.id}/answer", {"verdict": "agree"}, status=403)
    assert auditor.get(f"/approvals/{approval.id}/papers").status_code == 403
    assert auditor.get("/approvals/chains/penalty_decision").status_code == 403


@pytest.mark.parametrize("role", [Role.LIAISON, Role.PERMIT_OFFICER, Role.SYSTEM_ADMIN])
def test_who_may_not_see_approvals(
    store: Session, approval: Approval, sign_in: SignIn, desk: Desk, role: Role
) -> None:
    client = sign_in(make_officer(store, role, agency=desk.agency))
    assert client.get("/approvals").status_code == 403
    assert client.get(f"/approvals/{approval.id}").status_code == 403


def test_the_asker_takes_it_back(
    store: Session, desk: Desk, approval: Approval, client: Callable[[Actor], CasebookClient]
) -> None:
    client(desk.head).submit(f"/approvals/{approval.id}/withdraw", {"reason": "误送"}, status=403)
    mine = client(desk.handler)
    mine.submit(f"/approvals/{approval.id}/withdraw", {"reason": ""}, status=422)
    mine.submit(f"/approvals/{approval.id}/withdraw", {"reason": "误送"}, status=302)
    store.expire_all()
    assert approval.state is ApprovalState.WITHDRAWN


def test_the_printed_form_is_a_pdf(
    desk: Desk, approval: Approval, client: Callable[[Actor], CasebookClient]
) -> None:
    address = f"/approvals/{approval.id}.pdf"
    answer = client(desk.head).get(address)
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_paper_is_entered_and_checked_by_two(
    store: Session, desk: Desk, approval: Approval, client: Callable[[Actor], CasebookClient]
) -> None:
    address = f"/approvals/{approval.id}/papers"
    form = {
        "scan": (io.BytesIO(picture()), "审批表.jpg"),
        "rows-0-officer": str(desk.other_handler.officer_id),
        "rows-0-verdict": "agree",
        "rows-0-signed_on": clock.today().isoformat(),
        "rows-0-words": "情况属实",
    }
    mine = client(desk.handler)
    assert mine.get(address).status_code == 200
    without_day = form | {"scan": (io.BytesIO(picture()), "审批表.jpg"), "rows-0-signed_on": ""}
    refused = mine.submit(address, without_day, status=422)
    assert "情况属实" in refused.text
    mine.submit(address, form, status=302)
    store.expire_all()
    (paper,) = approval.papers
    assert "等我复核" in client(desk.other_handler).get("/approvals?whose=to_check").text
    scan = client(desk.other_handler).get(f"{address}/{paper.id}")
    assert scan.data == picture()
    mine.submit(f"{address}/{paper.id}/check", {"result": "right"}, status=422)
    client(desk.other_handler).submit(f"{address}/{paper.id}/check", {"result": "right"}, status=302)
    store.expire_all()
    assert paper.state is PaperState.CONFIRMED
    assert approval.opinions[-1].words == "情况属实"


def test_the_head_sets_a_chain_and_a_substitute(
    store: Session, desk: Desk, client: Callable[[Actor], CasebookClient]
) -> None:
    store.commit()
    mine = client(desk.head)
    assert mine.get("/approvals/chains").status_code == 200
    assert mine.get("/approvals/chains/nothing").status_code == 404
    rest = range(2, MOST_POSITIONS)
    blank = {f"rows-{place}-role": "inspector" for place in rest} | {
        f"rows-{place}-title": "" for place in rest
    }
    form = blank | {
        "rows-0-title": "承办人",
        "rows-0-role": "inspector",
        "rows-0-how_many": "2",
        "rows-0-takes_asker": "y",
        "rows-1-title": "负责人",
        "rows-1-role": "agency_head",
        "rows-1-how_many": "1",
        "rows-1-own_agency": "y",
        "agency": "",
        "paper": "冠综执〔2023〕3 号",
        "valid_from": clock.today().isoformat(),
    }
    assert mine.get("/approvals/chains/case_filing").status_code == 200
    mine.submit("/approvals/chains/case_filing", form | {"paper": ""}, status=422)
    mine.submit("/approvals/chains/case_filing", form, status=302)
    chain = queries.find_chain(
        store, county_code=COUNTY, kind=ChainKind.CASE_FILING, agency_id=None, on=clock.today()
    )
    assert [one.title for one in chain.positions] == ["承办人", "负责人"]
    days = {"from_on": clock.today().isoformat(), "until_on": clock.today().isoformat()}
    named = {
        "absent": str(desk.head_of_unit.officer_id),
        "substitute": str(desk.deputy.officer_id),
        "paper": "授权书",
        **days,
    }
    mine.submit("/approvals/chains/substitutes", named | {"paper": ""}, status=422)
    mine.submit("/approvals/chains/substitutes", named, status=302)
    (row,) = queries.list_substitutes(store, desk.head, on=clock.today())
    mine.submit(f"/approvals/chains/substitutes/{row.id}/end", status=302)
    mine.submit("/approvals/chains/case_filing", form | {"default": "1"}, status=302)


def test_the_list_costs_the_same_at_one_and_at_twenty(store: Session, desk: Desk, sign_in: SignIn) -> None:
    officer = get_officer(store, desk.head.officer_id)
    ask(store, desk)
    store.commit()
    client = sign_in(officer)
    few = _cost(client)
    for _more in range(19):
        say_yes(store, ask(store, desk))
    store.commit()
    assert _cost(client) == few


def _cost(client: CasebookClient) -> int:
    client.get("/approvals?whose=all")
    with statements(db.engine) as sent:
        assert client.get("/approvals?whose=all").status_code == 200
    return len(sent)


def test_the_desk_offers_what_waits(
    store: Session, desk: Desk, approval: Approval, client: Callable[[Actor], CasebookClient]
) -> None:
    assert f"/approvals/{approval.id}" in client(desk.other_handler).get("/").text
    actions.enter_paper(
        store,
        actor=desk.handler,
        now=clock.now(),
        approval=approval,
        scan=Scan(io.BytesIO(picture()), "审批表.jpg"),
        signatures=[
            PaperSignature(desk.other_handler.officer_id, Verdict.AGREE, "", clock.today()),
        ],
    )
    store.commit()
    assert "复核纸面签字" in client(desk.other_handler).get("/").text
