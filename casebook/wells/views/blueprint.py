"""The blueprint that the pages of the register hang on."""

from flask import Blueprint

blueprint = Blueprint("wells", __name__, url_prefix="/wells")
