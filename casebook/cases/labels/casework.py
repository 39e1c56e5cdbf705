"""Words of problems, cases, measures and decisions."""

from flask_babel import lazy_gettext as _l

from casebook.cases.rules import (
    DecisionKind,
    Disposition,
    FoundHow,
    MeasureKind,
    MeasureStatus,
    ProblemClass,
    ProblemStatus,
    Severity,
)

LABELS = {
    Severity: {
        Severity.LOW: _l("一般"),
        Severity.MID: _l("较重"),
        Severity.HIGH: _l("严重"),
        Severity.CRITICAL: _l("特别严重"),
    },
    ProblemClass: {
        ProblemClass.KEEP: _l("保留"),
        ProblemClass.RECTIFY: _l("整改"),
        ProblemClass.EXIT: _l("退出"),
    },
    Disposition: {
        Disposition.FIX_NOW: _l("即知即改"),
        Disposition.RECTIFY: _l("限期整改"),
        Disposition.CASE: _l("立案查处"),
        Disposition.CLOSE_WELL: _l("封停取水井"),
        Disposition.TRANSFER: _l("移送"),
    },
    FoundHow: {
        FoundHow.INSPECTION: _l("行政检查"),
        FoundHow.PATROL: _l("日常巡查"),
        FoundHow.SCREENING: _l("数据筛查"),
        FoundHow.REPORT: _l("群众举报"),
        FoundHow.MONITORING: _l("监测预警"),
        FoundHow.SUPERIOR: _l("上级交办"),
        FoundHow.TRANSFER: _l("部门移送"),
        FoundHow.MEDIA: _l("媒体反映"),
        FoundHow.POWER_ANOMALY: _l("电量异常"),
        FoundHow.REMOTE_SENSING: _l("遥感影像"),
        FoundHow.HOTLINE_12345: _l("12345 热线"),
        FoundHow.HOTLINE_12314: _l("12314 水利监督"),
        FoundHow.PETITION: _l("信访"),
        FoundHow.PROSECUTOR: _l("检察建议"),
        FoundHow.ENVIRONMENT_INSPECTORATE: _l("环保督察"),
        FoundHow.AUDIT: _l("审计"),
    },
    ProblemStatus: {
        ProblemStatus.LISTED: _l("已入清单"),
        ProblemStatus.RECTIFYING: _l("整改中"),
        ProblemStatus.SEALING: _l("封停中"),
        ProblemStatus.TRANSFERRED: _l("已移送"),
        ProblemStatus.IN_CASE: _l("立案查处中"),
        ProblemStatus.RECTIFIED: _l("待复查"),
        ProblemStatus.VERIFIED: _l("待销号"),
        ProblemStatus.STRUCK_OFF: _l("已销号"),
    },
    MeasureKind: {
        MeasureKind.STOP_ABSTRACTION: _l("停止取水"),
        MeasureKind.APPLY_PERMIT: _l("补办取水许可"),
        MeasureKind.INSTALL_METER: _l("安装计量设施"),
        MeasureKind.REPAIR_METER: _l("更换或修复计量设施"),
        MeasureKind.CONNECT_ONLINE: _l("接入在线计量"),
        MeasureKind.CONNECT_NETWORK: _l("接入公共供水管网"),
        MeasureKind.REDUCE_ABSTRACTION: _l("减少取水量"),
        MeasureKind.CLOSE_WELL: _l("封停取水井"),
        MeasureKind.COMPLETE_RECORDS: _l("补齐台账与报表"),
        MeasureKind.OTHER: _l("其他"),
    },
    MeasureStatus: {
        MeasureStatus.ORDERED: _l("履行中"),
        MeasureStatus.MET: _l("已履行"),
        MeasureStatus.WITHDRAWN: _l("已撤回"),
    },
    DecisionKind: {
        DecisionKind.PENALTY: _l("行政处罚"),
        DecisionKind.NO_PENALTY: _l("不予行政处罚"),
        DecisionKind.NO_FILING: _l("不予立案（免罚清单）"),
    },
}

