"""The install site: a second listener without encryption, for the one page that comes before trust.

It runs in the parent process and lets nothing through but that page, the certificate and what the
page looks like; no request reaches a session or the database.
"""

from __future__ import annotations

import threading
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from casebook.serving.rules import Address

PAGE = "/install"
_OPEN = (PAGE, "/install/casebook-ca.crt")
_LOOKS = "/static/"
_PATIENCE_SECONDS = 10


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    timeout = _PATIENCE_SECONDS
    """A visitor who sends nothing is let go."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Say nothing: the page is no secret, and visits to it are nobody's business."""


def only_installing(application: WSGIApplication) -> WSGIApplication:
    """Return the application with everything shut but the page and its certificate."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD"}:
            start_response("405 Method Not Allowed", [("Allow", "GET, HEAD")])
            return []
        if path in _OPEN or path.startswith(_LOOKS):
            for name in ("HTTP_COOKIE", "HTTP_AUTHORIZATION"):
                environ.pop(name, None)
            return application(environ, start_response)
        if path == "/":
            start_response("302 Found", [("Location", PAGE), ("Content-Length", "0")])
            return []
        start_response("404 Not Found", [("Content-Length", "0")])
        return []

    return answer


def open_site(application: WSGIApplication, address: Address) -> WSGIServer:
    """Serve the page in a thread of its own until `shutdown`; OSError when the port is taken."""
    server = make_server(
        address.host, address.port, only_installing(application), server_class=_Server, handler_class=_Handler
    )
    threading.Thread(target=server.serve_forever, name="install site", daemon=True).start()
    return server
