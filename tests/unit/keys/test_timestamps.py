"""Time stamps of a real authority, here `openssl ts` behind a server on loopback."""

from __future__ import annotations

import subprocess
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from casebook.kernel.errors import RuleBroken
from casebook.keys import timestamps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Reply = Callable[[bytes], bytes]

CONFIGURATION = """
[tsa]
default_tsa = authority
[authority]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/cert.pem
signer_key = {folder}/key.pem
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_chain = no
[req]
distinguished_name = name
x509_extensions = stamping
prompt = no
[name]
CN = stamping authority
[stamping]
extendedKeyUsage = critical, timeStamping
"""


def openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Reply:
    folder = tmp_path_factory.mktemp("authority")
    settings, key, cert = folder / "tsa.cnf", folder / "key.pem", folder / "cert.pem"
    settings.write_text(CONFIGURATION.format(folder=folder))
    (folder / "serial").write_text("01\n")
    new = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
    openssl("req", *new, "-keyout", str(key), "-out", str(cert), "-config", str(settings))

    def reply(query: bytes) -> bytes:
        question, answer = folder / "query.tsq", folder / "answer.tsr"
        question.write_bytes(query)
        openssl("ts", "-reply", "-config", str(settings), "-queryfile", str(question), "-out", str(answer))
        return answer.read_bytes()

    reply.folder = folder  # type: ignore[attr-defined]  # where the certificate lies
    return reply


@pytest.fixture
def serve() -> Iterator[Callable[[Reply], str]]:
    """Answer requests on a free port of loopback."""
    servers: list[HTTPServer] = []

    def start(reply: Reply) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                answer = reply(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_arguments: object) -> None:
                """Keep the test's output to itself."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_stamp_is_one_that_openssl_verifies(
    authority: Reply, serve: Callable[[Reply], str], tmp_path: Path
) -> None:
    stamp = timestamps.obtain(serve(authority), b"manifest")
    data, answer = tmp_path / "manifest.json", tmp_path / "timestamp.tsr"
    data.write_bytes(b"manifest")
    answer.write_bytes(stamp)
    cert = str(authority.folder / "cert.pem")  # type: ignore[attr-defined]  # as above
    openssl("ts", "-verify", "-data", str(data), "-in", str(answer), "-CAfile", cert)


def test_an_answer_that_is_no_stamp_is_refused(serve: Callable[[Reply], str]) -> None:
    with pytest.raises(RuleBroken, match="time_stamp_failed"):
        timestamps.obtain(serve(lambda _query: b"<html>busy</html>"), b"manifest")


def test_an_authority_that_is_not_there_is_told() -> None:
    with pytest.raises(RuleBroken, match="time_stamp_failed"):
        timestamps.obtain("http://127.0.0.1:9/", b"manifest")
