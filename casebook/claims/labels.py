"""Words of claims."""

from flask_babel import lazy_gettext as _l

from casebook.claims.rules import (
    BaselineMethod,
    BaselineStatus,
    Bound,
    ClaimStatus,
    MeasureKind,
    ReplacementSource,
)

LABELS = {
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
    BaselineStatus: {
        BaselineStatus.DRAFT: _l("拟定，待锁定"),
        BaselineStatus.LOCKED: _l("已锁定"),
        BaselineStatus.SUPERSEDED: _l("已被替换"),
        BaselineStatus.DROPPED: _l("已作废"),
    },
    MeasureKind: {
        MeasureKind.SEALING: _l("封井"),
        MeasureKind.REPLACEMENT: _l("水源置换"),
        MeasureKind.SAVING: _l("节水改造"),
        MeasureKind.CROPS: _l("种植结构"),
        MeasureKind.PLAN_CUT: _l("计划核减"),
        MeasureKind.RECLAIMED: _l("再生水替代"),
    },
    ClaimStatus: {
        ClaimStatus.DRAFT: _l("起草中"),
        ClaimStatus.SUBMITTED: _l("已提交，待审核"),
        ClaimStatus.ACCEPTED: _l("已认定入账"),
        ClaimStatus.RETURNED: _l("已退回修改"),
        ClaimStatus.REFUSED: _l("不予认定"),
        ClaimStatus.WITHDRAWN: _l("已撤回"),
    },
    Bound: {
        Bound.WELL: _l("取水井的基线"),
        Bound.UNIT: _l("单位的基线"),
        Bound.SUBSTITUTE: _l("替代水源的净供水量"),
    },
}

MESSAGES = {
    "baseline_step": _l("基线现在是“%(present)s”，不能改为“%(to)s”。"),
    "baseline_uncomputable": _l("近三个完整年份的水量不全，算不出均值；请填写基线水量并附依据材料。"),
    "baseline_differs": _l(
        "填写的 %(stated)s m³ 与近三年均值 %(mean)s m³ 相差超过 5%%；B1 以均值为准，请改正或换用别的方法。"
    ),
    "baseline_unit_wells": _l("这个单位在所选含水层没有登记的取水井，请先在取水井页面登记权属和使用人。"),
    "baseline_papers_missing": _l("请写明依据材料（台账、税单、电费单、测试记录、定额文件等）。"),
    "baseline_reason_missing": _l("请写明理由。"),
    "baseline_by_drafter": _l("基线不能由拟定人自己锁定，请由另一位有权限的人员锁定。"),
    "baseline_paper_missing": _l("请填写核定基线的文号。"),
    "baseline_cap_only": _l("许可或计划水量（B6）只是上限，不证明实际节水；请写明批准采用的理由和文号。"),
    "baseline_outlier": _l("基线与用水量或设备规模不符（%(why)s），请写明原因和佐证材料后再锁定。"),
    "baseline_stands": _l("已有锁定的基线（%(paper)s）。要替换，请从那条基线上拟定新的并写明理由。"),
    "baseline_booked": _l("已计入 %(taken)s m³ 压减量，基线不能再替换；要更正请先撤回入账。"),
    "baseline_changed": _l("别人刚刚办理过这条基线，这次没有保存。请核对后再做。"),
    "baseline_not_before": _l("措施必须在基线锁定之后才开始（锁定日期 %(locked)s），请核对开始日期。"),
    "baseline_not_locked": _l("只能依据已锁定的基线申报，请先锁定基线。"),
    "baseline_other_owner": _l("只能替换同一眼井，或者同一单位同一含水层的基线。"),
    "baseline_other": _l("该井已锁定的基线是 %(locked)s m³，报告的基线不能超过它。"),
    "claim_negative": _l("水量不能小于零，也不能大得不合理，请核对数字和单位。"),
    "claim_nothing": _l("申报压减量必须大于零。"),
    "claim_step": _l("%(number)s 现在是“%(present)s”，不能改为“%(to)s”。"),
    "claim_sealing": _l("封井的压减量由封停记录确认入账，不在这里申报。"),
    "claim_substitute": _l("水源置换和再生水替代要选替代水源；其他措施不选替代水源。"),
    "claim_above_baseline": _l("压减量、剩余用水和应急取水之和超过基线 %(baseline)s m³，请核对。"),
    "claim_saving": _l("有据节水量不能超过申报压减量，并且只用于有替代水源的措施。"),
    "claim_papers_missing": _l("请写明依据材料。"),
    "claim_what_missing": _l("请写明措施内容。"),
    "claim_by_editor": _l("不能审核自己编写或提交的申报，请由另一位有权限的人员审核。"),
    "claim_reason_missing": _l("请写明理由。"),
    "claim_outlier": _l(
        "%(year)s 年计量取水 %(metered)s m³，多于申报的剩余用水；请退回，由申报人写明原因和佐证材料。"
    ),
    "claim_nothing_left": _l("%(number)s 没有可认定的水量：已被其他压减量计入，或替代水源没有余量。"),
    "claim_closed": _l("%(number)s 已提交或已办结，不能修改。"),
    "claim_changed": _l("别人刚刚办理过 %(number)s，这次没有保存。请核对后再做。"),
    "claim_well_closed": _l("取水井 %(well)s 已在 %(on)s 封停并入账，封停后的井不能再申报压减量。"),
    "claim_well_unknown": _l("本辖区台账没有取水井 %(well)s，请核对编号。"),
    "claim_owner": _l("请填写取水井编号，或者用水户名称和含水层，二者选一。"),
    "paper_too_late": _l("基线锁定、申报提交之后不能再加材料；请退回后补充。"),
    "paper_untitled": _l("请写明材料名称和文号。"),
    "supply_month": _l("读不懂这个月份，请写成 2023-05。"),
    "supply_in_future": _l("%(month)s 还没有结束，供水量要在月末之后登记。"),
    "supply_above_capacity": _l("供水量应在 0 和供水能力（全月 %(most)s m³）之间，请核对数字和单位。"),
    "supply_paper_missing": _l("请写明计量凭证；更正的，写明更正理由。"),
    "substitute_share": _l("地下水占比应在 0 和 100%% 之间。"),
    "substitute_overdrawn": _l(
        "改后净供水量只有 %(net)s m³，少于已入账的 %(drawn)s m³；请先撤回多计的压减量。"
    ),
    "substitute_capacity": _l("供水能力必须大于零。"),
    "substitute_unknown": _l("请从登记的替代水源里选一个，种类要与所报的一致。"),
    "substitute_unnamed": _l("本县登记了这类替代水源，请选明是哪一个，以便核对供水量。"),
    "substitute_named": _l("已有名为“%(name)s”的替代水源。"),
    "substitute_changed": _l("别人刚刚修改过“%(name)s”，这次没有保存。请核对后再做。"),
}
