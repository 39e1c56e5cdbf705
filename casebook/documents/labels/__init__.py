"""Words of papers made by casebook."""

from flask_babel import lazy_gettext as _l

from casebook.documents.labels.refusals import MESSAGES
from casebook.documents.labels.titles import TITLES
from casebook.documents.rules import (
    DeliveryMode,
    DocumentState,
    FormCode,
    ReceiverKind,
    Rendering,
    Side,
    Stage,
)
from casebook.documents.rules.sandbox import TemplateFault
from casebook.documents.rules.stamping import StampWay

__all__ = ["LABELS", "MESSAGES"]

LABELS = {
    FormCode: TITLES,
    DocumentState: {
        DocumentState.DRAFT: _l("草稿"),
        DocumentState.ISSUED: _l("已成文"),
        DocumentState.STAMPING: _l("用印中"),
        DocumentState.STAMPED: _l("已用印"),
        DocumentState.SERVED: _l("已送达"),
        DocumentState.VOID: _l("已作废"),
    },
    Rendering: {
        Rendering.NONE: _l("未生成"),
        Rendering.WAITING: _l("正在生成"),
        Rendering.DONE: _l("已生成"),
        Rendering.FAILED: _l("生成失败"),
    },
    StampWay: {
        StampWay.OFFLINE: _l("线下用印"),
        StampWay.SERVICE: _l("签章平台"),
    },
    DeliveryMode: {
        DeliveryMode.DIRECT: _l("直接送达"),
        DeliveryMode.LEFT: _l("留置送达"),
        DeliveryMode.ELECTRONIC: _l("电子送达"),
        DeliveryMode.MAIL: _l("邮寄送达"),
        DeliveryMode.ENTRUSTED: _l("委托送达"),
        DeliveryMode.PASSED_ON: _l("转交送达"),
        DeliveryMode.PUBLIC: _l("公告送达"),
    },
    ReceiverKind: {
        ReceiverKind.SELF: _l("本人"),
        ReceiverKind.FAMILY: _l("同住成年家属"),
        ReceiverKind.LEGAL_REP: _l("法定代表人（负责人）"),
        ReceiverKind.MAIL_CLERK: _l("收发人员"),
        ReceiverKind.AGENT: _l("代理人或者指定的代收人"),
    },
    TemplateFault: {
        TemplateFault.TOO_LONG: _l("模板太长"),
        TemplateFault.SYNTAX: _l("写法有误"),
        TemplateFault.CODE: _l("只能用 {{ }}、for、if，不能用这种写法"),
        TemplateFault.UNKNOWN_FIELD: _l("没有这一栏"),
        TemplateFault.MISSING_FIELD: _l("缺少必有的栏目"),
        TemplateFault.ROWS: _l("for 只能逐行取多行的栏目"),
        TemplateFault.ELEMENT: _l("不允许的元素"),
        TemplateFault.ATTRIBUTE: _l("不允许的属性"),
        TemplateFault.PLACE: _l("元素不能放在这里"),
        TemplateFault.UNCLOSED: _l("元素没有闭合"),
        TemplateFault.STRAY_TEXT: _l("文字要放在段落里"),
        TemplateFault.RAGGED: _l("表格各行的栏数不一致"),
        TemplateFault.EMPTY: _l("空的元素"),
    },
    Side: {
        Side.INTERNAL: _l("内部"),
        Side.EXTERNAL: _l("外部"),
    },
    Stage: {
        Stage.CLUE: _l("线索"),
        Stage.INSPECTION: _l("检查"),
        Stage.FILING: _l("立案"),
        Stage.INVESTIGATION: _l("调查取证"),
        Stage.REVIEW: _l("审核"),
        Stage.NOTICE: _l("告知听证"),
        Stage.DECISION: _l("决定"),
        Stage.SERVICE: _l("送达"),
        Stage.PERFORMANCE: _l("履行"),
        Stage.ENFORCEMENT: _l("强制执行"),
        Stage.RECTIFICATION: _l("整改封停"),
        Stage.TRANSFER: _l("移送"),
        Stage.SUPERVISION: _l("督办约谈"),
        Stage.CLOSING: _l("结案归档"),
        Stage.PREVENTION: _l("预防"),
    },
}
