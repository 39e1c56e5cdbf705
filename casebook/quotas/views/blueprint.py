"""The blueprint that the pages of permits hang on."""

from flask import Blueprint

from casebook.quotas.presenters import quota_tabs
from casebook.web.guard import find_actor

blueprint = Blueprint("permits", __name__, url_prefix="/permits")


@blueprint.context_processor
def _tabs() -> dict[str, object]:
    """Give the pages their tabs; a refusal before anybody is known has none."""
    actor = find_actor()
    return {} if actor is None else {"tab_items": quota_tabs(actor)}