HANDED_OVER = _l(
    "已移交：问题 %(problems)s、案件 %(cases)s、期限 %(terms)s、检查草稿 %(drafts)s；"
    "未动 %(kept)s（对方已在其中，或已到场检查）。"
)
"""What became of one officer's work."""

MESSAGES = {
    "problem_code_unknown": _l("没有问题类型 %(code_written)s，请从 P01–P30 中选择。"),
    "step_out_of_order": _l("%(what)s 现在是“%(present)s”，不能直接变为“%(to)s”。"),
    "date_before_cause": _l("日期不能早于%(cause_name)s（%(cause)s）。"),
    "date_in_future": _l("日期不能晚于今天。"),
    "strike_off_needs_decision": _l(
        "%(number)s 涉及行政处罚事项：须先记录处罚决定、不予处罚决定，或免罚清单的不予立案，才能销号。"
    ),
    "strike_off_needs_closed_well": _l("%(number)s 属于退出类：取水井封填、封存或改为监测井后才能销号。"),
    "strike_off_open_measures": _l("还有 %(count)s 项责令措施没有履行，先复查核实再销号。"),
    "strike_off_by_rectifier": _l("经办整改的人不能自己销号，请由另一名人员办理。"),
    "decision_needs_fine": _l("行政处罚决定须填写罚款金额。"),
    "decision_needs_reason": _l("请写明认定的事实与理由。"),
    "decision_number_taken": _l("文号 %(number)s 已经用过，请核对。"),
    "second_officer_same": _l("两名执法人员不能是同一个人。"),
    "officer_not_certified": _l("%(name)s 在 %(on)s 没有有效的执法证。"),
    "case_needs_problem": _l("立案至少要选一个问题。"),
    "case_party_missing": _l("井 %(well)s 没有登记实际使用人；请先在取水井资料中补上，再立案。"),
    "case_power_elsewhere": _l("这类事项由 %(agency)s 执法，你所在的机关不能立案。"),
    "case_problem_status": _l("问题 %(number)s 现在是“%(status)s”，不能立案。"),
    "case_closed": _l("案件 %(number)s 已经结案。"),
    "measure_well_elsewhere": _l("井 %(well)s 不在本案的问题里。"),
    "measure_closed_case": _l("案件 %(number)s 已经结案，不能再责令。"),
    "recheck_wrong_kind": _l("只有已提交的“复查”记录才能核实措施。"),
    "recheck_other_well": _l("这次复查的是另一眼井。"),
    "recheck_before_order": _l("复查时间早于责令文书送达日 %(served)s。"),
    "verified_by_rectifier": _l("报告整改的人不能自己复查确认。"),
    "officer_needed": _l("这一步要由执法人员本人办理，命令行请用 --as 指明。"),
    "rectification_open": _l("这个问题还没有报告整改完成。"),
    "problem_changed": _l("问题 %(number)s 刚被别人改过，请打开最新内容再办。"),
    "case_changed": _l("案件 %(number)s 刚被别人改过，请打开最新内容再办。"),
    "class_needs_reason": _l("与系统建议的分类或处置不同，请写明理由。"),
    "hand_over_needs_reason": _l("请写明移交的理由。"),
    "hand_over_nothing": _l("%(name)s 名下没有未办结的工作。"),
    "hand_over_out_of_reach": _l("有 %(count)s 处地方不在 %(name)s 的辖区内；请先调整辖区，或换一个人。"),
    "hand_over_role": _l("%(name)s 的角色看不到问题和案件；请先调整角色，或换一个人。"),
    "hand_over_to_whom": _l("只能移交给同一机关另一名在用账号的人员。"),
    "hand_over_uncertified": _l("其中有案件或检查，%(name)s 须是持有效执法证的执法人员。"),
    "responsible_needed": _l("请指定责任人员。"),
}
