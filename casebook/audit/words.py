"""What the kept values of records without personal data are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

FIELDS = {
    "agency": _l("机关"),
    "assignee_id": _l("承办人"),
    "authorisation": _l("授权文件"),
    "cases": _l("案件"),
    "certificate_no": _l("执法证号"),
    "certificate_valid_from": _l("执法证起始日"),
    "certificate_valid_to": _l("执法证到期日"),
    "crs_source": _l("坐标来源"),
    "days": _l("特殊日数"),
    "device": _l("设备"),
    "division_code": _l("地域"),
    "drafts": _l("检查草稿"),
    "ended_on": _l("结束日"),
    "ended_sessions": _l("退出的登录"),
    "failures": _l("失败次数"),
    "is_active": _l("在用"),
    "jurisdiction": _l("辖区"),
    "kept": _l("未动"),
    "kind": _l("性质"),
    "locked_until": _l("锁定至"),
    "login": _l("登录名"),
    "matter": _l("事项"),
    "model": _l("依据"),
    "name": _l("名称"),
    "number_word": _l("机关代字"),
    "phone": _l("联系电话"),
    "principal": _l("委托机关"),
    "problems": _l("问题"),
    "roles": _l("角色"),
    "short_name": _l("简称"),
    "source": _l("来源"),
    "stamp_name": _l("印章名称"),
    "started_at": _l("登录时间"),
    "status": _l("状态"),
    "taker": _l("接收人"),
    "terms": _l("期限"),
    "valid_from": _l("起始日"),
    "valid_to": _l("到期日"),
}
"""What the kept values of open kinds are called (`rules.OPEN_KINDS`)."""
