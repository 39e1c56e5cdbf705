"""Sources of online meters and the messages that they sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import contains_eager, defer, joinedload

from casebook.db.paging import Page, page
from casebook.kernel.errors import NotFound
from casebook.volumes.models import MeterMessage, MeterMessagePass, MeterSource, MeterSourceWell
from casebook.volumes.rules import MessageState
from casebook.volumes.rules.sources import hash_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor


def find_source_by_token(session: Session, token: str) -> MeterSource | None:
    """Return the source whose token this is, None where it is nobody's or is not believed any more."""
    if not token:
        return None
    query = select(MeterSource).where(
        MeterSource.token_hash == hash_of(token), MeterSource.revoked_at.is_(None)
    )
    return session.scalars(query).one_or_none()


def get_source(session: Session, source_id: UUID, actor: Actor) -> MeterSource:
    """Return a source of the actor's county, or raise NotFound."""
    found = session.scalars(select(MeterSource).where(MeterSource.id == source_id)).one_or_none()
    if found is None:
        raise NotFound("meter_source", source_id)
    actor.need_reach(found.county_code, "meter_source", source_id)
    return found


def find_source_by_name(session: Session, county_code: str, name: str) -> MeterSource | None:
    """Return the county's source of this name, or None."""
    query = select(MeterSource).where(MeterSource.county_code == county_code, MeterSource.name == name)
    return session.scalars(query).one_or_none()


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """What a source sent since a day, by the last reading of each message."""

    meters: int = 0
    messages: int = 0
    kept: int = 0
    """Rows that were taken in, then or before."""
    refused: int = 0
    """Rows that were refused."""
    unread: int = 0
    """Messages that could not be read."""


def list_sources(session: Session, county_code: str) -> list[MeterSource]:
    """Return a county's sources by name, those that are believed no more last."""
    query = select(MeterSource).where(MeterSource.county_code == county_code)
    order = MeterSource.revoked_at.is_not(None), MeterSource.name, MeterSource.rowid
    return list(session.scalars(query.order_by(*order)))


def figures_of(session: Session, source_ids: Collection[UUID], since: datetime) -> dict[UUID, SourceFigures]:
    """Return what these sources sent since an instant; those without any message too."""
    wells = select(MeterSourceWell.source_id, func.count()).where(MeterSourceWell.source_id.in_(source_ids))
    counted = session.execute(wells.group_by(MeterSourceWell.source_id))
    meters: dict[UUID, int] = dict(counted.all())
    last = _last_pass()
    row = MeterMessagePass
    refused = func.coalesce(func.sum(row.rows - row.accepted - row.unchanged), 0)
    unread = func.coalesce(func.sum(case((row.state == MessageState.REFUSED, 1), else_=0)), 0)
    query = (
        select(
            MeterMessage.source_id,
            func.count(MeterMessage.id),
            func.coalesce(func.sum(row.accepted + row.unchanged), 0),
            refused,
            unread,
        )
        .outerjoin(row, and_(row.message_id == MeterMessage.id, row.number == last))
        .where(MeterMessage.source_id.in_(source_ids), MeterMessage.received_at >= since)
        .group_by(MeterMessage.source_id)
    )
    sent = {source_id: tuple(map(int, figures)) for source_id, *figures in session.execute(query)}
    return {
        source_id: SourceFigures(meters.get(source_id, 0), *sent.get(source_id, ()))
        for source_id in source_ids
    }


