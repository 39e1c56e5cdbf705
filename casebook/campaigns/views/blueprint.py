"""The blueprint that the pages of this feature hang on."""

from flask import Blueprint

blueprint = Blueprint("campaigns", __name__)
