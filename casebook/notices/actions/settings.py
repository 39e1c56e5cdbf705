"""Setting when clocks are told of, the ways out of the house, and one's own choice of them."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from casebook import config
from casebook.access import Permission
from casebook.audit.actions import record
from casebook.deadlines.rules import find_rule
from casebook.kernel.errors import Conflict, Forbidden, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.keys import sealing
from casebook.notices import queries
from casebook.notices.models import NoticeChannel, NoticeChoice, NoticePlan
from casebook.notices.rules import Channel, MailSecurity

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.notices.rules import Plan

_MAIL = re.compile(r"[^\s@<>\",;]{1,64}@[^\s@<>\",;]{1,180}")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_SHOWN_SIGNS = 4


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in. `password` is sealed before it is stored."""

    host: str
    port: int
    security: MailSecurity
    sender: str
    login: str = ""
    password: str = ""


@dataclass(frozen=True)
class Robot:
    """A chat's robot: its address is a secret, and where the chat signs, so is the key."""

    url: str
    secret: str = ""


def set_plan(
    session: Session, *, actor: Actor, now: datetime, rule: str, plan: Plan, seen_version: int
) -> NoticePlan:
    """Let clocks of a rule (empty: all others) be told of by a plan; Conflict where somebody was first."""
    actor.need(Permission.NOTICE_SET)
    if rule:
        find_rule(rule)
    last = queries.find_last_plan(session, actor.county_code, rule)
    if (last.version if last else 0) != seen_version:
        raise Conflict("notice_setting_changed")
    row = NoticePlan(
        county_code=actor.county_code,
        rule=rule,
        version=seen_version + 1,
        ahead=",".join(str(day) for day in plan.ahead),
        tells_due=plan.tells_due,
        head_after=plan.head_after,
        agency_after=plan.agency_after,
        set_by_id=_officer(actor),
        set_by=actor.name,
        set_at=now,
    )
    session.add(row)
    session.flush()
    before = asdict(queries.plan_of(last)) if last else None
    subject = Subject("notice_plan", row.id, rule or "—", actor.county_code)
    record(
        session,
        actor=actor,
        now=now,
        action="notice:plan",
        subject=subject,
        before=before,
        after=asdict(plan),
    )
    return row


def set_mail(
    session: Session, *, actor: Actor, now: datetime, server: MailServer, is_on: bool, seen_version: int
) -> NoticeChannel:
    """Set the mail server; an empty password keeps the one that is stored."""
    if not _is_host(server.host):
        raise RuleBroken("mail_host_wrong", field="host", host=server.host)
    if not _MAIL.fullmatch(server.sender):
        raise RuleBroken("mail_address_wrong", field="sender", address=server.sender)
    if server.security is MailSecurity.NONE and server.login:
        raise RuleBroken("mail_password_in_clear", field="security")
    facts = {
        "host": server.host,
        "port": server.port,
        "security": server.security.value,
        "sender": server.sender,
        "login": server.login,
    }
    return _set_channel(
        session,
        actor=actor,
        now=now,
        channel=Channel.MAIL,
        facts=facts,
        secret={"password": server.password} if server.password else None,
        shown=f"{server.host}:{server.port}",
        is_on=is_on,
        seen_version=seen_version,
    )


def set_chat(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    channel: Channel,
    robot: Robot,
    is_on: bool,
    seen_version: int,
) -> NoticeChannel:
    """Set a chat's robot; an empty address keeps the one that is stored."""
    known = queries.find_channel(session, actor.county_code, channel)
    if not robot.url and (known is None or not known.sealed):
        raise RuleBroken("chat_address_missing", field="url")
    if robot.url and not _is_address(robot.url):
        raise RuleBroken("chat_address_wrong", field="url")
    return _set_channel(
        session,
        actor=actor,
        now=now,
        channel=channel,
        facts={},
        secret=asdict(robot) if robot.url else None,
        shown=_masked(robot.url) if robot.url else "",
        is_on=is_on,
        seen_version=seen_version,
    )


def choose(session: Session, *, actor: Actor, now: datetime, by_mail: bool, mail: str) -> NoticeChoice:
    """Say whether and where one wants the daily digest by mail."""
    officer_id, mail = _officer(actor), mail.strip()
    if (by_mail or mail) and not _MAIL.fullmatch(mail):
        raise RuleBroken("mail_address_wrong", field="mail", address=mail)
    row = queries.find_choice(session, officer_id)
    before = None if row is None else {"by_mail": row.by_mail}
    if row is None:
        row = NoticeChoice(county_code=actor.county_code, officer_id=officer_id, by_mail=by_mail)
        session.add(row)
    row.by_mail, row.mail, row.changed_at = by_mail, mail, now
    session.flush()
    subject = Subject("notice_choice", row.id, actor.name, actor.jurisdiction)
    after = {"by_mail": by_mail}
    record(session, actor=actor, now=now, action="notice:choose", subject=subject, before=before, after=after)
    return row


def secrets_of(channel: NoticeChannel) -> dict[str, str]:
    """Return what a channel keeps sealed, for the sender alone."""
    if not channel.sealed:
        return {}
    found: dict[str, str] = json.loads(sealing.unseal(config.in_force().data_path, channel.sealed))
    return found


def _set_channel(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    channel: Channel,
    facts: dict[str, object],
    secret: dict[str, str] | None,
    shown: str,
    is_on: bool,
    seen_version: int,
) -> NoticeChannel:
    actor.need(Permission.NOTICE_SET)
    row = queries.find_channel(session, actor.county_code, channel)
    if (row.version if row else 0) != seen_version:
        raise Conflict("notice_setting_changed")
    before = _told(row) if row else None
    if row is None:
        row = NoticeChannel(id=new_id(), county_code=actor.county_code, channel=channel, version=0)
        session.add(row)
    row.is_on, row.facts, row.version = is_on, facts, seen_version + 1
    row.changed_by, row.changed_at = actor.name, now
    if secret is not None:
        row.sealed = sealing.seal(config.in_force().data_path, json.dumps(secret))
    row.shown = shown or row.shown
    session.flush()
    subject = Subject("notice_channel", row.id, channel.value, actor.county_code)
    told = {**_told(row), "secret_changed": secret is not None}
    record(session, actor=actor, now=now, action="notice:channel", subject=subject, before=before, after=told)
    return row


def _told(row: NoticeChannel) -> dict[str, object]:
    return {"is_on": row.is_on, "shown": row.shown, **row.facts}


def _is_host(host: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z0-9.:-]{1,200}", host))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    return is_safe and bool(parts.hostname) and port_is_good and not parts.username and url.isprintable()


def _masked(url: str) -> str:
    """Return where an address leads with no more of its secret than its last signs."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}/…{url[-_SHOWN_SIGNS:]}"[:120]


def _officer(actor: Actor) -> UUID:
    if actor.officer_id is None:
        raise Forbidden("permission_missing", permission=Permission.NOTICE_SET.value)
    return actor.officer_id
