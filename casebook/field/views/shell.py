"""The tablet app itself: one page without anybody's data, and what its service worker keeps of it."""

from __future__ import annotations

from flask import Response, render_template, send_from_directory

from casebook import config
from casebook.field.views.blueprint import blueprint
from casebook.field.words import words_of
from casebook.web.guard import public


@blueprint.get("/field")
@public
def shell() -> str:
    """Open the app; whoever is not signed in is told so by the app."""
    return render_template("field/shell.html")


@blueprint.get("/field/worker.js")
@public
def worker() -> Response:
    """Send the service worker from an address that lets it serve all of `/field`."""
    answer = send_from_directory(config.ROOT / "static" / "dist" / "field", "worker.js", max_age=0)
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = "/field"
    return answer


@blueprint.get("/field/words/<any(zh, en):locale>.json")
@public
def words(locale: str) -> dict[str, str]:
    """Send the app's texts in a language of the house."""
    return words_of(locale)
