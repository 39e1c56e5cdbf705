"""The pages of closures: the whole line in a browser's words, who may act, what a refusal leaves."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.closures import actions, queries
from casebook.closures.rules import STEPS, ClosureOrigin, ClosureStatus, SignatureRole
from casebook.db import db
from casebook.evidence import queries as evidence
from casebook.ledger import queries as ledger
from casebook.quotas.actions import put_annual_volumes, put_permit
from casebook.quotas.facts import PermitFacts, VolumeFacts
from tests.factories import closures as make
from tests.factories.accounts import COUNTY, NOW, make_agency, make_officer
from tests.factories.oversight import planner
from tests.factories.regions import EAST
from tests.factories.storage import PDF, picture
from tests.support.counting import statements
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.closures.models import Closure
    from tests.factories.closures import Offices
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

HOSTILE = '<script>alert("x")</script>'
REPORT = {
    "base_version": "",  # as a browser sends the empty hidden field
    "origin": "programme",
    "kind": "plugged",
    "closed_on": "2023-05-20",
    "replacement_source": "public_network",
    "replacement_connected_on": "2023-05-12",
    "baseline_method": "B1",
    "baseline_m3": "3.65万",
    "residual_m3": "0",
    "basis_papers": "2020–2022 年水表抄见台账",
}


@pytest.fixture
def offices(store: Session) -> Offices:
    found = make.make_offices(store)
    store.commit()
    return found


@pytest.fixture
def closure(store: Session, offices: Offices) -> Closure:
    found = make.report(store, offices)
    store.commit()
    return found


def come_to(store: Session, offices: Offices, status: ClosureStatus, **about: object) -> str:
    number = make.make_closure(store, offices, status, **about).number
    store.commit()
    return number


def photographs(colour: str, **more: str) -> dict[str, object]:
    data = io.BytesIO(picture("PNG", colour=colour))
    return {"before-file": (data, "IMG_1.png"), "before-origin": "camera", **more}


def accepting(closure: Closure) -> dict[str, object]:
    signed = {
        f"{role.value}-{name}": value
        for role in SignatureRole
        for name, value in (("unit", "试验单位"), ("name", "某人"), ("signed_on", "2023-06-02"))
    }
    works = {f"works-{step.value}-answer": "yes" for step in STEPS[closure.kind]}
    return {"accepted_on": "2023-06-02", "base_version": str(closure.version), **works, **signed}


def test_a_well_is_found_before_it_is_reported(store: Session, sign_in: SignIn, offices: Offices) -> None:
    code = offices.well.code
    client = sign_in(offices.reporter)
    assert client.page("/closures/new").h1 == "报告封停"
    found = client.page(f"/closures/new?well={code[-5:]}")
    assert found.links()[code] == f"/closures/new?well={code}"
    missing = client.page("/closures/new?well=NOWHERE", 404)
    assert "没有找到“NOWHERE”" in missing.text
    assert HOSTILE in client.page(f"/closures/new?well={HOSTILE}", 404).fields()["well"].lower()


def test_reporting_shows_what_the_register_knows(store: Session, sign_in: SignIn, offices: Offices) -> None:
    keeper, well = planner(store), offices.well
    years = ((2019, 1000), (2020, 3000), (2021, 4000), (2022, 5000))
    volumes = [VolumeFacts(well_id=well.id, year=year, volume_m3=volume) for year, volume in years]
    put_annual_volumes(store, now=NOW, county_code=COUNTY, volumes=volumes)
    permit = PermitFacts(number="取水（冠）字〔2020〕第001号")
    put_permit(store, actor=keeper, now=NOW, facts=permit, wells=[well.id])
    client = sign_in(offices.reporter)
    url = f"/closures/new?well={well.code}"
    page = client.page(url)
    assert "平均4,000" in page.text
    assert "3,000" in page.text
    refused = Page(client.submit(url, REPORT, status=422).get_data(as_text=True))
    assert "请写明许可证核减或注销的情况" in refused.text
    client.submit(url, {**REPORT, "permit_note": "已注销"})
    (found,) = queries.list_by_well(store, well.id)
    assert (found.full_year_m3, found.this_year_m3) == (36500, 22500)


def test_what_was_typed_stays_after_a_refusal(store: Session, sign_in: SignIn, offices: Offices) -> None:
    typed = {**REPORT, "closed_on": "2023-05-01", "basis_papers": HOSTILE, "baseline_m3": "3.65万"}
    client = sign_in(offices.reporter)
    answer = client.submit(f"/closures/new?well={offices.well.code}", typed, status=422)
    page = Page(answer.get_data(as_text=True))
    assert "先供水、后封井" in page.text
    assert (page.fields()["basis_papers"], page.fields()["baseline_m3"]) == (HOSTILE, "3.65万")
    assert queries.list_by_well(store, offices.well.id) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"baseline_m3": "约3289"}, "读不懂这个数"),
        ({"baseline_m3": ""}, "请填写"),
        ({"baseline_m3": "-5"}, "水量须在 0 到 5000000"),
        ({"residual_m3": "40000"}, "剩余取水量不能大于核算基数"),
        ({"closed_on": "2099-01-01", "replacement_connected_on": "2023-05-12"}, "不能晚于今天"),
        ({"origin": "case"}, "来源为“案件”时须选择案件"),
        ({"origin": "nonsense"}, "封停来源"),
        ({"replacement_connected_on": ""}, "请填写替代水源接通日期"),
    ],
)
def test_bad_reports_are_told(
    store: Session, sign_in: SignIn, offices: Offices, changes: dict[str, str], words: str
) -> None:
    client = sign_in(offices.reporter)
    answer = client.submit(f"/closures/new?well={offices.well.code}", {**REPORT, **changes}, status=422)
    assert words in Page(answer.get_data(as_text=True)).text
    assert queries.list_by_well(store, offices.well.id) == []


def test_the_whole_line(store: Session, sign_in: SignIn, offices: Offices) -> None:
    reporter, acceptor, lead = map(sign_in, (offices.reporter, offices.acceptor, offices.lead))
    answer = reporter.submit(f"/closures/new?well={offices.well.code}", REPORT)
    url = answer.location
    assert url == "/closures/371525-2023-FJ-00001"
    page = reporter.page(url)
    assert "还缺 3 项" in page.text
    for stage, colour in (("before", "red"), ("during", "green"), ("after", "blue")):
        sent = {
            f"{stage}-file": (io.BytesIO(picture("PNG", colour=colour)), f"{stage}.png"),
            f"{stage}-origin": "camera",
            f"{stage}-describes": HOSTILE,
            "taken_at": "2023-05-20T02:00:00Z",
            "lon": "115.42",
            "lat": "36.45",
            "accuracy_m": "5",
        }
        reporter.submit(f"{url}/photographs/{stage}", sent)
    closure = queries.get_closure(store, "371525-2023-FJ-00001", offices.actor("reporter"))
    items = evidence.list_items(store, "closure", closure.id)
    assert [(item.stage, item.lon, item.origin) for item in items] == [
        ("before", 115.42, "camera"),
        ("during", 115.42, "camera"),
        ("after", 115.42, "camera"),
    ]
    assert "验收" in acceptor.page(url).links()
    acceptor.submit(f"{url}/accept", accepting(closure))
    assert lead.page(f"{url}/confirm").fields()["part"] == "township"
    store.expire_all()
    confirmation = {"part": "township", "confirmed_on": "2023-06-03", "remark": "联合验收单 1 号"}
    lead.submit(f"{url}/confirm", {**confirmation, "base_version": str(closure.version)})
    page = lead.page(url)
    assert "已确认入账" in page.text
    assert page.links()["1"] == "/ledger/1"
    assert ledger.totals(store, COUNTY, 2023).full_year_m3 == 36500
    form = reporter.page(f"{url}/reopen")
    assert "36,500" in form.text
    store.expire_all()
    finding = {
        "reopened_on": "2023-06-10",
        "found_how": "inspection",
        "reason": "巡查发现抽水",
        "base_version": str(closure.version),
    }
    reporter.submit(f"{url}/reopen", finding)
    store.expire_all()
    totals = ledger.totals(store, COUNTY, 2023)
    assert (totals.count, totals.full_year_m3, totals.this_year_m3) == (0, 0, 2000)


def test_a_returned_report_comes_again(
    store: Session, sign_in: SignIn, offices: Offices, closure: Closure
) -> None:
    url = f"/closures/{closure.number}"
    sign_in(offices.acceptor).submit(
        f"{url}/return", {"reason": "基数缺台账", "base_version": str(closure.version)}
    )
    client = sign_in(offices.reporter)
    page = client.page(url)
    assert "退回：基数缺台账" in page.text
    assert page.links()["改正后重新报告"] == f"{url}/report"
    form = client.page(f"{url}/report")
    assert form.fields()["baseline_m3"] == "36500"
    client.submit(
        f"{url}/report",
        {**REPORT, "baseline_m3": "30000", "base_version": form.fields()["base_version"]},
    )
    store.expire_all()
    assert (closure.status, closure.full_year_m3) == (ClosureStatus.REPORTED, 30000)


@pytest.mark.parametrize("step", ["accept", "return"])
def test_a_page_made_before_somebody_elses_step_is_a_conflict(
    store: Session, sign_in: SignIn, offices: Offices, closure: Closure, step: str
) -> None:
    seen, number = accepting(closure), closure.number
    make.take_photographs(store, offices, closure)
    actions.return_closure(store, actor=offices.actor("acceptor"), now=NOW, closure=closure, reason="缺井深")
    store.commit()
    typed = {**seen, "reason": HOSTILE, "builder-unit": "冠县试验井队"}
    answer = sign_in(offices.acceptor).submit(f"/closures/{number}/{step}", typed, status=409)
    page = Page(answer.get_data(as_text=True))
    assert f"{number} 刚被别人办过，现在是“已退回”" in page.text
    if step == "accept":
        assert page.fields()["builder-unit"] == "冠县试验井队"
    store.expire_all()
    assert closure.status is ClosureStatus.RETURNED
    assert page.fields()["base_version"] == str(closure.version)


def test_an_acceptance_names_each_missing_signature(
    sign_in: SignIn, offices: Offices, closure: Closure
) -> None:
    typed = {**accepting(closure), "owner-name": "", "water_authority-signed_on": ""}
    answer = sign_in(offices.acceptor).submit(f"/closures/{closure.number}/accept", typed, status=422)
    page = Page(answer.get_data(as_text=True))
    links = page.links()
    assert links["产权人 签字人：请填写。"] == "#owner-name"
    assert links["水行政主管部门 签字日期：请填写。"] == "#water_authority-signed_on"


def test_missing_photographs_are_told(sign_in: SignIn, offices: Offices, closure: Closure) -> None:
    url = f"/closures/{closure.number}/accept"
    answer = sign_in(offices.acceptor).submit(url, accepting(closure), status=422)
    text = Page(answer.get_data(as_text=True)).text
    for stage in ("施工前", "施工中", "施工后"):
        assert f"缺少封停照片（{stage}）" in text


@pytest.mark.parametrize(
    ("file", "name", "words"),
    [
        (b"", "IMG_1.png", "空"),
        (b"<html><script>1</script></html>", "IMG_1.png", "照片"),
        (PDF, "a.pdf", "不是照片"),
        (None, "", "请先拍照或选择照片"),
    ],
)
def test_what_is_no_photograph_is_refused(
    store: Session, sign_in: SignIn, offices: Offices, closure: Closure, file: bytes, name: str, words: str
) -> None:
    data: dict[str, object] = {"before-origin": "camera", "before-describes": HOSTILE}
    if file is not None:
        data["before-file"] = (io.BytesIO(file), name)
    url = f"/closures/{closure.number}/photographs/before"
    answer = sign_in(offices.reporter).submit(url, data, status=422)
    page = Page(answer.get_data(as_text=True))
    assert page.fields()["before-describes"] == HOSTILE
    assert words in page.text
    store.rollback()
    assert evidence.list_items(store, "closure", closure.id) == []


def test_a_stage_that_does_not_exist(sign_in: SignIn, offices: Offices, closure: Closure) -> None:
    sign_in(offices.reporter).submit(f"/closures/{closure.number}/photographs/never", status=404)


def test_only_who_can_is_offered_a_confirmation(store: Session, sign_in: SignIn, offices: Offices) -> None:
    number = come_to(store, offices, ClosureStatus.ACCEPTED, origin=ClosureOrigin.OWNERLESS)
    assert sign_in(offices.lead).page(f"/closures/{number}/confirm").fields()["part"] == "township"
    assert sign_in(offices.head).page(f"/closures/{number}/confirm").fields()["part"] == "enforcing_agency"
    other = sign_in(offices.recheck).page(f"/closures/{number}/confirm")
    assert "part" not in other.fields()
    assert "这条封停不由你确认" in other.text


def test_a_step_out_of_order_has_no_page(store: Session, sign_in: SignIn, offices: Offices) -> None:
    number = come_to(store, offices, ClosureStatus.REPORTED)
    sign_in(offices.lead).page(f"/closures/{number}/confirm", 422)
    sign_in(offices.reporter).page(f"/closures/{number}/reopen", 422)


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("", {"reporter", "acceptor", "lead", "head", "recheck", "leader"}),
        ("/{number}", {"reporter", "acceptor", "lead", "head", "recheck", "leader"}),
        ("/new", {"reporter"}),
        ("/{number}/accept", {"acceptor"}),
        ("/{number}/return", {"acceptor"}),
    ],
)
def test_who_may_open_what(
    store: Session, sign_in: SignIn, offices: Offices, closure: Closure, path: str, roles: set[str]
) -> None:
    others = {
        "leader": make_officer(store, Role.COUNTY_LEADER, agency=offices.water),
        "informant": make_officer(store, Role.INFORMANT, agency=offices.water),
        "admin": make_officer(store, Role.SYSTEM_ADMIN, agency=offices.water),
    }
    store.commit()
    url = "/closures" + path.format(number=closure.number)
    people = {name: getattr(offices, name) for name in ("reporter", "acceptor", "lead", "head", "recheck")}
    for name, officer in {**people, **others}.items():
        sign_in(officer).page(url, 200 if name in roles else 403)


def test_a_foreign_closure_is_not_found(
    store: Session, sign_in: SignIn, offices: Offices, closure: Closure
) -> None:
    agency = make_agency(store, name="东古城镇")
    stranger = make_officer(store, Role.TOWNSHIP_LEAD, agency=agency, jurisdiction=EAST)
    store.commit()
    client = sign_in(stranger)
    client.page(f"/closures/{closure.number}", 404)
    client.submit(f"/closures/{closure.number}/photographs/before", photographs("red"), status=404)
    assert closure.number not in client.page("/closures").text


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("status=claimed", True),
        ("status=reported", True),
        ("status=accepted", False),
        ("origin=programme", True),
        ("origin=case", False),
        ("year=2023", True),
        ("year=2022", False),
        ("township=371525104", True),
        ("township=371525105", False),
        ("township=371525999", False),
        ("aquifer=shallow", True),
        ("aquifer=deep", False),
        ("q=FJ-00001", True),
        ("q=nothing", False),
        ("status=nonsense&year=99999&township=x", True),
    ],
)
def test_the_list_can_be_narrowed(
    sign_in: SignIn, offices: Offices, closure: Closure, query: str, is_shown: bool
) -> None:
    links = sign_in(offices.reporter).page(f"/closures?{query}").links()
    assert (closure.number in links) is is_shown


def test_the_list_finds_a_well_by_its_code(sign_in: SignIn, offices: Offices, closure: Closure) -> None:
    code = offices.well.code
    assert closure.number in sign_in(offices.reporter).page(f"/closures?q={code[-6:].lower()}").links()


def test_pages_ask_the_database_as_often_for_many_as_for_one(
    store: Session, sign_in: SignIn, offices: Offices
) -> None:
    number = come_to(store, offices, ClosureStatus.CONFIRMED)
    client = sign_in(offices.reporter)
    client.page("/closures")
    counts: dict[str, list[int]] = {}
    for time in range(2):
        for url in ("/closures", f"/closures/{number}"):
            with statements(db.engine) as sent:
                client.page(url)
            counts.setdefault(url, []).append(len(sent))
        if time == 0:
            for _ in range(20):
                make.report(store, offices, well=make.new_well(store))
            store.commit()
    for url, (few, many) in counts.items():
        assert few == many, url


def test_a_long_list_has_pages(store: Session, sign_in: SignIn, offices: Offices) -> None:
    for _ in range(51):
        make.report(store, offices, well=make.new_well(store))
    store.commit()
    client = sign_in(offices.reporter)
    first = client.page("/closures?status=reported")
    assert "371525-2023-FJ-00051" in first.links()
    assert "371525-2023-FJ-00001" not in first.links()
    assert "371525-2023-FJ-00001" in client.page(first.links()["下一页"]).links()
    client.page("/closures?after=nonsense", 422)


def test_hostile_words_are_text(store: Session, sign_in: SignIn, offices: Offices) -> None:
    facts = {"basis_papers": HOSTILE, "permit_note": HOSTILE}
    number = come_to(store, offices, ClosureStatus.REPORTED, **facts)
    page = sign_in(offices.reporter).page(f"/closures/{number}")
    assert page.text.count(HOSTILE) == 2


def test_who_may_not_see_evidence_sees_how_much_there_is(
    store: Session, sign_in: SignIn, offices: Offices
) -> None:
    number = come_to(store, offices, ClosureStatus.CONFIRMED)
    liaison = make_officer(store, Role.LIAISON, agency=offices.water)
    store.commit()
    page = sign_in(liaison).page(f"/closures/{number}")
    assert page.text.count("1 张照片") == 3
    assert [image.get("src") for image in page.all("img")] == []
