"""Words of accounts."""

from flask_babel import lazy_gettext as _l

from casebook.access import Role
from casebook.accounts.models import AgencyKind, PowerModel

LABELS = {
    Role: {
        Role.INFORMANT: _l("线索员"),
        Role.INSPECTOR: _l("执法人员"),
        Role.CASE_HEAD: _l("承办机构负责人"),
        Role.LEGAL_REVIEWER: _l("法制审核人员"),
        Role.AGENCY_HEAD: _l("机关负责人"),
        Role.PERMIT_OFFICER: _l("许可计划员"),
        Role.CLOSURE_OFFICER: _l("封井经办员"),
        Role.CLOSURE_ACCEPTOR: _l("封井验收员"),
        Role.TOWNSHIP_LEAD: _l("乡镇责任人"),
        Role.COUNTY_RECHECK: _l("县复核组"),
        Role.LIAISON: _l("部门联络员"),
        Role.COUNTY_LEADER: _l("县领导"),
        Role.AUDITOR: _l("审计监督员"),
        Role.SYSTEM_ADMIN: _l("系统管理员"),
        Role.SECURITY_ADMIN: _l("安全管理员"),
        Role.AUDIT_ADMIN: _l("审计管理员"),
    },
    AgencyKind: {
        AgencyKind.WATER_BUREAU: _l("水利部门"),
        AgencyKind.LAW_ENFORCEMENT: _l("综合行政执法部门"),
        AgencyKind.TOWNSHIP: _l("乡镇（街道）"),
        AgencyKind.OTHER: _l("其他部门"),
    },
    PowerModel: {
        PowerModel.OWN: _l("法定职权"),
        PowerModel.TRANSFERRED: _l("相对集中处罚权"),
        PowerModel.DELEGATED: _l("委托执法"),
        PowerModel.EMPOWERED: _l("乡镇赋权"),
    },
}

MESSAGES = {
    "password_short": _l("密码至少 %(least)s 个字符。"),
    "password_plain": _l("密码须含大写、小写、数字、符号中的至少 %(kinds)s 类。"),
    "password_holds_login": _l("密码里不能含登录名。"),
    "password_old_wrong": _l("原密码不对。"),
    "password_used_before": _l("不能与最近 %(remembered)s 次用过的密码相同。"),
    "sign_in_refused": _l("登录名或密码不对。"),
    "sign_in_locked": _l("连续失败次数过多，账号已锁定至 %(until)s。"),
    "power_missing": _l("%(on)s 没有机关持有 %(matter)s 事项的执法权；请系统管理员在“机关”里登记。"),
}
