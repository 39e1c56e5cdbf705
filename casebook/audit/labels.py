"""Words of the audit."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from casebook.kernel.chains import FaultKind

LABELS = {
    FaultKind: {
        FaultKind.BODY: _l("原文读不出来"),
        FaultKind.HASH: _l("原文与哈希不符"),
        FaultKind.GAP: _l("序号不连续"),
        FaultKind.LINK: _l("与前一条接不上"),
        FaultKind.COLUMN: _l("字段与原文不符"),
        FaultKind.STRAY: _l("不在本县的链上"),
        FaultKind.HEAD: _l("与留存的链头不符，末尾被截去或历史被改写"),
        FaultKind.SIGNATURE: _l("链头文件不是用本系统的密钥签名的"),
        FaultKind.ROLLUP: _l("汇总数与明细不符"),
        FaultKind.DETAILS: _l("明细缺失或被改动"),
    }
}

NOUNS = {
    "access": _l("查看记录"),
    "agency": _l("机关"),
    "audit": _l("审计记录"),
    "batch": _l("导入批次"),
    "calendar": _l("工作日历"),
    "case": _l("案件"),
    "closure": _l("封井"),
    "county": _l("县域资料"),
    "decision": _l("处理决定"),
    "division": _l("行政区划"),
    "evidence": _l("证据"),
    "inspection": _l("检查"),
    "ledger": _l("台账"),
    "measure": _l("整改措施"),
    "number": _l("编号"),
    "officer": _l("人员账号"),
    "party": _l("当事人"),
    "permit": _l("取水许可"),
    "problem": _l("问题"),
    "session": _l("登录会话"),
    "system": _l("系统"),
    "target": _l("年度任务"),
    "term": _l("期限"),
    "well": _l("取水井"),
    "zone": _l("管控分区"),
}
"""What the part before the colon of an action is called."""

VERBS = {
    "accept": _l("验收"),
    "add": _l("新增"),
    "add_finding": _l("登记问题点"),
    "approve_extension": _l("批准延期"),
    "change_password": _l("修改密码"),
    "change_status": _l("变更状态"),
    "close": _l("结案"),
    "complete": _l("完成"),
    "confirm": _l("确认"),
    "decline_extension": _l("不予延期"),
    "describe": _l("说明"),
    "disable": _l("停用"),
    "edit": _l("修改"),
    "erase": _l("删除明细"),
    "export": _l("导出"),
    "hand_over": _l("移交"),
    "import": _l("导入"),
    "issue": _l("发号"),
    "load": _l("导入"),
    "lock": _l("固定"),
    "manage": _l("维护"),
    "open": _l("立案"),
    "order": _l("责令"),
    "record": _l("登记"),
    "register": _l("登记"),
    "reopen": _l("重新启用"),
    "report": _l("上报"),
    "request_extension": _l("申请延期"),
    "reset_password": _l("重置密码"),
    "return": _l("退回"),
    "reverse": _l("冲销"),
    "revoke": _l("终止"),
    "roll_back": _l("撤销导入"),
    "seal": _l("归入链"),
    "set": _l("下达"),
    "sign_in": _l("登录"),
    "sign_out": _l("退出"),
    "start": _l("开始"),
    "strike_off": _l("销号"),
    "submit": _l("提交"),
    "transfer": _l("移送"),
    "update": _l("修改"),
    "verify": _l("核验"),
    "void": _l("作废"),
    "withdraw": _l("撤回"),
}
"""What the part after the colon is called."""

ACTIONS = {
    "access:seal": _l("查看记录归入审计链"),
    "audit:erase": _l("依法删除审计明细"),
    "case:close": _l("结案"),
    "case:open": _l("立案"),
    "closure:accept": _l("封井验收"),
    "closure:confirm": _l("封井确认"),
    "closure:reopen": _l("封井启封"),
    "closure:report": _l("封井上报"),
    "decision:record": _l("登记处理决定"),
    "ledger:reverse": _l("台账冲销"),
    "officer:change_password": _l("修改密码"),
    "officer:sign_in": _l("登录"),
    "officer:sign_out": _l("退出登录"),
    "problem:strike_off": _l("问题销号"),
    "session:revoke": _l("终止登录会话"),
    "target:set": _l("下达年度任务"),
    "term:approve_extension": _l("批准延期"),
    "term:request_extension": _l("申请延期"),
}
"""Actions that have words of their own; the rest are put together from noun and verb."""

MESSAGES = {
    "operator_only": _l("只有本机操作员在服务器上才能做这件事。"),
}


def action_label(action: str) -> str:
    """Return the words for an action's tag; parts that have none stay as they are."""
    if action in ACTIONS:
        return str(ACTIONS[action])
    noun, _colon, verb = action.partition(":")
    return str(_("%(noun)s：%(verb)s", noun=str(NOUNS.get(noun, noun)), verb=str(VERBS.get(verb, verb))))
