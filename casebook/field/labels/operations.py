"""Chinese words of operations and of what is refused about them."""

from flask_babel import lazy_gettext as _l

from casebook.field.rules.states import Flag, OperationState

KINDS = {
    "inspection.file": _l("现场检查"),
    "signature.add": _l("第二名执法人员签名"),
    "patrol.visit": _l("巡查"),
    "interview.file": _l("询问笔录"),
    "order.serve": _l("现场送达通知书"),
    "evidence.add": _l("补充证据"),
    "well.edit": _l("取水井信息"),
    "closure.accept": _l("封井验收"),
    "reading.record": _l("抄表"),
}
"""What people call the kinds of operations."""

LABELS = {
    OperationState: {
        OperationState.RECEIVED: _l("待入库"),
        OperationState.WAITING_FILES: _l("等待文件"),
        OperationState.WAITING_RECORD: _l("等待前一条记录"),
        OperationState.APPLIED: _l("已入库"),
        OperationState.REFUSED: _l("被退回"),
        OperationState.QUARANTINED: _l("隔离待核"),
        OperationState.CONFLICT: _l("与他人修改冲突"),
    },
    Flag: {
        Flag.GAP: _l("前面还有未送达的记录"),
        Flag.SERVER_ERROR: _l("服务器处理出错，会自动重试"),
        Flag.CLOCK: _l("平板时间不准，已更正"),
    },
}

MESSAGES = {
    "operation_too_large": _l("这条记录超过 %(most)s KB，服务器没有收下。照片等文件应当单独上传。"),
    "operation_unreadable": _l("这条记录的格式不对（%(problem)s），服务器没有收下。请更新外业应用后再发送。"),
    "operation_field_wrong": _l("这条记录的一项内容不合规格，服务器没有收下。请更新外业应用后再发送。"),
    "operation_id_differs": _l("这条记录的编号与发送地址不一致，服务器没有收下。"),
    "operation_of_other_county": _l(
        "这条记录属于其他县（%(county)s），本县服务器没有收下。请发送到原县的服务器。"
    ),
    "operation_hash_wrong": _l("收到的内容与校验值不一致，可能传输中断，请重新发送。"),
    "operation_signature_wrong": _l("签名不是这台平板的密钥所签，服务器没有收下。"),
    "operation_device_unknown": _l("这条记录写明的平板没有在你名下登记，服务器没有收下。"),
    "operation_kind_unknown": _l(
        "服务器不认识这类记录（%(kind)s）。内容已经保存，升级服务器后可由办公室重新处理。"
    ),
    "operation_settled": _l("这条外业数据的状态是“%(state)s”，不能再这样处理。"),
    "operation_rejected": _l("%(by)s 核查后决定不采用：%(reason)s"),
    "operation_decision_needs_reason": _l("请写明理由，最多 %(most)s 字。"),
    "payload_unreadable": _l("内容格式不对（%(problem)s）。原文已经保存；请更新外业应用后重新提交。"),
    "payload_field_unknown": _l("内容里有服务器不认识的项目。原文已经保存；升级服务器后可由办公室重新处理。"),
    "payload_value_impossible": _l("内容里有无法保存的值（时间、数字或字符）。请在平板上改正后重新提交。"),
    "payload_file_unlisted": _l("内容提到的文件没有列在随附文件里。请在平板上重新提交。"),
    "evidence_subject_unknown": _l("只能给检查、封井或问题补充证据。"),
    "not_an_officer_of_the_inspection": _l("只有参加这次检查的执法人员可以补充证据。"),
}
