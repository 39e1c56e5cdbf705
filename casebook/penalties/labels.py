"""Words of penalties."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.accounts.labels import MATTERS
from casebook.penalties.rules import (
    Authority,
    Condition,
    FineBasis,
    Flag,
    GateKind,
    Level,
    NotPenal,
    PartyKind,
    Recipient,
    ThresholdKind,
    Why,
)
from casebook.penalties.rules.leniency import Factor, Leniency, Weight
from casebook.penalties.rules.settings import SettingKey

_FLAGS = {
    "yellow_river_basin": _l("黄河流域"),
    "yellow_river_supply_area": _l("黄河供水区"),
    "snwd_receiving_area": _l("南水北调受水区"),
}

LABELS = {
    Level: {
        Level.LAW: _l("法律"),
        Level.REGULATION: _l("行政法规"),
        Level.LOCAL_REGULATION: _l("地方性法规"),
        Level.MINISTRY_RULE: _l("部门规章"),
        Level.LOCAL_RULE: _l("地方政府规章"),
    },
    PartyKind: {
        PartyKind.UNIT: _l("法人或者其他组织"),
        PartyKind.CITIZEN: _l("公民"),
    },
    Condition: {
        Condition.NORMAL: _p("penalty tier", "一般"),
        Condition.GRAVE: _l("情节严重"),
        Condition.REFUSES: _l("拒不改正或逾期不改"),
    },
    FineBasis: {
        FineBasis.FIXED: _l("定额幅度"),
        FineBasis.MULTIPLE: _l("按应缴数额的倍数"),
    },
    Authority: {
        Authority.AGENCY: _l("持有执法权的机关"),
        Authority.GOVERNMENT_AUTHORISED: _l("县级以上人民政府或者其授权的部门"),
    },
    Recipient: {
        Recipient.POLICE: _l("公安机关"),
        Recipient.TAX: _l("税务机关"),
        Recipient.ENVIRONMENT: _l("生态环境或者排水主管部门"),
        Recipient.ECONOMY: _l("经济综合主管部门"),
    },
    Flag: {flag: _FLAGS[flag.value] for flag in Flag},
    ThresholdKind: {
        ThresholdKind.HEARING: _l("听证"),
        ThresholdKind.DELIBERATION: _l("集体讨论"),
    },
    SettingKey: {
        SettingKey.YELLOW_RIVER_BASIN: _FLAGS["yellow_river_basin"],
        SettingKey.YELLOW_RIVER_SUPPLY_AREA: _FLAGS["yellow_river_supply_area"],
        SettingKey.SNWD_RECEIVING_AREA: _FLAGS["snwd_receiving_area"],
        SettingKey.TAX_REGIME_FROM: _l("开始征收水资源税的日期"),
        SettingKey.SEALING_AGENCY: _l("政府授权责令封井的部门"),
        SettingKey.HEARING_CITIZEN: _l("听证标准（公民）"),
        SettingKey.HEARING_UNIT: _l("听证标准（法人、其他组织）"),
        SettingKey.DELIBERATION_CITIZEN: _l("集体讨论标准（公民）"),
        SettingKey.DELIBERATION_UNIT: _l("集体讨论标准（法人、其他组织）"),
        SettingKey.NIGHT_FROM: _l("夜间从几点起（不得强制执行）"),
        SettingKey.NIGHT_UNTIL: _l("夜间到几点止（不得强制执行）"),
        SettingKey.SURCHARGE_BASE: _l("部分缴纳后加处罚款的基数"),
    },
    Why: {
        Why.ONLY: _l("这一行为当日只有这一条有效"),
        Why.HIGHER: _l("上位法优先"),
        Why.SPECIAL: _l("特别规定优先于一般规定"),
        Why.NEWER: _l("新规定优先于旧规定"),
        Why.FORMER_LIGHTER: _l("适用行为时的规定：后来的规定不更轻"),
        Why.LATER_LIGHTER: _l("适用后来的规定：比行为时的轻"),
        Why.YIELDS_TO_HIGHER: _l("让位于上位法"),
        Why.YIELDS_TO_SPECIAL: _l("让位于特别规定"),
        Why.YIELDS_TO_NEWER: _l("让位于新规定"),
        Why.YIELDS_TO_LIGHTER: _l("让位于后来较轻的规定"),
        Why.LATER_HEAVIER: _l("行为之后才施行，且不更轻，不溯及既往"),
        Why.OTHER_ACT: _l("另一违法行为，事实相符时适用"),
    },
    GateKind: {
        GateKind.HAND_OVER: _l("不由本机关处罚，移送"),
        GateKind.ORDER_LAPSED: _l("责令限期改正已送达，复查证明逾期未改，才能罚款"),
        GateKind.ORDER_LAPSED_FOR_TIER: _l("其中一档要先责令限期改正，逾期未改才能适用"),
        GateKind.ORDER_TOGETHER: _l("罚款时须同时责令改正"),
        GateKind.AUTHORISED: _l("须有县级以上人民政府的授权文件"),
        GateKind.HEARING_ALWAYS: _l("最低罚款已达标准，一律告知听证"),
        GateKind.HEARING_BY_AMOUNT: _l("拟罚款达到标准时告知听证"),
        GateKind.HEARING_TO_REVOKE: _l("拟吊销取水许可证时告知听证"),
        GateKind.DELIBERATION_ALWAYS: _l("最低罚款已达标准，一律集体讨论"),
        GateKind.ORDINARY_ONLY: _l("不能适用简易程序"),
        GateKind.FLAG_UNVERIFIED: _l("本县情况未核实"),
        GateKind.LEGAL_REVIEW: _l("几部法的幅度不同，由法制审核人员选择并写明理由"),
        GateKind.OUT_OF_TIME: _l("已过追责时效，不再处罚"),
    },
    NotPenal: {
        NotPenal.PLAN_SURCHARGE: _l("超计划取水按累进加价征收，不罚款；超许可水量才是违法取水。"),
        NotPenal.CORRECT_REGISTER: _l("补登、更正登记或补挂标识牌，不罚款。"),
        NotPenal.PLAN_CUT: _l("核减次年取水计划，不罚款；不批准新增取水许可。"),
        NotPenal.ESCALATE: _l("督办；原违法行为按原条款处理。"),
        NotPenal.TO_TAX: _l("已改征水资源税，移送税务机关；不再下达缴费通知。"),
        NotPenal.NOT_IN_COUNTY: _l("当日有处罚规定，但不适用于本县。"),
        NotPenal.NONE_IN_FORCE: _l("当日没有生效的处罚规定。"),
    },
    Factor: {
        Factor.UNDER_14: _l("不满十四周岁"),
        Factor.MINOR: _l("已满十四周岁不满十八周岁"),
        Factor.NOT_OF_SOUND_MIND: _l("不能辨认或者不能控制自己行为的精神病人、智力残疾人"),
        Factor.PARTLY_OF_SOUND_MIND: _l("尚未完全丧失辨认或者控制能力的精神病人、智力残疾人"),
        Factor.HARM_REDUCED: _l("主动消除或者减轻危害后果"),
        Factor.COERCED: _l("受他人胁迫或者诱骗"),
        Factor.CONFESSED: _l("主动供述行政机关尚未掌握的违法行为"),
        Factor.MERIT: _l("配合查处有立功表现"),
        Factor.OTHER_BY_LAW: _l("法律、法规、规章规定的其他从轻减轻情形"),
        Factor.SLIGHT_AND_MENDED: _l("轻微并及时改正，没有造成危害后果"),
        Factor.FIRST_AND_MENDED: _l("初次违法且后果轻微并及时改正"),
        Factor.NO_FAULT: _l("有证据足以证明没有主观过错"),
    },
    Leniency: {
        Leniency.NONE_MUST: _l("不予处罚"),
        Leniency.NONE_MAY: _l("可以不予处罚"),
        Leniency.LIGHTER_MUST: _l("应当从轻或者减轻"),
        Leniency.LIGHTER_MAY: _l("可以从轻或者减轻"),
    },
    Weight: {
        Weight.NORMAL: _p("penalty weight", "一般"),
        Weight.LIGHTER: _l("从轻"),
        Weight.REDUCED: _l("减轻"),
        Weight.HEAVIER: _l("从重"),
    },
}

FACTOR_NEEDS = {
    Factor.UNDER_14: _l("身份证件证明年龄"),
    Factor.MINOR: _l("身份证件证明年龄"),
    Factor.NOT_OF_SOUND_MIND: _l("鉴定意见或者残疾证，行为时的状态"),
    Factor.PARTLY_OF_SOUND_MIND: _l("鉴定意见或者残疾证，行为时的状态"),
    Factor.HARM_REDUCED: _l("改正前后的证据对照"),
    Factor.COERCED: _l("询问笔录和旁证"),
    Factor.CONFESSED: _l("供述时间早于发现的证据"),
    Factor.MERIT: _l("查证属实的线索或者协助材料"),
    Factor.OTHER_BY_LAW: _l("所依据的条文"),
    Factor.SLIGHT_AND_MENDED: _l("情节轻微、及时改正、没有危害后果三项都有证据"),
    Factor.FIRST_AND_MENDED: _l("诚信档案查无前案，后果轻微、及时改正有证据"),
    Factor.NO_FAULT: _l("当事人自己举证，足以证明"),
}
"""What must be in the file for a factor (处罚法 30–33)."""

ACTS = {pen_id: words for pen_id, words in MATTERS.items() if pen_id != "*"} | {
    "PEN-25": _l("利用岩层孔隙、废弃矿坑等贮存有害物质"),
    "PEN-26": _l("使用淘汰的高耗水工艺、设备"),
    "PEN-27": _l("阻碍执法人员依法执行职务"),
    "PEN-28": _l("隐匿、转移登记保存或查封的物品，伪造、毁灭证据"),
}
"""What the acts of the catalogue are called; the names of local acts come with their packs."""

TEXTS = (
    _l("停止违法行为，限期采取补救措施"),
    _l("停止违法行为，限期改正"),
    _l("停止违法行为，限期补办有关手续；逾期不补办或者补办未被批准的，限期拆除或者封闭"),
    _l("限期补缴"),
    _l("改正"),
    _l("限期整改"),
    _l("限期安装"),
    _l("限期更换或者修复"),
    _l("限期改正"),
    _l("封井或者回填"),
    _l("限期补办备案手续；逾期不补办的，限期封井或者回填"),
    _l("限期采取措施消除不利影响；未备案、未报送的限期补报"),
    _l("停止使用，限期改正"),
    _l("限期缴纳"),
    _l("逾期不拆除、不封闭的，组织拆除或者封闭，费用由违法行为人承担"),
    _l("许可无效，警告；涉嫌犯罪的移送"),
    _l("没收；涉嫌犯罪或者违反治安管理的移送"),
    _l("依照水法 69 处罚"),
    _l("拆除或者封闭，费用由违法行为人承担"),
    _l("按日最大取水能力计征"),
    _l("造成损失的，依法赔偿"),
    _l("没有能力封井或者回填的，组织封井或者回填，费用由违法行为人承担"),
    _l("逾期不封井、不回填的，组织封井或者回填"),
    _l("造成重大不利影响"),
    _l("未备案或者未报送，逾期不补报"),
    _l("涉嫌犯罪或者违反治安管理的移送"),
    _l("限制用水"),
    _l("警告"),
    _l("与节水条例 49 的幅度不同，由法制审核人员选择并写明理由"),
    _l("自滞纳之日起每日加收 2‰ 滞纳金"),
    _l("征收水资源税之日起停收水资源费，此后的行为由税务机关处理"),
    _l("由生态环境或者排水主管部门处理"),
    _l("拘留 5–10 日"),
    _l("2025 年修订后的条文号和幅度待核实"),
)
"""Every order, addition and note of the catalogue, so that the reader's language has them."""

