"""Words of meters, readings, volumes and their queries."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.volumes.rules import (
    ImportKind,
    MessageState,
    ParserKind,
    QueryKind,
    QueryState,
    ReadingFault,
    ReadingMark,
    ReadingSource,
    ReadingState,
    ReadingWay,
    RoundResult,
    UploadState,
    VolumeFlag,
)
from casebook.volumes.rules.columns import Column
from casebook.volumes.rules.estimates import EstimateState
from casebook.volumes.rules.metering import CalibrationState, SealEnd
from casebook.volumes.rules.visits import DialOutcome
from casebook.volumes.words import ESTIMATE_MESSAGES, MESSAGE_REFUSALS, VISIT_MESSAGES, WAY_MESSAGES

LABELS = {
    Column: {
        Column.WELL: _l("水井编号"),
        Column.METER: _l("水表编号"),
        Column.DATE: _l("抄表日期"),
        Column.DIAL: _l("表底数"),
        Column.WAY: _l("抄表方式"),
        Column.REMARK: _l("备注"),
        Column.ACCOUNT: _l("电表户号"),
        Column.MONTH: _l("年月"),
        Column.ENERGY: _l("用电量"),
    },
    ReadingMark: {
        ReadingMark.NONE: _p("reading", "无"),
        ReadingMark.ROLLOVER: _l("翻转"),
        ReadingMark.OLD_CLOSING: _l("旧表止码"),
        ReadingMark.NEW_OPENING: _l("新表起码"),
    },
    ReadingWay: {ReadingWay.ONLINE: _p("reading", "在线"), ReadingWay.MANUAL: _l("人工抄表")},
    ReadingSource: {
        ReadingSource.FORM: _l("手工录入"),
        ReadingSource.TABLET: _l("外业平板"),
        ReadingSource.FILE: _l("文件导入"),
        ReadingSource.ONLINE: _l("在线报送"),
        ReadingSource.INSPECTION: _l("现场检查"),
    },
    EstimateState: {
        EstimateState.USED: _l("按推算计水"),
        EstimateState.OUTDONE: _l("有更好的数"),
        EstimateState.ENDED: _l("不再采用"),
    },
    DialOutcome: {
        DialOutcome.READ: _l("抄到读数"),
        DialOutcome.STOPPED: _l("水表停走"),
        DialOutcome.BARRED: _l("没能抄到"),
    },
    ImportKind: {ImportKind.READINGS: _l("抄表数据"), ImportKind.ELECTRICITY: _l("用电数据")},
    MessageState: {
        MessageState.WAITING: _p("message", "待解析"),
        MessageState.READ: _p("message", "已解析"),
        MessageState.REFUSED: _p("message", "未能解析"),
    },
    ParserKind: {
        ParserKind.CASEBOOK_JSON: _l("本系统 JSON 格式"),
        ParserKind.NAMED_JSON: _l("JSON，自定字段名"),
        ParserKind.LINES: _l("文本，每行一条读数"),
    },
    UploadState: {
        UploadState.WAITING: _p("upload", "排队导入"),
        UploadState.TAKEN: _p("upload", "已导入"),
        UploadState.REFUSED: _p("upload", "未导入"),
    },
    QueryKind: {
        QueryKind.DECREASE_UNEXPLAINED: _l("表底数变小"),
        QueryKind.GAP: _l("缺抄"),
        QueryKind.SPIKE: _l("水量突增"),
        QueryKind.ABOVE_CAPACITY: _l("超过水泵能力"),
        QueryKind.AFTER_CLOSURE: _l("封停后仍有水量"),
        QueryKind.SWAP_UNMARKED: _l("换表无止码起码"),
        QueryKind.ZERO_WITH_POWER: _l("有电无水"),
        QueryKind.NIGHT_PUMPING: _l("夜间取水"),
    },
    SealEnd: {
        SealEnd.BROKEN: _l("破损"),
        SealEnd.OPENED: _l("拆封"),
        SealEnd.RENEWED: _l("换新"),
    },
    CalibrationState: {
        CalibrationState.UNKNOWN: _l("检定日期未登记"),
        CalibrationState.VALID: _l("检定有效"),
        CalibrationState.DUE_SOON: _l("检定即将到期"),
        CalibrationState.OVERDUE: _l("检定已过期"),
    },
    ReadingState: {
        ReadingState.USED: _p("reading", "采用"),
        ReadingState.QUERIED: _p("reading", "采用，有疑问"),
        ReadingState.SUPERSEDED: _p("reading", "已被更正"),
        ReadingState.TAKEN_BACK: _p("reading", "已撤回"),
    },
    RoundResult: {
        RoundResult.ACCEPTED: _p("round", "已写入"),
        RoundResult.UNCHANGED: _p("round", "已有相同读数"),
        RoundResult.REFUSED: _p("round", "未写入"),
    },
    QueryState: {
        QueryState.OPEN: _p("query", "待核"),
        QueryState.EXPLAINED: _l("已说明"),
        QueryState.DISMISSED: _p("query", "不予采信"),
        QueryState.LAPSED: _l("已消除"),
    },
    ReadingFault: {
        ReadingFault.WELL_UNKNOWN: _l("台账里没有这眼井"),
        ReadingFault.METER_UNKNOWN: _l("这眼井没有这块水表"),
        ReadingFault.DATE_UNREADABLE: _l("日期读不出来"),
        ReadingFault.DATE_IN_FUTURE: _l("日期在今天之后"),
        ReadingFault.NUMBER_UNREADABLE: _l("数值读不出来"),
        ReadingFault.CONFLICT: _l("与已有的数不同"),
        ReadingFault.ACCOUNT_UNKNOWN: _l("台账里没有用这个户号的井"),
        ReadingFault.MONTH_UNREADABLE: _l("月份读不出来"),
        ReadingFault.MARK_UNREADABLE: _l("标记读不出来"),
    },
    VolumeFlag: {
        VolumeFlag.ROLLOVER: _l("水表翻转"),
        VolumeFlag.SWAP: _l("换表"),
        VolumeFlag.SPLIT: _l("按日分摊"),
        VolumeFlag.PARTIAL: _l("只有部分水量"),
        VolumeFlag.DECREASE: _l("表底数变小"),
        VolumeFlag.SWAP_UNMARKED: _l("换表无止码起码"),
        VolumeFlag.SPIKE: _l("水量突增"),
        VolumeFlag.ABOVE_CAPACITY: _l("超过水泵能力"),
        VolumeFlag.AFTER_CLOSURE: _l("封停后仍有水量"),
        VolumeFlag.ZERO_WITH_POWER: _l("有电无水"),
        VolumeFlag.NIGHT_PUMPING: _l("夜间取水"),
    },
}

REFUSALS = {
    (ReadingFault.WELL_UNKNOWN, ""): _l(
        "台账里没有编号为“%(written)s”的取水井。请核对编号，或先登记这眼井。"
    ),
    (ReadingFault.WELL_UNKNOWN, "blank"): _l(
        "没有写水井编号。请补上；合并的单元格只有第一行有编号，请取消合并并逐行填写。"
    ),
    (ReadingFault.METER_UNKNOWN, ""): _l(
        "这眼井没有编号为“%(written)s”的水表。请核对表号；换过表的，请补上旧表止码和新表起码两行。"
    ),
    (ReadingFault.METER_UNKNOWN, "blank"): _l(
        "没有写水表编号，台账里这眼井也没有登记水表。请补上水表编号，或先在台账里登记。"
    ),
    (ReadingFault.DATE_UNREADABLE, ""): _l("日期“%(written)s”读不出来。请写成 2023-05-25 这样。"),
    (ReadingFault.DATE_UNREADABLE, "blank"): _l("没有写日期。请写成 2023-05-25 这样。"),
    (ReadingFault.DATE_UNREADABLE, "no_day"): _l("日期“%(written)s”没有写到日。请写成 2023-05-25 这样。"),
    (ReadingFault.DATE_UNREADABLE, "too_early"): _l(
        "日期“%(written)s”太早，那时还没有水表。请核对年份，或看看单元格是否真是日期。"
    ),
    (ReadingFault.DATE_IN_FUTURE, ""): _l("日期“%(written)s”在今天之后。请核对年份。"),
    (ReadingFault.NUMBER_UNREADABLE, ""): _l("数值“%(written)s”读不出来。请只写数字，单位写在表头。"),
    (ReadingFault.NUMBER_UNREADABLE, "blank"): _l("没有写数值。请补上，或删去这一行。"),
    (ReadingFault.NUMBER_UNREADABLE, "negative"): _l(
        "数值“%(written)s”是负的。表底数和用电量不会是负数，请核对。"
    ),
    (ReadingFault.NUMBER_UNREADABLE, "too_large"): _l("数值“%(written)s”大得不可能。请核对单位和小数点。"),
    (ReadingFault.CONFLICT, ""): _l(
        "这一时间已有另一个数 %(known)s，本行写的是“%(written)s”。先收到的算数；确要更正，请写明理由。"
    ),
    (ReadingFault.CONFLICT, "taken_back"): _l(
        "这一时间的读数已被撤回，本行“%(written)s”不导入。若撤回有误，请更正那一条读数，并写明理由。"
    ),
    (ReadingFault.CONFLICT, "elsewhere"): _l(
        "这块水表在这一时间的读数已记在井 %(known)s 名下，本行“%(written)s”不导入。"
        "一块水表只装在一眼井上，请改正台账里这两眼井的水表编号。"
    ),
    (ReadingFault.ACCOUNT_UNKNOWN, ""): _l(
        "台账里没有一眼井用户号“%(written)s”。用电量已留存，作为有电无井的线索；若是漏登，请补登户号。"
    ),
    (ReadingFault.ACCOUNT_UNKNOWN, "blank"): _l("没有写户号。请补上，或删去这一行。"),
    (ReadingFault.MONTH_UNREADABLE, ""): _l("年月“%(written)s”读不出来。请写成 202305 这样。"),
    (ReadingFault.MONTH_UNREADABLE, "blank"): _l("没有写年月。请写成 202305 这样，或删去这一行。"),
    (ReadingFault.MONTH_UNREADABLE, "too_early"): _l("年月“%(written)s”太早。请核对年份。"),
    (ReadingFault.MONTH_UNREADABLE, "future"): _l("年月“%(written)s”在本月之后。请核对年份。"),
    **MESSAGE_REFUSALS,
}
"""Why a row is refused and how to mend it, by fault and the kind of it."""

QUESTIONS = {
    QueryKind.DECREASE_UNEXPLAINED: _l(
        "%(closed)s 的表底数 %(dial)s 小于 %(opened)s 的 %(before)s，没有注明翻转或换表，这一段不计水量。"
    ),
    QueryKind.GAP: _l("%(opened)s 到 %(closed)s 之间缺抄 %(months)s 个月，水量已按日分摊到各月。"),
    QueryKind.SPIKE: _l(
        "%(opened)s 到 %(closed)s 水量 %(m3)s m³，是这眼井平时（约 %(usual_m3)s m³）的 %(times)s 倍。"
    ),
    QueryKind.ABOVE_CAPACITY: _l(
        "%(opened)s 到 %(closed)s 水量 %(m3)s m³，按额定 %(flow_m3h)s m³/h 全时抽水也只有 %(most_m3)s m³。"
    ),
    QueryKind.AFTER_CLOSURE: _l(
        "台账记载 %(closed_on)s 已封停，%(opened)s 到 %(closed)s 仍有水量 %(m3)s m³。"
    ),
    QueryKind.SWAP_UNMARKED: _l("%(closed)s 起换了水表，没有旧表止码和新表起码，其间水量不明。"),
    QueryKind.ZERO_WITH_POWER: _l("%(opened)s 到 %(closed)s 用电 %(kwh)s kWh，水表却没有走。"),
    QueryKind.NIGHT_PUMPING: _l("%(opened)s 到 %(closed)s 有 %(share)s%% 的水量取自夜间（%(m3)s m³）。"),
}
"""What a query asks, with its figures."""

CAUSES = {
    (QueryKind.DECREASE_UNEXPLAINED, "tenth"): _l("看来这次少写了一位（应为十倍）。"),
    (QueryKind.DECREASE_UNEXPLAINED, "ten_times_before"): _l("看来上次多写了一位（应为十分之一）。"),
    (QueryKind.SPIKE, "ten_times"): _l("差约十倍，可能是小数点或单位写错。"),
    (QueryKind.SPIKE, "tenth"): _l("看来上次少写了一位。"),
    (QueryKind.SPIKE, "came_back"): _l("上次表底数变小，这次又回到原来的走势，上次很可能读错。"),
}
"""The guess at a cause."""

SETTLING = {
    QueryKind.DECREASE_UNEXPLAINED: _l(
        "水表只会往大走，除非翻转、换表或读错。看表盘照片，问抄表人：翻转的，更正时勾选“翻转”；读错的，更正读数；"
        "换了表的，撤回换表后记在旧表上的读数，登记换表，再录到新表上。"
    ),
    QueryKind.GAP: _l(
        "有几个月没有抄表，系统按日分摊，合计不变。找到当月的抄表记录就补录；找不到的，说明原因。"
    ),
    QueryKind.SPIKE: _l(
        "水量比这眼井平时大得多。先核对表底数和小数点；数没错的，问用途（抗旱、试机、转供），写明依据。"
    ),
    QueryKind.ABOVE_CAPACITY: _l(
        "按水泵额定流量全时抽水也抽不出这么多。核对表底数、水表倍率和台账里的额定流量，哪个错改哪个。"
    ),
    QueryKind.AFTER_CLOSURE: _l(
        "台账说这眼井已封停，水表却还在走。核对封停日期和水表是否挪作他用；确有取水的，派人到现场核查。"
    ),
    QueryKind.SWAP_UNMARKED: _l(
        "换了水表，但没有旧表止码和新表起码，其间取了多少水不知道。请补录这两个读数，并选好标记。"
    ),
    QueryKind.ZERO_WITH_POWER: _l(
        "电在走，水表不走：可能水表停了、被旁通，也可能这个户号还带着别的用电设备。到现场看水表和旁通，核对户号。"
    ),
    QueryKind.NIGHT_PUMPING: _l(
        "水量大多取自夜间，可能避开检查，也可能是峰谷电价或灌溉轮次。问清原因，写明依据。"
    ),
}
"""Why the engine suspects, and what would settle it."""

MESSAGES = {
    **WAY_MESSAGES,
    **VISIT_MESSAGES,
    **ESTIMATE_MESSAGES,
    "readings_columns_missing": _l(
        "表头里没有找到“%(column)s”。抄表文件要有水井编号、抄表日期、表底数三列；请补上表头，或改成这些名称。"
    ),
    "electricity_columns_missing": _l(
        "表头里没有找到“%(column)s”。用电文件要有电表户号、年月、用电量三列；请补上表头，或改成这些名称。"
    ),
    "readings_strict": _l("有 %(refused)s 行不能导入，按 --strict 一行也没有写入。请改好这些行再导入。"),
    "reading_in_future": _l("抄表日期在今天之后。请核对日期。"),
    "reading_refused": _l("没有写入：%(why)s。请核对表号、时间和表底数；已有的数要改，请用更正并写明理由。"),
    "reading_corrected_meanwhile": _l("这个读数已有人更正过。请打开最新的读数，核对后再改。"),
    "correction_reason_missing": _l("请写明更正的理由：原来错在哪里，依据是什么。"),
    "query_step_refused": _l("这一疑问现在是“%(state)s”，不能改为“%(to)s”。"),
    "query_explanation_missing": _l("请写明理由：查到了什么，依据是什么。"),
    "coefficient_band_broken": _l("系数要大于零，并在下限与上限之间（升每千瓦时）。请核对三个数。"),
    "coefficient_dates_reversed": _l("失效日早于生效日。请核对两个日期。"),
    "coefficient_source_missing": _l("请写明系数出自哪份文件或哪次试验。"),
    "meter_day_in_future": _l("日期在今天之后。请写实际办理的日期。"),
    "meter_elsewhere": _l(
        "编号为“%(meter)s”的水表 %(since)s 起装在 %(well)s 上。请核对表号，或先在那眼井上拆表。"
    ),
    "meter_already_there": _l("这眼井 %(since)s 起已装有水表 %(meter)s。换表请用“换表”，不用了请先“拆表”。"),
    "meter_put_before_former": _l("水表 %(meter)s 是 %(since)s 装上的，新表不能早于它拆下。请核对日期。"),
    "meter_closed_before_put": _l("这块水表 %(since)s 才装上，拆表日期不能更早。请核对日期。"),
    "meter_read_later": _l("这块水表 %(last)s 还抄过表，拆表日期不能更早。请核对日期，或先更正那个读数。"),
    "meter_none_to_take": _l("这眼井没有装着的水表。要装新表请用“装表”。"),
    "meter_same_number": _l("新表和旧表的编号都是“%(meter)s”。请写新表的编号；没有换表的，不用办理。"),
    "meter_number_missing": _l("请写水表编号：表盘或铭牌上的出厂编号。"),
    "meter_number_taken": _l("本县已有编号为“%(meter)s”的水表。请核对编号。"),
    "meter_digits_impossible": _l("表盘整数位数在 %(least)s 到 %(most)s 之间。不清楚的留空，由读数推定。"),
    "meter_digits_too_few": _l("这块水表读到过 %(dial)s，位数不够。请数一数表盘上的整数位。"),
    "meter_changed": _l("水表 %(meter)s 的资料刚被别人改过。请看过现在的资料再改。"),
    "meter_swapped_meanwhile": _l("这眼井上现在的水表是 %(meter)s，刚有人换过。请看过现在的水表再办。"),
    "meter_gone": _l("水表 %(meter)s 已于 %(gone)s 拆下，之后没有读数。请核对表号和日期。"),
    "seal_number_missing": _l("请写铅封编号。"),
    "seal_same_number": _l("现在的铅封就是“%(seal)s”。请写新铅封的编号。"),
    "seal_before_former": _l("现在的铅封是 %(since)s 加上的，日期不能更早。请核对日期。"),
    "seal_none": _l("这块水表现在没有铅封。"),
    "seal_note_missing": _l("请写明情况：怎样发现的，是谁、为什么拆封。"),
    "dial_too_long": _l(
        "这块水表的表盘只有 %(digits)s 位整数，读不出这个数。请核对表底数，或先改水表的位数。"
    ),
    "below_former": _l(
        "比 %(on)s 的表底数 %(dial)s 小。翻转的请勾选“翻转”；换了表的请用“换表”；"
        "确实读到这个数的，勾选“照实录入”，系统会列为疑问。"
    ),
    "above_later": _l(
        "比之后 %(on)s 的表底数 %(dial)s 大。请核对日期和数；"
        "确实读到这个数的，勾选“照实录入”，系统会列为疑问。"
    ),
    "dial_above_capacity": _l(
        "自 %(on)s 的 %(dial)s 起水量 %(m3)s m³，按额定 %(flow_m3h)s m³/h 全时抽水也抽不出。请核对；"
        "确实读到这个数的，勾选“照实录入”，系统会列为疑问。"
    ),
    "round_empty": _l("一眼井的表底数也没有填。请至少填一行。"),
    "correction_changes_nothing": _l("更正后的数和原来一样。没有错的不用更正。"),
    "energy_impossible": _l("用电量不会是负数，也不会这么大（千瓦时）。请核对。"),
    "electricity_corrected_meanwhile": _l("这个月的用电量已有人更正过。请打开最新的数，核对后再改。"),
}
