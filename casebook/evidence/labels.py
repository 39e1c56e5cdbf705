"""Chinese words of evidence and of what it refuses."""

from flask_babel import lazy_gettext as _l

from casebook.evidence.rules import (
    CustodyAct,
    DerivativeKind,
    EvidenceKind,
    EvidenceMethod,
    EvidenceOrigin,
    EvidenceStage,
    MismatchKind,
)

LABELS = {
    EvidenceKind: {
        EvidenceKind.DOCUMENTARY: _l("书证"),
        EvidenceKind.PHYSICAL: _l("物证"),
        EvidenceKind.AUDIOVISUAL: _l("视听资料"),
        EvidenceKind.ELECTRONIC: _l("电子数据"),
        EvidenceKind.TESTIMONY: _l("证人证言"),
        EvidenceKind.PARTY_STATEMENT: _l("当事人的陈述"),
        EvidenceKind.EXPERT_OPINION: _l("鉴定意见"),
        EvidenceKind.SITE_RECORD: _l("勘验笔录、现场笔录"),
    },
    EvidenceStage: {
        EvidenceStage.BEFORE: _l("施工前"),
        EvidenceStage.DURING: _l("施工中"),
        EvidenceStage.AFTER: _l("施工后"),
    },
    EvidenceMethod: {
        EvidenceMethod.PHOTOGRAPH: _l("拍照"),
        EvidenceMethod.VIDEO: _l("录像"),
        EvidenceMethod.AUDIO: _l("录音"),
        EvidenceMethod.SCAN: _l("纸质材料拍照或扫描"),
        EvidenceMethod.COPY: _l("复制件"),
        EvidenceMethod.EXTRACT: _l("从系统提取"),
        EvidenceMethod.DRAWING: _l("绘图"),
    },
    EvidenceOrigin: {
        EvidenceOrigin.CAMERA: _l("现场拍摄"),
        EvidenceOrigin.FILE: _l("选取文件"),
        EvidenceOrigin.CHAT: _l("聊天软件转发（非原始载体）"),
    },
    CustodyAct: {
        CustodyAct.RECEIVED: _l("接收并计算摘要"),
        CustodyAct.WITHDRAWN: _l("撤回"),
        CustodyAct.LOCKED: _l("固定"),
        CustodyAct.VIEWED: _l("查阅"),
        CustodyAct.COPIED: _l("生成水印副本"),
        CustodyAct.EXPORTED: _l("随证据包导出"),
        CustodyAct.TRANSFERRED: _l("移交"),
        CustodyAct.CORRECTED: _l("由后补证据更正"),
    },
    DerivativeKind: {DerivativeKind.PREVIEW: _l("预览图")},
    MismatchKind: {MismatchKind.TIME: _l("时间不符"), MismatchKind.PLACE: _l("位置不符")},
}

MESSAGES = {
    "position_incomplete": _l("定位只有经度或只有纬度，请重新定位后再提交。"),
    "position_impossible": _l("定位 %(lon)s, %(lat)s 不在地球上，请重新定位后再提交。"),
    "accuracy_impossible": _l("定位精度 %(accuracy_m)s 米不可能，请重新定位后再提交。"),
    "evidence_method_disagrees": _l("“%(name)s”不是“%(method)s”能得到的文件，请改正取得方式或换成原始文件。"),
    "evidence_description_long": _l("证明内容超过 %(most)s 字，请缩短。"),
    "evidence_maker_long": _l("制作人超过 %(most)s 字，请缩短。"),
    "evidence_file_missing": _l("“%(name)s”的文件还没有传到服务器，请等它传完。"),
    "evidence_id_taken": _l("这份证据的编号已经用过，请在平板上重新生成后再提交。"),
    "evidence_lock_needs_reason": _l("固定证据须写明原因。"),
    "evidence_twice": _l("“%(name)s”已经在这里提交过，不必再传一次。"),
    "photograph_not_chosen": _l("请先拍照或选择照片。"),
    "not_a_photograph": _l("“%(name)s”不是照片；请用相机直接拍摄的图片。"),
    "evidence_locked": _l("这份证据已固定，不能再改；要更正请补充一份新的证据。"),
    "evidence_withdrawn": _l("这份证据已撤回，不能再改。"),
    "evidence_withdrawal_needs_reason": _l("撤回证据须写明原因。"),
}
