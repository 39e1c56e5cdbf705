"""Words of returns, of the reconciliation and of the tax sheet."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.returns.rules import (
    Finding,
    LineOutcome,
    PairOutcome,
    Period,
    PeriodKind,
    ReturnSettingKey,
    ReturnState,
    Scope,
    Side,
    SpecialUse,
    TaxFault,
    TaxZone,
)

LABELS = {
    PeriodKind: {
        PeriodKind.MONTH: _p("period", "按月"),
        PeriodKind.QUARTER: _p("period", "按季"),
        PeriodKind.YEAR: _p("period", "按年"),
    },
    ReturnState: {
        ReturnState.DUE: _p("return", "待报"),
        ReturnState.LATE: _p("return", "逾期未报"),
        ReturnState.RECEIVED: _p("return", "已报"),
        ReturnState.NIL: _p("return", "零报"),
        ReturnState.UNDER_QUERY: _p("return", "退回查询"),
        ReturnState.ACCEPTED: _p("return", "审核通过"),
        ReturnState.VOID: _p("return", "不用报"),
    },
    Scope: {
        Scope.HOLDERS: _l("所有持取水许可证的用水户"),
        Scope.ORGANISATIONS: _l("持取水许可证的单位（个人不报）"),
    },
    ReturnSettingKey: {
        ReturnSettingKey.SCOPE: _l("谁要报送"),
        ReturnSettingKey.LEAST: _l("年许可水量多少以上要报（m³）"),
        ReturnSettingKey.PERIOD: _l("多久报一次"),
        ReturnSettingKey.DUE_DAYS: _l("期末后多少天内报（按年的到 12 月 31 日）"),
        ReturnSettingKey.DEVIATION: _l("偏差超过多少标出（比例）"),
        ReturnSettingKey.TIERS: _l("超计划水量的分档和倍数"),
    },
    Finding: {
        Finding.DEVIATES: _l("与监测水量偏差超限"),
        Finding.NOT_MEASURED: _l("没有完整的监测水量可比"),
        Finding.DIAL_FELL: _l("表底数比上期小"),
        Finding.DIAL_DIFFERS: _l("表底数之差与水量对不上"),
    },
    Side: {
        Side.PERMIT: _p("side", "许可"),
        Side.MEASURED: _p("side", "监测"),
        Side.REPORTED: _p("side", "直报"),
        Side.TAXED: _p("side", "纳税"),
    },
    PairOutcome: {
        PairOutcome.AGREES: _p("pair", "一致"),
        PairOutcome.DEVIATES: _p("pair", "偏差超限"),
        PairOutcome.OPEN: _p("pair", "数据不全，暂不能比"),
        PairOutcome.MISSING: _p("pair", "缺数"),
    },
    LineOutcome: {
        LineOutcome.DEVIATING: _p("reconciliation", "有偏差"),
        LineOutcome.MISSING: _p("reconciliation", "缺数"),
        LineOutcome.OPEN: _p("reconciliation", "数据不全"),
        LineOutcome.AGREED: _p("reconciliation", "一致"),
    },
    TaxFault: {
        TaxFault.NOBODY: _l("没有纳税人名称和识别号"),
        TaxFault.PERIOD_UNREADABLE: _l("所属期读不出来，请写成 2023年第1季度、2023年1-3月 或 2023-01"),
        TaxFault.OTHER_YEAR: _l("所属期不在所选年度"),
        TaxFault.VOLUME_UNREADABLE: _l("水量读不出来，或者是负数"),
        TaxFault.TEXT_UNREADABLE: _l("名称或识别号太长"),
    },
    SpecialUse: {
        SpecialUse.NONE: _p("special use", "无"),
        SpecialUse.SPECIAL_TRADE: _p("special use", "特种行业"),
        SpecialUse.DRAINAGE: _p("special use", "疏干排水"),
        SpecialUse.HEAT_PUMP: _p("special use", "地源热泵"),
        SpecialUse.COOLING: _p("special use", "火力发电冷却"),
        SpecialUse.PUBLIC_SUPPLY: _p("special use", "公共供水"),
    },
    TaxZone: {
        TaxZone.NONE: _p("tax zone", "非超采区"),
        TaxZone.OVER: _p("tax zone", "一般超采区"),
        TaxZone.SEVERE: _p("tax zone", "严重超采区"),
    },
}

MESSAGES = {
    "return_step_out_of_order": _l("直报现在是“%(state)s”，不能改为“%(to)s”。"),
    "return_changed_meanwhile": _l(
        "这份直报在你打开之后有了变化（别人办理过，或者又报了一次）。请核对最新内容再办。"
    ),
    "return_reason_missing": _l("请写明原因；退回查询的，写清要用水户说明什么。"),
    "return_wells_differ": _l("要把 %(count)s 个取水口各报一次。请刷新页面，按页面上的取水口填写。"),
    "return_volume": _l("水量和表底数请填不小于 0 的数，最多三位小数。"),
    "return_nil_with_water": _l("选了“本期没有取水”，水量要都是 0；取了水的请去掉这一项。"),
    "return_without_water": _l("水量合计是 0。本期确实没有取水的，请勾选“本期没有取水”。"),
    "return_reporter_missing": _l("请填写填报人姓名。"),
    "return_sent_too_often": _l("今天已经报了 %(most)s 次，请明天再改，或者打电话告诉水行政主管部门。"),
    "return_not_open": _l("这份直报现在是“%(state)s”，不能再改。要更正请联系水行政主管部门。"),
    "return_setting_value": _l("请填写 %(least)s 到 %(most)s 之间的数；比例写成小数，例如百分之五写 0.05。"),
    "return_setting_choice": _l("请从列表中选择一项。"),
    "return_setting_paper": _l("请填写规定这件事的文件名称和文号。"),
    "return_setting_backdated": _l("从今天（%(today)s）或以后起用。"),
    "tax_tiers_unreadable": _l(
        "分档读不出来。按“百分数:倍数”写，用逗号隔开，最后一档不写百分数，例如 20:2,40:2.5,:3。"
    ),
    "tax_tiers_open_end": _l("最后一档不写百分数，表示再往上都算这一档；前面各档都要写。"),
    "tax_tiers_not_rising": _l("百分数要从小到大、大于 0，倍数不小于 1 且不能越来越小。"),
    "return_scope_missing": _l("还没有设定谁要报送。请先在“直报设定”里按县里的文件设定。"),
    "return_period_not_over": _l("%(period)s 还没有结束，%(opens)s 起才能开始这一期直报。"),
    "return_period_unreadable": _l("期别请写成 2023-05、2023Q2 或 2023。"),
    "return_round_empty": _l("这一期没有符合设定的用水户。请核对“直报设定”和取水许可证。"),
    "tax_list_no_header": _l(
        "前 10 行里没有找到表头。要有“纳税人名称”或“纳税人识别号”，以及“取用水量”（或申报水量）。"
    ),
    "tax_list_too_long": _l("一个文件最多 %(most)s 行，请分年度导入。"),
    "tax_list_empty": _l("文件里没有可以导入的行。原因见下表：%(reasons)s"),
    "tax_year": _l("年份请在 2000 到 2100 之间。"),
    "tax_sheet_before_tax": _l(
        "%(start)s 起才征收水资源税；这之前的期间征收水资源费，不出核定书，也不补发缴费通知。"
    ),
    "tax_sheet_not_over": _l("%(period)s 还没有结束，不能核定。"),
    "tax_sheet_no_wells": _l("这个用水户没有取这种水源的井。请核对许可证和用水户登记，或另选水源。"),
    "tax_sheet_no_plan": _l(
        "%(year)s 年没有给这个用水户下达这种水源的取水计划，分不出计划内外。请先下达计划。"
    ),
    "tax_sheet_volume_missing": _l(
        "%(wells)s 在 %(months)s 没有完整水量，也没有审核通过的直报。"
        "请补录抄表，或按 748 号条例 56 条估算后录入，再核定。"
    ),
    "tax_sheet_standing": _l("这个用水户这一期已经有核定书 %(number)s；要更正请先撤回它。"),
    "tax_sheet_later": _l("后面的期间已经核定（%(number)s），累计数接不上。请先撤回后面的核定书。"),
    "tax_sheet_void_already": _l("核定书 %(number)s 已经撤回。"),
    "tax_sheet_reason": _l("请写明撤回的原因。"),
    "tax_sheet_damaged": _l("核定书 %(number)s 的内容与它的摘要值不符，不能打印。请从备份核对。"),
    "uq_tax_sheet_party_id_source_kind_year_period_number_version": _l(
        "另一个人刚刚出了这一期的核定书，请刷新后查看。"
    ),
    "tax_sheet_overlaps": _l("这些月份已经在核定书 %(number)s 里，不能再核定一次。"),
}


def words_of(period: Period) -> str:
    """Return how people say a period."""
    if period.kind is PeriodKind.MONTH:
        return str(_("%(year)s 年 %(n)s 月", year=period.year, n=period.number))
    if period.kind is PeriodKind.QUARTER:
        return str(_("%(year)s 年第 %(n)s 季度", year=period.year, n=period.number))
    return str(_("%(year)s 年", year=period.year))
