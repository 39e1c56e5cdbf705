"""Where the pages of the dossier hang."""

from flask import Blueprint

blueprint = Blueprint("dossier", __name__)
