"""The left rail and the menu behind one's name: only what the role may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.access import Permission as P
from casebook.db import db
from casebook.regions import queries as regions

if TYPE_CHECKING:
    from casebook.access import Actor

RAIL = (
    ("desk.show", _l("工作台"), "desk", P.DESK_SEE),
    ("maps.show", _l("地图"), "map", P.MAP_SEE),
    ("wells.index", _p("list", "取水井"), "well", P.WELL_SEE),
    ("inspections.index", _p("list", "检查"), "inspection", P.INSPECTION_SEE),
    ("patrols.index", _p("list", "巡查"), "inspection", P.PATROL_SEE),
    ("cases.problems", _l("问题台账"), "problem", P.PROBLEM_SEE),
    ("cases.index", _p("list", "案件"), "case", P.CASE_SEE),
    ("closures.index", _l("封井压采"), "closure", P.CLOSURE_SEE),
    ("oversight.board", _l("考核"), "board", P.BOARD_SEE),
    ("admin.index", _l("管理"), "admin", P.ADMIN_SEE),
)
WITHIN = {
    "/approvals": "cases.index",
    "/checklists": "inspections.index",
    "/deadlines": "desk.show",
    "/evidence": "inspections.index",
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
    "/plates": "wells.index",
}
"""Addresses that begin like no item of the rail, and in whose place they are."""
PART_OF = {"patrols.index": P.INSPECTION_SEE}
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
        {"label": _("修改密码"), "url": url_for("account.change_password"), "icon": "lock"},
    ]


def place(actor: Actor | None) -> dict[str, str] | None:
    """Return the county's name and the officer's jurisdiction, from one small table."""
    if actor is None:
        return None
    if "place" not in g:
        county = regions.name_of(db.session(), actor.county_code)
        within = (
            county
            if actor.jurisdiction == actor.county_code
            else regions.name_of(db.session(), actor.jurisdiction)
        )
        g.place = {"county": county, "jurisdiction": within}
    found: dict[str, str] = g.place
    return found
