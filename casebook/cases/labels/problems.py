"""Words of tasks, looks back, risk of unrest, transfers and the fourth exit."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.cases.rules.small_acts import SubmissionState
from casebook.cases.rules.tasks import Duty, TaskState, UnrestRisk

LABELS = {
    TaskState: {
        TaskState.ASSIGNED: _p("task", "办理中"),
        TaskState.ANSWERED: _p("task", "待认可"),
        TaskState.ACCEPTED: _p("task", "已完成"),
        TaskState.WITHDRAWN: _p("task", "已撤回"),
    },
    Duty: {
        Duty.WATER_SCHEDULING: _l("水利：跟踪调度、计划用水"),
        Duty.ENFORCEMENT: _l("综合执法：查处违规取用水"),
        Duty.PRICE: _l("发改：再生水价格"),
        Duty.SUBSIDY: _l("财政：补贴、罚没收缴"),
        Duty.ENVIRONMENT: _l("生态环境：在线监测、外排水量"),
        Duty.INDUSTRY: _l("工信：工业废水循环利用"),
        Duty.HOUSING: _l("住建：建制镇污水处理"),
        Duty.PERMIT: _l("行政审批：许可、限批"),
        Duty.SUPPLY: _l("供水：水源置换、通水"),
        Duty.TOWNSHIP: _l("乡镇（街道）：宣传、自查、属地责任"),
        Duty.POLICE: _l("公安：治安、犯罪线索"),
        Duty.TAX: _l("税务：水资源税"),
        Duty.NATURAL_RESOURCES: _l("自然资源：分区、地质资料"),
        Duty.AGRICULTURE: _l("农业农村：灌溉用水"),
        Duty.POWER: _l("供电：停供电、电量数据"),
        Duty.OTHER: _p("duty", "其他"),
    },
    UnrestRisk: {
        UnrestRisk.LOW: _p("risk", "低"),
        UnrestRisk.MID: _p("risk", "中"),
        UnrestRisk.HIGH: _p("risk", "高"),
    },
    SubmissionState: {
        SubmissionState.DRAFT: _p("submission", "起草"),
        SubmissionState.ASKED: _p("submission", "审批中"),
        SubmissionState.APPROVED: _p("submission", "已批准"),
        SubmissionState.DECLINED: _p("submission", "未批准"),
        SubmissionState.DROPPED: _p("submission", "已放弃"),
    },
}

MESSAGES = {
    "strike_off_needs_pair": _l(
        "%(number)s 没有整改前后的对比照片：检查时和复查时各要有照片，补上后再销号。"
    ),
    "strike_off_needs_receipt": _l("%(number)s 已移送；收到对方受理回执并登记后才能销号。"),
    "strike_off_open_tasks": _l("还有 %(count)s 项部门任务没有完成，先认可或撤回再销号。"),
    "task_needs_words": _l("请写明要做什么。"),
    "task_due_past": _l("完成期限不能早于今天。"),
    "task_of_other_agency": _l("这项任务交给了别的单位，只能由该单位的人员回复。"),
    "task_answer_missing": _l("请写明办理情况。"),
    "task_accepted_by_answerer": _l("回复任务的人不能自己认可，请由交办的人员办理。"),
    "task_return_needs_reason": _l("请写明退回的理由。"),
    "problem_closed": _l("%(number)s 已经销号，不能再改。"),
    "unrest_needs_plan": _l("风险为中、高的，须写明处置预案。"),
    "unrest_not_assessed": _l("%(number)s 在村庄里，强制措施以前须先评估矛盾风险。"),
    "unrest_plan_missing": _l("%(number)s 的矛盾风险为中或高，写好处置预案后才能采取强制措施。"),
    "leader_not_one": _l("%(name)s 不是县领导账号，不能包案。"),
    "problem_transfer_receiver": _l("请写明移送给哪个单位。"),
    "problem_transfer_paper": _l("请填写移送函的文号。"),
    "transfer_not_open": _l("%(number)s 不在移送中。"),
    "transfer_taken_already": _l("%(number)s 的受理回执已经登记。"),
    "recheck_done_already": _l("这次回头看已经登记。"),
    "recheck_before_strike_off": _l("回头看的检查早于销号日期 %(struck)s。"),
    "exempt_not_in_force": _l("%(number)s：免罚清单 %(act)s 这一天不在有效期内。"),
    "exempt_other_problem": _l("%(number)s：免罚清单 %(act)s 不包括这类问题。"),
    "exempt_not_first": _l("%(number)s：不是初次违法，不能适用 %(act)s。"),
    "exempt_too_grave": _l("%(number)s：严重程度超过 %(act)s 的范围。"),
    "exempt_with_consequence": _l("%(number)s：已造成危害后果，不能免罚。"),
    "exempt_not_corrected": _l("%(number)s：还没有改正；改正后才能免罚。"),
    "exempt_corrected_late": _l("%(number)s：改正已超过 %(act)s 的期限。"),
    "exempt_corrected_before": _l("%(number)s：改正日期早于发现日期。"),
    "exempt_corrected_in_future": _l("%(number)s：改正日期不能晚于今天。"),
    "exempt_needs_order": _l("%(number)s：请填写责令改正文书的文号。"),
    "exempt_needs_commitment": _l("%(number)s：请填写承诺书编号。"),
    "exempt_act_unknown": _l("免罚清单里没有 %(code_written)s。"),
    "exempt_act_needs_paper": _l("请写明公布清单的文件文号。"),
    "exempt_act_version_taken": _l("%(code_written)s 已有从 %(on)s 起的版本。"),
    "exempt_nothing_chosen": _l("请至少选一个问题。"),
    "exempt_village_differs": _l("一份集中报批只能是同一个村的问题；%(number)s 不在该村。"),
    "exempt_pending": _l("%(number)s 已经在报批单 %(submission)s 里。"),
    "exempt_in_case": _l("%(number)s 已经立案或办结，不能走免罚清单。"),
    "case_problem_exempted": _l("%(number)s 已按免罚清单不予立案，同一件事不能再立案。"),
    "exempt_needs_reason": _l("请写明不予立案的理由。"),
    "exempt_not_answered": _l("审批还没有结束。"),
    "exempt_state": _l("报批单 %(number)s 现在是“%(state)s”，不能这样办理。"),
}
