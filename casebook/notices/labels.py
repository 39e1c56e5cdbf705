"""Words of notices."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from casebook.notices.rules import Channel, MailSecurity, NoticeKind, Stage

LABELS = {
    NoticeKind: {
        NoticeKind.REMINDER: _l("期限提醒"),
        NoticeKind.ESCALATION: _l("逾期上报"),
        NoticeKind.ARRIVED: _l("新来件"),
        NoticeKind.RETURNED: _l("退回修改"),
        NoticeKind.ANSWERED: _l("已有答复"),
        NoticeKind.TOLD: _l("通知"),
    },
    Stage: {
        Stage.AHEAD: _l("快到期"),
        Stage.DUE: _l("今天到期"),
        Stage.OVERDUE: _l("已逾期"),
        Stage.HEAD: _l("逾期，报承办机构负责人"),
        Stage.AGENCY: _l("逾期，报机关负责人"),
    },
    Channel: {
        Channel.MAIL: _l("邮件"),
        Channel.WECOM: _l("企业微信群"),
        Channel.DINGTALK: _l("钉钉群"),
    },
    MailSecurity: {
        MailSecurity.NONE: _l("不加密（仅限本机或专网）"),
        MailSecurity.STARTTLS: _l("STARTTLS"),
        MailSecurity.TLS: _l("TLS"),
    },
}

MESSAGES = {
    "notice_days_out_of_range": _l("提前的天数应为 1 到 %(most)s 之间的整数，最多 %(count)s 个。"),
    "notice_days_not_falling": _l("提前的天数要从大到小写，不重复，例如 7,3,1。"),
    "notice_after_out_of_range": _l("逾期几天后上报，应为 0 到 %(most)s 之间的整数。"),
    "notice_setting_changed": _l("别人刚刚改过这项设置；请核对最新的设置后再改。"),
    "mail_host_wrong": _l("邮件服务器“%(host)s”不像主机名或地址。"),
    "mail_address_wrong": _l("“%(address)s”不是邮箱地址。"),
    "mail_password_in_clear": _l("不加密的连接不能用登录名和密码；请选 STARTTLS 或 TLS。"),
    "chat_address_missing": _l("请填写群机器人的地址。"),
    "chat_address_wrong": _l("群机器人的地址应以 https:// 开头，完整复制过来。"),
    "notice_agency_before_head": _l("报机关负责人不能早于报承办机构负责人。"),
}

FAULTS = {
    "mail_recipient_refused": _l("邮箱地址被拒收"),
    "mail_login_refused": _l("登录名或密码不对"),
    "mail_not_taken": _l("邮件服务器没有收下"),
    "chat_not_reached": _l("群机器人没有应答"),
    "chat_refused": _l("群机器人拒收"),
    "channel_off": _l("通道已停用"),
    "seal_of_another_house": _l("保存的密码或地址打不开"),
}
"""Why a message was not taken, by the code that is kept."""
