"""Words of the register and of what it refuses."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.kernel.cells import DatePrecision
from casebook.wells.rules import (
    AliasKind,
    EditState,
    MeterKind,
    PartyRole,
    PermitExemption,
    ProposalState,
    WellStatus,
    WellUse,
)

LABELS = {
    EditState: {
        EditState.MERGED: _l("已并入登记"),
        EditState.CONFLICT: _l("待裁定"),
        EditState.TAKEN: _l("已采用"),
        EditState.DROPPED: _l("未采用"),
    },
    ProposalState: {
        ProposalState.PROPOSED: _l("待决定"),
        ProposalState.ACCEPTED: _l("已采纳"),
        ProposalState.DECLINED: _l("未采纳"),
    },
    WellStatus: {
        WellStatus.PROPOSED: _l("拟建"),
        WellStatus.UNDER_CONSTRUCTION: _l("在建"),
        WellStatus.IN_USE: _l("在用"),
        WellStatus.IDLE: _p("well", "停用"),
        WellStatus.PLUGGED: _l("已封填"),
        WellStatus.MOTHBALLED: _l("封存备用"),
        WellStatus.MONITORING: _l("改监测井"),
        WellStatus.NOT_FOUND: _l("未找到"),
        WellStatus.UNVERIFIED: _l("待核实"),
    },
    WellUse: {
        WellUse.IRRIGATION: _l("农业灌溉"),
        WellUse.INDUSTRY: _l("工业"),
        WellUse.PUBLIC_SUPPLY: _l("城乡公共供水"),
        WellUse.RURAL_DOMESTIC: _l("农村生活"),
        WellUse.SPECIAL_TRADE: _l("特种行业"),
        WellUse.LIVESTOCK: _l("养殖"),
        WellUse.OTHER: _l("其他用途"),
    },
    MeterKind: {
        MeterKind.ONLINE: _l("在线水表"),
        MeterKind.MECHANICAL: _l("机械水表"),
        MeterKind.POWER: _l("以电折水"),
        MeterKind.NONE: _l("无计量设施"),
        MeterKind.UNKNOWN: _l("计量不明"),
    },
    PermitExemption: {
        PermitExemption.NONE: _l("须办取水许可"),
        PermitExemption.COLLECTIVE: _l("农村集体自有塘坝水库，免许可"),
        PermitExemption.HOUSEHOLD: _l("家庭生活和零星畜禽少量取水，免许可"),
    },
    PartyRole: {
        PartyRole.OWNER: _l("产权人"),
        PartyRole.MANAGER: _l("管理人"),
        PartyRole.USER: _l("实际使用人"),
    },
    AliasKind: {
        AliasKind.PLATE: _l("井牌号"),
        AliasKind.CENSUS: _l("普查编号"),
        AliasKind.PLATFORM: _l("取水口编码"),
        AliasKind.OTHER: _l("其他编号"),
    },
    DatePrecision: {
        DatePrecision.YEAR: _l("到年"),
        DatePrecision.MONTH: _l("到月"),
        DatePrecision.DAY: _l("到日"),
    },
}

MESSAGES = {
    "well_code_taken": _l("编号 %(number)s 已经登记过。请核对后换一个编号。"),
    "well_outside_county": _l("这个位置不在本县范围内。请核对经度和纬度是否写反、坐标系是否正确。"),
    "well_changed": _l("%(well)s 在你打开之后被别人改过。下面列出两边的内容，核对后再保存。"),
    "well_step_unknown": _l("不能从“%(before)s”改为“%(after)s”。"),
    "well_step_ground": _l("从“%(before)s”改为“%(after)s”不能直接登记：封停走封停流程，核实走检查。"),
    "well_step_future": _l("变更日期在今天之后。请填实际发生的日期。"),
    "well_step_reason": _l("请写明变更的依据或原因。"),
    "alias_taken": _l("编号 %(number)s 已经用在另一眼井上。"),
    "number_range": _l("超出合理范围（%(low)s 至 %(high)s）。"),
    "well_edit_nothing": _l("没有改动任何内容。"),
    "well_edit_field": _l("%(name)s 不能在现场直接更正；位置有误的，多次到场定位后由系统提出建议。"),
    "well_edit_unseen": _l("没有写明改动前看到的内容，无法核对。请更新工作包后重新填写。"),
    "well_edit_version": _l("改动所依据的版本比登记册还新，请更新工作包后重新填写。"),
    "well_edit_text": _l("请填文字，最多 %(most)s 个字。"),
    "well_edit_choice": _l("没有这个选项，请更新工作包后重新选择。"),
    "well_conflict_decided": _l("这一项已经有人裁定。"),
    "well_conflict_choice": _l("请选定登记册上的内容，或其中一份更正。"),
    "position_decided": _l("这个位置建议已经有人决定。"),
    "position_note": _l("不采纳的，请写明理由。"),
    "screen_order": _l("滤水管的下端应深于上端。"),
}
