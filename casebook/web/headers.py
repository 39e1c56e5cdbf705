"""Security headers of every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from flask import Flask, Response

_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{tiles}; "
    "media-src 'self' blob:; connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_YEAR = 31_536_000


def install(app: Flask, *, tile_origin: str, is_secure: bool) -> None:
    """Set the headers; `tile_origin` is the base map's scheme and host, empty for none."""
    policy = _POLICY.format(tiles=f" {tile_origin}" if tile_origin else "")

    @app.after_request
    def harden(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "DENY"
        headers["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=(self)"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if is_secure:
            headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "no-store")
        return response
