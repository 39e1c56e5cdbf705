"""The pages of penalties beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from casebook.access import Permission

if TYPE_CHECKING:
    from casebook.access import Actor

_PAGES = (
    ("penalties.index", _l("处罚依据"), Permission.PENALTY_SEE),
    ("penalties.match", _l("查适用条款"), Permission.PENALTY_SEE),
    ("penalties.discretion", _l("裁量基准"), Permission.PENALTY_SEE),
    ("penalties.packs", _l("地方规定"), Permission.PENALTY_SEE),
    ("penalties.settings", _l("县级设定"), Permission.PENALTY_EDIT),
)


def penalty_tabs(actor: Actor) -> list[dict[str, Any]]:
    """Return the pages that an officer may open; a page below one counts as it."""
    here = request.endpoint or ""
    return [
        {"label": words, "url": url_for(endpoint), "active": here == endpoint or _AREA.get(here) == endpoint}
        for endpoint, words, permission in _PAGES
        if actor.can(permission) and (permission is not Permission.PENALTY_EDIT or may_edit(actor))
    ]


def may_edit(actor: Actor) -> bool:
    """Say whether an officer keeps what the county sets: with the permission, and for the whole county."""
    return actor.can(Permission.PENALTY_EDIT) and actor.reaches(actor.county_code)


_AREA = {
    "penalties.show": "penalties.index",
    "penalties.enter_level": "penalties.discretion",
    "penalties.import_levels": "penalties.discretion",
    "penalties.level": "penalties.discretion",
    "penalties.revise_level": "penalties.discretion",
    "penalties.end_levels": "penalties.discretion",
    "penalties.preview_pack": "penalties.packs",
    "penalties.load_pack": "penalties.packs",
    "penalties.set_setting": "penalties.settings",
}
