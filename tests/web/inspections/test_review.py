"""The reviewer's queue, the record's proofs, confirming, filing anew; as pages."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.db import db
from casebook.inspections import actions, queries
from casebook.inspections.filed import EarlierResult, FiledPresence
from casebook.inspections.rules import InspectionKind, InspectionState, Verdict
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from tests.factories.accounts import make_officer
from tests.factories.filed import file, finding, fixes
from tests.factories.inspections import Visit, begin
from tests.factories.storage import picture
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.inspections.models import Inspection
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


def filed_now(store: Session, visit: Visit, **other: object) -> Inspection:
    """A record of an hour ago, filed by tablet."""
    at = clock.now() - timedelta(hours=1)
    given = {"started_at": at, "arrival_at": at, "ended_at": at, **other}
    well = visit.well
    given.setdefault("presence", FiledPresence(fixes=fixes(well.lon, well.lat, at=at), clock_ahead_s=0))
    found = file(store, visit, now=clock.now(), **given).inspection
    store.commit()
    return found


@pytest.fixture
def record(store: Session, visit: Visit) -> Inspection:
    return filed_now(store, visit, findings=(finding("P10"),))


@pytest.fixture
def head(store: Session, visit: Visit, sign_in: SignIn) -> CasebookClient:
    return sign_in(make_officer(store, Role.CASE_HEAD, agency=visit.agency, name="赵立"))


def address(record: Inspection, part: str = "") -> str:
    return f"/inspections/{record.id}{part}"


def test_the_queue_shows_what_to_look_at_first(head: CasebookClient, record: Inspection) -> None:
    page = head.page("/inspections/review")
    assert record.well.code in page.text
    assert "90 分" in page.text
    assert "协办人员未确认" in page.text
    assert "P10 未安装计量设施" in page.text
    assert address(record) in page.links().values()


def test_only_reviewers_see_the_queue(client: CasebookClient, record: Inspection) -> None:
    client.page("/inspections/review", status=403)
    assert "/inspections/review" not in client.page("/inspections").links().values()
    client.submit(address(record, "/review"), {"approve": "1"}, status=403)


def test_the_queue_is_empty_until_something_is_filed(head: CasebookClient) -> None:
    assert "没有待复核的记录" in head.page("/inspections/review").text


def test_the_queue_costs_the_same_at_one_and_at_twenty(
    store: Session, visit: Visit, head: CasebookClient
) -> None:
    counts = []
    for more in (1, 19):
        for _one in range(more):
            filed_now(store, visit)
        head.page("/inspections/review")
        with statements(db.engine) as sent:
            head.page("/inspections/review")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_record_page_says_what_proves_the_visit(head: CasebookClient, record: Inspection) -> None:
    page = head.page(address(record))
    assert "到场可信度 90 分" in page.text
    assert "没有扫标识牌" in page.text
    assert "仅为声明" in page.text
    assert "待复核" in page.text
    assert {"通过", "退回"} <= set(page.buttons())


def test_approving_waits_for_the_second_officer(
    store: Session, visit: Visit, head: CasebookClient, record: Inspection, sign_in: SignIn
) -> None:
    answer = head.submit(address(record, "/review"), {"approve": "1", "note": ""}, status=422)
    assert "协办人员还没有签名或登录确认" in answer.text
    second = sign_in(visit.second)
    assert "确认我参加了这次检查" in second.page("/").text
    page = second.page(address(record))
    assert "确认我参加了这次检查" in page.buttons()
    second.submit(address(record, "/confirm"))
    assert "本人登录确认" in second.page(address(record)).text
    head.submit(address(record, "/review"), {"approve": "1", "note": ""})
    (verdict,) = queries.list_reviews(store, record.id)
    assert verdict.verdict is Verdict.APPROVED
    assert "复核通过" in head.page(address(record)).text


def test_a_return_without_a_word_is_refused(head: CasebookClient, record: Inspection) -> None:
    answer = head.submit(address(record, "/review"), {"send_back": "1", "note": ""}, status=422)
    assert "退回须写明要补正什么" in answer.text


def test_a_returned_record_is_taken_up_again(
    store: Session, visit: Visit, head: CasebookClient, record: Inspection, client: CasebookClient
) -> None:
    head.submit(address(record, "/review"), {"send_back": "1", "note": "写明水表位置。"})
    assert "写明水表位置" in client.page("/").text
    page = client.page(address(record))
    assert "按原记录修订" in page.buttons()
    client.submit(address(record, "/revise"))
    draft = queries.find_revision(store, record.id, state=InspectionState.DRAFT)
    assert draft is not None
    text = client.page(address(draft)).text
    assert "写明水表位置。" in text
    assert "出水管后未见计量设施" in text
    assert visit.well.code in text
    head.submit(address(record, "/review"), {"approve": "1"}, status=422)


def test_strangers_neither_confirm_nor_revise(
    store: Session, visit: Visit, record: Inspection, sign_in: SignIn
) -> None:
    stranger = sign_in(make_officer(store, Role.INSPECTOR, agency=visit.agency, name="孙强"))
    stranger.submit(address(record, "/confirm"), status=403)
    stranger.submit(address(record, "/revise"), status=403)
    assert "确认我参加了这次检查" not in stranger.page(address(record)).buttons()


def begin_recheck(store: Session, visit: Visit) -> tuple[Inspection, UUID]:
    """A re-check at the desk, and the earlier finding that it asks for."""
    first = filed_now(store, visit, findings=(finding("P10"),))
    draft = begin(store, visit, kind=InspectionKind.RECHECK, now=clock.now())
    store.commit()
    return draft, first.findings[0].id


def test_a_recheck_at_the_desk_asks_for_each_earlier_finding(
    store: Session, visit: Visit, client: CasebookClient
) -> None:
    draft, asked = begin_recheck(store, visit)
    page = client.page(address(draft))
    assert "以前发现的问题" in page.text
    assert "出水管后未见计量设施" in page.text
    assert "还有 1 个以前发现的问题没有逐条核查" in page.text
    values = {f"result_{asked.hex}": "fixed", f"note_{asked.hex}": "已装表。"}
    client.submit(address(draft, "/earlier"), values)
    ((answer, _finding),) = queries.list_earlier_answers(store, draft.id)
    assert (answer.result, answer.note) == (EarlierResult.FIXED, "已装表。")
    assert "没有逐条核查" not in client.page(address(draft)).text


def test_an_earlier_finding_is_answered_by_what_there_is(
    store: Session, visit: Visit, client: CasebookClient
) -> None:
    draft, asked = begin_recheck(store, visit)
    client.submit(address(draft, "/earlier"), {f"result_{asked.hex}": "vanished"}, status=422)
    refused = client.submit(address(draft, "/earlier"), {f"note_{asked.hex}": "已装表。"}, status=422)
    assert "请选“已整改”" in refused.text
    with pytest.raises(RuleBroken, match="inspection_earlier_unknown"):
        actions.save_earlier(
            store,
            actor=visit.actor,
            now=clock.now(),
            inspection=begin(store, visit, now=clock.now()),
            written={f"result_{asked.hex}": "fixed"},
            seen={},
        )


def test_two_who_answer_differently_are_asked(
    store: Session, visit: Visit, client: CasebookClient, sign_in: SignIn
) -> None:
    draft, asked = begin_recheck(store, visit)
    name = f"result_{asked.hex}"
    seen = json.dumps({name: "", f"note_{asked.hex}": ""})
    client.submit(address(draft, "/earlier"), {name: "fixed", "seen": seen})
    other = sign_in(visit.second)
    answer = other.submit(address(draft, "/earlier"), {name: "persists", "seen": seen}, status=409)
    assert "已整改" in answer.text
    assert "仍存在" in answer.text
    ((kept, _finding),) = queries.list_earlier_answers(store, draft.id)
    assert kept.result is EarlierResult.FIXED


def test_a_survey_at_the_desk_takes_its_drawing(store: Session, visit: Visit, client: CasebookClient) -> None:
    draft = begin(store, visit, kind=InspectionKind.SURVEY, now=clock.now())
    store.commit()
    assert "勘验须附现场图" in client.page(address(draft)).text
    drawing = (io.BytesIO(picture("PNG")), "现场图.png")
    client.submit(address(draft, "/sketch"), {"sketch-file": drawing})
    assert "勘验须附现场图" not in client.page(address(draft)).text


def test_an_acceptance_is_not_offered(client: CasebookClient, visit: Visit) -> None:
    page = client.page(f"/inspections/new?well={visit.well.code}")
    assert "勘验" in page.text
    assert 'value="acceptance"' not in client.get(f"/inspections/new?well={visit.well.code}").text
    answer = client.submit(
        f"/inspections/new?well={visit.well.code}",
        {"kind": "acceptance", "second_officer_id": str(visit.second.id)},
        status=422,
    )
    assert "验收" not in answer.headers.get("Location", "")
