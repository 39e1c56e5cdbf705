"""Words of performance, enforcement and disputes."""

from flask_babel import lazy_gettext as _l

from casebook.cases.acts import CashGround, CourtState, Debt, DisputeKind, DisputeResult, PayWay
from casebook.cases.models import PaymentKind

LABELS = {
    Debt: {
        Debt.FINE: _l("罚款"),
        Debt.CONFISCATED: _l("没收违法所得"),
        Debt.SURCHARGE: _l("加处罚款"),
        Debt.COST: _l("代履行费用"),
    },
    PayWay: {
        PayWay.BANK: _l("银行代收"),
        PayWay.CASH: _l("当场收缴"),
        PayWay.COURT: _l("法院执行到位"),
    },
    PaymentKind: {
        PaymentKind.RECEIVED: _l("缴款"),
        PaymentKind.REFUND: _l("退还"),
        PaymentKind.REVERSAL: _l("更正冲销"),
    },
    CashGround: {
        CashGround.SMALL: _l("当场处罚，一百元以下"),
        CashGround.HARD_LATER: _l("当场处罚，不当场收缴事后难以执行"),
        CashGround.REMOTE: _l("边远、水上、交通不便，当事人缴款确有困难并提出"),
    },
    CourtState: {
        CourtState.APPLIED: _l("已申请"),
        CourtState.ACCEPTED: _l("法院已受理"),
        CourtState.REFUSED: _l("不予受理或不准予执行"),
        CourtState.GRANTED: _l("准予强制执行"),
        CourtState.ENFORCED: _l("法院执行完毕"),
        CourtState.ENDED: _l("法院终结执行"),
    },
    DisputeKind: {
        DisputeKind.REVIEW: _l("行政复议"),
        DisputeKind.SUIT: _l("行政诉讼"),
    },
    DisputeResult: {
        DisputeResult.UPHELD: _l("维持或驳回"),
        DisputeResult.CHANGED: _l("变更"),
        DisputeResult.REVOKED: _l("撤销"),
        DisputeResult.UNLAWFUL: _l("确认违法"),
        DisputeResult.WITHDRAWN: _l("撤回或调解结案"),
    },
}

MESSAGES = {
    "force_on_holiday": _l(
        "%(on)s 是法定节假日，不得强制封井；情况紧急的，先在案件里记录法定例外情形和理由。"
    ),
    "performance_too_early": _l("案件 %(number)s 现在是“%(present)s”：决定书送达后才有履行和执行。"),
    "party_elsewhere": _l("当事人不在本案中，请从列表中选择。"),
    "payment_empty": _l("金额须大于零。"),
    "payment_over": _l(
        "还应缴 %(left)s 元，这笔多出 %(over)s 元。确已收到的，写明多缴的原因；多出部分应当退还。"
    ),
    "payment_receipt_taken": _l("票据号 %(number)s 已经登记过，请核对。"),
    "payment_not_cash": _l("这笔不是当场收缴的罚款，或已经交存银行。"),
    "payment_reversed_already": _l("这笔已经冲销或退还，不能再次冲销。"),
    "refund_above_over": _l("只能退还多缴的部分：现在多缴 %(over)s 元。"),
    "refund_needs_reason": _l("请写明退还或更正的原因。"),
    "cash_needs_ground": _l("罚款应缴到指定银行；当场收缴须符合法定情形，请选择。"),
    "cash_only_on_spot": _l(
        "这一情形只适用于当场处罚；普通程序的罚款只有边远等情形、经当事人提出才能当场收缴。"
    ),
    "cash_too_much": _l("按“一百元以下”当场收缴的，金额不能超过 100 元。"),
    "plan_parts": _l("请填写 1 至 %(most)s 期。"),
    "plan_line": _l("第 %(n)s 行认不出，请按“日期 金额（元）”填写，如 2026-01-15 5000。"),
    "plan_days": _l("各期日期须依次在 %(after)s 之后，不能重复。"),
    "plan_sum": _l("各期合计 %(total)s 元，与未缴的罚款 %(left)s 元不符。"),
    "plan_nothing_left": _l("罚款已经缴清，不需要延期或分期。"),
    "plan_not_approved": _l("还没有批准的延期（分期）申请；请先申请并走完审批。"),
    "plan_stale": _l("申请之后又有缴款，各期合计与未缴罚款不符，请重新申请。"),
    "surcharge_nothing": _l("到 %(on)s 没有可以加处的罚款：缴款期限未满、已经缴清，或期间停止计算。"),
    "surcharge_decided_already": _l("加处罚款已经决定到这个数额，没有新增。"),
    "surcharge_cut_too_much": _l("减免不能超过已决定的加处罚款 %(most)s 元。"),
    "paper_needed": _l("请填写依据的文书。"),
    "urge_nothing": _l("没有逾期未履行的义务，不需要催告。"),
    "urge_before_due": _l("履行期限到 %(due)s 才满，现在不能催告。"),
    "substitute_not_served": _l("代履行决定书还没有送达。"),
    "enforcement_not_approved": _l("强制执行审批还没有批准，请先提请审批。"),
    "enforcement_in_dispute": _l("停止执行期间不能强制执行。"),
    "estimate_empty": _l("请至少填写一项费用预算。"),
    "estimate_line": _l("第 %(n)s 行认不出，请按“项目 金额（元）”填写。"),
    "signers_missing": _l("代履行的执行文书须由三方签名：到场监督人员、代履行人、当事人或见证人。"),
    "urgent_needs_reason": _l("请写明为什么情况紧急。"),
    "work_reversed": _l("结束时间须晚于开始时间。"),
    "cost_above_estimate": _l("合计超过费用预算 %(estimate)s 元，请写明原因。"),
    "cost_without_decision": _l("还没有代履行决定，不能登记费用。"),
    "cost_corrected_already": _l("这一项已经更正过。"),
    "court_terms_open": _l("复议、诉讼的期限还没有全部届满，或正在复议、诉讼，不能申请法院强制执行。"),
    "court_not_urged": _l("申请法院强制执行前须先送达催告书。"),
    "court_too_early": _l("最早 %(earliest)s 才能申请：催告书送达满十个工作日，且复议、诉讼期限已满。"),
    "court_too_late": _l("申请期限已在 %(latest)s 届满（复议、诉讼期限届满之日起三个月内）。"),
    "court_nothing_left": _l("当事人已经履行，没有可以申请执行的内容。"),
    "court_not_applied": _l("还没有申请法院强制执行。"),
    "court_applied_already": _l("已经申请过，法院还没有结果。"),
    "dispute_open_already": _l("这一当事人已有没有结果的复议或诉讼。"),
    "dispute_ended_already": _l("这件复议、诉讼已经记录过结果。"),
    "dispute_before_decision": _l("受理日期不能早于决定书送达日 %(served)s。"),
    "dispute_needs_fine": _l("变更决定须填写变更后的罚款。"),
    "dispute_heavier": _l("复议、诉讼变更后的罚款不能重于原来的数额。"),
    "dispute_fine_unchanged": _l("只有“变更”才填写变更后的罚款。"),
    "dispute_remake_only_revoked": _l("只有撤销原决定的，才能责令重新处理。"),
    "stay_already": _l("已经记录了停止执行。"),
    "stay_not_open": _l("没有正在停止执行的记录。"),
    "unpublish_nothing": _l("没有等待撤回的公示。"),
    "performed_unpaid": _l("还有 %(left)s 元没有缴清，不能记为履行完毕。"),
    "performed_measures": _l("还有 %(count)s 项责令措施没有核实，不能记为履行完毕。"),
}
