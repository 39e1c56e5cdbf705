"""Words of screening."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.screening.rules import Measure, RuleId, SubjectKind
from casebook.screening.rules.lists import ListFault
from casebook.screening.rules.states import Change, HitState, ListKind, RouteState

LABELS = {
    RuleId: {
        RuleId.NO_PERMIT: _l("涉嫌无证取水"),
        RuleId.PERMIT_EXPIRED: _l("涉嫌许可证过期仍取水"),
        RuleId.OVER_PERMIT: _l("涉嫌超许可水量取水"),
        RuleId.OVER_PLAN_MONTH: _l("月取水量超计划"),
        RuleId.OVER_PLAN_YEAR: _l("年取水量超计划或预计超计划"),
        RuleId.FORBIDDEN_ZONE: _l("涉嫌禁采区取水"),
        RuleId.RESTRICTED_ZONE_NEW: _l("涉嫌限采区、超采区新增取水"),
        RuleId.DEEP_CONFINED: _l("涉嫌违规取用深层承压水"),
        RuleId.INSIDE_PUBLIC_NETWORK: _l("管网覆盖范围内自备井取水"),
        RuleId.METER_MISSING: _l("没有计量设施"),
        RuleId.METER_NOT_ONLINE: _l("规模以上没有在线计量"),
        RuleId.METER_SUSPECT: _l("计量数据异常"),
        RuleId.POWER_WITHOUT_WELL: _l("有用电没有井"),
        RuleId.CLOSED_BUT_PUMPING: _l("涉嫌封停后取水"),
        RuleId.RETURN_MISSING: _l("到期没有报送取水情况"),
        RuleId.PERMIT_DORMANT: _l("持证连续停止取水"),
        RuleId.DISCHARGE_EXCEEDS_INTAKE: _l("排水大于取水"),
        RuleId.NO_WATER_SOURCE: _l("查不到水源"),
        RuleId.OVER_NORM: _l("超用水定额"),
    },
    SubjectKind: {
        SubjectKind.WELL: _p("screening", "取水井"),
        SubjectKind.ACCOUNT: _l("用电户"),
        SubjectKind.PARTY: _l("用水单位"),
    },
    HitState: {
        HitState.OPEN: _p("screening", "待处理"),
        HitState.KNOWN: _l("问题清单已有"),
        HitState.LEAD: _l("已转线索"),
        HitState.DISMISSED: _p("screening", "已排除"),
        HitState.ENDED: _l("不再命中"),
    },
    ListKind: {
        ListKind.BUSINESSES: _l("用水行业名单"),
        ListKind.TAP_ACCOUNTS: _l("自来水用户"),
        ListKind.RECLAIMED_BUYERS: _l("再生水用户"),
        ListKind.DISCHARGES: _l("排水量清单"),
    },
    ListFault: {
        ListFault.NOBODY: _l("没有名称，也没有统一社会信用代码"),
        ListFault.YEAR_UNREADABLE: _l("年度读不懂"),
        ListFault.NUMBER_UNREADABLE: _l("水量读不懂"),
        ListFault.VOLUME_MISSING: _l("缺年度或水量"),
        ListFault.TEXT_UNREADABLE: _l("文字读不懂"),
        ListFault.REPEATED: _l("与前面的行完全相同"),
    },
    Change: {
        Change.NEW: _l("新命中"),
        Change.GONE: _l("不再命中"),
        Change.OTHER: _l("数据有变"),
    },
    RouteState: {
        RouteState.PLANNED: _p("route", "已安排"),
        RouteState.DROPPED: _p("route", "已取消"),
    },
    Measure: {
        Measure.PERCENT: "%",
        Measure.M3: "m³",
        Measure.KWH: "kWh",
        Measure.MONTHS: _p("count", "个月"),
        Measure.YEARS: _p("count", "年"),
        Measure.DAYS: _p("count", "天"),
        Measure.SWITCH: _l("1 是，0 否"),
    },
}

HOW = {
    RuleId.NO_PERMIT: _l("在取水、需要许可证，但从未办证，或者许可证都已被吊销、撤销、注销。"),
    RuleId.PERMIT_EXPIRED: _l("最后一张许可证的有效期满后还在取水；按期申请延续、满期后没有取水的不算。"),
    RuleId.OVER_PERMIT: _l("许可证上各井当年取水量合计大于许可水量；记在取水最多的井上。"),
    RuleId.OVER_PLAN_MONTH: _l("某月取水量超过当月计划，幅度大于允许的比例。"),
    RuleId.OVER_PLAN_YEAR: _l("全年取水量超过计划，或按前几个月的进度全年将超过计划。"),
    RuleId.FORBIDDEN_ZONE: _l("井在禁采区内，分区针对这一层位，并且在取水；免办许可证的井也算。"),
    RuleId.RESTRICTED_ZONE_NEW: _l("井在限采区或超采区内，成井不早于分区生效日，并且在取水。"),
    RuleId.DEEP_CONFINED: _l("取用深层承压水；公共管网没有覆盖到的居民生活用水除外。"),
    RuleId.INSIDE_PUBLIC_NETWORK: _l("公共供水管网已经覆盖，自备井还在取水；灌溉和水厂的井除外。"),
    RuleId.METER_MISSING: _l("在取水，登记为没有计量设施，也没有以电折水；免办许可证的井除外。"),
    RuleId.METER_NOT_ONLINE: _l("许可水量（没有的看取水量）达到规模，登记为没有在线计量。"),
    RuleId.METER_SUSPECT: _l(
        "读数变小、有用电没有水量或者超过水泵能力，至今没有解释；或者现场抄表时水表停走，至今没有再走。"
    ),
    RuleId.POWER_WITHOUT_WELL: _l("电费户号有用电，那些月份登记册和份额里都没有一眼井用这个户号。"),
    RuleId.CLOSED_BUT_PUMPING: _l("登记册或压采台账记为已经封停，封停之后的月份还有水量或用电。"),
    RuleId.RETURN_MISSING: _l("取水情况直报到期没有收到。"),
    RuleId.PERMIT_DORMANT: _l("许可证在有效期内，各井确知已连续停止取水满规定年数。"),
    RuleId.DISCHARGE_EXCEEDS_INTAKE: _l("排水量大于计量取水、自来水和再生水之和，可能另有水源。"),
    RuleId.NO_WATER_SOURCE: _l("在用水行业名单上，查不到自来水户、许可证和再生水。"),
    RuleId.OVER_NORM: _l("全年取水量大于按用水定额和面积、人口算出的水量。"),
}
"""When each rule says something, in a sentence; what it leaves out stands in docs/screening.md."""

MESSAGES = {
    "screening_day_in_future": _l("日期晚于今天（%(today)s），请选今天或以前的日期。"),
    "screening_thresholds_unknown": _l("这条规则的阈值不全或有多余的，请刷新页面重填。"),
    "screening_threshold_range": _l("阈值须在 0 至 %(most)s 之间。"),
    "screening_needs_paper": _l("请写明依据的文件（文号或名称）。"),
    "screening_backdated": _l("规则从今天（%(today)s）或以后起用，已经跑过的筛查不变。"),
    "screening_officer_elsewhere": _l("%(name)s 不管这个地方，或者账号已停用，请换人。"),
    "screening_not_open": _l("这条命中现在是“%(state)s”，只有待处理的才能转线索或排除。"),
    "screening_not_dismissed": _l("这条命中现在是“%(state)s”，只有已排除的才能恢复。"),
    "screening_needs_reason": _l("请写明排除的理由，以后数据没有明显变化就不再提示。"),
    "screening_moved_meanwhile": _l("数据刚刚有变化，请看过最新的数据再办。"),
    "screening_too_many": _l("一次最多转 %(most)s 条，请缩小范围。"),
    "screening_nothing_chosen": _l("请先勾选要转线索的命中。"),
    "screening_step": _l("现在是“%(before)s”，不能改为“%(after)s”。"),
    "screening_list_no_header": _l("前 10 行里没有找到表头，须有“单位名称”或“统一社会信用代码”一列。"),
    "screening_list_empty": _l("表里没有能读的行，请对照模板检查。"),
    "screening_list_strict": _l("第 %(line)s 行有问题，按要求整个文件都没有导入。"),
    "route_stops_range": _l("一天的点位须在 1 至 %(most)s 个之间。"),
    "route_radius_range": _l("范围须在 %(least)s 至 %(most)s 公里之间。"),
    "route_day_over": _l("这一天已经过去，请选今天（%(today)s）或以后的日期。"),
    "route_officer_unfit": _l("%(name)s 的账号不能外出核查，请选持证的执法人员。"),
    "route_no_leads": _l("%(name)s 的辖区没有待核查的线索，或者都已排进别人当天的路线。"),
    "route_dropped_already": _l("这条路线已经取消。"),
}
