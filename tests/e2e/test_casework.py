"""A case from the problem to the served decision by the hands of eight people; orders beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from casebook.demo.inkwork import page as inked
from casebook.demo.pictures import Shot, draw
from casebook.kernel import clock
from tests.e2e.pages.base import Screen
from tests.e2e.pages.cases import CaseFile, Papers, Signer
from tests.e2e.pages.inspections import Record
from tests.e2e.pages.wells import CASE, PROBLEM, WellPage, of_story

if TYPE_CHECKING:
    import re

    from playwright.sync_api import Page

    from casebook.demo.register import DemoWell
    from tests.e2e.conftest import Visitor

MENDED = {
    "C01": "是",
    "C03": "是",
    "C06": "是",
    "C08": "否",
    "C10": "是",
    "C11": "是",
    "C14": "是",
    "C23": "不适用",
    "C32": "是",
}
DELIVERY = {
    "送达方式": "直接送达",
    "收件人身份": "法定代表人",
    "送达人": "周明",
    "另一名送达人": "李雪",
}
RECEIVED = {"收件人（受送达人）": "王旺达", "送达地点": "养殖场办公室"}
DECISION = {
    "认定的事实和证据": "现场检查笔录、照片证实上述事实。",
    "履行方式和期限": "自收到决定书之日起十五日内到代收银行缴纳罚款。",
    "行政复议机关": "冠县人民政府",
    "人民法院": "冠县人民法院",
}
NOT_APPROVED, RUNS = "审批表还没有批准", "陈述申辩期未满"


def newest(page: Page, well: DemoWell, kind: re.Pattern[str]) -> CaseFile:
    """Open the newest problem or case of a well."""
    WellPage(page).open_well(well).follow_newest(kind)
    return CaseFile(page)


def test_a_case_goes_from_the_problem_to_the_served_decision(visitor: Visitor) -> None:
    file = newest(visitor("inspector"), of_story("never_permitted"), PROBLEM)
    file.says("养殖场深井取水").open_case("涉嫌未经批准擅自取水", second="李雪")
    assert file.title == "涉嫌未经批准擅自取水"
    file.says("冠县综合行政执法局").says("相对集中处罚权").says("鲁政字〔2019〕演示1号")
    _filed(visitor, file)
    _investigated(file)
    _examined(visitor, file)
    _told(visitor, file)
    _heard(file)
    _decided(visitor, file)


def _signed(visitor: Visitor, file: CaseFile, title: str, *logins: str) -> None:
    """Let each of a chain sign, in the chain's order."""
    for login in logins:
        Signer(visitor(login)).agree(title, file.number)


def _filed(visitor: Visitor, file: CaseFile) -> None:
    not_approved = "立案还没有经负责人批准"
    file.comes_next("立案").lacks(not_approved)
    file.ask_approval(not_approved, "违法事实清楚，属本机关管辖，未超过时效，建议立案。")
    Signer(visitor("agencyhead")).finds_nothing(file.number)
    _signed(visitor, file, "立案审批表", "inspector2", "casehead", "agencyhead")
    file.reopen().step("立案").press("立案").told("已办理：立案").says("调查中")


def _investigated(file: CaseFile) -> None:
    bare = "涉企检查没有事先批准和通知"
    file.comes_next("调查终结报告").lacks(bare).mend(bare)
    file.pick("对哪一道关口", "G20 涉企检查先批准、先通知").pick("情形", "转办交办")
    file.write("具体理由", "专项整治行动交办，直接检查。").press("记录").told("法定例外情形")
    file.order("停止取水", "停止取水，限期申请取水许可", days=15)
    file.reopen().step("调查终结报告").write("查明的事实", "养殖场深井未办理取水许可，正在取水。")
    file.write("性质认定", "未经批准擅自取水。").pick("处理意见", "行政处罚")
    file.propose(yuan=300_000, reason="多次劝告仍取水，情节复杂。").tick("情节复杂或重大违法")
    file.press("调查终结报告")
    assert any("10" in line for line in file.refused())
    file.propose(yuan=30_000).press("调查终结报告").told("已办理：调查终结报告")
    file.comes_next("法制审核").says("由法制审核人员办理")


def _examined(visitor: Visitor, file: CaseFile) -> None:
    legal = CaseFile(visitor("legal")).open("/").follow_task("法制审核", file.number)
    legal.pick("审核结论", "同意").write("审核意见", "事实清楚，证据确凿，适用法律正确。")
    legal.tick("审核人具有法律职业资格，或不是初次从事法制审核").press("法制审核").told("已办理：法制审核")
    head = CaseFile(visitor("agencyhead", size="tablet")).open("/").follow_task("集体讨论", file.number)
    assert head.fine == "30000.00"
    head.write("主持人", "郑安").write("出席人员和各自意见", "郑安：同意。\n温和：同意。\n赵衡：同意。")
    head.press("集体讨论").told("已办理：集体讨论")


