"""Agencies and powers through the web."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook.accounts import queries
from casebook.accounts.rules import AgencyKind, PowerModel
from casebook.db import db
from casebook.kernel.ids import new_id
from tests.factories.accounts import give_power, make_agency
from tests.factories.regions import WEST
from tests.support.counting import statements

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency
    from tests.support.page import CasebookClient


def entered(**changes: object) -> dict[str, object]:
    facts = {
        "name": "冠县综合行政执法局",
        "short_name": "综合执法局",
        "kind": "law_enforcement",
        "division_code": "371525",
        "stamp_name": "冠县综合行政执法局",
        "number_word": "冠综执",
    }
    return {**facts, **changes}


def power(**changes: object) -> dict[str, object]:
    facts = {
        "matter": "PEN-07",
        "model": "own",
        "division_code": "371525",
        "principal_agency_id": "",
        "authorisation": "",
        "valid_from": "2020-01-01",
        "valid_to": "",
    }
    return {**facts, **changes}


def test_an_agency_is_entered_and_changed(store: Session, system: CasebookClient) -> None:
    url = system.submit("/admin/agencies/new", entered()).headers["Location"]
    page = system.page(url)
    assert page.h1 == "冠县综合行政执法局"
    assert "没有执法权" in page.text
    facts = entered(number_word="冠综执法", is_active="y")
    system.submit(f"{url}/edit", facts)
    page = system.page(url)
    assert "冠综执 → 冠综执法" in page.text
    assert "冠综执法" in system.page("/admin/agencies").text
    found = queries.find_agency_by_name(store, "371525", "冠县综合行政执法局")
    assert found.is_active


def test_what_was_typed_stays_after_a_refusal(store: Session, system: CasebookClient) -> None:
    wrong = entered(name="冠县水利局", kind="township", short_name="<b>x</b>")
    text = system.submit("/admin/agencies/new", wrong, status=422).get_data(as_text=True)
    assert "冠县水利局 已经登记过" in text
    assert "乡镇（街道）机关选乡镇" in text
    assert "&lt;b&gt;x&lt;/b&gt;" in text
    assert len(queries.list_agencies(store, "371525")) == 1


@pytest.mark.parametrize("missing", ["name", "short_name", "stamp_name", "number_word"])
def test_nothing_is_left_out(system: CasebookClient, missing: str) -> None:
    text = system.submit("/admin/agencies/new", entered(**{missing: " "}), status=422).get_data(as_text=True)
    assert "请填写" in text


def test_a_power_is_granted_shown_and_ended(store: Session, system: CasebookClient, agency: Agency) -> None:
    url = f"/admin/agencies/{agency.id}"
    system.submit(f"{url}/powers/new", power())
    assert "PEN-07 地下水取水工程未安装计量设施" in system.page(url).text
    overview = system.page("/admin/powers").text
    assert "冠县水利局" in overview
    assert "没有机关" in overview
    (granted,) = queries.list_powers(store, "371525")
    assert granted.model is PowerModel.OWN
    end = f"/admin/powers/{granted.id}/end"
    assert "PEN-07" in system.page(end).text
    early = {"on": "2019-01-01", "reason": "划转"}
    assert "终止日不能早于起始日 2020-01-01" in system.submit(end, early, status=422).get_data(as_text=True)
    system.submit(end, {"on": "2022-12-31", "reason": "划转 冠政发〔2022〕试9号"})
    page = system.page(url)
    assert "已终止" in page.text
    assert "冠政发〔2022〕试9号" in page.text


def test_a_delegation_needs_everything_and_is_refused_with_all_that_is_missing(
    store: Session, system: CasebookClient, agency: Agency
) -> None:
    team = make_agency(store, name="冠县水政监察大队", kind=AgencyKind.OTHER, word="冠水监")
    give_power(store, agency)
    store.commit()
    url = f"/admin/agencies/{team.id}/powers/new"
    text = system.submit(url, power(model="delegated"), status=422).get_data(as_text=True)
    for words in ("请写明授权文件的文号和名称", "委托执法须指明委托机关", "委托须有期限"):
        assert words in text
    facts = power(
        model="delegated",
        principal_agency_id=str(agency.id),
        authorisation="冠水委〔2023〕试2号",
        valid_to="2026-12-31",
    )
    system.submit(url, facts)
    assert "受 冠县水利局 委托" in system.page(f"/admin/agencies/{team.id}").text
    overlap = system.submit(url, facts, status=422).get_data(as_text=True)
    assert "冠县水政监察大队 在同一地域、同一时间已持有事项 PEN-07" in overlap
    assert "冠水委〔2023〕试2号" in overlap


def test_a_township_holds_powers_in_its_own_division_only(
    store: Session, system: CasebookClient, agency: Agency
) -> None:
    township = make_agency(store, name="清水镇人民政府", kind=AgencyKind.TOWNSHIP, division_code=WEST)
    give_power(store, agency, valid_from=date(2020, 1, 1))
    store.commit()
    url = f"/admin/agencies/{township.id}/powers/new"
    system.submit(url, power(model="empowered", authorisation="鲁政字〔2022〕试3号"), status=422)
    system.submit(url, power(model="own", division_code=WEST), status=422)
    system.submit(url, power(model="empowered", division_code=WEST, authorisation="鲁政字〔2022〕试3号"))
    assert "清水镇人民政府" in system.page("/admin/powers").text


def test_lists_cost_no_more_queries_with_many_rows(
    store: Session, system: CasebookClient, agency: Agency
) -> None:
    give_power(store, agency)
    store.commit()
    for url in ("/admin/agencies", "/admin/powers", f"/admin/agencies/{agency.id}"):
        system.page(url)
    with statements(db.engine) as few:
        for url in ("/admin/agencies", "/admin/powers", f"/admin/agencies/{agency.id}"):
            system.page(url)
    for number in range(1, 20):
        other = make_agency(store, name=f"试验机关{number}")
        give_power(store, other, matter=f"PEN-{number:02d}")
        give_power(store, agency, matter=f"PEN-{number:02d}", division_code=WEST)
    store.commit()
    with statements(db.engine) as many:
        for url in ("/admin/agencies", "/admin/powers", f"/admin/agencies/{agency.id}"):
            system.page(url)
    assert len(many) == len(few)


def test_what_is_not_there(system: CasebookClient, agency: Agency) -> None:
    for url in ("agencies/{}", "agencies/{}/edit", "agencies/{}/powers/new", "powers/{}/end"):
        assert system.get("/admin/" + url.format(new_id())).status_code == 404
