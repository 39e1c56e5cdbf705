"""The pages of penalties: what fits an act, the catalogue, the county's settings, discretion, packs."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from casebook.access import Role
from casebook.db import db
from casebook.kernel.ids import new_id
from casebook.penalties import queries
from casebook.penalties.rules import CATALOGUE, PUNISHED_BY, Flag
from casebook.penalties.rules.settings import SettingKey
from tests.factories.accounts import COUNTY, give_power, make_agency, make_officer
from tests.factories.penalties import DOC_NO, make_level, make_reviewer, pack
from tests.factories.regions import EAST, make_county
from tests.support.counting import statements
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

HOSTILE = '<script>alert("x")</script>'
LEVEL = {
    "pen_id": "PEN-07",
    "condition": "normal",
    "level": "较重",
    "conditions": "日取水能力超过 500 立方米",
    "min_yuan": "200000",
    "max_yuan": "300000",
    "valid_from": "2024-06-01",
    "valid_to": "",
    "doc_no": DOC_NO,
}
HEADING = "事项,情形,裁量等级,适用条件,罚款下限（元）,罚款上限（元）,施行日期,失效日期,文号"
LINE = f"PEN-07,一般,较重,日取水能力超过 500 立方米,200000,300000,2024-06-01,,{DOC_NO}"


@pytest.fixture
def bureau(store: Session) -> Agency:
    make_county(store)
    return make_agency(store)


@pytest.fixture
def reviewer(store: Session, sign_in: SignIn, bureau: Agency) -> CasebookClient:
    return sign_in(make_officer(store, Role.LEGAL_REVIEWER, agency=bureau))


@pytest.fixture
def inspector(store: Session, sign_in: SignIn, bureau: Agency) -> CasebookClient:
    return sign_in(make_officer(store, Role.INSPECTOR, agency=bureau))


def matched(client: CasebookClient, status: int = 200, **facts: str) -> Page:
    asked = {"act": "P10", "on": "2024-01-10", "party": "unit"} | facts
    return client.page("/penalties/match?" + "&".join(f"{k}={quote(v)}" for k, v in asked.items()), status)


def test_the_catalogue_is_listed_and_searched(inspector: CasebookClient) -> None:
    page = inspector.page("/penalties")
    assert f"共 {len(CATALOGUE)} 项" in page.text
    assert page.links()["地下水取水工程未安装计量设施"] == "/penalties/PEN-07"
    found = inspector.page(f"/penalties?q={quote('计量')}")
    assert "未经批准擅自取水" not in found.text
    assert "PEN-08" in found.text
    assert "共 1 项" in inspector.page("/penalties?q=pen-10").text
    nothing = inspector.page(f"/penalties?q={quote(HOSTILE)}")
    assert "没有符合条件的条款" in nothing.text


@pytest.mark.parametrize("pen_id", CATALOGUE)
def test_every_provision_has_its_page(inspector: CasebookClient, pen_id: str) -> None:
    page = inspector.page(f"/penalties/{pen_id}")
    assert pen_id in page.text
    for basis in CATALOGUE[pen_id].bases:
        assert basis.citation in page.text


def test_a_provision_shows_its_former_basis_and_what_is_unverified(inspector: CasebookClient) -> None:
    text = inspector.page("/penalties/PEN-07").text
    assert "100,000–500,000 元" in text
    assert "5,000–20,000 元" in text
    assert "2021-12-01 起" in text
    assert "日期未核实" in text
    assert "公开资料，未核实" in inspector.page("/penalties/PEN-23").text
    assert "2025-12-31" in inspector.page("/penalties/PEN-27").text
    for unknown in ("PEN-99", "PEN-LOC", "P10", quote(HOSTILE)):
        inspector.page(f"/penalties/{unknown}", 404)


def test_a_provision_names_who_enforces_it_today(
    store: Session, inspector: CasebookClient, bureau: Agency
) -> None:
    assert "今天的执法机关" not in inspector.page("/penalties/PEN-07").text
    give_power(store, bureau, matter="PEN-07")
    store.commit()
    assert f"今天的执法机关{bureau.name}" in inspector.page("/penalties/PEN-07").text.replace(" ", "")


def test_what_fits_is_shown_by_rank_with_the_one_proposed(inspector: CasebookClient) -> None:
    text = matched(inspector).text
    assert "建议适用 地下水管理条例 56(1)" in text
    assert text.index("100,000–500,000 元") < text.index("5,000–20,000 元")
    assert "特别规定优先于一般规定" in text
    assert "最低罚款已达标准，一律告知听证（处罚法 63）" in text
    assert "罚款时须同时责令改正（限期安装）" in text


def test_an_older_act_has_the_old_law_and_the_later_beside_it(inspector: CasebookClient) -> None:
    text = matched(inspector, on="2021-06-01", decided_on="2023-01-01").text
    assert "建议适用 取水条例 53(1)" in text
    assert "行为之后才施行的条款" in text
    assert "已过追责时效" not in text
    assert "已过追责时效" in matched(inspector, on="2021-06-01", found_on="2024-01-01").text


def test_where_nothing_fits_the_page_says_what_is_done(inspector: CasebookClient) -> None:
    text = matched(inspector, act="P04").text
    assert "没有可用的处罚条款" in text
    assert "累进加价" in text


def test_every_act_can_be_asked(inspector: CasebookClient) -> None:
    for act in PUNISHED_BY:
        matched(inspector, act=act, party="citizen")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"act": "P31"}, "问题类型或处罚事项"),
        ({"act": ""}, "请选择。"),
        ({"on": "2024-02-30"}, "违法行为的日期"),
        ({"on": ""}, "请填写。"),
        ({"party": "nobody"}, "当事人"),
        ({"found_on": "2024-01-09"}, "发现日期早于违法行为的日期 2024-01-10"),
        ({"decided_on": "2024-01-09"}, "决定日期早于违法行为的日期 2024-01-10"),
    ],
    ids=["act", "no act", "day", "no day", "party", "found", "decided"],
)
def test_a_question_that_cannot_be_answered_says_why(
    inspector: CasebookClient, facts: dict[str, str], words: str
) -> None:
    assert words in matched(inspector, 422, **facts).text


def test_who_may_not_edit_sees_no_way_to(inspector: CasebookClient) -> None:
    page = inspector.page("/penalties/discretion")
    assert "/penalties/discretion/new" not in page.links().values()
    assert "/penalties/settings" not in page.links().values()
    for url in ("settings", "settings/hearing_unit", "discretion/new", "discretion/import"):
        assert inspector.get(f"/penalties/{url}").status_code == 403
    assert "预览" not in inspector.page("/penalties/packs").buttons()


def test_whom_it_does_not_concern_sees_nothing(store: Session, sign_in: SignIn, bureau: Agency) -> None:
    stranger = sign_in(make_officer(store, Role.CLOSURE_OFFICER, agency=bureau))
    for url in ("", "/match", "/discretion", "/packs", "/PEN-07"):
        assert stranger.get(f"/penalties{url}").status_code == 403


def test_a_township_reads_what_the_county_set_and_changes_nothing(
    store: Session, sign_in: SignIn, bureau: Agency
) -> None:
    township = sign_in(make_officer(store, Role.LEGAL_REVIEWER, agency=bureau, jurisdiction=EAST))
    page = township.page("/penalties/discretion")
    assert not {"/penalties/discretion/new", "/penalties/settings"} & set(page.links().values())
    township.submit("/penalties/settings/yellow_river_basin", SETTING | {"answer": "yes"}, status=404)
    township.submit("/penalties/discretion/new", LEVEL, status=404)
    assert queries.list_settings(store, COUNTY) == []


# --- settings ----------------------------------------------------------------------------------------

SETTING = {"valid_from": "2024-06-01", "certainty": "L", "source": "冠政字〔2024〕试1号", "version": "0"}


@pytest.mark.parametrize("key", SettingKey)
def test_every_setting_has_its_form(reviewer: CasebookClient, key: SettingKey) -> None:
    reviewer.page(f"/penalties/settings/{key}")


def test_a_flag_is_set_and_changes_what_is_proposed(store: Session, reviewer: CasebookClient) -> None:
    assert "系统预设，请核对后设定" in reviewer.page("/penalties/settings").text
    reviewer.submit("/penalties/settings/yellow_river_basin", SETTING | {"answer": "yes"})
    assert Flag.YELLOW_RIVER_BASIN in queries.flags_of(store, COUNTY).present
    page = reviewer.page("/penalties/settings")
    assert "冠政字〔2024〕试1号" in page.text
    assert "建议适用 黄河保护法 113" in matched(reviewer, act="P01").text


def test_a_threshold_is_set_from_its_day(store: Session, reviewer: CasebookClient) -> None:
    facts = SETTING | {"amount": "50000", "counts": "above"}
    reviewer.submit("/penalties/settings/hearing_unit", facts)
    (row,) = queries.list_settings(store, COUNTY)
    assert (row.value, row.version) == (">5000000", 1)
    assert "超过 50,000 元" in reviewer.page("/penalties/settings").text
    form = reviewer.page("/penalties/settings/hearing_unit")
    assert form.fields()["amount"] == "50000"
    assert form.fields()["version"] == "1"


def test_the_sealing_department_and_the_day_of_the_tax(
    store: Session, reviewer: CasebookClient, bureau: Agency
) -> None:
    reviewer.submit("/penalties/settings/sealing_agency", SETTING | {"agency": str(bureau.id)})
    reviewer.submit("/penalties/settings/tax_regime_from", SETTING | {"day": "2018-01-01"})
    text = reviewer.page("/penalties/settings").text
    assert bureau.name in text
    assert "2018-01-01" in text
    sealing = queries.flags_of(store, COUNTY).sealing
    assert sealing is not None
    assert sealing.agency_id == bureau.id


@pytest.mark.parametrize(
    ("key", "changes", "words"),
    [
        ("yellow_river_basin", {}, "的值不对"),
        ("yellow_river_basin", {"answer": "maybe"}, "Not a valid choice"),
        ("hearing_unit", {"amount": "八万"}, "听证标准"),
        ("hearing_unit", {"amount": "0"}, "听证标准"),
        ("tax_regime_from", {"day": "2018-02-30"}, "日期"),
        ("yellow_river_basin", {"answer": "yes", "source": "  "}, "请写明来源"),
        ("yellow_river_basin", {"answer": "yes", "version": "5"}, "别人刚刚改过"),
        ("yellow_river_basin", {"answer": "yes", "version": HOSTILE, "valid_from": ""}, "请填写。"),
    ],
    ids=["none", "no choice", "letters", "nothing", "no day", "no source", "stale", "no start"],
)
def test_a_value_that_cannot_be_is_refused_and_stays_typed(
    store: Session, reviewer: CasebookClient, key: str, changes: dict[str, str], words: str
) -> None:
    answer = reviewer.submit(f"/penalties/settings/{key}", SETTING | changes, status=422)
    page = Page(answer.get_data(as_text=True))
    assert "冠政字〔2024〕试1号" in page.fields().values() or "source" in changes
    if words != "Not a valid choice":
        assert words in page.text
    assert queries.list_settings(store, COUNTY) == []


def test_a_setting_that_is_none_is_not_there(reviewer: CasebookClient) -> None:
    assert reviewer.get("/penalties/settings/anything").status_code == 404


# --- discretion --------------------------------------------------------------------------------------


def test_a_level_is_entered_changed_and_ended(store: Session, reviewer: CasebookClient) -> None:
    reviewer.submit("/penalties/discretion/new", LEVEL)
    (row,) = queries.list_levels(store, COUNTY)
    page = reviewer.page("/penalties/discretion")
    assert DOC_NO in page.text
    assert "200,000–300,000 元" in page.text
    assert "较重" in reviewer.page("/penalties/PEN-07").text
    changed = LEVEL | {"max_yuan": "350000", "version": "1", "reason": "文件更正"}
    reviewer.submit(f"/penalties/discretion/{row.line_id}/revise", changed)
    text = reviewer.page(f"/penalties/discretion/{row.line_id}").text
    assert "200,000–350,000 元" in text
    assert "200,000–300,000 元" in text
    assert "文件更正" in text
    end = f"/penalties/discretion/end?doc_no={quote(DOC_NO)}"
    assert "较重" in reviewer.page(end).text
    reviewer.submit(end, {"on": "2025-01-31", "reason": "被新的文件代替"})
    assert "2024-06-01 至 2025-01-31" in reviewer.page("/penalties/discretion").text
    store.expire_all()
    assert [one.version for one in queries.list_line(store, row.line_id)] == [3, 2, 1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"max_yuan": "600000"}, "裁量幅度须在法定幅度"),
        ({"min_yuan": "400000"}, "大于上限"),
        ({"min_yuan": "-1"}, "请填写 0 到"),
        ({"min_yuan": "x"}, "罚款下限"),
        ({"condition": "refuses"}, "没有“拒不改正或逾期不改”这一档罚款"),
        ({"valid_to": "2024-05-31"}, "失效日期早于施行日期"),
        ({"level": ""}, "请填写。"),
        ({"pen_id": "PEN-99"}, "处罚事项"),
        ({"pen_id": "PEN-27"}, "处罚事项"),
        ({"valid_from": ""}, "请填写。"),
    ],
    ids=["law", "reversed", "negative", "letters", "tier", "days", "name", "act", "handed over", "start"],
)
def test_a_level_that_cannot_be_is_refused_and_stays_typed(
    store: Session, reviewer: CasebookClient, changes: dict[str, str], words: str
) -> None:
    answer = reviewer.submit("/penalties/discretion/new", LEVEL | changes, status=422)
    page = Page(answer.get_data(as_text=True))
    assert words in page.text
    assert page.fields()["doc_no"] == DOC_NO
    assert queries.list_levels(store, COUNTY) == []


def test_of_two_who_change_a_level_the_later_is_told(store: Session, reviewer: CasebookClient) -> None:
    row = make_level(store)
    store.commit()
    url = f"/penalties/discretion/{row.line_id}/revise"
    facts = LEVEL | {"version": "1", "reason": "文件更正"}
    reviewer.submit(url, facts)
    answer = reviewer.submit(url, facts | {"max_yuan": "350000"}, status=422)
    page = Page(answer.get_data(as_text=True))
    assert "别人刚刚改过" in page.text
    assert page.fields()["max_yuan"] == "350000"


def upload(client: CasebookClient, url: str, content: bytes, name: str, status: int) -> str:
    answer = client.submit(url, {"file": (io.BytesIO(content), name)}, status=status)
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_of_levels_is_taken(store: Session, reviewer: CasebookClient, encoding: str) -> None:
    content = f"{HEADING}\r\n{LINE}\r\n".encode(encoding)
    upload(reviewer, "/penalties/discretion/import", content, "a.csv", 302)
    (row,) = queries.list_levels(store, COUNTY)
    assert (row.pen_id, row.max_fen) == ("PEN-07", 30_000_000)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件里没有等级"),
        (f"{LINE},x".encode(), "第 1 行有 10 列；应为 9 列"),
        (LINE.replace("一般", "很坏").encode(), "很坏"),
        (f"{LINE}\n{LINE}".encode(), "日期重叠"),
        (b"\xff\xfe\x00\x00\xd8", "不是 UTF-8 或 GB18030"),
        (b"x" * (300 * 1024), "不像一份裁量基准"),
    ],
    ids=["empty", "columns", "tier", "twice", "encoding", "large"],
)
def test_a_file_that_cannot_be_used_takes_nothing(
    store: Session, reviewer: CasebookClient, content: bytes, words: str
) -> None:
    assert words in Page(upload(reviewer, "/penalties/discretion/import", content, "a.csv", 422)).text
    assert queries.list_levels(store, COUNTY) == []


def test_a_level_or_paper_that_is_not_there(reviewer: CasebookClient) -> None:
    for url in (f"discretion/{new_id()}", f"discretion/{new_id()}/revise", "discretion/end?doc_no=x"):
        assert reviewer.get(f"/penalties/{url}").status_code == 404


# --- packs -------------------------------------------------------------------------------------------


def test_a_pack_is_looked_at_then_taken(store: Session, reviewer: CasebookClient) -> None:
    preview = Page(upload(reviewer, "/penalties/packs/preview", pack(), "a.json", 200))
    assert "转供地下水或者改变用途" in preview.text
    assert "新增" in preview.text
    assert queries.list_pack_versions(store, COUNTY) == []
    text = preview.fields()["text"]
    assert text is not None
    reviewer.submit("/penalties/packs", {"text": text})
    store.expire_all()
    assert [row.version for row in queries.list_pack_versions(store, COUNTY)] == [1]
    assert "试验市地下水保护条例" in reviewer.page("/penalties/packs").text
    assert "PEN-LOC-01" in matched(reviewer, act="P21").text
    assert "20,000–100,000 元" in reviewer.page("/penalties/PEN-LOC-01").text
    again = upload(reviewer, "/penalties/packs/preview", pack(), "a.json", 422)
    assert "新的一版请用更大的版本号" in Page(again).text
    assert "替换" in Page(upload(reviewer, "/penalties/packs/preview", pack(2), "a.json", 200)).text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件读不懂"),
        (b"not json", "文件读不懂"),
        (pack(place="4106"), "不能装入"),
        (HOSTILE.encode(), "文件读不懂"),
    ],
    ids=["empty", "text", "elsewhere", "hostile"],
)
def test_a_file_that_is_no_pack_is_refused(
    store: Session, reviewer: CasebookClient, content: bytes, words: str
) -> None:
    assert words in Page(upload(reviewer, "/penalties/packs/preview", content, "a.json", 422)).text
    answer = reviewer.submit("/penalties/packs", {"text": content.decode()}, status=422)
    assert answer.status_code == 422
    assert queries.list_pack_versions(store, COUNTY) == []


# --- cost --------------------------------------------------------------------------------------------


ASKED = "/match?act=P10&on=2024-01-10&party=unit"


@pytest.mark.parametrize("url", ["", "/PEN-07", ASKED, "/discretion", "/packs"])
def test_pages_cost_the_same_with_one_level_and_with_twenty(
    store: Session, reviewer: CasebookClient, url: str
) -> None:
    keeper = make_reviewer(store)
    make_level(store, keeper)
    store.commit()
    reviewer.page(f"/penalties{url}")
    with statements(db.engine) as few:
        reviewer.page(f"/penalties{url}")
    for number in range(19):
        make_level(store, keeper, level=f"等级{number}", doc_no=f"试{number}号")
    store.commit()
    with statements(db.engine) as many:
        reviewer.page(f"/penalties{url}")
    assert len(many) == len(few)
