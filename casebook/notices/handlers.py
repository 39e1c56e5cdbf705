"""The hourly round that tells and posts what is due, and the sender of what was posted.

The round derives everything from what is stored: it does not matter when, how often, or after how long
a standstill it runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from casebook.db.transaction import writing
from casebook.deadlines.queries import get_calendar
from casebook.jobs.handlers import register
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.notices import actions, presenters, queries
from casebook.notices.actions import MailServer, Robot
from casebook.notices.rules import Channel, MailSecurity, digests_of
from casebook.notices.sending import Enclosure, Letter, NotSentError, send_chat, send_mail
from casebook.regions import queries as regions
from casebook.storage.queries import get_file, open_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.jobs.context import JobContext
    from casebook.notices.models import NoticeChannel

ROUND = "notices:round"
FIRST_HOUR = 7
"""Nobody is told of a clock before seven in the morning."""


class StillUnsentError(Exception):
    """Some messages were not taken; the job is tried again, and the next round queues it anew."""


def run_round(context: JobContext) -> dict[str, Any]:
    """Tell what is due today, post the day's digests, and let what is unsent be sent."""
    now = clock.now()
    today = clock.local_day(now)
    told = posted = 0
    if clock.to_local(now).hour >= FIRST_HOUR:
        with context.reading() as session:
            rows = list(queries.find_tellings(session, today=today))
        told = actions.tell_all(context.session, now=now, rows=rows)
        posted = post_digests(context.session, now=now)
    actions.send_soon(context.session, now=now)
    return {"told": told, "posted": posted}


def post_digests(session: Session, *, now: datetime) -> int:
    """Post the digest of this working day by every way out that is in use; return how many are new."""
    today = clock.local_day(now)
    if not get_calendar(session).is_working_day(today):
        return 0
    posted = 0
    for channel in queries.list_all_channels(session):
        places = regions.names(session, channel.county_code)
        post = _post_mails if channel.channel is Channel.MAIL else _post_chat
        posted += post(session, channel, places, now=now, today=today)
    return posted


def _post_mails(
    session: Session, channel: NoticeChannel, places: dict[str, str], *, now: datetime, today: date
) -> int:
    posted = 0
    for officer_id, address in queries.list_readers(session, channel.county_code):
        key = digests_of(channel.channel, officer_id) + today.isoformat()
        if queries.has_dispatch(session, key):
            continue
        notices = queries.list_for_digest(session, officer_id, channel=channel.channel, today=today)
        if notices:
            posted += actions.post(
                session,
                now=now,
                county_code=channel.county_code,
                channel=channel.channel,
                key=key,
                officer_id=officer_id,
                address=address,
                message=actions.Message(
                    presenters.digest_title(today, len(notices)),
                    presenters.digest_body(notices, places, today),
                ),
            )
    return posted


def _post_chat(
    session: Session, channel: NoticeChannel, places: dict[str, str], *, now: datetime, today: date
) -> int:
    key = digests_of(channel.channel, channel.county_code) + today.isoformat()
    if queries.has_dispatch(session, key):
        return 0
    notices = queries.list_for_chat(session, channel.county_code, channel=channel.channel, today=today)
    if not notices:
        return 0
    text = presenters.chat_text(notices, places, today)
    return actions.post(
        session,
        now=now,
        county_code=channel.county_code,
        channel=channel.channel,
        key=key,
        message=actions.Message(text.partition("\n")[0], text),
    )


def run_send(context: JobContext) -> dict[str, Any]:
    """Send what waits, each in its own small transactions; StillUnsentError when any was not taken."""
    with context.reading() as session:
        waiting = queries.list_unsent(session, now=clock.now())
    sent = failed = 0
    for number, dispatch_id in enumerate(waiting, 1):
        outcome = _send_one(context, dispatch_id)
        sent += outcome is True
        failed += outcome is False
        context.progress(number, len(waiting))
    if failed:
        message = f"{failed} of {len(waiting)} messages were not taken"
        raise StillUnsentError(message)
    return {"sent": sent}


def _send_one(context: JobContext, dispatch_id: UUID) -> bool | None:
    """Send one message and say whether it was taken; None when there is nothing more to do about it."""
    with writing(), context.engine.begin() as connection:
        if not actions.hold(connection, dispatch_id, now=clock.now()):
            return None
    try:
        with context.reading() as session:
            parcel = _pack(session, dispatch_id)
        if isinstance(parcel.to, Robot):
            send_chat(parcel.to, parcel.letter.body, now=clock.now())
        else:
            send_mail(parcel.to, parcel.letter)
    except (NotSentError, RuleBroken) as error:
        return _note_failed(context, dispatch_id, error)
    with writing(), context.engine.begin() as connection:
        actions.note_sent(connection, dispatch_id, now=clock.now())
    return True


def _note_failed(context: JobContext, dispatch_id: UUID, error: NotSentError | RuleBroken) -> bool | None:
    is_final = isinstance(error, NotSentError) and error.is_final
    with writing(), context.engine.begin() as connection:
        actions.note_failed(connection, dispatch_id, now=clock.now(), fault=error.code, is_final=is_final)
    return None if is_final else False


@dataclass(frozen=True)
class _Parcel:
    """A message with where it is handed in."""

    letter: Letter
    to: MailServer | Robot


def _pack(session: Session, dispatch_id: UUID) -> _Parcel:
    """Return a message ready to go; NotSentError for good where its way out was closed."""
    dispatch = queries.get_dispatch(session, dispatch_id)
    channel = queries.find_channel(session, dispatch.county_code, dispatch.channel)
    if channel is None or not channel.is_on:
        raise NotSentError("channel_off", is_final=True)
    letter = Letter(
        str(dispatch.id),
        dispatch.address,
        dispatch.title,
        dispatch.body,
        dispatch.made_at,
        tuple(_enclosures(session, dispatch.attachments or {})),
    )
    secrets, facts = actions.secrets_of(channel), channel.facts
    if channel.channel is not Channel.MAIL:
        return _Parcel(letter, Robot(**secrets))
    server = MailServer(
        host=facts["host"],
        port=facts["port"],
        security=MailSecurity(facts["security"]),
        sender=facts["sender"],
        login=facts["login"],
        password=secrets.get("password", ""),
    )
    return _Parcel(letter, server)


def _enclosures(session: Session, attachments: dict[str, str]) -> Iterator[Enclosure]:
    for name, file_hash in attachments.items():
        with open_file(file_hash) as file:
            yield Enclosure(name, get_file(session, file_hash).media_type, file.read())


register(ROUND, run_round, title=_l("提醒期限、汇总当天通知"), every=timedelta(hours=1))
register(actions.SEND, run_send, title=_l("发送邮件和群消息"))
