"""The register's pages: who may open them, what they show and what they hide."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import event

from casebook.access import Role
from casebook.audit.models import AccessLog
from casebook.db import db
from casebook.parties.actions import PartyFacts, find_or_create
from casebook.quotas.actions import link_wells, put_annual_volumes, put_permits
from casebook.quotas.facts import PermitFacts, VolumeFacts
from casebook.regions.rules import Aquifer
from casebook.wells.rules import AliasKind, PartyRole, WellStatus
from tests.factories.accounts import COUNTY, NOW, make_agency, make_officer
from tests.factories.regions import EAST, WEST, make_county, make_zone
from tests.factories.wells import CITIZEN_NUMBER, keeper, make_party, make_well

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.wells.models import Well
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

CODE = f"{WEST}JJ00037"


@pytest.fixture
def client(store: Session, sign_in: SignIn) -> CasebookClient:
    """Whoever keeps the register."""
    make_county(store)
    return sign_in(officer(store, Role.PERMIT_OFFICER))


def officer(store: Session, *roles: Role, jurisdiction: str = COUNTY) -> Officer:
    return make_officer(
        store, *roles, agency=make_agency(store, name=f"机关{uuid4().hex[:6]}"), jurisdiction=jurisdiction
    )


@pytest.fixture
def well(store: Session, client: CasebookClient) -> Well:
    """A well with everything on it."""
    make_zone(store)
    make_zone(store, name="深层区", aquifer=Aquifer.DEEP_CONFINED)
    user = make_party(store)
    found = make_well(
        store, code=CODE, user=user, aliases=((AliasKind.PLATE, "GX-001"),), written={"township": "清水"}
    )
    about = {"now": NOW, "county_code": COUNTY}
    facts = PermitFacts(number="D371525G2019-0001", permitted_m3=Decimal(5379), valid_to=date(2024, 8, 16))
    (permit_id,) = put_permits(store, actor=keeper(store), permits=[facts], **about)
    link_wells(store, pairs=[(permit_id, found.id)])
    volumes = [VolumeFacts(well_id=found.id, year=year, volume_m3=Decimal(year)) for year in (2020, 2022)]
    put_annual_volumes(store, volumes=volumes, **about)
    store.commit()
    return found


def test_the_list_of_an_empty_county_says_what_to_do_first(client: CasebookClient) -> None:
    page = client.page("/wells")
    assert page.h1 == "取水井"
    assert "先导入县界、乡镇和分区" in page.text


def test_the_list(client: CasebookClient, well: Well) -> None:
    page = client.page("/wells")
    assert page.links()[CODE] == f"/wells/{CODE}"
    for words in ("共 1 眼", "清水镇", "小王庄村", "农业灌溉", "在用", "刘**"):
        assert words in page.text
    assert "刘建国" not in page.text


def test_a_filter_shows_its_chips_and_keeps_them_in_every_address(client: CasebookClient, well: Well) -> None:
    page = client.page("/wells?status=in_use&q=00037&zone=no_abstraction&problem=")
    links = page.links()
    assert links["导出这些"] == "/wells/export?q=00037&status=in_use&zone=no_abstraction"
    addresses = {link.get("href") for link in page.all("a") if link.get("aria-label")}
    assert "/wells?status=in_use&zone=no_abstraction" in addresses
    assert CODE in page.text
    assert "没有符合条件的井" in client.page("/wells?status=idle").text


@pytest.mark.parametrize(
    "query",
    ["status=sealed", "zone=nowhere", "township=371521001", "use=%3Cscript%3E", "meter=", "q=%01%E2%80%8B"],
)
def test_a_value_that_is_no_choice_counts_as_not_given(
    client: CasebookClient, well: Well, query: str
) -> None:
    assert client.get(f"/wells?{query}").status_code == 200


@pytest.mark.parametrize("url", ["/wells?q=%00", "/wells/%00", f"/wells/{CODE}?personal=%00"])
def test_nul_is_refused(client: CasebookClient, url: str) -> None:
    assert client.get(url).status_code == 400


def test_a_cursor_that_is_none_is_refused(client: CasebookClient) -> None:
    assert client.get("/wells?after=x").status_code == 422


def test_paging(client: CasebookClient, store: Session) -> None:
    for number in range(51):
        make_well(store, code=f"JJ{number:02d}")
    store.commit()
    first = client.page("/wells?use=irrigation")
    assert "共 51 眼" in first.text
    second = client.page(first.links()["下一页"])
    assert "JJ50" in second.text
    assert "JJ49" not in second.text
    assert "use=irrigation" in second.links()["上一页"]


def test_a_wells_page(client: CasebookClient, well: Well) -> None:
    page = client.page(f"/wells/{CODE}")
    for words in (
        CODE, "GX-001", "115.4200000, 36.4500000", "22 m", "5,379", "2024-08-16", "城区禁采区",
        "台账填报", "登记入册：在用", "清水",
    ):  # fmt: skip
        assert words in page.text, words
    assert "深层区" not in page.text
    assert "刘建国" not in page.text
    assert CITIZEN_NUMBER not in page.text


def test_personal_data_is_shown_on_demand_and_the_look_is_logged(
    client: CasebookClient, well: Well, store: Session
) -> None:
    client.page(f"/wells/{CODE}")
    assert store.query(AccessLog).count() == 0
    page = client.page(f"/wells/{CODE}?personal=1")
    assert "刘建国" in page.text
    assert CITIZEN_NUMBER in page.text
    look = store.query(AccessLog).one()
    assert (look.subject_kind, look.subject_title, look.what) == ("well", CODE, "well.parties")


@pytest.mark.parametrize("role", [Role.INFORMANT, Role.AUDITOR, Role.LIAISON])
def test_who_may_not_see_personal_data_does_not(
    store: Session, sign_in: SignIn, well: Well, role: Role
) -> None:
    other = sign_in(officer(store, role))
    page = other.page(f"/wells/{CODE}?personal=1")
    assert "刘建国" not in page.text
    assert store.query(AccessLog).count() == 0


def test_a_township_sees_its_own_wells(store: Session, sign_in: SignIn, well: Well) -> None:
    west = sign_in(officer(store, Role.INFORMANT, jurisdiction=WEST))
    assert CODE in west.page("/wells").text
    assert "东古城镇" not in west.page("/wells").text


def test_a_township_does_not_see_the_wells_of_others(store: Session, sign_in: SignIn, well: Well) -> None:
    east = sign_in(officer(store, Role.INFORMANT, jurisdiction=EAST))
    assert CODE not in east.page("/wells").text
    east.page(f"/wells/{CODE}", status=404)


PAGES = {
    "/wells": Role.LIAISON,
    f"/wells/{CODE}": Role.LIAISON,
    "/wells/export": Role.AUDITOR,
    f"/wells/{CODE}/edit": Role.PERMIT_OFFICER,
    f"/wells/{CODE}/status": Role.PERMIT_OFFICER,
    f"/wells/{CODE}/parties/user": Role.PERMIT_OFFICER,
}


@pytest.mark.parametrize("url", PAGES)
def test_who_may_open_which_page(store: Session, sign_in: SignIn, well: Well, url: str) -> None:
    assert sign_in(officer(store, PAGES[url])).get(url, buffered=True).status_code == 200
    refused = Role.SYSTEM_ADMIN if PAGES[url] is Role.LIAISON else Role.INFORMANT
    assert sign_in(officer(store, refused)).get(url).status_code == 403


def test_there_is_no_such_well(client: CasebookClient) -> None:
    for url in ("/wells/X", "/wells/X/edit", "/wells/X/status", "/wells/X/parties/user"):
        client.page(url, status=404)


def test_there_is_no_such_role(client: CasebookClient, well: Well) -> None:
    client.page(f"/wells/{CODE}/parties/tenant", status=404)


def test_a_script_in_the_register_is_only_text(client: CasebookClient, store: Session) -> None:
    script = "<script>alert(1)</script>"
    firm = find_or_create(store, county_code=COUNTY, facts=PartyFacts(f"{script}公司"))
    make_well(
        store, code=CODE, village=script, remark=script, meter_no=script,
        parties=((PartyRole.OWNER, firm.id),),
    )  # fmt: skip
    store.commit()
    for url in ("/wells", f"/wells/{CODE}", f"/wells/{CODE}/edit"):
        assert script in client.page(url).text or url.endswith("edit")


def sheet_of(client: CasebookClient, url: str) -> list[list[object]]:
    response = client.get(url, buffered=True)
    assert response.status_code == 200
    workbook = CalamineWorkbook.from_filelike(BytesIO(response.data))
    return workbook.get_sheet_by_index(0).to_python()


HEADERS = (
    "取水井编号 乡镇（街道） 村（社区） 经度（°，CGCS2000） 纬度（°，CGCS2000） 坐标来源 "
    "产权人 管理人 实际使用人 统一社会信用代码/身份证号 联系电话 "
    "成井时间 井深（m） 井管内径（mm） 取水层位 取水用途 灌溉面积（亩） 水泵额定流量（m³/h） 水泵功率（kW） "
    "计量设施 水表编号 电表户号 取水许可证编号 许可水量（m³/年） 许可证有效期至 "
    "2020 年取水量（m³） 2020 年数据来源、等级和缺数 2022 年取水量（m³） 2022 年数据来源、等级和缺数 "
    "使用状态 封停日期 备注"
)


def test_the_export_is_exactly_what_is_filtered(client: CasebookClient, well: Well, store: Session) -> None:
    make_well(store, code="OTHER", status=WellStatus.IDLE)
    store.commit()
    header, row = sheet_of(client, "/wells/export?status=in_use")
    assert " ".join(map(str, header)) == HEADERS
    named = dict(zip(header, row, strict=True))
    assert named["取水井编号"] == CODE
    assert named["井深（m）"] == 22
    assert named["许可水量（m³/年）"] == 5379
    assert (named["2020 年取水量（m³）"], named["2022 年取水量（m³）"]) == (2020, 2022)
    assert (named["实际使用人"], named["统一社会信用代码/身份证号"]) == ("刘建国", CITIZEN_NUMBER)
    assert store.query(AccessLog).one().what == "well_list.export"
    assert len(sheet_of(client, "/wells/export")) == 3


def test_an_export_without_the_permission_is_masked(store: Session, sign_in: SignIn, well: Well) -> None:
    header, row = sheet_of(sign_in(officer(store, Role.AUDITOR)), "/wells/export")
    assert dict(zip(header, row, strict=True))["实际使用人"] == "刘**"
    assert store.query(AccessLog).count() == 0


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)"])
def test_a_formula_in_a_cell_is_neutralised(client: CasebookClient, store: Session, text: str) -> None:
    make_well(store, remark=text)
    store.commit()
    _, row = sheet_of(client, "/wells/export")
    assert row[-1] == f"'{text}"


@pytest.fixture
def queries(store: Session) -> Iterator[list[str]]:
    """The statements that a request sends."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def test_as_many_queries_for_twenty_wells_as_for_one(
    client: CasebookClient, store: Session, queries: list[str]
) -> None:
    counts: list[int] = []
    client.page("/wells")
    for wells in (1, 19):
        for _ in range(wells):
            make_well(store, user=make_party(store, name=f"刘{len(counts)}"))
        store.commit()
        queries.clear()
        client.page("/wells?status=in_use")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
