"""The way into administration: only what this administrator may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, render_template, url_for
from flask_babel import lazy_gettext as _l

from casebook.access import Permission as P
from casebook.administration.views.blueprint import blueprint
from casebook.web.guard import current_actor, requires

if TYPE_CHECKING:
    from typing import Any

CARDS = (
    (
        "admin.officers",
        "people",
        _l("人员账号"),
        _l("开设、修改、停用账号，角色、辖区和执法证。"),
        P.OFFICER_MANAGE,
    ),
    ("admin.sign_ins", "device", _l("登录会话"), _l("谁在哪台设备上登录，可以让它退出。"), P.SESSION_REVOKE),
    ("devices.index", "device", _l("外业平板"), _l("谁登记了哪台平板，丢失时停用。"), P.DEVICE_REVOKE),
    ("admin.agencies", "agency", _l("机关"), _l("机关名称、印章、文号代字，在用与停用。"), P.AGENCY_MANAGE),
    ("admin.powers", "scale", _l("执法权"), _l("每类事项由哪个机关执法，凭什么依据。"), P.AGENCY_MANAGE),
    ("regions.index", "map", _l("区划与分区"), _l("县界、乡镇和管控分区的导入。"), P.COUNTY_IMPORT),
    ("intake.index", "upload", _l("台账导入"), _l("取水井登记表的导入、核对和撤销。"), P.WELL_IMPORT),
    ("admin.calendar", "calendar", _l("工作日历"), _l("各年放假安排，期限按它计算。"), P.CALENDAR_LOAD),
    (
        "notices.settings",
        "clock",
        _l("提醒与通知"),
        _l("什么时候提醒、逾期几天上报，邮件和群消息。"),
        P.NOTICE_SET,
    ),
    ("admin.system", "shield", _l("系统状态"), _l("缺什么、哪里不对、怎样修好。"), P.SYSTEM_SEE),
    ("audit.index", "history", _l("操作审计"), _l("谁在什么时候做了什么。"), P.AUDIT_SEE),
    ("audit.looks", "search", _l("查看记录"), _l("谁看过个人信息和证据原件。"), P.AUDIT_SEE),
    ("audit.chain", "link", _l("审计链核验"), _l("证明审计记录没有被改动。"), P.AUDIT_SEE),
)


@blueprint.get("")
@requires(P.ADMIN_SEE)
def index() -> str:
    """Show what this administrator may do."""
    actor = current_actor()
    cards: list[dict[str, Any]] = [
        {"url": url_for(endpoint), "icon": icon, "title": title, "body": body}
        for endpoint, icon, title, body, permission in CARDS
        if actor.can(permission) and endpoint in current_app.view_functions
    ]
    return render_template("admin/index.html", cards=cards)
