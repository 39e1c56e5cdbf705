from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.inspections import queries
from casebook.inspections.rules import PositionOrigin
from casebook.kernel import clock
from tests.factories.accounts import make_officer
from tests.factories.inspections import Visit, find
from tests.factories.storage import HTML, PDF, picture
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from casebook.accounts.models import Officer
    from casebook.inspections.models import Inspection
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

HOSTILE = "\"><script>alert('x')</script>{{ 7*7 }}"
JSON = {"Accept": "application/json"}


def at(draft: Inspection, block: str) -> str:
    return f"/inspections/{draft.id}/{block}"


def seen_on(page: Page, block: str) -> str:
    form = next(form for form in page.all("form") if (form.get("action") or "").endswith(f"/{block}"))
    return next(i.get("value", "") for i in form.iter() if i.get("name") == "seen")


def arrival(visit: Visit, **changes: object) -> dict[str, object]:
    return {
        "second_officer_id": str(visit.second.id),
        "arrival_at": f"{clock.to_local(clock.now()):%Y-%m-%dT00:00}",
        "arrival_lon": "115.4201",
        "arrival_lat": "36.45",
        "arrival_accuracy_m": "6.2",
        "arrival_origin": "device",
        "id_shown": "y",
        "person_on_site": "刘建国",
        **changes,
    }


def autosave(client: CasebookClient, url: str, data: dict[str, object]) -> TestResponse:
    return client.post(url, data={"csrf_token": client.csrf_token(), **data}, headers=JSON)


def test_a_block_is_saved_by_its_button(
    store: Session, client: CasebookClient, visit: Visit, draft: Inspection
) -> None:
    answer = client.submit(at(draft, "arrival"), arrival(visit))
    assert answer.headers["Location"].endswith(f"/inspections/{draft.id}#arrival")
    store.expire_all()
    assert (draft.person_on_site, draft.id_shown, draft.arrival_origin) == (
        "刘建国",
        True,
        PositionOrigin.DEVICE,
    )
    page = client.page(f"/inspections/{draft.id}")
    assert "距登记井位 9 m，定位精度 ±6 m，设备定位" in page.text


def test_the_script_gets_what_changed(
    store: Session, client: CasebookClient, visit: Visit, draft: Inspection
) -> None:
    far = arrival(visit, arrival_lon="115.43", arrival_origin="typed", arrival_accuracy_m="")
    body = autosave(client, at(draft, "arrival"), far).get_json()
    assert body["is_far"] is True
    assert set(body["parts"]) == {"progress", "offers", "place", "missing"}
    assert "超过 200 m" in body["parts"]["place"]
    assert json.loads(body["seen"])["person_on_site"] == "刘建国"
    store.expire_all()
    assert draft.arrival_accuracy_m is None


def test_what_others_saved_meanwhile_stays(
    store: Session, sign_in: SignIn, client: CasebookClient, visit: Visit, draft: Inspection
) -> None:
    companion = sign_in(visit.second)
    seen = seen_on(client.page(f"/inspections/{draft.id}"), "arrival")
    common = arrival(visit, person_on_site="")
    theirs = {**common, "seen": seen, "recusal_note": "不申请回避"}
    assert autosave(companion, at(draft, "arrival"), theirs).status_code == 200
    answer = autosave(client, at(draft, "arrival"), {**common, "seen": seen, "person_on_site": "刘建国"})
    seen = answer.get_json()["seen"]
    assert json.loads(seen)["recusal_note"] == ""
    autosave(client, at(draft, "arrival"), {**common, "seen": seen, "person_on_site": "刘建军"})
    store.expire_all()
    assert (draft.recusal_note, draft.person_on_site) == ("不申请回避", "刘建军")