def _told(visitor: Visitor, file: CaseFile) -> None:
    not_told = "告知书还没有送达"
    file.reopen().comes_next("送达告知书").lacks(not_told).mend(not_told)
    papers = Papers(file.page).press("起草行政处罚事先告知书").says("叁万元整").press("成文")
    _sealed_and_served(visitor, papers)
    file.reopen().comes_next("复核陈述申辩").lacks(RUNS).runs("当事人陈述、申辩")


def _sealed_and_served(visitor: Visitor, papers: Papers) -> None:
    place = papers.page.url
    scan = inked(1, "盖章件").data
    Papers(visitor("seal")).open("/documents/to-stamp").wait_for_file(place).seal(scan)
    Papers(visitor("inspector2")).open(place).check_seal()
    papers.open(place).serve(DELIVERY, RECEIVED).told("送达已登记")


def _heard(file: CaseFile) -> None:
    """Nobody answers for the party within its days: the step's URL is refused with the article."""
    events = file.reopen().events
    file.open(f"{file.url}/steps/consider").says("处罚法 44、45、62")
    file.write("复核结论", "没有意见。").press("复核陈述申辩")
    assert any(RUNS in line and "处罚法 44" in line for line in file.refused())
    assert file.reopen().events == events
    file.mend(RUNS).write("签字人", "王旺达").write("书面材料", "放弃陈述申辩声明书").press("记录")
    file.step("复核陈述申辩").write("复核结论", "当事人书面放弃陈述申辩。").press("复核陈述申辩")


def _decided(visitor: Visitor, file: CaseFile) -> None:
    file.comes_next("作出处罚决定").lacks(NOT_APPROVED)
    file.ask_approval(NOT_APPROVED, "事实清楚，程序合法，裁量适当，建议作出处罚决定。")
    chain = ("inspector2", "casehead", "legal", "deputy", "agencyhead")
    _signed(visitor, file, "行政处罚决定审批表", *chain)
    head = CaseFile(visitor("agencyhead")).open("/").follow_task("作出处罚决定", file.number)
    for label, text in DECISION.items():
        head.write(label, text)
    head.press("作出处罚决定")
    assert any("缴款账户" in line and "处罚法 67" in line for line in head.refused())
    head.write("缴款账户（代收机构）", "冠县财政非税收入代收专户（演示）").press("作出处罚决定")
    head.says("罚决字").says("已决定").follow_last_event()
    _sealed_and_served(visitor, Papers(visitor("inspector")).open(head.page.url))
    file.reopen().says("已送达，履行中").comes_next("结案").lacks("罚款没有缴清")
    for term in ("缴纳罚款", "申请行政复议", "提起行政诉讼", "申请法院强制执行"):
        file.runs(term)
    file.main.get_by_text("这个日期怎么来的").first.click()
    file.look()


def test_an_order_is_given_more_time(visitor: Visitor) -> None:
    well = of_story("expired_permit")
    file = newest(visitor("inspector"), well, CASE).ask_for_time(10, "申请材料须补测井深，下周才能到场。")
    file.follow("责令措施和决定").says("有一项延期申请等待审批")
    expect(file.page.get_by_role("link", name="审批延期申请")).to_have_count(0)
    head = newest(visitor("casehead"), well, CASE)
    head.grant_time().follow("办理经过").says("同意延期")
    head.main.get_by_text("这个日期怎么来的").last.click()
    head.look()


def test_an_order_is_found_met_and_only_what_is_decided_is_struck_off(visitor: Visitor) -> None:
    well = of_story("no_meter")
    here = {"latitude": well.lat, "longitude": well.lon, "accuracy": 5}
    page = visitor("inspector", size="tablet", geolocation=here, permissions=["geolocation"])
    _recheck(page, well)
    newest(page, well, CASE).says("逾期").verify("计量设施已安装，运行正常。").says("已履行")

    undecided = newest(page, well, PROBLEM).follow("销号").write("销号意见", "整改到位。")
    undecided.press("销号")
    assert any("处罚决定" in line for line in undecided.refused())
    expect(undecided.field("销号意见")).to_have_value("整改到位。")

    decided = of_story("paid_up")
    own = newest(page, decided, PROBLEM).strike_off("整改到位。")
    assert any("整改" in line for line in own.refused())
    other = newest(visitor("inspector3"), decided, PROBLEM).strike_off("复查合格，处罚决定已作出。")
    other.says("已销号").says("钱静")
    Screen(visitor("leader")).open("/ledger?kind=problem_struck_off").says(decided.code)


def _recheck(page: Page, well: DemoWell) -> None:
    record = Record(page)
    record.open(f"/inspections/new?well={well.code}")
    record.begin(second="李雪", kind="复查").arrive("张师傅").look_again("已整改")
    record.answer(MENDED).measure("C12", "12")
    record.describe("计量设施已安装，读数清晰。")
    at = clock.now() - timedelta(seconds=20)
    record.photograph("IMG_0002.jpg", draw(Shot("meter", well.code, at, well.lon, well.lat)), "水表表盘")
    record.check_through().press("提交检查记录")
    record.says("没有发现问题")
