"""The blueprint of the field feature."""

from flask import Blueprint

blueprint = Blueprint("field", __name__)