def list_links(session: Session, source_id: UUID) -> list[MeterSourceWell]:
    """Return the meters that a source may speak of, with their wells, by the sender's number."""
    query = (
        select(MeterSourceWell)
        .where(MeterSourceWell.source_id == source_id)
        .options(joinedload(MeterSourceWell.well))
        .order_by(MeterSourceWell.device_no)
    )
    return list(session.scalars(query).unique())


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message without its body, and its last reading; None where nobody has read it yet."""

    message: MeterMessage
    source_name: str
    last: MeterMessagePass | None
    size: int

    @property
    def state(self) -> MessageState:
        """What became of it."""
        return MessageState.WAITING if self.last is None else self.last.state

    @property
    def refused(self) -> int:
        """Rows that its last reading refused."""
        return 0 if self.last is None else self.last.rows - self.last.accepted - self.last.unchanged


def page_messages(
    session: Session,
    county_code: str,
    *,
    source_id: UUID | None = None,
    only_refused: bool = False,
    cursor: str | None = None,
) -> tuple[list[MessageRow], Page[MeterMessage]]:
    """Return a page of messages, the last received first."""
    query = _messages(county_code, source_id).options(
        contains_eager(MeterMessage.source), defer(MeterMessage.body)
    )
    if only_refused:
        query = query.where(_is_refused())
    found = page(
        session,
        query,
        columns=[MeterMessage.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )
    ids = [message.id for message in found.items]
    last = _last_passes(session, ids)
    measured = select(MeterMessage.id, func.length(MeterMessage.body)).where(MeterMessage.id.in_(ids))
    sizes: dict[UUID, int] = dict(session.execute(measured).all())
    rows = [
        MessageRow(message, message.source.name, last.get(message.id), sizes[message.id])
        for message in found.items
    ]
    return rows, found


def _messages(county_code: str, source_id: UUID | None) -> Select[Any]:
    query = select(MeterMessage).join(MeterMessage.source).where(MeterMessage.county_code == county_code)
    return query if source_id is None else query.where(MeterMessage.source_id == source_id)


def _last_pass() -> Any:  # noqa: ANN401 - a scalar subquery
    other = MeterMessagePass.__table__.alias("other")
    return (
        select(func.max(other.c.number))
        .where(other.c.message_id == MeterMessage.id)
        .correlate(MeterMessage)
        .scalar_subquery()
    )


def _is_refused() -> ColumnElement[bool]:
    """Say whether a message could not be read whole at its last reading, or was not read at all."""
    row = MeterMessagePass
    whole = select(row.rowid).where(
        row.message_id == MeterMessage.id,
        row.number == _last_pass(),
        row.state == MessageState.READ,
        row.rows == row.accepted + row.unchanged,
    )
    return ~whole.correlate(MeterMessage).exists()


def _last_passes(session: Session, message_ids: Sequence[UUID]) -> dict[UUID, MeterMessagePass]:
    query = (
        select(MeterMessagePass)
        .where(MeterMessagePass.message_id.in_(message_ids))
        .options(defer(MeterMessagePass.entries))
        .order_by(MeterMessagePass.message_id, MeterMessagePass.number)
    )
    return {row.message_id: row for row in session.scalars(query)}


def get_message(session: Session, message_id: UUID, actor: Actor) -> MeterMessage:
    """Return a message of the actor's county with its source, or raise NotFound."""
    query = select(MeterMessage).where(MeterMessage.id == message_id)
    found = session.scalars(query.options(joinedload(MeterMessage.source))).one_or_none()
    if found is None:
        raise NotFound("meter_message", message_id)
    actor.need_reach(found.county_code, "meter_message", message_id)
    return found


def list_passes(session: Session, message_id: UUID) -> list[MeterMessagePass]:
    """Return every reading of a message, the last one first."""
    query = select(MeterMessagePass).where(MeterMessagePass.message_id == message_id)
    return list(session.scalars(query.order_by(MeterMessagePass.number.desc())))


def find_last_pass(session: Session, message_id: UUID) -> MeterMessagePass | None:
    """Return the last reading of a message, or None."""
    query = select(MeterMessagePass).where(MeterMessagePass.message_id == message_id)
    return session.scalars(query.order_by(MeterMessagePass.number.desc()).limit(1)).one_or_none()


def find_first_pass(session: Session, message_id: UUID) -> MeterMessagePass | None:
    """Return the first reading of a message, or None: what its sender was answered."""
    query = select(MeterMessagePass).where(MeterMessagePass.message_id == message_id)
    return session.scalars(query.order_by(MeterMessagePass.number).limit(1)).one_or_none()


def message_ids(
    session: Session, county_code: str, *, source_id: UUID | None = None, since: datetime | None = None
) -> Iterator[UUID]:
    """Return the messages that match, in the order in which they came."""
    query = select(MeterMessage.id).where(MeterMessage.county_code == county_code)
    if source_id is not None:
        query = query.where(MeterMessage.source_id == source_id)
    if since is not None:
        query = query.where(MeterMessage.received_at >= since)
    return iter(list(session.scalars(query.order_by(MeterMessage.received_at, MeterMessage.rowid))))
