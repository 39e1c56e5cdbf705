"""The page of components."""

from __future__ import annotations

from flask import Blueprint, render_template

from casebook.access import Permission
from casebook.web.guard import requires

blueprint = Blueprint("design", __name__)


@blueprint.route("/design")
@requires(Permission.ACCOUNT_OWN)
def show() -> str:
    """Show every component; what it shows is made up."""
    return render_template("design/index.html")
