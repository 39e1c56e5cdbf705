"""The one module that knows every feature: it finds each one's tables, words, pages, jobs and commands.

A feature is a package with the file roles of docs/architecture.md. `FEATURES` is the house's
directory from bottom to top; a role that a feature does not need has no file.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from casebook import config
from casebook.access import Permission
from casebook.accounts.rules import PROFILES
from casebook.accounts.views import load_actor
from casebook.db import db
from casebook.db import session as connections
from casebook.inspections.presenters.tabs import inspecting_tabs
from casebook.keys import secret
from casebook.navigation import account_links, frame, home, navigation
from casebook.storage import disk
from casebook.web import addresses, api, errors, formats, guard, headers, labels, lifecycle, waiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

FEATURES = (
    "keys",
    "storage",
    "jobs",
    "audit",
    "numbering",
    "accounts",
    "devices",
    "deadlines",
    "notices",
    "approvals",
    "penalties",
    "ledger",
    "evidence",
    "documents",
    "regions",
    "parties",
    "wells",
    "plates",
    "quotas",
    "plans",
    "intake",
    "volumes",
    "returns",
    "inspections",
    "cases",
    "handovers",
    "publications",
    "claims",
    "closures",
    "screening",
    "supervision",
    "oversight",
    "maps",
    "field",
    "dossier",
    "reports",
    "bulletins",
    "campaigns",
    "blanks",
    "search",
    "desk",
    "administration",
    "design",
    "backup",
    "demo",
    "serving",
    "doctor",
    "handbook",
)
LOCALES = ("zh", "en")
_MIB = 1024 * 1024


@cache
def role(name: str) -> tuple[ModuleType, ...]:
    """Return the modules of one file role (`models`, `labels`, `views`, …), bottom feature first."""
    return tuple(_existing(name))


def _existing(name: str) -> Iterator[ModuleType]:
    for feature in FEATURES:
        path = f"casebook.{feature}.{name}"
        if find_spec(f"casebook.{feature}") is not None and find_spec(path) is not None:
            yield import_module(path)


def load_models() -> None:
    """Import every table, so that metadata is whole."""
    role("models")


def load_labels() -> None:
    """Hand every feature's words to the web."""
    for module in role("labels"):
        labels.register(getattr(module, "LABELS", {}), getattr(module, "MESSAGES", {}))


def load_waiting() -> None:
    """Hand to the desk what each feature lets wait there, and where the subjects of clocks are shown."""
    for module in role("waiting"):
        waiting.register(module.waiting, getattr(module, "PAGES", {}))


def load_handlers() -> None:
    """Register every feature's background work."""
    role("handlers")


def create_app(settings: config.Settings | None = None) -> Flask:
    """Build the application."""
    settings = settings or config.load()
    app = Flask("casebook", root_path=str(config.ROOT), static_folder="static", template_folder="templates")
    app.config.from_mapping(_flask_settings(settings))
    load_models()
    disk.use(settings.data_path)
    config.use(settings)
    db.init_app(app)
    with app.app_context():
        connections.prepare(db.engine)
    Babel(app, locale_selector=_locale)
    csrf = CSRFProtect(app)
    load_labels()
    load_waiting()
    load_handlers()
    addresses.install(app)
    lifecycle.install(app)
    guard.install(app, load_actor)
    errors.install(app)
    formats.install(app)
    tiles = urlsplit(settings.tile_url)
    headers.install(
        app,
        tile_origin=f"{tiles.scheme}://{tiles.netloc}" if tiles.netloc else "",
        is_secure=settings.secure_cookies == "1",
    )
    for module in role("views"):
        for blueprint in getattr(module, "blueprints", None) or (module.blueprint,):
            app.register_blueprint(blueprint)
    api.install(app, csrf)
    app.context_processor(_page_context)
    if int(settings.trusted_proxies):
        hops = int(settings.trusted_proxies)
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Werkzeug asks for it
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    return app


def create_speaker(settings: config.Settings) -> Flask:
    """Build an application that can only speak: for commands that must work where the real one cannot."""
    app = Flask("casebook")
    app.config.from_mapping(_language_settings(settings))
    Babel(app)
    load_labels()
    return app


def _language_settings(settings: config.Settings) -> dict[str, Any]:
    return {
        "BABEL_DEFAULT_LOCALE": settings.default_locale if settings.default_locale in LOCALES else LOCALES[0],
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "BABEL_TRANSLATION_DIRECTORIES": str(config.ROOT / "casebook" / "translations"),
    }


def _flask_settings(settings: config.Settings) -> dict[str, Any]:
    return {
        "CASEBOOK": settings,
        "PASSWORD_POLICY": PROFILES[settings.password_profile],
        "SECRET_KEY": settings.secret_key or secret.load_or_create(settings),
        "SQLALCHEMY_DATABASE_URI": settings.sqlalchemy_url,
        "SQLALCHEMY_ENGINE_OPTIONS": connections.engine_options(settings.sqlalchemy_url),
        "MAX_CONTENT_LENGTH": int(settings.upload_limit_mb) * _MIB,
        "MAX_FORM_MEMORY_SIZE": 4 * _MIB,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=float(settings.session_hours)),
        "SESSION_COOKIE_NAME": "casebook",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies == "1",
        "WTF_CSRF_TIME_LIMIT": None,
        **_language_settings(settings),
    }


def _locale() -> str:
    chosen = request.cookies.get("language") if request else None
    return chosen if chosen in LOCALES else str(current_app.config["BABEL_DEFAULT_LOCALE"])


def _page_context() -> dict[str, Any]:
    actor = guard.find_actor()
    settings: config.Settings = current_app.config["CASEBOOK"]
    signed_in = actor is not None
    return {
        "actor": actor,
        "demo": settings.is_demo,
        "navigation": navigation(actor),
        "inspecting_tabs": inspecting_tabs,
        "account_links": account_links(actor),
        **frame(actor),
        "home_url": home(actor) if actor else url_for("account.sign_in"),
        "search_url": url_for("search.show") if actor and actor.can(Permission.SEARCH_USE) else None,
        "sign_out_url": url_for("account.sign_out") if signed_in else None,
    }