def test_the_same_field_on_two_devices_is_told_with_both_values(
    store: Session, sign_in: SignIn, client: CasebookClient, visit: Visit, draft: Inspection
) -> None:
    companion = sign_in(visit.second)
    seen = seen_on(client.page(f"/inspections/{draft.id}"), "arrival")
    autosave(companion, at(draft, "arrival"), arrival(visit, seen=seen, person_on_site="张三"))
    mine = arrival(visit, seen=seen, person_on_site=HOSTILE, recusal_note="不申请")
    assert autosave(client, at(draft, "arrival"), mine).status_code == 409
    answer = client.submit(at(draft, "arrival"), mine, status=409)
    html = answer.get_data(as_text=True)
    page = Page(html)
    assert "<script>alert" not in html
    choices = [i.get("value") for i in page.all("input") if i.get("name") == "person_on_site"]
    assert choices == ["张三", HOSTILE]
    kept = {i.get("name"): i.get("value") for i in page.all("input") if i.get("type") == "hidden"}
    assert kept["recusal_note"] == "不申请"
    client.submit(at(draft, "arrival"), {**kept, "person_on_site": "张三"})
    store.expire_all()
    assert (draft.person_on_site, draft.recusal_note) == ("张三", "不申请")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"arrival_lon": "36.45", "arrival_lat": "115.42"}, "核对经纬度是否填反"),
        ({"arrival_lon": "115.60"}, "在本县范围以外"),
        ({"arrival_lon": "东边"}, "看不懂这个经纬度"),
        ({"arrival_lat": ""}, "经度和纬度要一起填"),
        ({"arrival_at": "2999-01-01T08:00"}, "到场时间晚于现在"),
        ({"arrival_at": "明天"}, "年-月-日"),
        ({"arrival_at": "0001-01-01T00:00"}, "年-月-日"),
        ({"arrival_at": "0203-06-01T08:00"}, "到场时间早于"),
        ({"second_officer_id": "nobody"}, "协办人员"),
    ],
)
def test_a_refused_block_says_why_and_keeps_what_was_typed(
    client: CasebookClient, visit: Visit, draft: Inspection, changes: dict[str, object], text: str
) -> None:
    data = arrival(visit, far_reason=HOSTILE, **changes)
    html = client.submit(at(draft, "arrival"), data, status=422).get_data(as_text=True)
    page = Page(html)
    assert text in page.text
    assert "<script>alert" not in html
    (reason,) = [t for t in page.all("textarea") if t.get("name") == "far_reason"]
    assert (reason.text or "").strip() == HOSTILE
    if "second_officer_id" not in changes:
        refused = autosave(client, at(draft, "arrival"), data)
        assert refused.status_code == 422
        assert refused.get_json()["errors"]


def test_answers_are_saved_and_lead_to_offers(
    store: Session, client: CasebookClient, draft: Inspection
) -> None:
    data = {"C10": "no", "C10_note": HOSTILE, "C12": "９６４１０"}
    body = autosave(client, at(draft, "answers"), data).get_json()
    assert "P10 未安装计量设施" in body["parts"]["offers"]
    assert json.loads(body["seen"])["C12"] == "96410"
    store.expire_all()
    assert draft.answer_values()["C12"] == "96410"
    html = client.get(f"/inspections/{draft.id}").get_data(as_text=True)
    assert "<script>alert" not in html
    refused = client.submit(at(draft, "answers"), {"C12": "约3289", "C01": "yes"}, status=422)
    page = Page(refused.get_data(as_text=True))
    assert "“约3289”不是数字" in page.text
    assert page.fields()["C12"] == "约3289"


def test_a_forged_seen_is_a_bad_request(client: CasebookClient, draft: Inspection) -> None:
    client.submit(at(draft, "answers"), {"C10": "no", "seen": "[1"}, status=400)
    client.submit(at(draft, "situation"), {"situation": "x", "seen": "[]"}, status=400)


