"""The pages of the area 案件, as tabs: those that exist and that the reader may open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.access import Permission as P

if TYPE_CHECKING:
    from casebook.access import Actor

AREA = (
    ("cases.index", _p("list", "案件"), P.CASE_SEE),
    ("approvals.index", _l("审批"), P.APPROVAL_SEE),
    ("documents.index", _p("list", "文书"), P.DOCUMENT_SEE),
    ("handovers.index", _l("移送函"), P.HANDOVER_SEE),
    ("supervision.index", _l("督办"), P.SUPERVISION_SEE),
    ("penalties.index", _l("处罚依据"), P.PENALTY_SEE),
    ("publications.index", _l("公示"), P.PUBLICATION_SEE),
)


def area_tabs(actor: Actor) -> list[dict[str, Any]]:
    """Return the tabs for a reader; the one whose address the page has is the present one."""
    return [
        {"label": label, "url": url_for(endpoint), "active": request.path == url_for(endpoint)}
        for endpoint, label, permission in AREA
        if endpoint in current_app.view_functions and actor.can(permission)
    ]
