"""Words of deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from casebook.deadlines.rules import (
    ORDER_TERM,
    RECTIFICATION_TERM,
    Alarm,
    DayKind,
    Law,
    TermState,
    Unit,
    Why,
    YearStatus,
)
from casebook.deadlines.rules.table import (
    CREDIT_REPAIR,
    FIX_CHECK,
    FOLLOW_UP,
    LEAD_ACCEPTANCE,
    LEAD_REPLY,
    LETTER_ANSWER,
    LETTER_RECEIPT,
    SUPERVISION_REPLY,
    TASK_TERM,
    Certainty,
    Grantor,
    Suspension,
)

if TYPE_CHECKING:
    from collections.abc import Callable

LABELS = {
    YearStatus: {
        YearStatus.OFFICIAL: _l("已公布"),
        YearStatus.PROVISIONAL: _l("暂定"),
    },
    DayKind: {
        DayKind.WORKING_DAY: _l("工作日"),
        DayKind.MAKEUP: _l("调休上班"),
        DayKind.WEEKEND: _l("周末"),
        DayKind.HOLIDAY: _l("节假日"),
    },
    Unit: {
        Unit.WORKING_DAY: _l("工作日"),
        Unit.CALENDAR_DAY: _l("自然日"),
        Unit.MONTH: _l("月"),
        Unit.YEAR_END: _l("年底"),
        Unit.HOUR: _l("小时"),
    },
    Why: {
        Why.START: _l("起算日，不计"),
        Why.WORKING_DAY: _l("工作日"),
        Why.MAKEUP: _l("调休上班"),
        Why.WEEKEND: _l("周末"),
        Why.HOLIDAY: _l("节假日"),
        Why.SUSPENDED: _l("中止计时"),
        Why.ROLLED: _l("顺延至此"),
    },
    Law: {
        Law.PENALTY: _l("行政处罚法"),
        Law.COERCION: _l("行政强制法"),
        Law.REVIEW: _l("行政复议法"),
        Law.LICENSING: _l("行政许可法"),
        Law.OTHER: _l("其他"),
    },
    TermState: {
        TermState.ON_TRACK: _l("未到期"),
        TermState.DUE_SOON: _l("即将到期"),
        TermState.DUE_TODAY: _l("今天到期"),
        TermState.OVERDUE: _l("已逾期"),
        TermState.SUSPENDED: _l("中止计时"),
        TermState.MET: _l("按期完成"),
        TermState.MET_LATE: _l("逾期完成"),
        TermState.LAPSED: _l("已届满"),
    },
    Certainty: {
        Certainty.LAW: _l("法条原文"),
        Certainty.PUBLIC: _l("公开资料，未核实"),
        Certainty.MEMORY: _l("未核实"),
        Certainty.SOURCE: _l("工作方案"),
    },
    Alarm: {
        Alarm.RAW: _l("按届满日"),
        Alarm.DUE: _l("按顺延后的到期日"),
    },
    Grantor: {
        Grantor.AGENCY_HEAD: _l("行政机关负责人"),
        Grantor.REVIEW_HEAD: _l("行政复议机构负责人"),
        Grantor.APPROVER: _l("申请人以外的批准人"),
    },
    Suspension: {
        Suspension.HEARING: _l("听证"),
        Suspension.PUBLICATION: _l("公告"),
        Suspension.TESTING: _l("检测"),
        Suspension.APPRAISAL: _l("鉴定"),
        Suspension.REVIEW: _l("行政复议"),
        Suspension.SUIT: _l("行政诉讼"),
        Suspension.STAY: _l("停止执行"),
        Suspension.FORCE_MAJEURE: _l("不可抗力"),
    },
}

LENGTHS: dict[Unit, Callable[[int], str]] = {
    Unit.WORKING_DAY: lambda n: ngettext("%(n)s 个工作日", "%(n)s 个工作日", n, n=n),
    Unit.CALENDAR_DAY: lambda n: ngettext("%(n)s 日", "%(n)s 日", n, n=n),
    Unit.MONTH: lambda n: ngettext("%(n)s 个月", "%(n)s 个月", n, n=n),
    Unit.YEAR_END: lambda _n: gettext("至 12 月 31 日"),
    Unit.HOUR: lambda n: ngettext("%(n)s 小时", "%(n)s 小时", n, n=n),
}
"""How an amount in a unit is said."""

NEEDS = {
    "time": _l("起算的时刻"),
    "term": _l("期限和单位：--term、--unit"),
    "fine": _l("罚款数额"),
    "days_unpaid": _l("逾期未缴的天数"),
}
"""What a rule needs beside a start day."""

RULE_TITLES = {
    "D-01": _l("收到线索后决定是否立案"),
    "D-02": _l("立案后作出处罚决定"),
    "D-03": _l("先行登记保存后作出处理决定"),
    "D-04": _l("当场采取强制措施后报告并补办批准"),
    "D-05": _l("查封、扣押"),
    "D-06": _l("当事人要求听证"),
    "D-07": _l("听证前送达听证通知"),
    "D-08": _l("当事人陈述、申辩"),
    "D-09": _l("当事人不在场时送达决定书"),
    "D-10": _l("缴纳罚款"),
    "D-10.part": _l("分期缴纳罚款"),
    "D-11": _l("加处罚款"),
    "D-12": _l("当场收缴的罚款交至机关"),
    "D-12.bank": _l("机关将罚款交至银行"),
    "D-13": _l("申请行政复议"),
    "D-13.hear": _l("复议机关作出复议决定"),
    "D-13.hear_simple": _l("复议机关作出复议决定（简易程序）"),
    "D-14": _l("提起行政诉讼"),
    "D-14.after_review": _l("复议后提起行政诉讼"),
    "D-15": _l("催告后可以申请法院强制执行"),
    "D-16": _l("申请法院强制执行"),
    "D-17": _l("代履行前的催告"),
    "D-18": _l("加处罚款满三十日"),
    "D-19": _l("决定是否移送涉嫌犯罪案件"),
    "D-19.hand_over": _l("批准后向公安机关移送"),
    "D-19.police_review": _l("公安机关审查移送的案件"),
    "D-19.hand_over_goods": _l("公安机关立案后移交涉案物品"),
    "D-20": _l("撤回被撤销的公开决定"),
    "D-21": _l("公示处罚或许可结果"),
    "D-21.other": _l("公示其他执法结果"),
    "D-22": _l("公告送达"),
    "D-23": _l("当场处罚决定报备案"),
    "D-24": _l("取水许可到期前申请延续"),
    "D-25": _l("报送年度取水情况"),
    "D-26": _l("应急疏干排水备案"),
    "D-27": _l("替代水源通水后封井"),
    "D-27.connected": _l("接入管网后封井"),
    "D-28": _l("缴纳水资源费"),
    "D-28.deferral": _l("缓缴水资源费"),
    RECTIFICATION_TERM: _l("整改时限"),
    ORDER_TERM: _l("责令改正期限"),
    LEAD_ACCEPTANCE: _l("受理线索"),
    LEAD_REPLY: _l("答复反映人"),
    TASK_TERM: _l("部门任务期限"),
    FOLLOW_UP: _l("销号后回头看"),
    FIX_CHECK: _l("即知即改后复核"),
    LETTER_RECEIPT: _l("函件回执"),
    LETTER_ANSWER: _l("函件答复"),
    SUPERVISION_REPLY: _l("督办答复"),
    CREDIT_REPAIR: _l("决定信用修复"),
}

RULE_TRIGGERS = {
    "D-01": _l("收到线索"),
    "D-02": _l("立案"),
    "D-03": _l("先行登记保存通知书送达"),
    "D-04": _l("当场采取强制措施"),
    "D-05": _l("查封、扣押决定送达"),
    "D-06": _l("听证告知书送达"),
    "D-07": _l("听证日（倒算）"),
    "D-08": _l("处罚告知书送达"),
    "D-09": _l("作出处罚决定"),
    "D-10": _l("处罚决定书送达"),
    "D-10.part": _l("延期（分期）缴纳决定"),
    "D-11": _l("缴款期限届满"),
    "D-12": _l("当场收缴罚款"),
    "D-12.bank": _l("机关收到罚款"),
    "D-13": _l("知道处罚决定"),
    "D-13.hear": _l("受理复议申请"),
    "D-13.hear_simple": _l("受理复议申请"),
    "D-14": _l("知道处罚决定"),
    "D-14.after_review": _l("收到复议决定书"),
    "D-15": _l("催告书送达"),
    "D-16": _l("复议、诉讼期限届满"),
    "D-17": _l("代履行催告书送达"),
    "D-18": _l("开始加处罚款"),
    "D-19": _l("接到移送报告"),
    "D-19.hand_over": _l("批准移送"),
    "D-19.police_review": _l("公安机关接受移送"),
    "D-19.hand_over_goods": _l("接到公安机关立案通知"),
    "D-20": _l("处罚决定被撤销、变更或确认违法"),
    "D-21": _l("处罚或许可决定送达（可设为作出之日）"),
    "D-21.other": _l("其他决定送达（可设为作出之日）"),
    "D-22": _l("公告发布"),
    "D-23": _l("当场作出处罚决定"),
    "D-24": _l("许可证到期日（倒算）"),
    "D-25": _l("当年"),
    "D-26": _l("应急疏干排水开始"),
    "D-27": _l("替代水源通水"),
    "D-27.connected": _l("接入管网"),
    "D-28": _l("缴费通知书送达"),
    "D-28.deferral": _l("批准缓缴"),
    RECTIFICATION_TERM: _l("列入问题台账"),
    ORDER_TERM: _l("责令改正通知书送达"),
    LEAD_ACCEPTANCE: _l("收到线索"),
    LEAD_REPLY: _l("收到线索"),
    TASK_TERM: _l("交办任务"),
    FOLLOW_UP: _l("问题销号"),
    FIX_CHECK: _l("报告整改完成"),
    LETTER_RECEIPT: _l("发函"),
    LETTER_ANSWER: _l("函件受理"),
    SUPERVISION_REPLY: _l("督办文书送达"),
    CREDIT_REPAIR: _l("收到信用修复申请"),
}
"""What starts each clock; the day of it is not counted."""

MESSAGES = {
    "calendar_year_unknown": _l(
        "工作日历里没有 %(year)s 年，日期无法计算；请先装入该年的放假安排：casebook deadlines calendar load。"
    ),
    "calendar_file_encoding": _l("文件不是 UTF-8 或 GB18030 编码的文本，请另存为 CSV（UTF-8）后再装入。"),
    "calendar_file_too_large": _l("文件超过 %(most)s KiB，不像一份放假安排。"),
    "calendar_file_empty": _l("文件里没有日期。每行写：日期,是否上班,名称，例如 2027-02-06,0,春节。"),
    "calendar_json_unreadable": _l("JSON 读不懂；应为一个数组，每项写 date、is_working 或 isOffDay、name。"),
    "calendar_words_year": _l(
        "通知原文里没有写是哪一年；请把标题一起贴上，例如“关于2027年部分节假日安排的通知”。"
    ),
    "calendar_words_other_year": _l(
        "第 %(line)s 行的 %(on)s 不在 %(year)s 年内；请把这一天补进那一年的放假安排，单独装入。"
    ),
    "calendar_line_columns": _l("第 %(line)s 行有 %(count)s 列；应为：日期,是否上班,名称。"),
    "calendar_line_date": _l("第 %(line)s 行的日期“%(text)s”无法识别；请写成 2027-02-06。"),
    "calendar_line_working": _l("第 %(line)s 行的“%(text)s”无法识别；上班写 1，放假写 0。"),
    "calendar_line_name": _l("第 %(line)s 行的名称超过 %(most)s 个字。"),
    "calendar_line_twice": _l("第 %(line)s 行与第 %(first)s 行是同一天；请删去一行。"),
    "calendar_line_year": _l("第 %(line)s 行的 %(year)s 年早于日历的起始年 %(first)s 年。"),
    "calendar_year_incomplete": _l(
        "%(year)s 年缺法定节假日 %(on)s（%(name)s）；请补全该年的放假安排后再装入。"
    ),
    "term_amount_out_of_range": _l("期限 %(amount)s 不对；应为 1 到 %(most)s 之间的整数。"),
    "term_extension_negative": _l("延长 %(extension)s 不对；应为正整数。"),
    "suspension_reversed": _l("中止的末日 %(last)s 早于首日 %(first)s；请更正日期。"),
    "term_needs_time": _l("按小时计算的期限要写明起算的时刻，不能只写日期。"),
    "term_not_in_hours": _l("这个期限不按小时计算。"),
    "deadline_rule_unknown": _l("没有编号为 %(rule)s 的期限规则。"),
    "term_length_missing": _l("规则 %(rule)s 的期限由个案确定，请填写期限和单位。"),
    "term_fixed_by_law": _l("规则 %(rule)s 的期限由法律规定，不能改。"),
    "term_not_extendable": _l("规则 %(rule)s 的期限依法不能延长。"),
    "term_extension_too_long": _l("规则 %(rule)s 的期限累计最多延长 %(most)s。"),
    "term_not_suspendable": _l("这个事由不能使规则 %(rule)s 的期限中止。"),
    "term_runs_already": _l("规则 %(rule)s 的期限已在计时；请先办结或取消原期限。"),
    "term_ended": _l("这个期限已经办结或取消，不能再改。"),
    "term_suspended_already": _l("这个期限已经中止；请先恢复。"),
    "term_not_suspended": _l("这个期限没有中止，不用恢复。"),
    "suspension_needs_paper": _l("请写明使期限中止的文书。"),
    "term_met_in_future": _l("完成日期 %(on)s 还没有到。"),
    "term_met_before_start": _l("完成日期 %(on)s 早于起算日 %(start)s；请核对。"),
    "term_cancel_needs_reason": _l("请写明取消期限的理由。"),
    "term_setting_backdated": _l(
        "生效日期 %(on)s 已经过去；已经起算的期限不能再改，请从今天或以后的日期起改。"
    ),
    "term_setting_needs_reason": _l("请写明按什么文件或决定设定。"),
    "term_setting_needs_officer": _l("期限设定要由有姓名的人员办理，本机操作员不能代办。"),
    "term_setting_changed": _l("别人刚刚改过规则 %(rule)s 的设定；请核对最新的设定后再改。"),
    "term_hours_run_on": _l("按小时计算的期限不中止；请去掉 --suspend。"),
    "extension_needs_reason": _l("请写明延期的理由。"),
    "extension_needs_officer": _l("延期要由有姓名的执法人员申请和批准，本机操作员不能代办。"),
    "extension_self_approved": _l("延期的批准人不能是申请人本人；请由另一人批准。"),
    "extension_decided_already": _l("这份延期申请已经处理过。"),
}
