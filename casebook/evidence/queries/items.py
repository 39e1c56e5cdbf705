"""Reading evidence and its custody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, selectinload

from casebook.access import Permission
from casebook.db import chain
from casebook.db.paging import page
from casebook.evidence.models import CustodyEntry, EvidenceItem, EvidenceSubject
from casebook.evidence.rules import EvidenceKind, EvidenceOrigin, EvidenceStage, Flag, check_grounds
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.evidence.rules import EvidenceMethod
    from casebook.kernel.chains import Fault, Head


@dataclass(frozen=True)
class Related:
    """What stands beside an item."""

    earlier: EvidenceItem | None
    """The one of the same standpoint that it is compared with."""
    later: list[EvidenceItem]
    corrects: EvidenceItem | None
    corrected_by: list[EvidenceItem]


def get_item(session: Session, item_id: UUID, actor: Actor) -> EvidenceItem:
    """Return an item that this person may see; Forbidden by permission, NotFound outside the jurisdiction."""
    actor.need(Permission.EVIDENCE_SEE)
    item = load_item(session, item_id)
    actor.need_reach(item.about.division_code, "evidence", item_id)
    return item


@dataclass(frozen=True)
class ItemFilter:
    """What a list of evidence is narrowed to; empty means all that is not withdrawn."""

    kind: EvidenceKind | None = None
    method: EvidenceMethod | None = None
    subject_kind: str = ""
    officer_id: UUID | None = None
    is_locked: bool | None = None
    flag: Flag | None = None


def page_items(
    session: Session, actor: Actor, wanted: ItemFilter, *, cursor: str | None = None, size: int = 24
) -> Page[EvidenceItem]:
    """Return a page of items in the actor's jurisdiction, newest first."""
    item, about = EvidenceItem, EvidenceSubject
    query = (
        select(item)
        .join(item.about)
        .options(contains_eager(item.about), selectinload(item.monitoring_device))
        .where(
            item.county_code == actor.county_code,
            about.division_code.startswith(actor.jurisdiction, autoescape=True),
            *_narrowed(wanted),
        )
    )
    return page(
        session,
        query,
        columns=[item.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
        size=size,
    )


def _narrowed(wanted: ItemFilter) -> Iterator[ColumnElement[bool]]:
    item = EvidenceItem
    if wanted.kind is not None:
        yield item.kind == wanted.kind
    if wanted.method is not None:
        yield item.method == wanted.method
    if wanted.subject_kind:
        yield EvidenceSubject.kind == wanted.subject_kind
    if wanted.officer_id is not None:
        yield item.maker_id == wanted.officer_id
    if wanted.is_locked is not None:
        yield item.locked_at.is_not(None) if wanted.is_locked else item.locked_at.is_(None)
    yield item.withdrawn_at.is_not(None) if wanted.flag is Flag.WITHDRAWN else item.withdrawn_at.is_(None)
    if wanted.flag in _FLAGGED:
        yield _FLAGGED[wanted.flag]


_other = aliased(EvidenceItem)
_FLAGGED: dict[Flag | None, ColumnElement[bool]] = {
    Flag.MISMATCH: EvidenceItem.has_mismatch.is_(True),
    Flag.NOT_ORIGINAL: EvidenceItem.origin == EvidenceOrigin.CHAT,
    Flag.NO_POSITION: EvidenceItem.lon.is_(None),
    Flag.USED_TWICE: exists().where(
        _other.file_hash == EvidenceItem.file_hash,
        _other.id != EvidenceItem.id,
        _other.withdrawn_at.is_(None),
    ),
    Flag.CORRECTED: exists().where(_other.corrects_id == EvidenceItem.id),
}


def list_subject_kinds(session: Session, county_code: str) -> list[str]:
    """Return the kinds of records that have evidence."""
    query = select(EvidenceSubject.kind).where(EvidenceSubject.county_code == county_code)
    return list(session.scalars(query.distinct().order_by(EvidenceSubject.kind)))


def list_related(session: Session, item: EvidenceItem, actor: Actor) -> Related:
    """Return an item's pair, what it corrects and what corrects it, as far as they are in reach."""
    ids = {one for one in (item.pair_of, item.corrects_id) if one is not None}
    wanted = or_(
        EvidenceItem.id.in_(ids), EvidenceItem.corrects_id == item.id, EvidenceItem.pair_of == item.id
    )
    query = (
        select(EvidenceItem)
        .join(EvidenceItem.about)
        .where(wanted, EvidenceSubject.division_code.startswith(actor.jurisdiction, autoescape=True))
    )
    found = list(session.scalars(query.order_by(EvidenceItem.rowid)))
    return Related(
        earlier=next((one for one in found if one.id == item.pair_of), None),
        later=[one for one in found if one.pair_of == item.id and one.withdrawn_at is None],
        corrects=next((one for one in found if one.id == item.corrects_id), None),
        corrected_by=[one for one in found if one.corrects_id == item.id],
    )


def load_item(session: Session, item_id: UUID) -> EvidenceItem:
    """Return an item for the system's own work, whoever may see it, or raise NotFound."""
    found = session.scalar(select(EvidenceItem).where(EvidenceItem.id == item_id))
    if found is None:
        raise NotFound("evidence", item_id)
    return found


def list_items(session: Session, subject_kind: str, subject_id: UUID) -> list[EvidenceItem]:
    """Return the items of a subject in the order of their arrival, without those withdrawn."""
    return list(
        session.scalars(
            _of_subject(select(EvidenceItem), subject_kind, subject_id)
            .options(selectinload(EvidenceItem.monitoring_device))
            .order_by(EvidenceItem.rowid)
        )
    )


def need_grounds(session: Session, subjects: Mapping[str, Collection[UUID]]) -> None:
    """Raise RuleBroken when records have evidence, and all of it supports leads only.

    `subjects` are the ids of the records by their kind; what they have counts together.
    """
    about = or_(
        *(
            and_(EvidenceSubject.kind == kind, EvidenceSubject.subject_id.in_(ids))
            for kind, ids in subjects.items()
        )
    )
    of_them = select(EvidenceItem).join(EvidenceItem.about).where(about, EvidenceItem.withdrawn_at.is_(None))
    plain = EvidenceItem.origin != EvidenceOrigin.CHAT, EvidenceItem.kind != EvidenceKind.ELECTRONIC
    if session.scalar(of_them.with_only_columns(EvidenceItem.id).where(*plain).limit(1)) is None:
        check_grounds(item.doubts for item in session.scalars(of_them.order_by(EvidenceItem.rowid)))


def count_by_stage(session: Session, subject_kind: str, subject_id: UUID) -> dict[EvidenceStage, int]:
    """Return how many items a subject has of each stage, zeros included."""
    counted = _of_subject(select(EvidenceItem.stage, func.count()), subject_kind, subject_id)
    found = dict(tuple(row) for row in session.execute(counted.group_by(EvidenceItem.stage)))
    return {stage: found.get(stage, 0) for stage in EvidenceStage}


def item_codes_of(
    session: Session, subject_kind: str, subject_ids: Collection[UUID]
) -> dict[UUID, list[str | None]]:
    """Return what the items of many subjects show, by their codes, without those withdrawn."""
    query = (
        select(EvidenceSubject.subject_id, EvidenceItem.item_code)
        .join(EvidenceItem, EvidenceItem.about_id == EvidenceSubject.id)
        .where(
            EvidenceSubject.kind == subject_kind,
            EvidenceSubject.subject_id.in_(subject_ids),
            EvidenceItem.withdrawn_at.is_(None),
        )
        .order_by(EvidenceItem.rowid)
    )
    found: dict[UUID, list[str | None]] = {}
    for subject_id, code in session.execute(query):
        found.setdefault(subject_id, []).append(code)
    return found


def hashes_by_subject(
    session: Session, subject_kind: str, subject_ids: Collection[UUID]
) -> dict[UUID, list[str]]:
    """Return the hashes of the items of many subjects as they arrived, without those withdrawn."""
    query = (
        select(EvidenceSubject.subject_id, EvidenceItem.file_hash)
        .join(EvidenceItem, EvidenceItem.about_id == EvidenceSubject.id)
        .where(
            EvidenceSubject.kind == subject_kind,
            EvidenceSubject.subject_id.in_(subject_ids),
            EvidenceItem.withdrawn_at.is_(None),
        )
        .order_by(EvidenceItem.rowid)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for subject_id, file_hash in session.execute(query):
        found[subject_id].append(file_hash)
    return dict(found)


def items_by_subject(
    session: Session, subject_kind: str, subject_ids: Collection[UUID]
) -> dict[UUID, list[EvidenceItem]]:
    """Return the items of many subjects in the order of their arrival, without those withdrawn."""
    query = (
        select(EvidenceSubject.subject_id, EvidenceItem)
        .join(EvidenceItem, EvidenceItem.about_id == EvidenceSubject.id)
        .where(
            EvidenceSubject.kind == subject_kind,
            EvidenceSubject.subject_id.in_(subject_ids),
            EvidenceItem.withdrawn_at.is_(None),
        )
        .options(selectinload(EvidenceItem.monitoring_device))
        .order_by(EvidenceItem.rowid)
    )
    found: dict[UUID, list[EvidenceItem]] = defaultdict(list)
    for subject_id, item in session.execute(query):
        found[subject_id].append(item)
    return dict(found)


def is_known(session: Session, about_id: UUID, file_hash: str) -> bool:
    """Say whether a subject has an item of these bytes already, withdrawn or not."""
    wanted = (EvidenceItem.about_id == about_id, EvidenceItem.file_hash == file_hash)
    return session.scalar(select(EvidenceItem.id).where(*wanted)) is not None


_ITEM = EvidenceItem.__table__.c
_KNOWN = select(_ITEM.file_hash).where(
    _ITEM.about_id == bindparam("about"), _ITEM.file_hash.in_(bindparam("hashes", expanding=True))
)
_ANY = select(_ITEM.id).where(_ITEM.id.in_(bindparam("ids", expanding=True))).limit(1)


def known_hashes(session: Session, about_id: UUID, hashes: Collection[str]) -> set[str]:
    """Return which of these bytes a subject has already, withdrawn ones too."""
    return set(session.scalars(_KNOWN, {"about": about_id, "hashes": list(hashes)}))


def has_any(session: Session, item_ids: Collection[UUID]) -> bool:
    """Say whether any of these ids is an item's."""
    return session.scalar(_ANY, {"ids": list(item_ids)}) is not None


def items_by_id(session: Session, item_ids: Collection[UUID]) -> dict[UUID, EvidenceItem]:
    """Return items for the system's own work, whoever may see them."""
    found = session.scalars(select(EvidenceItem).where(EvidenceItem.id.in_(item_ids)))
    return {item.id: item for item in found}


def list_other_uses(session: Session, item: EvidenceItem, actor: Actor) -> list[EvidenceItem]:
    """Return the items in reach that are the same bytes: a photograph used twice needs a reason."""
    same = (EvidenceItem.file_hash == item.file_hash, EvidenceItem.id != item.id)
    wanted = (
        select(EvidenceItem)
        .join(EvidenceItem.about)
        .where(*same, EvidenceItem.withdrawn_at.is_(None))
        .where(EvidenceSubject.division_code.startswith(actor.jurisdiction, autoescape=True))
    )
    return list(session.scalars(wanted.order_by(EvidenceItem.rowid)))


def list_custody(session: Session, item_id: UUID) -> list[CustodyEntry]:
    """Return what happened to an item, oldest first."""
    wanted = select(CustodyEntry).where(CustodyEntry.chain == custody_chain(item_id))
    return list(session.scalars(wanted.order_by(CustodyEntry.sequence)))


def custody_head(session: Session, item_id: UUID) -> Head:
    """Return where an item's custody ends."""
    return chain.head(session, CustodyEntry, custody_chain(item_id))


def verify_custody(session: Session, item_id: UUID) -> list[Fault]:
    """Return every broken place of an item's custody."""
    return chain.verify_chain(session, CustodyEntry, custody_chain(item_id))


def verify_all_custody(session: Session) -> list[Fault]:
    """Return every broken place of every item's custody."""
    return chain.verify_chains(session, CustodyEntry)


_SUBJECT = select(EvidenceSubject).where(
    EvidenceSubject.kind == bindparam("its_kind"), EvidenceSubject.subject_id == bindparam("its_id")
)
_LOCKED_SUBJECT = _SUBJECT.with_for_update()


def find_subject(
    session: Session, subject_kind: str, subject_id: UUID, *, lock: bool = False
) -> EvidenceSubject | None:
    """Return the row of a subject, or None while it has no items; with `lock` nobody else adds meanwhile."""
    told = {"its_kind": subject_kind, "its_id": subject_id}
    return session.scalar(_LOCKED_SUBJECT if lock else _SUBJECT, told)


def custody_chain(item_id: UUID) -> str:
    """Return the name of an item's custody chain."""
    return f"custody:{item_id}"


def _of_subject(query: Any, subject_kind: str, subject_id: UUID) -> Any:  # noqa: ANN401 - a Select of any rows
    return query.join(EvidenceItem.about).where(
        EvidenceSubject.kind == subject_kind,
        EvidenceSubject.subject_id == subject_id,
        EvidenceItem.withdrawn_at.is_(None),
    )
