"""Operations as the office sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from casebook.access import Permission
from casebook.accounts.models import Officer
from casebook.db.paging import page
from casebook.devices.models import Device
from casebook.field.models import FieldOperation, OperationStatus
from casebook.field.rules.states import OperationState
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page


@dataclass(frozen=True)
class OperationFilter:
    """What a list of operations is narrowed to; None means all."""

    state: OperationState | None = None
    officer_id: UUID | None = None
    device_id: UUID | None = None


@dataclass(frozen=True)
class Entry:
    """One operation of the list, without its bytes."""

    id: UUID
    rowid: int
    kind: str
    record_id: UUID
    made_at: datetime
    received_at: datetime
    carried_by: str
    body_hash: str
    sequence: int
    officer_id: UUID
    officer_name: str
    jurisdiction: str
    device_id: UUID
    device_name: str
    device_revoked_at: datetime | None
    state: OperationState
    reasons: list[dict[str, Any]]
    result: dict[str, Any]
    attempts: int
    changed_at: datetime
    decided_by: str
    decision: str

    @property
    def has_failed(self) -> bool:
        """Whether the server failed on it and will try again."""
        return self.state is OperationState.RECEIVED and self.attempts > 0


def get_entry(session: Session, operation_id: UUID, actor: Actor) -> Entry:
    """Return one operation that this officer may see, or raise NotFound."""
    actor.need(Permission.OPERATION_SEE)
    found = session.execute(_entries().where(FieldOperation.id == operation_id)).one_or_none()
    if found is None:
        raise NotFound("operation", operation_id)
    entry = Entry(**found._mapping)  # noqa: SLF001 - the public name of a row's columns by key
    actor.need_reach(entry.jurisdiction, "operation", operation_id)
    return entry


def page_entries(
    session: Session, actor: Actor, wanted: OperationFilter, cursor: str | None = None
) -> Page[Entry]:
    """Return a page of the operations of officers within reach, the last received first."""
    actor.need(Permission.OPERATION_SEE)
    within = (
        select(FieldOperation.rowid)
        .join(Officer, Officer.id == FieldOperation.officer_id)
        .join(OperationStatus, OperationStatus.operation_id == FieldOperation.id)
        .where(FieldOperation.county_code == actor.county_code)
        .where(Officer.jurisdiction.startswith(actor.jurisdiction, autoescape=True))
    )
    narrowed = {
        OperationStatus.state: wanted.state,
        FieldOperation.officer_id: wanted.officer_id,
        FieldOperation.device_id: wanted.device_id,
    }
    for column, value in narrowed.items():
        if value is not None:
            within = within.where(column == value)
    found = page(
        session,
        within,
        columns=[FieldOperation.rowid],
        key=lambda rowid: [rowid],
        cursor=cursor,
        descending=True,
    )
    rows = session.execute(_entries().where(FieldOperation.rowid.in_(found.items)))
    entries = {row.rowid: Entry(**row._mapping) for row in rows}  # noqa: SLF001 - as above
    return type(found)([entries[rowid] for rowid in found.items], found.next_cursor, found.previous_cursor)


def count_by_state(session: Session, county_code: str) -> dict[OperationState, int]:
    """Return how many operations of a county stand where, zeros included; nothing else of them."""
    wanted = select(OperationStatus.state, func.count()).where(OperationStatus.county_code == county_code)
    found = {state: number for state, number in session.execute(wanted.group_by(OperationStatus.state))}  # noqa: C416 - rows are no pairs to mypy
    return {state: found.get(state, 0) for state in OperationState}


def count_held(session: Session, actor: Actor) -> int:
    """Return how many operations of officers within reach are held until somebody decides."""
    wanted = (
        select(func.count(OperationStatus.rowid))
        .join(FieldOperation, FieldOperation.id == OperationStatus.operation_id)
        .join(Officer, Officer.id == FieldOperation.officer_id)
        .where(OperationStatus.state == OperationState.QUARANTINED)
        .where(OperationStatus.county_code == actor.county_code)
        .where(Officer.jurisdiction.startswith(actor.jurisdiction, autoescape=True))
    )
    return session.scalar(wanted) or 0


def list_makers(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Return the officers within reach who have handed something over, by name."""
    wanted = (
        select(Officer.id, Officer.name)
        .where(Officer.id.in_(select(FieldOperation.officer_id).distinct()))
        .where(Officer.county_code == actor.county_code)
        .where(Officer.jurisdiction.startswith(actor.jurisdiction, autoescape=True))
    )
    return [(row.id, row.name) for row in session.execute(wanted.order_by(Officer.name, Officer.id))]


def list_devices(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Return the devices within reach from which something came, by officer and name."""
    wanted = (
        select(Device.id, Officer.name.label("officer"), Device.name)
        .join(Officer, Officer.id == Device.officer_id)
        .where(Device.id.in_(select(FieldOperation.device_id).distinct()))
        .where(Officer.county_code == actor.county_code)
        .where(Officer.jurisdiction.startswith(actor.jurisdiction, autoescape=True))
    )
    rows = session.execute(wanted.order_by(Officer.name, Device.name, Device.id))
    return [(row.id, f"{row.officer} · {row.name}") for row in rows]


def _entries() -> Any:  # noqa: ANN401 - a Select of more columns than mypy counts
    return (
        select(
            FieldOperation.id,
            FieldOperation.rowid,
            FieldOperation.kind,
            FieldOperation.record_id,
            FieldOperation.made_at,
            FieldOperation.received_at,
            FieldOperation.carried_by,
            FieldOperation.body_hash,
            FieldOperation.sequence,
            FieldOperation.officer_id,
            Officer.name.label("officer_name"),
            Officer.jurisdiction,
            FieldOperation.device_id,
            Device.name.label("device_name"),
            Device.revoked_at.label("device_revoked_at"),
            OperationStatus.state,
            OperationStatus.reasons,
            OperationStatus.result,
            OperationStatus.attempts,
            OperationStatus.changed_at,
            OperationStatus.decided_by,
            OperationStatus.decision,
        )
        .join(OperationStatus, OperationStatus.operation_id == FieldOperation.id)
        .join(Officer, Officer.id == FieldOperation.officer_id)
        .join(Device, Device.id == FieldOperation.device_id)
    )
