"""Words of closures."""

from flask_babel import lazy_gettext as _l

from casebook.closures.rules import (
    CheckOutcome,
    CheckRule,
    ClosureKind,
    ClosureOrigin,
    ClosureStatus,
    ConfirmingPart,
    EmergencyStatus,
    PlanPhase,
    PlanStatus,
    PlanStep,
    RecheckGround,
    RecheckResult,
    ReturnState,
    SignatureRole,
    WorkAnswer,
    WorkFlag,
    WorkStep,
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
    PlanPhase: {
        PlanPhase.VOLUNTARY: _l("自行封停阶段"),
        PlanPhase.FORCED: _l("强制封停阶段"),
        PlanPhase.ACCEPTANCE: _l("验收阶段"),
    },
    PlanStatus: {
        PlanStatus.LISTED: _l("已列入计划"),
        PlanStatus.NOTIFIED: _l("已通知封停"),
        PlanStatus.APPLIED: _l("已申请接入"),
        PlanStatus.JOINED: _l("已接通，待计量供水"),
        PlanStatus.SUPPLIED: _l("供水落实，可以封停"),
        PlanStatus.CLOSED: _l("已报封停"),
        PlanStatus.DROPPED: _l("已移出计划"),
    },
    PlanStep: {
        PlanStep.COVER: _l("核实管网覆盖"),
        PlanStep.ANNOUNCE: _l("发布认领公告"),
        PlanStep.DETERMINE: _l("认定无主井"),
        PlanStep.NOTIFY: _l("送达封停通知"),
        PlanStep.APPLY: _l("登记接入申请"),
        PlanStep.JOIN: _l("登记接通"),
        PlanStep.SUPPLY: _l("登记计量供水"),
        PlanStep.WAIVE: _l("登记不再用水"),
        PlanStep.FORCE: _l("转入强制封停"),
        PlanStep.CUT_POWER: _l("登记断电"),
        PlanStep.PERMIT: _l("核减或注销许可"),
        PlanStep.COST: _l("登记封填费用"),
        PlanStep.CLOSE: _l("报告封停"),
        PlanStep.DROP: _l("移出计划"),
    },
    RecheckGround: {
        RecheckGround.BY_RISK: _l("按风险"),
        RecheckGround.BY_LOT: _l("随机抽取"),
    },
    RecheckResult: {
        RecheckResult.INTACT: _l("封闭完好"),
        RecheckResult.DAMAGED: _l("封闭物损坏，没有取水"),
        RecheckResult.PUMPED: _l("正在取水"),
    },
    EmergencyStatus: {
        EmergencyStatus.ASKED: _l("已申请应急启用"),
        EmergencyStatus.APPROVED: _l("已批准，待启用"),
        EmergencyStatus.REFUSED: _l("不同意启用"),
        EmergencyStatus.OPEN: _l("应急启用中"),
        EmergencyStatus.SEALED: _l("已重新封存"),
        EmergencyStatus.LAPSED: _l("批准后没有启用"),
    },
    WorkStep: {
        WorkStep.POWER: _l("已断电，电源线和配电设备已拆除"),
        WorkStep.PUMP: _l("水泵和泵管已提出"),
        WorkStep.FILL: _l("自井底向上分层封填，隔水层处用黏土球或水泥封隔"),
        WorkStep.QUANTITY: _l("封填用料不少于井孔理论体积的九成"),
        WorkStep.CAP: _l("井口已浇筑混凝土封盖，地面已恢复"),
        WorkStep.MARK: _l("封填标识牌已设置，编号与台账一致"),
        WorkStep.POWER_OFF: _l("已断电，启用须另行批准"),
        WorkStep.PUMP_LOCKED: _l("水泵已拆除或者锁定"),
        WorkStep.FLANGE: _l("井口法兰已焊封或者上锁，铅封完好"),
        WorkStep.SEAL_MARK: _l("封存标识牌已设置，编号与台账一致"),
        WorkStep.LAYER: _l("监测层位符合要求，其他层位已封隔"),
        WorkStep.DEVICE: _l("监测设备已安装，数据可以读取"),
        WorkStep.COVER: _l("井口保护装置和标识牌已设置"),
    },
    WorkAnswer: {
        WorkAnswer.YES: _l("是"),
        WorkAnswer.NO: _l("否"),
        WorkAnswer.NA: _l("不适用"),
    },
    WorkFlag: {
        WorkFlag.NOT_ITEMISED: _l("没有逐项核对封停做法"),
        WorkFlag.STEP_FAILED: _l("有做法答“否”"),
        WorkFlag.STEP_UNPICTURED: _l("有的做法没有照片"),
        WorkFlag.TAG_MISSING: _l("没有标识牌编号"),
        WorkFlag.FILL_MISSING: _l("没有封填用料体积"),
        WorkFlag.FILL_SHORT: _l("封填用料不足井孔体积的九成"),
        WorkFlag.HOLE_UNKNOWN: _l("台账没有井深或井管内径，算不出井孔体积"),
    },
    ReturnState: {
        ReturnState.CHECKED: _l("已核对"),
        ReturnState.POSTED: _l("已作历史补录"),
        ReturnState.TAKEN_BACK: _l("补录已撤回"),
    },
    CheckOutcome: {
        CheckOutcome.ACCEPTED: _l("可报"),
        CheckOutcome.DOUBTFUL: _l("存疑"),
        CheckOutcome.REFUSED: _l("不可报"),
    },
    CheckRule: {
        CheckRule.CELL_MISSING: _l("必填单元格为空"),
        CheckRule.CELL_UNREADABLE: _l("单元格无法识读"),
        CheckRule.WELL_UNKNOWN: _l("台账查无此井"),
        CheckRule.ALREADY_CLOSED: _l("此前已封停"),
        CheckRule.COUNTED_BEFORE: _l("重复计数"),
        CheckRule.BASELINE_NAMEPLATE: _l("以取水能力作基数"),
        CheckRule.CLOSED_BEFORE_SUPPLY: _l("先封井后供水"),
        CheckRule.DATE_IMPOSSIBLE: _l("日期不可能"),
        CheckRule.PERMIT_NOT_CUT: _l("许可水量未核减"),
        CheckRule.REPLACED_BY_NEW_WELL: _l("新井替代旧井"),
        CheckRule.FILL_SHORT: _l("回填量不足"),
        CheckRule.BASELINE_UNSUPPORTED: _l("核算基数缺乏支撑"),
        CheckRule.SUM_MISMATCH: _l("压减量算不平"),
        CheckRule.STILL_PUMPING: _l("封停后仍有取水"),
        CheckRule.OUTLIER: _l("数值异常偏大"),
        CheckRule.CONNECTION_MISSING: _l("缺替代水源接通日期"),
        CheckRule.DAY_MISSING: _l("封停日期缺日"),
        CheckRule.CELL_UNCLEAR: _l("有单元格未能识读"),
    },
}

