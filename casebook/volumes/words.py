"""Words of the ways in: messages of online meters, their sources, uploaded files, accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from casebook.volumes.rules import ReadingFault

PARTS = {
    "meter": _l("水表编号"),
    "well": _l("水井编号"),
    "time": _l("时间"),
    "dial": _l("表底数"),
    "mark": _l("标记"),
    "-": _l("不读"),
}
"""The parts of a line or of an object."""

VISIT_MESSAGES = {
    "dial_missing": _l("请填写表底数；没能抄到的，请选“没能抄到”并写明原因。"),
    "dial_unseen": _l("没能抄到的不填表底数。看得见表盘、但表不走的，请选“水表停走”。"),
    "dial_impossible": _l("表底数不会是负数，也不会这么大。请核对小数点和单位。"),
    "dial_ten_times": _l(
        "比 %(on)s 的表底数 %(dial)s 大了十倍以上，少一位（%(tenth)s）却正合适，"
        "可能多写了一位或看错小数点。请核对；"
        "确实读到这个数的，勾选“照实录入”，系统会列为疑问。"
    ),
    "visit_reason_missing": _l("请写明原因：怎样停走、为什么抄不到，见到了谁。"),
    "visit_reason_too_long": _l("原因最多写 %(most)s 字。请写短一些。"),
    "visit_photograph_missing": _l("水表停走、翻转或数有疑点的，要拍下表盘。请补拍照片再提交。"),
    "meter_visit_filed_already": _l("这条抄表记录已经收下，内容不同，不能再改。读数有误的，请在读数页更正。"),
    "reading_conflict": _l(
        "这块水表在这一时间已有读数 %(known)s，这次是 %(written)s，没有写入。"
        "已有的数要改，请用更正并写明理由。"
    ),
    "reading_taken_back_before": _l(
        "这块水表在这一时间的读数已被撤回，没有写入。撤回有误的，请打开那个读数，用更正写回来。"
    ),
    "reading_elsewhere": _l(
        "这块水表在这一时间的读数已记在井 %(well)s 名下，没有写入。"
        "一块水表只装在一眼井上，请改正台账里这两眼井的水表编号。"
    ),
}
"""Why a dial that somebody read is refused, and how to mend it."""

ESTIMATE_MESSAGES = {
    "estimate_basis_missing": _l("请写明时长、定额和数量出自哪份材料，例如开泵记录、用水定额文件。"),
    "estimate_method_wrong": _l("推算只能用水泵流量乘时长，或定额乘数量。有读数、用电量的，系统自己计算。"),
    "estimate_month_open": _l("%(month)s 还没有过完，不能推算整月。请等到下月。"),
    "estimate_month_unreadable": _l("月份读不出来。请写成 2023-05 这样。"),
    "estimate_number_impossible": _l(
        "每小时或每单位水量要大于零，数量不能为负，乘积也不会这么大。请核对两个数。"
    ),
    "estimate_factor_missing": _l("请填写每小时或每单位水量；按定额推算的，也可以选一条定额。"),
    "estimate_norm_not_in_force": _l("这条定额在 %(month)s 月底没有生效。请另选一条，或者自己填写。"),
    "estimate_unit_missing": _l("请写明定额按什么计，例如亩、人、头。"),
    "estimate_hours_impossible": _l("%(month)s 总共只有 %(most)s 小时。请核对时长。"),
    "estimate_above_flow": _l("大于台账登记的额定流量 %(flow)s m³/h。请核对；换了泵的，请先更正台账。"),
    "estimate_metered": _l("%(month)s 已有%(method)s得出的水量，不能再推算。读数有误的，请更正读数。"),
    "estimate_reason_missing": _l(
        "这个月用同一方法推算过。请写明为什么替换或撤回：原来错在哪里，依据是什么。"
    ),
    "estimate_ended_already": _l("这条推算已经撤回或被替换。请看现在的推算。"),
}
"""Why an estimate is refused, and how to mend it."""

MESSAGE_REFUSALS = {
    (ReadingFault.METER_UNKNOWN, "not_of_source"): _l(
        "这个来源没有登记编号为“%(written)s”的水表。请在来源的页面登记它，再重放这条报文。"
    ),
    (ReadingFault.METER_UNKNOWN, "not_said"): _l("既没有写水表编号，也没有写水井编号。请补上一个。"),
    (ReadingFault.METER_UNKNOWN, "several"): _l(
        "这个来源在“%(written)s”这眼井上登记了几块水表。请写明水表编号。"
    ),
    (ReadingFault.METER_UNKNOWN, "gone"): _l(
        "编号为“%(written)s”的水表在这一时间之前已经拆下。请核对设备是否还在用，或换表是否登记错了日期。"
    ),
    (ReadingFault.WELL_UNKNOWN, "other_well"): _l(
        "“%(written)s”在来源里登记的是另一眼井。请核对水井编号，或只写水表编号。"
    ),
    (ReadingFault.DATE_UNREADABLE, "clock"): _l("日期“%(written)s”早得不可能。请校准设备的时钟。"),
    (ReadingFault.DATE_IN_FUTURE, "clock"): _l(
        "时间“%(written)s”在本系统收到报文之后。请校准设备的时钟，并核对时区。"
    ),
    (ReadingFault.MARK_UNREADABLE, ""): _l("标记“%(written)s”读不出来。翻转写 rollover，其余不写。"),
}
"""Why a reading of a message is refused, and how to mend it."""

WAY_MESSAGES = {
    "source_token_wrong": _l(
        "令牌不对，或者已经停用。请用 Authorization: Bearer 加上本系统发给的令牌；丢了的，请水务局重新发放。"
    ),
    "source_calls_too_often": _l("请求太密：这个来源每分钟最多 %(most)s 次。请过 %(seconds)s 秒再发。"),
    "message_charset_wrong": _l(
        "报文不是 %(encoding)s 编码，第 %(place)s 个字节读不出来。请改用约定的编码再发。"
    ),
    "message_not_json": _l(
        "报文不是完整的 JSON，第 %(line)s 行第 %(column)s 个字符处断开。请检查是否被截断，再发一次。"
    ),
    "message_part_missing": _l("报文里没有“%(part)s”，或者它的类型不对。请对照格式说明补上。"),
    "message_id_unusable": _l("报文编号要有 1 到 %(most)s 个可见字符。请改好再发。"),
    "message_id_reused": _l(
        "编号 %(message_id)s 的报文已经收到过，内容与这次不同，这次的没有收下。请换一个编号再发。"
    ),
    "message_rows_too_many": _l("一条报文最多 %(most)s 条读数，这条有 %(rows)s 条。请分几条发送。"),
    "message_empty": _l("报文里一条读数也没有。"),
    "parser_columns_wrong": _l(
        "请按顺序写明各列：meter 水表、well 水井、time 时间、dial 表底数、mark 标记，不读的列写“-”。"
        "时间和表底数必须有，水表和水井至少有一个。"
    ),
    "parser_path_wrong": _l("请写字段名；在里层的用点连接，例如 data.items。时间和表底数必须写。"),
    "source_name_unusable": _l("请写来源的名称，不超过 %(most)s 个字。"),
    "source_name_taken": _l("本县已有名为“%(name)s”的来源。请换一个名称。"),
    "source_rate_unusable": _l("每分钟次数在 1 到 %(most)s 之间。"),
    "source_revoked": _l("这个来源已经停用。要恢复报送，请另建一个来源。"),
    "source_reason_missing": _l("请写明停用的原因。"),
    "source_lines_missing": _l("请至少写一行：水井编号，水表编号，设备编号。"),
    "source_well_unknown": _l("第 %(line)s 行：台账里没有编号为“%(well)s”的水井。请核对编号。"),
    "source_meter_missing": _l("第 %(line)s 行：台账里“%(well)s”没有水表编号。请在这一行补上水表编号。"),
    "source_number_taken": _l(
        "第 %(line)s 行：设备编号“%(number)s”已用于另一块水表。请核对，或先移除那一块。"
    ),
    "upload_not_waiting": _l("这个文件已经处理过。要再导入，请重新上传。"),
    "upload_unusable": _l("这个文件不能导入：%(why)s"),
    "account_number_missing": _l("请写电表户号。"),
    "account_known": _l("本县已登记户号“%(number)s”。请从列表中打开它。"),
    "share_lines_missing": _l("请至少写一眼井；只有一眼时可以不写份额。"),
    "share_well_unknown": _l("第 %(line)s 行：台账里没有编号为“%(well)s”的水井。请核对编号。"),
    "share_well_twice": _l("第 %(line)s 行：“%(well)s”写了两次。请合成一行。"),
    "share_unreadable": _l("第 %(line)s 行：份额“%(share)s”读不出来。请写百分数，例如 60%%。"),
    "share_sum_wrong": _l("各井份额合计 %(sum)s%%，超过了 100%%。请核对；不到 100%% 的部分不算作取水。"),
    "share_months_reversed": _l("止月早于起月。请核对两个月份。"),
    "share_ground_missing": _l("请写明依据：供电合同、分表读数或现场核实。"),
    "share_month_unreadable": _l("请写成 2023-05 这样。"),
}
"""What is refused, and how to mend it."""
