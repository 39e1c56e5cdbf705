"""Handing messages over to a mail server or a chat: the only module of notices that talks to others."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import smtplib
import ssl
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urlsplit

from casebook.notices.rules import MailSecurity

if TYPE_CHECKING:
    from datetime import datetime

    from casebook.notices.actions import MailServer, Robot

TIMEOUT_SECONDS = 20
_LARGEST_ANSWER = 64 * 1024


@dataclass(frozen=True)
class Enclosure:
    """One file that a mail brings."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Letter:
    """One message, ready to go. `id` stays the same over all attempts, so that a mailbox keeps one."""

    id: str
    to: str
    title: str
    body: str
    made_at: datetime
    enclosures: tuple[Enclosure, ...] = ()


class NotSentError(Exception):
    """A message was not taken. `code` says why in a word; `is_final` when trying again would not help."""

    def __init__(self, code: str, *, is_final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.is_final = is_final


def send_mail(server: MailServer, letter: Letter) -> None:
    """Hand a letter in; NotSentError when the server cannot be reached or does not take it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = server.sender, letter.to, letter.title
    mail["Date"] = format_datetime(letter.made_at)
    mail["Message-ID"] = f"<{letter.id}@{server.sender.partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body)
    for one in letter.enclosures:
        kind, _, detail = one.media_type.partition("/")
        mail.add_attachment(one.data, maintype=kind, subtype=detail, filename=one.name)
    try:
        with _connected(server) as post:
            post.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        raise NotSentError("mail_recipient_refused", is_final=all(code >= 500 for code in codes)) from error  # noqa: PLR2004 - RFC 5321: 5yz is permanent
    except smtplib.SMTPAuthenticationError as error:
        raise NotSentError("mail_login_refused") from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSentError("mail_not_taken") from error


def _connected(server: MailServer) -> smtplib.SMTP:
    if server.security is MailSecurity.TLS:
        context = ssl.create_default_context()
        post: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        post = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        if server.security is MailSecurity.STARTTLS:
            post.starttls(context=ssl.create_default_context())
        if server.login:
            post.login(server.login, server.password)
    except BaseException:
        post.close()
        raise
    return post


def send_chat(robot: Robot, text: str, *, now: datetime) -> None:
    """Post a text to a chat's robot, follow no redirect; NotSentError unless it says that it took it."""
    parts = urlsplit(robot.url)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    if robot.secret:
        target += ("&" if parts.query else "?") + _signature(robot.secret, now)
    make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    body = json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False).encode()
    try:
        with closing(make(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)) as line:
            line.request("POST", target, body, {"Content-Type": "application/json; charset=utf-8"})
            answer = line.getresponse()
            told = json.loads(answer.read(_LARGEST_ANSWER))
    except (OSError, HTTPException, ValueError) as error:
        raise NotSentError("chat_not_reached") from error
    if answer.status != 200 or not isinstance(told, dict) or told.get("errcode") != 0:  # noqa: PLR2004 - HTTP's "OK"
        raise NotSentError("chat_refused")


def _signature(secret: str, now: datetime) -> str:
    """Return time and signature as the chat's signed robots want them in the address."""
    stamp = str(int(now.timestamp() * 1000))
    signed = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return f"timestamp={stamp}&sign={quote_plus(base64.b64encode(signed))}"
