"""The checklist as data: versions, what differs, and a form that makes the next one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from casebook.access import Role
from casebook.inspections import actions, queries
from casebook.inspections.forms.checklists import row_of
from casebook.inspections.models import ChecklistVersion
from casebook.inspections.rules import AnswerKind, InspectionKind
from casebook.kernel import clock
from casebook.kernel.ids import new_id
from tests.factories.accounts import COUNTY, make_officer
from tests.factories.inspections import Visit, begin

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def head(store: Session, visit: Visit, sign_in: SignIn) -> CasebookClient:
    return sign_in(make_officer(store, Role.CASE_HEAD, agency=visit.agency, name="赵立"))


@pytest.fixture
def first(store: Session, visit: Visit) -> ChecklistVersion:
    found = actions.ensure_checklist(store, visit.well.county_code, on=clock.today())
    store.commit()
    return found


def typed(version: ChecklistVersion, **other: object) -> dict[str, Any]:
    """The form as the page holds it, as a browser would send it."""
    found: dict[str, Any] = {"title": version.title, "valid_from": clock.today().isoformat(), "save": "1"}
    for place, item in enumerate(version.questions):
        row = row_of(item, place + 1)
        for name, value in row.items():
            if value not in (None, False, "", [], ()):
                found[f"rows-{place}-{name}"] = "y" if value is True else value
    return {**found, **other}


def address(version: ChecklistVersion, part: str = "") -> str:
    return f"/checklists/{version.id}{part}"


def test_the_versions_are_listed(head: CasebookClient, first: ChecklistVersion) -> None:
    page = head.page("/checklists")
    assert "第 1 版" in page.text
    assert "在用" in page.text
    shown = head.page(address(first)).text
    assert "标识牌、二维码与本井一致，内容完整" in shown
    assert "P20 标识牌缺失" in shown
    assert "检查表版本" in head.page("/inspections").text


def test_without_a_checklist_there_is_a_word(head: CasebookClient) -> None:
    assert "还没有检查表" in head.page("/checklists").text


def test_only_heads_change_it(client: CasebookClient, first: ChecklistVersion) -> None:
    client.page("/checklists", status=403)
    client.page(address(first, "/edit"), status=403)
    client.submit(address(first, "/edit"), typed(first), status=403)


def test_saving_makes_a_new_version_and_keeps_the_old(
    store: Session, head: CasebookClient, first: ChecklistVersion, visit: Visit
) -> None:
    draft = begin(store, visit)
    store.commit()
    changed = typed(
        first, **{"rows-0-question": "标识牌完好", "rows-0-photographs": "2", "rows-11-remove": "y"}
    )
    answer = head.submit(address(first, "/edit"), changed)
    newest, oldest = queries.list_checklists(store, COUNTY)
    assert (newest.version, oldest.version) == (2, 1)
    assert len(newest.questions) == 31
    assert (newest.questions[0].question, newest.questions[0].photographs) == ("标识牌完好", 2)
    assert newest.questions[1] == oldest.questions[1]
    page = head.page(answer.headers["Location"]).text
    assert "标识牌完好" in page
    assert "去掉" in page
    assert draft.checklist_id == oldest.id
    assert begin(store, visit, now=clock.now()).checklist_id == newest.id


def test_an_item_is_added(store: Session, head: CasebookClient, first: ChecklistVersion) -> None:
    page = head.submit(address(first, "/edit"), typed(first, add="1", save=""), status=200)
    assert "新的一项" in page.text
    added = {
        "rows-32-code": "C40",
        "rows-32-question": "井台周围",
        "rows-32-kind": "choice",
        "rows-32-choices": "干净\n积水",
        "rows-32-bad": "积水=P20",
        "rows-32-position": "5",
        "rows-32-kinds": ["inspection", "survey"],
    }
    head.submit(address(first, "/edit"), typed(first, **added))
    item = queries.list_checklists(store, COUNTY)[0].questions[0]
    assert (item.code, item.kind, item.choices) == ("C40", AnswerKind.CHOICE, ("干净", "积水"))
    assert item.bad == {"积水": ("P20",)}
    assert item.kinds == (InspectionKind.INSPECTION, InspectionKind.SURVEY)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rows-0-code": "C02"}, "C02 出现了两次"),
        ({"rows-0-code": "<b>"}, "不是检查项代码"),
        ({"rows-0-bad": "否 P20"}, "看不懂"),
        ({"rows-0-bad": "否=P77"}, "P77 不存在"),
        ({"rows-4-limit": "深"}, "请填数值"),
        ({"valid_from": "2020-01-01"}, "启用日期不能早于今天"),
        ({"title": " "}, "请填写检查表名称"),
        ({}, "与上一版没有不同"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    store: Session, head: CasebookClient, first: ChecklistVersion, change: dict[str, str], words: str
) -> None:
    sent = typed(first, **change)
    if change:
        sent["rows-1-question"] = "改过的内容"
    answer = head.submit(address(first, "/edit"), sent, status=422)
    assert words in answer.text
    assert ("改过的内容" in answer.text) is bool(change)
    assert len(queries.list_checklists(store, COUNTY)) == 1


def test_somebody_else_saved_first(store: Session, head: CasebookClient, first: ChecklistVersion) -> None:
    head.submit(address(first, "/edit"), typed(first, **{"rows-0-question": "标识牌完好"}))
    answer = head.submit(address(first, "/edit"), typed(first, **{"rows-0-question": "标识牌在"}), status=422)
    assert "请在最新版本上修改" in answer.text
    assert len(queries.list_checklists(store, COUNTY)) == 2


def test_a_version_for_later_does_not_hold_yet(
    store: Session, head: CasebookClient, first: ChecklistVersion
) -> None:
    later = (clock.today() + timedelta(days=30)).isoformat()
    head.submit(
        address(first, "/edit"), typed(first, **{"rows-0-question": "标识牌完好", "valid_from": later})
    )
    assert queries.find_checklist(store, COUNTY, clock.today()) is first
    assert "待启用" in head.page("/checklists").text


def test_another_countys_list_is_not_there(store: Session, head: CasebookClient) -> None:
    foreign = ChecklistVersion(
        county_code="371522", code="well_visit", version=1, title="x", items=[], valid_from=clock.today()
    )
    store.add(foreign)
    store.commit()
    head.page(address(foreign), status=404)
    head.page(f"/checklists/{new_id()}", status=404)


def test_a_county_with_its_own_list_may_begin_with_ours(
    store: Session, head: CasebookClient, first: ChecklistVersion
) -> None:
    head.submit(address(first, "/edit"), typed(first, **{f"rows-{n}-remove": "y" for n in range(12, 32)}))
    newest = queries.list_checklists(store, COUNTY)[0]
    assert "rows-31-code" not in head.get(address(newest, "/edit")).text
    assert "rows-31-code" in head.get(address(newest, "/edit?standard=1")).text
