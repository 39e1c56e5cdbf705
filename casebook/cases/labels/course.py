"""Why an act or a step of a case was refused: what, where, how to mend it."""

from flask_babel import lazy_gettext as _l

from casebook.cases.rules.closing import ClosingGround

LABELS = {
    ClosingGround: {
        ClosingGround.PERFORMED: _l("履行完毕"),
        ClosingGround.COURT_ENDED: _l("法院执行完毕或终结执行"),
        ClosingGround.NO_PENALTY: _l("不予处罚决定已送达"),
        ClosingGround.TRANSFERRED: _l("移送已受理"),
        ClosingGround.TERMINATED: _l("已终止"),
        ClosingGround.WITHDRAWN: _l("已撤销案件"),
    },
}
MESSAGES = {
    "answer_needs_why": _l("对当事人的每一条意见都要写明采纳与否的理由。"),
    "case_filing_asked_already": _l("问题 %(number)s 已在案件 %(case)s 中呈批立案，不能重复呈批。"),
    "case_not_history": _l("案件 %(number)s 不是历史补录的案卷，不能补录材料。"),
    "case_party_code_wrong": _l("%(name)s 的证件号码或统一社会信用代码校验不通过，请先在当事人资料中更正。"),
    "case_party_unnamed": _l("当事人没有名称，请先在当事人资料中补上。"),
    "case_step_without_approval": _l("“%(step)s”不需要审批表。"),
    "deliberation_needs_leaders": _l("集体讨论须有两名以上负责人出席并发表意见，每行写“姓名：意见”。"),
    "exception_needs_reason": _l("请写明适用例外情形的具体理由。"),
    "extension_by_investigator": _l("延长办案期限由机关负责人批准，调查人员不能自己批准。"),
    "fine_for_no_party": _l("只能对本案当事人处以罚款。"),
    "gate_without_exception": _l("法律没有规定 %(gate)s 的这种例外情形。"),
    "hearing_agents": _l("听证的委托代理人最多 %(most)s 人。"),
    "hearing_asked_late": _l("申请听证的期限到 %(until)s 为止。"),
    "hearing_called_late": _l("听证通知最迟应在 %(until)s 送达：距听证至少 7 个工作日。"),
    "hearing_not_called": _l("先发听证通知，再记录听证。"),
    "hearing_not_offered": _l("告知书没有告知听证权利，不能申请听证；应当告知的请重新告知。"),
    "history_closing_day": _l("已结案的历史案卷须填结案日期，未结案的不填。"),
    "history_decided_already": _l(
        "案件 %(number)s 的决定已经补录过；撤销或变更的，请在复议、诉讼结果中登记。"
    ),
    "history_decision_kind": _l("历史案卷的决定只能是行政处罚或不予行政处罚，“%(kind)s”不作为案件补录。"),
    "history_decision_undated": _l("请填写原决定书的日期。"),
    "history_fine_without_penalty": _l("不予行政处罚的决定没有罚款，请清空罚款数额。"),
    "history_paper_undated": _l("第 %(row)s 行的材料没有日期，请补填，或清空这一行。"),
    "history_paper_unnamed": _l("第 %(row)s 行没有选文书，也没有写材料名称，请补填，或清空这一行。"),
    "history_problem_unknown": _l("没有问题 %(number)s，或不在你的辖区内；请核对问题编号，每行一个。"),
    "history_decision_number": _l("请填写原决定书的文号。"),
    "history_needs_papers": _l("请至少补录一份案卷材料。"),
    "history_problem_in_case": _l("问题 %(number)s 已有案件，不能再补录。"),
    "history_status": _l("历史案卷不能补录到“%(status)s”。"),
    "note_needs_words": _l("请写明要记录的内容。"),
    "officer_not_investigating": _l("要换下的人员不是本案执法人员。"),
    "officer_of_other_agency": _l("%(name)s 不是办案机关的人员。"),
    "party_in_case": _l("%(name)s 已经是本案当事人。"),
    "party_too_late": _l("调查终结后不能追加当事人；请先退回补充调查。"),
    "performed_before_decision": _l("案件 %(number)s 的决定还没有送达，不能记录履行。"),
    "presider_investigated": _l("本案调查人员不能主持听证，请另选主持人。"),
    "presider_said_nothing": _l("主持人要在出席人员中，并发表意见。"),
    "proposal_needs_reason": _l("请写明处理意见的理由。"),
    "provision_does_not_match": _l("所选条款不适用于本案的违法行为，请从列出的条款中选择。"),
    "provision_needs_reason": _l("没有采用系统建议的条款，请写明理由。"),
    "provision_of_others": _l("这一条款由其他机关处理，请改为移送。"),
    "provision_without_tier": _l("这一条款没有所选的情形，请重新选择。"),
    "receipt_without_transfer": _l("案件 %(number)s 没有移送，不能登记回执。"),
    "recusal_by_itself": _l("回避由负责人决定，执法人员不能决定自己的回避。"),
    "recusal_of_stranger": _l("只能对本案执法人员申请回避。"),
    "replacement_needs_reason": _l("请写明更换执法人员的理由。"),
    "factor_of_citizens": _l("年龄和精神状态只对自然人适用，本案当事人都是单位；请去掉这一情形。"),
    "factor_demands_none": _l("有法定不予处罚的情形，不能给予处罚；请改为不予处罚，或者去掉这一情形。"),
    "level_of_another_tier": _l("这个裁量等级不属于所选的条款和情形，或当日已失效；请重新选择。"),
    "review_other_provision": _l(
        "你认定的条款与承办人拟适用的不同，审核结论请选修改或退回，由承办人改正后再审。"
    ),
    "review_needs_opinion": _l("请写明法制审核意见。"),
    "statement_needs_points": _l("请逐条写明当事人的意见，每条一行。"),
    "statement_out_of_time": _l("案件现在是“%(present)s”：告知书送达后、复核终结前才能记录陈述申辩和听证。"),
    "step_needs_reason": _l("请写明理由。"),
    "case_return_needs_reason": _l("请写明退回的理由。"),
    "case_transfer_needs_receiver": _l("请写明移送给哪个机关以及理由。"),
    "waiver_needs_paper": _l("放弃权利须有当事人签字的书面材料，请写明材料名称。"),
}
