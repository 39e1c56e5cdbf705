"""Words of closures."""

from flask_babel import lazy_gettext as _l

from casebook.closures.rules import (
    BaselineMethod,
    ClosureKind,
    ClosureOrigin,
    ClosureStatus,
    ConfirmingPart,
    ReplacementSource,
    SignatureRole,
)

LABELS = {
    ClosureOrigin: {
        ClosureOrigin.PROGRAMME: _l("年度封停计划"),
        ClosureOrigin.REPLACEMENT: _l("水源置换"),
        ClosureOrigin.CASE: _l("案件"),
        ClosureOrigin.VOLUNTARY: _l("自愿申请"),
        ClosureOrigin.OWNERLESS: _l("无主井"),
    },
    ClosureKind: {
        ClosureKind.PLUGGED: _l("永久封填"),
        ClosureKind.MOTHBALLED: _l("封存备用"),
        ClosureKind.MONITORING: _l("改建监测井"),
    },
    ClosureStatus: {
        ClosureStatus.REPORTED: _l("已报告，待验收"),
        ClosureStatus.ACCEPTED: _l("已验收，待确认"),
        ClosureStatus.CONFIRMED: _l("已确认入账"),
        ClosureStatus.RETURNED: _l("已退回"),
        ClosureStatus.REOPENED: _l("重新启用，已冲销"),
    },
    BaselineMethod: {
        BaselineMethod.B1: _l("B1 近三年计量均值"),
        BaselineMethod.B2: _l("B2 核定税量均值"),
        BaselineMethod.B3: _l("B3 以电折水"),
        BaselineMethod.B4: _l("B4 额定流量×时长"),
        BaselineMethod.B5: _l("B5 灌溉面积×定额"),
        BaselineMethod.B6: _l("B6 许可或计划水量"),
    },
    ReplacementSource: {
        ReplacementSource.PUBLIC_NETWORK: _l("公共供水管网"),
        ReplacementSource.YELLOW_RIVER: _l("引黄水"),
        ReplacementSource.YANGTZE: _l("长江水"),
        ReplacementSource.RECLAIMED: _l("再生水"),
        ReplacementSource.STORM_WATER: _l("雨洪水"),
        ReplacementSource.OTHER: _l("其他水源"),
        ReplacementSource.NONE_NEEDED: _l("不再用水，无需替代"),
    },
    SignatureRole: {
        SignatureRole.BUILDER: _l("施工单位"),
        SignatureRole.SUPERVISOR: _l("监理单位或乡镇"),
        SignatureRole.OWNER: _l("产权人"),
        SignatureRole.WATER_AUTHORITY: _l("水行政主管部门"),
    },
    ConfirmingPart: {
        ConfirmingPart.ENFORCING_AGENCY: _l("执法机关现场确认"),
        ConfirmingPart.TOWNSHIP: _l("乡镇责任人确认"),
        ConfirmingPart.COUNTY_RECHECK: _l("县复核组确认"),
    },
}

MESSAGES = {
    "acceptance_far_reason_missing": _l("验收位置离登记井位太远，请写明原因。"),
    "closure_changed": _l("%(number)s 刚被别人办过，现在是“%(status)s”；请核对最新情况后再提交。"),
    "closure_booked": _l("%(number)s 现在是“%(status)s”，不能再加照片。"),
    "accepted_before_signed": _l("验收日期不能早于签字日期：四方签齐才算验收。"),
    "signature_twice": _l("同一方只签一次字，请删去重复的签字。"),
    "closure_exists": _l("井 %(well)s 已有封停记录；先办完或冲销原来那一条。"),
    "volume_out_of_range": _l("水量须在 0 到 %(most)s m³ 之间。"),
    "residual_above_baseline": _l("封停后剩余取水量不能大于核算基数。"),
    "closed_before_built": _l("封停日期早于成井日期 %(built)s。"),
    "already_closed": _l("登记台账上这眼井在 %(on)s 就已封停，不能按更晚的日期重复申报。"),
    "connection_needed": _l("请填写替代水源接通日期；不需要替代时请选“不再用水”。"),
    "closed_before_supply": _l("先供水、后封井：替代水源接通日期不能晚于封停日期。"),
    "origin_case": _l("来源为“案件”时须选择案件，其他来源不选。"),
    "case_of_other_well": _l("所选案件不涉及这眼井。"),
    "baseline_needs_papers": _l("请写明核算基数的依据材料。"),
    "permit_note_needed": _l("这眼井有取水许可证，请写明许可证核减或注销的情况。"),
    "signature_missing": _l("验收单缺少签字：%(role)s。"),
    "stage_photograph_missing": _l("缺少封停照片（%(stage)s）。"),
    "accepted_before_closed": _l("验收、签字日期不能早于封停日期。"),
    "accepted_by_reporter": _l("报告人不能自己验收，请由另一名人员办理。"),
    "return_needs_reason": _l("请写明退回的原因。"),
    "confirmer_wrong": _l("这条封停不由“%(part)s”确认。"),
    "confirmed_already": _l("“%(part)s”已经办过。"),
    "confirmed_by_involved": _l("报告人、验收人不能确认，请由其他人员办理。"),
    "confirmed_by_orderer": _l("责令封停的人员不能确认，请由本机关其他科室办理。"),
    "confirmer_township": _l("须由这眼井所在乡镇的责任人确认。"),
    "confirmer_recheck": _l("须由县复核组确认。"),
    "confirmer_enforcing": _l("须由办理该案的执法机关确认。"),
    "confirmed_before_accepted": _l("确认日期不能早于验收日期。"),
    "confirmation_needs_remark": _l("请写明现场核对情况或联合验收单编号。"),
    "reopened_before_closed": _l("重新启用日期不能早于封停日期。"),
    "reopen_needs_reason": _l("请写明发现重新启用的经过。"),
}
