"""Words of meters, readings, volumes and their queries."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.volumes.rules import (
    ImportKind,
    MessageState,
    QueryKind,
    QueryState,
    ReadingFault,
    ReadingMark,
    ReadingSource,
    ReadingWay,
    VolumeFlag,
)

LABELS = {
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
    ImportKind: {ImportKind.READINGS: _l("抄表数据"), ImportKind.ELECTRICITY: _l("用电数据")},
    MessageState: {
        MessageState.WAITING: _p("message", "待解析"),
        MessageState.READ: _p("message", "已解析"),
        MessageState.REFUSED: _p("message", "未能解析"),
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

MESSAGES: dict[str, object] = {}