MENDS = {
    "cell_missing": _l("以下单元格为空：%(cells)s；请补填。"),
    "cell_unreadable": _l("以下单元格读不出：%(cells)s；请改写成日期（如 2023-06-13）或数字。"),
    "cell_unclear": _l("以下单元格读不出，没有据以核对：%(cells)s；请改写后重新核对。"),
    "well_unknown": _l("本辖区台账没有 %(code)s；请核对井编号，确有此井的先登记入册。"),
    "already_closed": _l(
        "台账记载 %(on)s 已封停，不能再算作本次封停；台账日期有误的，请凭封停验收材料先更正台账。"
    ),
    "counted_before.line": _l("与本表第 %(line)s 条（第 %(row)s 行）是同一眼井；请删去重复的一条。"),
    "counted_before.ledger": _l(
        "总账第 %(sequence)s 号已按 %(on)s 封停入账；同一眼井只计一次，原账有误的请先冲销。"
    ),
    "baseline_nameplate": _l("“%(method)s”是取水能力，不是实际取水量；请改用近三年计量均值等实际用水基数。"),
    "closed_before_supply": _l(
        "替代水源 %(connected)s 才接通，晚于封停日 %(closed)s；须先供水、后封井，日期有误的请附通水记录更正。"
    ),
    "connection_missing": _l("替代水源写的是“%(source)s”，但没有接通日期；请补填通水日期。"),
    "day_missing": _l("封停日期只写到 %(month)s，暂按当月最后一天计算；请补填到日。"),
    "date_impossible.closing_future": _l("封停日期 %(day)s 还没有到；请核对。"),
    "date_impossible.future": _l("日期 %(day)s 还没有到；请核对。"),
    "date_impossible.accepted": _l("验收日期 %(day)s 早于封停日期 %(than)s；请核对。"),
    "date_impossible.baseline": _l(
        "封停日期 %(day)s 早于基准期起始日 %(than)s；请核对年份，往年封停的井走历史补录。"
    ),
    "date_impossible.built": _l("封停日期 %(day)s 早于成井日期 %(than)s；请核对。"),
    "permit_not_cut": _l(
        "%(listed)s 的许可清单上，许可证 %(permit)s 仍载明年取水量 %(volume_m3)s m³；"
        "请先核减许可水量，最后一眼井则注销许可证。"
    ),
    "replaced_by_new_well": _l(
        "同一取水户在 %(metres)s 米处有新井 %(well)s 投用，水没有少取；新井同样停用或核减后才可报。"
    ),
    "fill_short": _l(
        "回填 %(fill_m3)s m³，按井管内径和井深算井孔为 %(hole_m3)s m³，不足九成；请补充回填或附材料用量凭证。"
    ),
    "baseline_unsupported.permit": _l(
        "许可或计划水量只是上限，不能证明实际用水；请改用计量、核定税量等基数。"
    ),
    "baseline_unsupported.meter": _l(
        "这眼井没有计量设施，不存在计量均值；请改用以电折水等核算方法并附依据。"
    ),
    "baseline_unsupported.figures": _l(
        "台账和抄表都凑不齐 %(first)s—%(last)s 三个整年的水量；请补齐抄表或核定材料。"
    ),
    "baseline_unsupported.differs": _l(
        "申报基数 %(baseline_m3)s m³ 与前三个整年的均值（%(means)s m³）都相差 5%% 以上；"
        "请按抄表或台账重新核算。"
    ),
    "sum_mismatch": _l(
        "申报压减量 %(claim_m3)s m³，基数减剩余取水量应为 %(right_m3)s m³；请核对数字和单位。"
    ),
    "still_pumping": _l(
        "封停之后 %(first)s 至 %(last)s 有 %(n)s 个月仍在取水（抄表 %(m3)s m³，用电 %(kwh)s kWh）；"
        "请现场核查；封停当日的止码没有抄录的先补录，属应急启用的补批准材料并扣减水量。"
    ),
    "outlier.flow": _l(
        "基数 %(baseline_m3)s m³ 超过额定流量全年取水量的九成（%(most_m3)s m³）；请说明并附计量依据。"
    ),
    "outlier.permit": _l(
        "基数 %(baseline_m3)s m³ 超过许可水量 %(permitted_m3)s m³ 的三倍；请说明并附计量依据。"
    ),
    "dead_well": _l("基准期三年没有取水，计 1 眼井、0 m³。"),
}
"""What would make a line admissible, by rule and by which side of it applies."""