MESSAGES = {
    "penalty_unknown": _l("没有事项 %(act)s；请从 P01–P30 或处罚事项中选择，例如 P10 或 PEN-07。"),
    "found_before_act": _l("发现日期早于违法行为的日期 %(on)s；请核对。"),
    "decided_before_act": _l("决定日期早于违法行为的日期 %(on)s；请核对。"),
    "fine_range_reversed": _l("罚款下限 %(least)s 元大于上限 %(most)s 元；请更正。"),
    "fine_needs_owed": _l("这一条按应缴数额的倍数罚款，请先填写应缴数额。"),
    "fine_negative": _l("罚款数额不能是负数。"),
    "fine_not_of_law": _l("这一档没有规定罚款；请选择另一档，或者不填罚款。"),
    "fine_outside_range": _l("罚款应在 %(least)s 元到 %(most)s 元之间；请更正数额，或者选择另一档。"),
    "fine_without_floor": _l("这一条没有规定罚款下限，不存在减轻；请按从轻处理。"),
    "gains_reversed": _l("依法退赔的数额不能大于所得款项；请核对。"),
    "reduction_needs_factor": _l("减轻处罚须有法定情形；请选择一项并附证据。"),
    "factor_demands_lighter": _l("当事人有应当从轻或者减轻的情形；请选择从轻或者减轻。"),
    "bench_outside_law": _l("裁量幅度须在法定幅度 %(least)s 元到 %(most)s 元之内；请更正。"),
    "bench_without_law": _l("%(act)s 在施行日期没有“%(condition)s”这一档罚款；请核对事项、情形和日期。"),
    "bench_text_missing": _l("请填写。"),
    "bench_ends_before_it_begins": _l("失效日期早于施行日期 %(start)s；请更正。"),
    "bench_overlaps": _l(
        "%(act)s 的“%(level)s”与 %(doc_no)s 自 %(start)s 起的同名等级日期重叠；请先终止原等级，或者更正日期。"
    ),
    "bench_change_needs_reason": _l("请写明修改或终止的理由。"),
    "bench_file_empty": _l("文件里没有等级。每行写九列，见页面上的说明。"),
    "bench_file_too_large": _l("文件超过 %(most)s KiB，不像一份裁量基准。"),
    "bench_file_encoding": _l("文件不是 UTF-8 或 GB18030 编码的文本，请另存为 CSV（UTF-8）后再导入。"),
    "bench_line_columns": _l("第 %(line)s 行有 %(count)s 列；应为 %(most)s 列。"),
    "bench_line_condition": _l("第 %(line)s 行的情形“%(text)s”无法识别；请写 一般、情节严重 或 拒不改正。"),
    "bench_line_long": _l("第 %(line)s 行有一列超过 %(most)s 个字。"),
    "bench_line_amount": _l("第 %(line)s 行的金额“%(text)s”无法识别；请写整数元，例如 20000。"),
    "bench_line_date": _l("第 %(line)s 行的日期“%(text)s”无法识别；请写成 2024-05-01。"),
    "setting_needs_source": _l("请写明来源：文件名称和文号，或者谁确认的。"),
    "setting_value_wrong": _l("“%(key)s”的值不对；请按说明填写。"),
    "threshold_unknown": _l("%(on)s 还没有%(kind)s标准；请核对日期，或者在县级设定里补上。"),
    "sealing_not_authorised": _l(
        "责令封井须由县级以上人民政府或其授权的部门作出；本机关在这一天没有授权。请先在县级设定里登记授权文件。"
    ),
    "pack_too_large": _l("文件超过 %(most)s KiB，不像一份地方规定。"),
    "pack_unreadable": _l("文件读不懂：%(detail)s。请按说明的格式改正。"),
    "pack_of_elsewhere": _l("这份规定适用于 %(place)s，本县是 %(county)s，不能装入。"),
    "pack_needs_source": _l("请在 source 里写明规定的全称和文号。"),
    "pack_act_twice": _l("事项 %(act)s 写了两次；请改编号或删去一项。"),
    "pack_variant_unknown": _l("事项 %(act)s 的 variant_of 写的 %(of)s 不是处罚事项。"),
    "pack_problem_unknown": _l("事项 %(act)s 写的问题类型 %(code_written)s 不存在；请写 P01–P30。"),
    "pack_level_not_local": _l("事项 %(act)s 的层级是%(level)s；地方规定只能是地方性法规或地方政府规章。"),
    "pack_days_reversed": _l("事项 %(act)s 的 %(article)s 失效日期早于施行日期；请更正。"),
    "pack_range_wrong": _l("事项 %(act)s 的 %(article)s 罚款上下限不全或颠倒；请更正。"),
    "pack_version_old": _l("装入的是第 %(version)s 版，已有第 %(last)s 版；新的一版请用更大的版本号。"),
    "pack_act_of_another": _l("事项 %(act)s 已在“%(pack)s”里；请改编号。"),
}
