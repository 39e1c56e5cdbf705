from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.cases.rules import ProblemClass, ProblemStatus
from casebook.inspections import actions
from casebook.kernel import clock
from tests.factories.deadlines import load_calendar
from tests.factories.inspections import Visit, begin, find, make_whole
from tests.factories.wells import make_party, make_well
from tests.support.page import Page
from tests.support.rows import problems_of_inspection

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.inspections.models import Inspection
    from tests.support.page import CasebookClient


@pytest.fixture
def whole(store: Session, visit: Visit, draft: Inspection) -> Inspection:
    """A draft that lacks nothing, with one finding."""
    load_calendar(store)
    make_whole(store, visit, draft, now=clock.now())
    find(store, visit, draft, "P11", "铅封断开，表盘进水。")
    store.commit()
    return draft


def listing(visit: Visit, code: str = "P11", **changes: object) -> dict[str, object]:
    values = {
        "problem_class": "rectify",
        "disposition": "rectify",
        "class_reason": "",
        "responsible_officer_id": str(visit.lead.id),
        "responsible_unit": "清水镇人民政府",
        "rectifier": "清水镇面粉厂",
        "rectification": "更换水表",
        "term_amount": "30",
        "term_unit": "calendar_day",
        **changes,
    }
    return {f"{code}-{name}": value for name, value in values.items()}


def test_an_incomplete_record_shows_all_that_is_missing(client: CasebookClient, draft: Inspection) -> None:
    url = f"/inspections/{draft.id}/submit"
    page = client.page(url)
    assert "还缺 5 项" in page.text
    refused = Page(client.submit(url, status=422).get_data(as_text=True))
    for text in ("到场时间和位置", "出示执法证件", "申请回避", "没回答的：C01", "至少拍一张"):
        assert text in refused.text


def test_the_rules_propose_how_a_finding_is_listed(
    store: Session, client: CasebookClient, visit: Visit, whole: Inspection
) -> None:
    page = client.page(f"/inspections/{whole.id}/submit")
    assert "系统建议 整改，限期整改" in page.text
    assert page.fields()["P11-term_amount"] == "30"
    assert page.fields()["P11-responsible_unit"] == visit.agency.name


def test_submitting_lists_the_findings(
    store: Session, client: CasebookClient, visit: Visit, whole: Inspection
) -> None:
    answer = client.submit(f"/inspections/{whole.id}/submit", listing(visit))
    (problem,) = problems_of_inspection(store, whole.id)
    assert (problem.code, problem.status) == ("P11", ProblemStatus.RECTIFYING)
    assert (problem.rectifier, problem.rectification) == ("清水镇面粉厂", "更换水表")
    page = client.page(answer.headers["Location"])
    assert page.links()[problem.number] == f"/problems/{problem.number}"
    assert "已固定" in page.text
    assert not page.buttons() or "保存" not in page.buttons()


def test_a_submitted_record_is_closed(client: CasebookClient, visit: Visit, whole: Inspection) -> None:
    url = f"/inspections/{whole.id}/submit"
    client.submit(url, listing(visit))
    again = client.submit(url, listing(visit), status=422)
    assert "已经提交，不能再改" in again.get_data(as_text=True)
    client.submit(f"/inspections/{whole.id}/situation", {"situation": "改"}, status=422)
    assert client.get(url).status_code == 422


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"problem_class": "exit"}, "P11 改动的理由：与系统建议的分类或处置不同，请写明理由。"),
        ({"term_amount": ""}, "限期整改须写明整改时限"),
        ({"term_amount": "0"}, "P11 整改时限"),
        ({"responsible_unit": ""}, "P11 责任单位：请填写。"),
        ({"responsible_officer_id": "nobody"}, "P11 责任人员"),
    ],
)
def test_a_listing_that_cannot_be_is_refused_by_finding(
    store: Session,
    client: CasebookClient,
    visit: Visit,
    whole: Inspection,
    changes: dict[str, object],
    text: str,
) -> None:
    data = listing(visit, rectification="<b>更换</b>", **changes)
    page = Page(client.submit(f"/inspections/{whole.id}/submit", data, status=422).get_data(as_text=True))
    assert text in page.text
    assert page.fields()["P11-rectification"] == "<b>更换</b>"
    store.expire_all()
    assert whole.is_draft
    assert problems_of_inspection(store, whole.id) == []


def test_another_class_with_a_reason_is_taken(
    store: Session, client: CasebookClient, visit: Visit, whole: Inspection
) -> None:
    data = listing(
        visit, problem_class="exit", disposition="close_well", class_reason="取水人同意封填", term_amount=""
    )
    client.submit(f"/inspections/{whole.id}/submit", data)
    (problem,) = problems_of_inspection(store, whole.id)
    assert (problem.problem_class, problem.class_reason) == (ProblemClass.EXIT, "取水人同意封填")


def test_a_problem_that_is_open_already_takes_no_second_number(
    store: Session, client: CasebookClient, visit: Visit, whole: Inspection
) -> None:
    client.submit(f"/inspections/{whole.id}/submit", listing(visit))
    (problem,) = problems_of_inspection(store, whole.id)
    second = begin(store, visit, now=clock.now() - timedelta(minutes=50))
    make_whole(store, visit, second, now=clock.now())
    find(store, visit, second, "P11", "仍未更换。")
    store.commit()
    page = client.page(f"/inspections/{second.id}/submit")
    assert "已经在清单上" in page.text
    assert "P11-problem_class" not in page.fields()
    answer = client.submit(f"/inspections/{second.id}/submit")
    assert problems_of_inspection(store, second.id) == []
    assert problem.number in client.page(answer.headers["Location"]).links()


def test_a_record_without_findings_can_be_submitted(
    store: Session, client: CasebookClient, visit: Visit, whole: Inspection
) -> None:
    about = {"actor": visit.actor, "now": clock.now(), "inspection": whole}
    actions.remove_finding(store, **about, finding_id=whole.findings[0].id)
    store.commit()
    answer = client.submit(f"/inspections/{whole.id}/submit")
    assert "没有发现问题" in client.page(answer.headers["Location"]).text


def test_a_citizens_name_in_the_form_is_a_look_that_is_logged(
    store: Session, client: CasebookClient, visit: Visit
) -> None:
    from casebook.audit import queries as audit  # noqa: PLC0415 - only this test

    well = make_well(store, user=make_party(store))
    inspection = begin(store, visit, well=well, now=clock.now() - timedelta(minutes=50))
    make_whole(store, visit, inspection, now=clock.now())
    find(store, visit, inspection)
    store.commit()
    page = client.page(f"/inspections/{inspection.id}/submit")
    assert page.fields()["P10-rectifier"] == "刘建国"
    (look,) = audit.page_looks(store, audit.Filter(subject_kind="well"), visit.actor).items
    assert (look.what, look.subject.title) == ("well.user", well.code)