MESSAGES = {
    "return_header_missing": _l(
        "没有找到封停上报表的表头（看过的工作表：%(sheets)s）；表头须有井编号、封停日期和压减量或核算基数。"
    ),
    "return_empty": _l("工作表“%(sheet)s”的表头下面没有数据行；请核对文件。"),
    "return_too_long": _l("文件有 %(lines)s 行，超过 %(most)s 行；请按年度或乡镇分成几份。"),
    "return_posted_before": _l("同一份文件已在 %(on)s 核对的那一批里补录入账；不再重复入账。"),
    "return_step": _l("这份上报表现在是“%(state)s”，不能再办这一步；请刷新页面。"),
    "take_back_needs_reason": _l("请写明撤回的原因。"),
    "plan_changed": _l("%(number)s 刚被别人办过，现在是“%(status)s”；请核对最新情况后再提交。"),
    "programme_year": _l("封井计划只列本年和前后一年，%(year)s 年不行；往年的走历史补录。"),
    "plan_obliged_missing": _l("请写明封停责任人；没有责任人的，来源选“无主井”。"),
    "plan_executor_missing": _l("请写明实施单位。"),
    "plan_codes_missing": _l("请填写要列入计划的井编号，一行一个。"),
    "plan_codes_many": _l("一次最多列 %(most)s 眼井，请分几次。"),
    "plan_well_unknown": _l("本辖区台账没有 %(well)s；请核对井编号。"),
    "plan_listed_already": _l("井 %(well)s 已经在封井计划里，还没有封停；同一眼井只列一次。"),
    "plan_well_closed": _l("井 %(well)s 已经封停或已报封停，不再列入计划。"),
    "programme_step_out_of_order": _l("这条计划现在是“%(present)s”，不能办“%(step)s”；请按顺序办理。"),
    "programme_paper_missing": _l("请填写“%(step)s”的文书或凭证编号。"),
    "plan_day_reversed": _l("日期不能早于这条计划上一步的日期 %(last)s。"),
    "plan_undetermined": _l("无主井先公告认领、再认定，然后才通知封停。"),
    "plan_not_covered": _l("还没有核实替代管网覆盖这眼井；先供水、后封井，请先核实。"),
    "plan_network_missing": _l("请写明由哪个管网或水厂供水。"),
    "plan_not_ownerless": _l("只有无主井才公告认领。"),
    "plan_announced": _l("认领公告已经登记过。"),
    "plan_unannounced": _l("还没有发布认领公告，不能认定。"),
    "plan_claim_running": _l("认领期还没有满；期内没有人认领的，期满后再认定无主。"),
    "programme_reason_missing": _l("请写明原因。"),
    "supply_days_short": _l("通水不等于供水：计量供水 %(days)s 天，至少要 %(least)s 天。"),
    "supply_unmetered": _l("请填写这些天供水表计量的水量，须大于 0。"),
    "supply_homes_unchecked": _l("这眼井供居民用水，请逐户核对通水情况，填写核对的户数。"),
    "supply_homes_waived": _l("这眼井供居民用水，不能按“不再用水”封停，须先接通替代水源。"),
    "plan_supply_open": _l("封井计划里这眼井还是“%(present)s”；替代水源计量供水后才能封停。"),
    "plan_closed_early": _l("封停日期早于替代水源供水落实的日期 %(on)s；先供水、后封井。"),
    "plan_differs": _l("替代水源或接通日期与封井计划不一致：计划是“%(source)s”，接通 %(on)s。"),
    "plan_permit_open": _l("这眼井的取水许可还没有核减或注销；请许可人员先在封井计划里办理。"),
    "plan_permit_none": _l("这眼井没有取水许可证，不用核减。"),
    "plan_power_open": _l("还没有登记断电；请先断电再封停。"),
    "plan_power_late": _l("封停日期早于断电日期 %(on)s；请核对。"),
    "plan_origin": _l("封井计划里这眼井的来源是“%(origin)s”，报告须一致。"),
    "plan_line_missing": _l("%(year)s 年封井计划没有列 %(well)s；请先列入计划，或者改选来源。"),
    "plan_homes_unplanned": _l(
        "井 %(well)s 供居民用水；请先列入封井计划，登记替代水源计量供水和逐户核对，再报告封停。"
    ),
    "works_hours_missing": _l("强制封停须写明施工起止时刻；填了一个的，另一个也要填。"),
    "works_after_closing": _l("施工结束时刻晚于封停日期，请核对。"),
    "works_at_rest": _l("施工时刻在夜间或法定节假日，不得强制封停；请核对时刻，确在此时的不予认可。"),
    "recheck_count": _l("一次抽 1 到 %(most)s 眼。"),
    "recheck_seed_missing": _l("请填写抽取口令：同一口令抽到同样的井，便于当场见证和复查。"),
    "recheck_none": _l("%(year)s 年没有可抽的已入账封停：没有，或者都在等回头看。"),
    "recheck_early": _l("回头看日期不能早于抽取日期 %(on)s。"),
    "recheck_note_missing": _l("发现问题的请写明情况。"),
    "recheck_done": _l("这次回头看在 %(on)s 已经办过。"),
    "recheck_by_involved": _l("报告人、验收人不能自己回头看，请由其他人员办理。"),
    "published_before_booked": _l("确认入账以后才能公示，公示日期不能早于确认日期。"),
    "publication_days": _l("公示截止日不能早于起始日。"),
    "closure_place_missing": _l("请写明在哪里公示（网址或公示栏）。"),
    "closure_not_to_publish": _l("%(number)s 还没有入账，或者已经公示过。"),
    "emergency_cause_missing": _l("请写明应急启用的事由。"),
    "emergency_days_reversed": _l("期限的最后一天不能早于第一天。"),
    "emergency_over": _l("期限已经过去；应急启用须事先申请。"),
    "emergency_outside": _l("启用日期须在批准的 %(first)s 至 %(last)s 之内。"),
    "emergency_readings_reversed": _l("重新封存时的表码小于启用时的表码，请核对。"),
    "emergency_unmeasured": _l("没有两次表码，这些月份也没有取水量记录；请抄表补录后再办。"),
    "emergency_sealed_early": _l("重新封存日期不能早于启用日期。"),
    "emergency_overrun": _l("超过了批准的期限或水量，请写明原因。"),
    "emergency_not_reserve": _l("%(number)s 不是已确认的封存备用井，不能应急启用。"),
    "emergency_running": _l("井 %(well)s 已有应急启用 %(number)s 没有办完。"),
    "emergency_by_asker": _l("申请人不能自己批准，请由另一名负责人办理。"),
    "emergency_allowed": _l("这一天在批准的应急启用期内，不算私自启用；超期的按超期之日登记。"),
    "emergency_changed": _l("%(number)s 刚被别人办过，现在是“%(status)s”；请核对最新情况后再提交。"),
    "emergency_decision_missing": _l("请写明批准文号，或者不同意的理由。"),
    "work_unanswered": _l("还没有核对：%(step)s。"),
    "work_twice": _l("同一项做法只核对一次：%(step)s。"),
    "work_strange": _l("这种封停方式没有这一项：%(step)s。"),
    "work_not_done": _l("没有做到，不能验收：%(step)s。请退回整改后再验收。"),
    "work_needs_note": _l("答“否”的请写明原因：%(step)s。"),
    "fill_out_of_range": _l("封填用料体积须在 0 到 %(most)s m³ 之间。"),
    "acceptance_far_reason_missing": _l("验收位置离登记井位太远，请写明原因。"),
    "closure_changed": _l("%(number)s 刚被别人办过，现在是“%(status)s”；请核对最新情况后再提交。"),
    "closure_booked": _l("%(number)s 现在是“%(status)s”，不能再加照片。"),
    "accepted_before_signed": _l("验收日期不能早于签字日期：四方签齐才算验收。"),
    "signature_twice": _l("同一方只签一次字，请删去重复的签字。"),
    "closure_exists": _l("井 %(well)s 已有封停记录；先办完或冲销原来那一条。"),
    "closure_posted": _l(
        "井 %(well)s 在总账第 %(sequence)s 号已按 %(on)s 封停入账；同一眼井只计一次，原账有误的请先冲销。"
    ),
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
