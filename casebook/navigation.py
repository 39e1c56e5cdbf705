"""The left rail and the menu behind one's name: only what the role may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from sqlalchemy import literal, select

from casebook.access import Permission as P
from casebook.db import db
from casebook.notices import queries as notices
from casebook.regions import queries as regions

if TYPE_CHECKING:
    from casebook.access import Actor

RAIL = (
    ("desk.show", _l("工作台"), "desk", P.DESK_SEE),
    ("maps.show", _l("地图"), "map", P.MAP_SEE),
    ("wells.index", _p("list", "取水井"), "well", P.WELL_SEE),
    ("permits.index", _l("许可和计划"), "key", P.PERMIT_SEE),
    ("volumes.index", _l("取用水量"), "volume", P.VOLUME_SEE),
    ("inspections.index", _p("list", "检查"), "inspection", P.INSPECTION_SEE),
    ("patrols.index", _p("list", "巡查"), "inspection", P.PATROL_SEE),
    ("screening.index", _p("list", "筛查"), "search", P.SCREENING_SEE),
    ("cases.problems", _l("问题台账"), "problem", P.PROBLEM_SEE),
    ("cases.index", _p("list", "案件"), "case", P.CASE_SEE),
    ("documents.index", _p("list", "文书"), "file", P.DOCUMENT_SEE),
    ("handovers.index", _p("list", "函件"), "send", P.HANDOVER_SEE),
    ("supervision.index", _p("list", "督办"), "alarm", P.SUPERVISION_SEE),
    ("closures.index", _l("封井压采"), "closure", P.CLOSURE_SEE),
    ("oversight.board", _l("考核"), "board", P.BOARD_SEE),
    ("admin.index", _l("管理"), "admin", P.ADMIN_SEE),
)
WITHIN = {
    "/approvals": "cases.index",
    "/blanks": "oversight.board",
    "/campaigns": "oversight.board",
    "/bulletins": "oversight.board",
    "/claims": "closures.index",
    "/checklists": "inspections.index",
    "/deadlines": "desk.show",
    "/documents": "cases.index",
    "/evidence": "inspections.index",
    "/handovers": "cases.index",
    "/exemptions": "cases.problems",
    "/extensions": "cases.index",
    "/interviews": "inspections.index",
    "/leads": "inspections.index",
    "/ledger": "oversight.board",
    "/measures": "cases.index",
    "/notices": "desk.show",
    "/operations": "inspections.index",
    "/packages": "cases.index",
    "/papers": "inspections.index",
    "/patrols": "inspections.index",
    "/penalties": "cases.index",
    "/plans": "permits.index",
    "/plates": "wells.index",
    "/responsibility-letters": "oversight.board",
    "/returns": "volumes.index",
    "/reports": "oversight.board",
    "/screening": "inspections.index",
    "/spot-checks": "oversight.board",
    "/supervision": "cases.index",
    "/tasks": "cases.problems",
    "/township-tasks": "oversight.board",
}
"""Addresses that begin like no item of the rail, and in whose place they are."""
PART_OF = {
    "patrols.index": P.INSPECTION_SEE,
    "screening.index": P.INSPECTION_SEE,
    "documents.index": P.CASE_SEE,
    "handovers.index": P.CASE_SEE,
    "supervision.index": P.CASE_SEE,
}
"""Items that stand in the rail only for who may not open the area that they are a part of."""


def navigation(actor: Actor | None) -> list[dict[str, Any]]:
    """Return the rail's items for an officer."""
    if actor is None:
        return []
    offered = [item for item in RAIL if _is_offered(item[0], item[3], actor)]
    here = _here([item[0] for item in offered])
    return [
        {"label": label, "url": url_for(endpoint), "icon": icon, "active": endpoint == here}
        for endpoint, label, icon, _permission in offered
    ]


def _is_offered(endpoint: str, permission: P, actor: Actor) -> bool:
    whole = PART_OF.get(endpoint)
    is_within_another = whole is not None and actor.can(whole)
    return endpoint in current_app.view_functions and actor.can(permission) and not is_within_another


def _here(offered: list[str]) -> str | None:
    """Return the item of the rail that the page belongs to: the longest address that its own begins with."""
    places = WITHIN | {url_for(endpoint): endpoint for endpoint in offered}
    inside = [place for place in places if request.path == place or request.path.startswith(f"{place}/")]
    return places[max(inside, key=len)] if inside else None


def home(actor: Actor) -> str:
    """Return the address of the first page that an officer may use: the desk, or the administration."""
    for endpoint, _label, _icon, permission in RAIL:
        if endpoint in current_app.view_functions and actor.can(permission):
            return url_for(endpoint)
    return url_for("account.show")


def account_links(actor: Actor | None) -> list[dict[str, Any]]:
    """Return what stands behind one's own name."""
    if actor is None:
        return []
    return [
        {"label": _("我的账号与登录设备"), "url": url_for("account.show"), "icon": "person"},
        {"label": _("我的通知方式"), "url": url_for("notices.choose"), "icon": "send"},
        {"label": _("修改密码"), "url": url_for("account.change_password"), "icon": "lock"},
    ]


def frame(actor: Actor | None) -> dict[str, Any]:
    """Return what the frame of a page tells of an officer, by one statement.

    `place` is the county's name and that of the jurisdiction, `unread` the number of unread notices.
    """
    if actor is None:
        return {"place": None, "unread": 0}
    unread = notices.unread_query(actor.officer_id) if actor.officer_id else select(literal(0))
    asked = select(
        regions.name_query(actor.county_code).scalar_subquery(),
        regions.name_query(actor.jurisdiction).scalar_subquery(),
        unread.scalar_subquery(),
    )
    county, within, count = db.session().execute(asked).one()
    place = {"county": county or actor.county_code, "jurisdiction": within or actor.jurisdiction}
    return {"place": place, "unread": count}
