"""The blueprint that the pages of this feature hang on."""

from flask import Blueprint

blueprint = Blueprint("evidence", __name__, url_prefix="/evidence")
