"""Sources of online meters and what they send. All platforms, wells and meters are invented."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.access import Role
from casebook.volumes.actions import messages
from casebook.volumes.actions import sources as actions
from casebook.volumes.actions.sources import LinkLine, SourceFacts
from casebook.volumes.actions.uploads import upload_file
from casebook.volumes.models import ElectricityAccount
from casebook.volumes.queries.sources import list_links
from casebook.volumes.rules import ImportKind, ParserKind
from tests.factories.accounts import make_actor
from tests.factories.volumes import take_electricity

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.models import MeterMessagePass, MeterSource
    from casebook.wells.models import Well

NOW = datetime(2024, 1, 5, 4, 0, tzinfo=UTC)
LINES = {"columns": "meter time dial", "delimiter": "comma", "encoding": "utf-8"}


def make_source(
    session: Session,
    actor: Actor,
    *wells: Well,
    name: str = "远传平台",
    parser: ParserKind = ParserKind.CASEBOOK_JSON,
    settings: dict[str, Any] | None = None,
    per_minute: int = 60,
    now: datetime = NOW,
) -> tuple[MeterSource, str]:
    """Open a source that may speak of the meters of these wells; return it with its token."""
    facts = SourceFacts(name=name, parser=parser, settings=settings or {}, per_minute=per_minute)
    source, token = actions.open_source(session, actor=actor, now=now, facts=facts)
    if wells:
        lines = [LinkLine(line, well.code) for line, well in enumerate(wells, start=1)]
        actions.link_meters(session, actor=actor, now=now, source=source, lines=lines)
    return source, token


def message(*rows: tuple[str, str, str], message_id: str = "m1", **more: str) -> bytes:
    """Return a message in our format; rows are meter, time and dial."""
    readings = [{"meter": meter, "read_at": at, "dial_m3": dial} for meter, at, dial in rows]
    return json.dumps({"message_id": message_id, "readings": readings, **more}).encode()


def send(session: Session, source: MeterSource, body: bytes, *, now: datetime = NOW) -> MeterMessagePass:
    """Keep and read a message, as the endpoint does."""
    kept = messages.keep_message(session, now=now, source_id=source.id, body=body, content_type="")
    return messages.read_message(session, now=now, message=kept.message)


def of_the_ways_in(session: Session, well: Well) -> dict[tuple[str, str], str]:
    """A source with the meter of a well, a message of it, an uploaded file, and an account of electricity."""
    keeper = make_actor(session, Role.PERMIT_OFFICER, jurisdiction=well.county_code)
    source, _token = make_source(session, keeper)
    line = LinkLine(1, well.code, "SB77", "SB77")
    actions.link_meters(session, actor=keeper, now=NOW, source=source, lines=[line])
    (link,) = list_links(session, source.id)
    row = send(session, source, message(("SB78", "2023-05-25", "1")))
    upload, _job = upload_file(
        session,
        actor=keeper,
        now=NOW,
        kind=ImportKind.READINGS,
        stream=io.BytesIO("水井编号,抄表日期,表底数\n无,2023-01-25,1\n".encode()),
        name="抄表.csv",
    )
    take_electricity(session, keeper, "3700000077,202301,1", now=NOW)
    account = session.scalars(
        select(ElectricityAccount).where(ElectricityAccount.number == "3700000077")
    ).one()
    return {
        ("volumes", "account_id"): str(account.id),
        ("volumes", "upload_id"): str(upload.id),
        ("volumes", "source_id"): str(source.id),
        ("volumes", "link_id"): str(link.id),
        ("volumes", "message_id"): str(row.message_id),
    }
