"""The blueprint that the pages of this feature hang on."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from casebook.cases.presenters.area import area_tabs

blueprint = Blueprint("cases", __name__)


@blueprint.app_context_processor
def area() -> dict[str, Any]:
    """Give every template what `cases/_tabs.html` asks: the pages of the area 案件."""
    return {"case_area": area_tabs}
