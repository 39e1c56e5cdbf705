from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.db import db
from casebook.inspections import queries
from casebook.inspections.rules import InspectionKind
from casebook.kernel import clock
from casebook.kernel.ids import new_id
from tests.factories.accounts import make_officer
from tests.factories.inspections import EXPIRED, Visit, begin, find
from tests.factories.regions import EAST, WEST
from tests.support.counting import statements
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.inspections.models import Inspection
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


def test_the_list_shows_each_record_with_officers_and_findings(
    store: Session, client: CasebookClient, visit: Visit, draft: Inspection
) -> None:
    find(store, visit, draft)
    store.commit()
    page = client.page("/inspections")
    assert visit.well.code in page.text
    assert "周明、李雪" in page.text
    assert "P10 未安装计量设施" in page.text
    assert f"/inspections/{draft.id}" in page.links().values()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=draft", True),
        ("state=submitted", False),
        ("kind=recheck", False),
        (f"township={WEST}", True),
        (f"township={EAST}", False),
        ("since=2020-01-01&until=2020-12-31", False),
        ("since=2020-01-01", True),
        ("state=nonsense&since=yesterday", True),
    ],
)
def test_the_list_can_be_narrowed(client: CasebookClient, draft: Inspection, query: str, shown: bool) -> None:
    assert (draft.well.code in client.page(f"/inspections?{query}").text) is shown


def test_the_list_can_be_narrowed_to_an_officer(
    store: Session, client: CasebookClient, visit: Visit, draft: Inspection
) -> None:
    other = make_officer(store, Role.INSPECTOR, agency=visit.agency, name="孙立")
    store.commit()
    assert draft.well.code in client.page(f"/inspections?officer={visit.second.id}").text
    assert draft.well.code not in client.page(f"/inspections?officer={other.id}").text


def test_pages_follow_each_other(store: Session, client: CasebookClient, visit: Visit) -> None:
    begun = [begin(store, visit, now=clock.now() - timedelta(hours=n)) for n in range(3)]
    store.commit()
    wanted = queries.InspectionFilter()
    first = queries.page_inspections(store, actor=visit.actor, wanted=wanted, size=2)
    second = queries.page_inspections(
        store, actor=visit.actor, wanted=wanted, size=2, cursor=first.next_cursor
    )
    assert [one.id for one in (*first.items, *second.items)] == [one.id for one in begun]
    assert client.get("/inspections?after=nonsense").status_code == 422


def test_twenty_rows_cost_no_more_queries_than_one(
    store: Session, client: CasebookClient, visit: Visit, draft: Inspection
) -> None:
    find(store, visit, draft)
    store.commit()
    client.page("/inspections")  # the frame's own questions are asked once
    with statements(db.engine) as one:
        client.page("/inspections")
    for number in range(19):
        find(store, visit, begin(store, visit, now=clock.now() - timedelta(minutes=number)))
    store.commit()
    with statements(db.engine) as twenty:
        client.page("/inspections")
    assert len(twenty) == len(one) <= 16


@pytest.mark.parametrize("role", [Role.INFORMANT, Role.PERMIT_OFFICER, Role.SYSTEM_ADMIN])
def test_the_list_is_not_for_everybody(store: Session, sign_in: SignIn, visit: Visit, role: Role) -> None:
    assert sign_in(make_officer(store, role, agency=visit.agency)).get("/inspections").status_code == 403


@pytest.mark.parametrize("role", [Role.COUNTY_LEADER, Role.AUDITOR, Role.LEGAL_REVIEWER])
def test_readers_may_look_and_not_begin(
    store: Session, sign_in: SignIn, visit: Visit, draft: Inspection, role: Role
) -> None:
    reader = sign_in(make_officer(store, role, agency=visit.agency))
    assert "开始检查" not in reader.page("/inspections").text
    assert "还没有提交" in reader.page(f"/inspections/{draft.id}").text
    assert reader.get("/inspections/new").status_code == 403


def test_a_well_is_found_by_code_or_words(client: CasebookClient, visit: Visit) -> None:
    answer = client.get(f"/inspections/new?q={visit.well.code}")
    assert answer.headers["Location"].endswith(f"/inspections/new?well={visit.well.code}")
    assert visit.well.code in client.page("/inspections/new?q=小王庄").text
    assert "没有找到" in client.page("/inspections/new?q=<script>alert(1)</script>").text


def test_beginning_leads_to_the_record(client: CasebookClient, visit: Visit) -> None:
    url = f"/inspections/new?well={visit.well.code}"
    page = client.page(url)
    assert "李雪" in page.text
    assert visit.lead.certificate_no in page.text
    data = {
        "id": page.fields()["id"],
        "kind": InspectionKind.RECHECK.value,
        "second_officer_id": str(visit.second.id),
    }
    first = client.submit(url, data)
    assert client.submit(url, data).headers["Location"] == first.headers["Location"]
    record = client.page(first.headers["Location"])
    assert record.h1 == "复查"
    assert "有一份没有提交的记录" in client.page(url).text


def test_a_wrong_second_officer_is_refused_and_the_choice_stays(
    store: Session, client: CasebookClient, visit: Visit
) -> None:
    expired = make_officer(store, Role.INSPECTOR, agency=visit.agency, name="王期", valid_to=EXPIRED)
    store.commit()
    url = f"/inspections/new?well={visit.well.code}"
    for second in (str(expired.id), str(visit.lead.id), str(new_id()), ""):
        data = {"kind": "verification", "second_officer_id": second}
        page = Page(client.submit(url, data, status=422).get_data(as_text=True))
        chosen = [
            i.get("value") for i in page.all("input") if i.get("name") == "kind" and "checked" in i.attrib
        ]
        assert chosen == ["verification"]


def test_without_a_certificate_the_page_says_so(store: Session, client: CasebookClient, visit: Visit) -> None:
    visit.lead.certificate_valid_to = EXPIRED
    store.commit()
    url = f"/inspections/new?well={visit.well.code}"
    assert "没有有效的执法证" in client.page(url).text
    data = {"kind": "inspection", "second_officer_id": str(visit.second.id)}
    assert "周明 在检查当天没有有效的执法证" in client.submit(url, data, status=422).get_data(as_text=True)


def test_a_township_finds_only_its_own(
    store: Session, sign_in: SignIn, visit: Visit, draft: Inspection
) -> None:
    stranger = sign_in(make_officer(store, Role.INSPECTOR, agency=visit.agency, jurisdiction=EAST))
    assert draft.well.code not in stranger.page("/inspections").text
    assert stranger.get(f"/inspections/{draft.id}").status_code == 404
    assert stranger.get(f"/inspections/{draft.id}/submit").status_code == 404
    assert stranger.get(f"/inspections/new?well={visit.well.code}").status_code == 404
    for block in ("arrival", "situation", "answers", "findings", "photographs"):
        stranger.submit(f"/inspections/{draft.id}/{block}", status=404)
