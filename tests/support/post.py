"""A mail server and a chat's robot on loopback, that keep what they are handed and can be told to refuse."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Mailbox:
    """What a mail server took, and what it answers to a recipient."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipient_answer: str = "250 ok"


@dataclass
class Chat:
    """What a robot was told, at which address, and what it answers."""

    url: str = ""
    texts: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=lambda: {"errcode": 0, "errmsg": "ok"})


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Serve as much of RFC 5321 as a client needs to hand mail in."""
    box = Mailbox()

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 test")
            while line := self.rfile.readline():
                word = line.strip().upper()
                if word.startswith(b"RCPT"):
                    self.say(box.recipient_answer)
                elif word == b"DATA":
                    self.say("354 go on")
                    self.take()
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def take(self) -> None:
            parser = BytesParser(EmailMessage, policy=policy.default)
            lines = iter(self.rfile.readline, b".\r\n")
            box.letters.append(parser.parsebytes(b"".join(lines)))
            self.say("250 taken")

        def say(self, text: str) -> None:
            self.wfile.write(text.encode() + b"\r\n")

    ThreadingTCPServer.allow_reuse_address = True
    with _serving(ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        box.port = port
        yield box


@contextmanager
def chat_server() -> Iterator[Chat]:
    """Serve a robot that takes JSON texts."""
    chat = Chat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if chat.answer.get("errcode") == 0:
                chat.texts.append(told["text"]["content"])
            chat.targets.append(self.path)
            body = json.dumps(chat.answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with _serving(HTTPServer(("127.0.0.1", 0), Handler)) as port:
        chat.url = f"http://127.0.0.1:{port}/robot/send?key=abcdef0123456789"
        yield chat


@contextmanager
def _serving(server: ThreadingTCPServer | HTTPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
