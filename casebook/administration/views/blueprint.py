"""The blueprint that all administrators' pages hang on."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
