"""The blueprint that the pages of this feature hang on."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
