"""The pages of permits and plans beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.web.guard import declared

if TYPE_CHECKING:
    from casebook.access import Actor

_PAGES = (
    ("permits.index", _p("list", "许可证")),
    ("permits.without", _l("无证的井")),
    ("permits.check_place", _l("许可预审")),
    ("permits.lists", _l("证照清单核对")),
    ("plans.index", _p("list", "取水计划")),
    ("plans.reclaimed", _p("list", "再生水")),
    ("plans.norms", _l("用水定额")),
    ("plans.settings", _l("计划设定")),
)
_AREA = {
    "permits.one_list": "permits.lists",
    "permits.take_over": "permits.lists",
    "plans.user": "plans.reclaimed",
    "plans.cut": "plans.reclaimed",
    "plans.new_norm": "plans.norms",
    "plans.norm": "plans.norms",
    "plans.set_setting": "plans.settings",
    "plans.show": "plans.index",
    "plans.new_total": "plans.index",
}


def quota_tabs(actor: Actor) -> list[dict[str, Any]]:
    """Return the pages of the area that an officer may open; a page below one counts as it."""
    here, views = request.endpoint or "", current_app.view_functions
    return [
        {"label": label, "url": url_for(endpoint), "active": endpoint in {here, _AREA.get(here)}}
        for endpoint, label in _PAGES
        if endpoint in views and actor.can(declared(views[endpoint]) or "")
    ]
