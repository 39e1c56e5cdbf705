"""The blueprint that the pages of this feature hang on."""

from flask import Blueprint

blueprint = Blueprint("screening", __name__, url_prefix="/screening")