def test_findings_come_and_go(store: Session, client: CasebookClient, draft: Inspection) -> None:
    client.submit(at(draft, "findings"), {"problem_code": "P10", "description": HOSTILE})
    html = client.get(f"/inspections/{draft.id}").get_data(as_text=True)
    assert "<script>alert" not in html
    store.expire_all()
    (finding,) = draft.findings
    assert finding.description == HOSTILE
    for data in (
        {"problem_code": "P10", "description": "再来一次"},
        {"problem_code": "P99", "description": "没有的类型"},
        {"problem_code": "", "description": "没有选"},
        {"problem_code": "P14", "description": ""},
    ):
        page = Page(client.submit(at(draft, "findings"), data, status=422).get_data(as_text=True))
        (words,) = [t for t in page.all("textarea") if t.get("name") == "description"]
        assert (words.text or "").strip() == data["description"]
    one = at(draft, f"findings/{finding.id}")
    names = {name: f"{finding.id}-{name}" for name in ("description", "seen")}
    seen = json.dumps({"description": HOSTILE})
    client.submit(one, {names["description"]: "管口法兰已拆。", names["seen"]: seen})
    client.submit(one, {names["description"]: "没有表。", names["seen"]: seen}, status=409)
    client.submit(f"{one}/remove")
    store.expire_all()
    assert draft.findings == []
    client.submit(f"{one}/remove", status=404)


def test_photographs_keep_their_time_and_place(
    store: Session, client: CasebookClient, draft: Inspection
) -> None:
    data = {
        "file": [
            (io.BytesIO(picture(colour="navy")), "IMG_1.jpg"),
            (io.BytesIO(picture(colour="olive")), "../IMG_2.jpg"),
        ],
        "taken_at": ["2023-06-01T02:00:00.000Z", "gestern"],
        "lon": ["115.4201000", ""],
        "lat": ["36.4500000", ""],
        "accuracy_m": ["6.2", ""],
        "origin": "camera",
        "describes": HOSTILE,
    }
    client.submit(at(draft, "photographs"), data)
    first, second = queries.list_photographs(store, draft.id)
    assert (first.lon, first.accuracy_m, first.captured_at.isoformat()) == (
        115.4201,
        6.2,
        "2023-06-01T02:00:00+00:00",
    )
    assert (second.lon, second.captured_at, second.file_name) == (None, None, "IMG_2.jpg")
    html = client.get(f"/inspections/{draft.id}").get_data(as_text=True)
    assert "<script>alert" not in html
    assert "没有位置" in html


@pytest.mark.parametrize(
    ("body", "name"),
    [(HTML, "IMG_1.jpg"), (PDF, "paper.pdf"), (b"", "IMG_1.jpg"), (b"\xff\xd8\xff", "a.jpg")],
)
def test_what_is_no_photograph_is_refused(
    store: Session, client: CasebookClient, draft: Inspection, body: bytes, name: str
) -> None:
    data = {"file": (io.BytesIO(body), name), "origin": "file", "describes": "水表"}
    page = Page(client.submit(at(draft, "photographs"), data, status=422).get_data(as_text=True))
    assert page.fields()["describes"] == "水表"
    assert queries.list_photographs(store, draft.id) == []
    client.submit(at(draft, "photographs"), {"origin": "camera"}, status=422)


def test_another_inspector_reads_and_cannot_write(
    store: Session, sign_in: SignIn, visit: Visit, draft: Inspection
) -> None:
    find(store, visit, draft)
    other = sign_in(make_officer(store, Role.INSPECTOR, agency=visit.agency))
    assert "这份记录还没有提交" in other.page(f"/inspections/{draft.id}").text
    other.submit(at(draft, "situation"), {"situation": "改"}, status=403)
    other.submit(at(draft, "findings"), {"problem_code": "P14", "description": "改"}, status=403)
    other.submit(at(draft, f"findings/{draft.findings[0].id}/remove"), status=403)
    assert other.get(at(draft, "submit")).status_code == 403


@pytest.mark.parametrize("role", [Role.CASE_HEAD, Role.AUDITOR, Role.SECURITY_ADMIN])
def test_other_roles_are_refused(
    store: Session, sign_in: SignIn, visit: Visit, draft: Inspection, role: Role
) -> None:
    other = sign_in(make_officer(store, role, agency=visit.agency))
    for block in ("arrival", "situation", "answers", "findings", "photographs", "submit"):
        other.submit(at(draft, block), status=403)
