"""The page from which tablets install the local authority's certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, render_template

from casebook.kernel.errors import NotFound
from casebook.serving import certificates
from casebook.serving.presenters import installing
from casebook.web.guard import public

if TYPE_CHECKING:
    from casebook.config import Settings

blueprint = Blueprint("serving", __name__)


@blueprint.get("/install")
@public
def install() -> str:
    """Show where the certificate is, and how each kind of device installs it."""
    return render_template("serving/install.html", installing=installing(_settings()))


@blueprint.get("/install/casebook-ca.crt")
@public
def certificate() -> Response:
    """Hand out the authority's certificate; without a disposition, so that iPadOS offers to install it."""
    settings = _settings()
    if installing(settings) is None:
        raise NotFound("certificate")
    return Response(certificates.of(settings.data_path).der(), mimetype="application/x-x509-ca-cert")


def _settings() -> Settings:
    settings: Settings = current_app.config["CASEBOOK"]
    return settings
