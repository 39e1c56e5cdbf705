"""Keeping Monday's page, once for a week, and sending it to who asked for mail."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from casebook.access import Actor, Permission
from casebook.accounts.queries import actor_of, officers_by_id
from casebook.audit.actions import record
from casebook.bulletins import queries
from casebook.bulletins.models import MondayPage
from casebook.db.holding import hold
from casebook.kernel.hashing import digest
from casebook.kernel.subjects import Subject
from casebook.notices import queries as notices
from casebook.notices.actions import Message, post, send_soon
from casebook.notices.rules import Channel
from casebook.storage.actions import keep_made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.bulletins.making import MadePage

PDF_TYPE, PICTURE_TYPE = "application/pdf", "image/png"
_SYSTEM = "system"


def keep_page(session: Session, *, now: datetime, county_code: str, made: MadePage) -> MondayPage | None:
    """Keep a week's page with its bytes; None where another worker came first, and nothing is kept then."""
    hold(session, f"monday_page:{county_code}")
    if queries.find_monday(session, county_code, made.due.week) is not None:
        return None
    page = MondayPage(
        county_code=county_code,
        monday=made.due.week.monday,
        due_at=made.due.at,
        made_at=made.made_at,
        red=made.lights["red"],
        amber=made.lights["amber"],
        green=made.lights["green"],
        facts=made.facts.decode(),
        facts_hash=digest(made.facts),
        pdf_hash=_kept(session, made.pdf, PDF_TYPE, now),
        picture_hash=_kept(session, made.picture, PICTURE_TYPE, now),
    )
    session.add(page)
    session.flush()
    record(
        session,
        actor=Actor(None, _SYSTEM, None, "", county_code),
        now=now,
        action="monday_page:make",
        subject=Subject("monday_page", page.id, str(made.due.week), county_code),
        after={"due_at": page.due_at, "red": page.red, "facts": page.facts_hash, "pdf": page.pdf_hash},
    )
    return page


def send_page(session: Session, *, now: datetime, page: MondayPage, message: Message) -> int:
    """Post a page to those who see the county's board and have their notices mailed; return to how many.

    Each gets it once, however often this runs.
    """
    channel = notices.find_channel(session, page.county_code, Channel.MAIL)
    if channel is None or not channel.is_on:
        return 0
    sent = sum(
        post(
            session,
            now=now,
            county_code=page.county_code,
            channel=Channel.MAIL,
            key=f"monday:{page.id}:{officer.officer_id}",
            message=message,
            officer_id=officer.officer_id,
            address=address,
        )
        for officer, address in _readers(session, page.county_code)
    )
    send_soon(session, now=now)
    return sent


def _readers(session: Session, county_code: str) -> Iterator[tuple[Actor, str]]:
    asked = dict(notices.list_readers(session, county_code))
    for officer_id, officer in officers_by_id(session, asked).items():
        reader = actor_of(officer)
        if reader.can(Permission.BOARD_SEE) and reader.reaches(county_code):
            yield reader, asked[officer_id]


def _kept(session: Session, data: bytes, media_type: str, now: datetime) -> str:
    return keep_made(session, stream=io.BytesIO(data), limit=len(data), media_type=media_type, now=now).hash
