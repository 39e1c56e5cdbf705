"""The blueprint that the pages of this feature hang on."""

from flask import Blueprint

blueprint = Blueprint("supervision", __name__, url_prefix="/supervision")
