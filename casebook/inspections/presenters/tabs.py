"""The pages beside each other in the area of checks, from the records to the field data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.web.guard import declared

if TYPE_CHECKING:
    from casebook.access import Actor

_PAGES = (
    ("inspections.index", _p("list", "检查")),
    ("inspections.review", _p("list", "复核")),
    ("patrols.index", _p("list", "巡查")),
    ("leads.index", _p("list", "线索")),
    ("screening.index", _p("list", "筛查")),
    ("papers.index", _l("文书")),
    ("evidence.index", _l("证据")),
    ("field.operations", _l("外业数据")),
)


def inspecting_tabs(actor: Actor | None) -> list[dict[str, Any]]:
    """Return the pages of the area that an officer may open; each endpoint declares what it asks for."""
    views = current_app.view_functions
    return [
        {"label": label, "url": url_for(endpoint), "active": _is_here(endpoint)}
        for endpoint, label in _PAGES
        if endpoint in views and actor is not None and actor.can(declared(views[endpoint]) or "")
    ]


def _is_here(endpoint: str) -> bool:
    """Say whether the page is this one, or lies in a feature of its own below it."""
    feature = endpoint.partition(".")[0]
    return request.endpoint == endpoint or (request.blueprint == feature != "inspections")
