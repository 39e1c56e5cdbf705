"""Making an evidence package, and noting that it left the house."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from casebook.access import Permission
from casebook.audit import queries as audit_queries
from casebook.audit.actions import record
from casebook.dossier import rules
from casebook.dossier.archive import Archive
from casebook.dossier.models import EvidencePackage
from casebook.evidence import queries as evidence_queries
from casebook.evidence.actions import note_export
from casebook.evidence.queries import items_by_id
from casebook.field.queries import sent
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.ledger import queries as ledger_queries
from casebook.storage.queries import open_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.dossier.queries import Material
    from casebook.evidence.models import EvidenceItem
    from casebook.keys.signing import Signer

VERIFIER = Path(__file__).parent.parent / "verifier"


@dataclass(frozen=True)
class House:
    """What a package needs from outside the database."""

    signer: Signer
    keys: tuple[str, ...]
    """Public keys of the house, the newest last."""
    print_list: Callable[[dict[str, Any]], bytes]
    """Makes the printed list (PDF) from what it says."""
    stamp: Callable[[bytes], bytes] | None = None
    """Obtains a third party's time stamp, where one is named."""


@dataclass(frozen=True)
class Written:
    """A package that lies in its file and is not registered yet."""

    material: Material
    item_ids: tuple[UUID, ...]
    """Of the originals; the rows themselves were let go of with the reading."""
    head: str
    key: str
    size: int
    has_time_stamp: bool


@dataclass(frozen=True)
class Bound:
    """The volumes of a case, bound into one PDF."""

    pdf: bytes
    pages: int
    archive_no: str
    contents: list[dict[str, Any]]
    """The list of contents: volume, section, source, title, number, id, first page and pages of each leaf."""
    papers: tuple[tuple[str, str], ...]
    """Name and hash of each kept file that is bound in."""


def write_package(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    material: Material,
    house: House,
    target: BinaryIO,
    bound: Bound | None = None,
) -> Written:
    """Write a package to a stream that can seek; nothing is written to the database.

    With `bound` it is an archive bundle: the volumes and the files of their papers lie in it too.

    Raises RuleBroken when an original is damaged (a package that cannot be verified is not made),
    NotFound when one is gone, and RuleBroken when the time stamp fails.
    """
    actor.need(Permission.EVIDENCE_EXPORT)
    actor.need_reach(material.division_code, material.kind, material.number)
    archive = Archive(target)
    contents = _contents(session, actor, now, material, house)
    if bound is not None:
        _add_bound(archive, bound, contents)
    _add_files(session, archive, material, contents)
    head = _add_seal(archive, contents, house)
    return Written(
        material=material,
        item_ids=tuple(item.id for item in material.items),
        head=head,
        key=house.signer.fingerprint,
        size=archive.close(),
        has_time_stamp=house.stamp is not None,
    )


def register_package(session: Session, *, actor: Actor, now: datetime, written: Written) -> EvidencePackage:
    """Register a written package before it leaves; each item's custody notes the export."""
    actor.need(Permission.EVIDENCE_EXPORT)
    material = written.material
    made = EvidencePackage(
        id=new_id(),
        county_code=material.county_code,
        kind=material.kind,
        subject_id=material.id,
        number=material.number,
        division_code=material.division_code,
        head=written.head,
        key=written.key,
        items=len(written.item_ids),
        size=written.size,
        has_time_stamp=written.has_time_stamp,
        made_at=now,
        made_by_id=actor.officer_id,
        made_by=actor.name,
    )
    session.add(made)
    session.flush()
    subject = Subject(material.kind, material.id, material.number, material.division_code)
    items = list(items_by_id(session, written.item_ids).values())
    note_export(session, actor=actor, now=now, items=items, subject=subject, head=made.head)
    after = {"head": made.head, "items": made.items, "size": made.size}
    record(session, actor=actor, now=now, action="evidence:export", subject=subject, after=after)
    return made


def _contents(
    session: Session, actor: Actor, now: datetime, material: Material, house: House
) -> rules.Contents:
    county = material.county_code
    heads = [
        ledger_queries.head(session, county),
        audit_queries.head(session, county),
        sent.receipts_head(session, county),
        *(evidence_queries.custody_head(session, item.id) for item in material.items),
    ]
    return rules.Contents(
        kind=material.kind,
        number=material.number,
        county=county,
        made_at=now,
        made_by=actor.name,
        keys=list(house.keys),
        chains=[rules.ChainEnd(end.chain, end.count, end.hash) for end in heads],
    )


def _add_bound(archive: Archive, bound: Bound, contents: rules.Contents) -> None:
    contents.archive = {"number": bound.archive_no, "pages": bound.pages, "contents": bound.contents}
    archive.add(rules.BOUND, io.BytesIO(bound.pdf))
    for position, (name, file_hash) in enumerate(bound.papers, 1):
        _add_file(archive, rules.paper_path(position, file_hash, name), file_hash)


def _add_files(session: Session, archive: Archive, material: Material, contents: rules.Contents) -> None:
    for position, item in enumerate(material.items, 1):
        contents.items.append(_add_item(session, archive, position, item))
    for file_hash in material.files:
        _add_file(archive, rules.signature_path(file_hash), file_hash)
    for path, data in material.records:
        archive.add(path, io.BytesIO(data))
    for one in sent.list_sent(session, material.filed):
        kept = {
            "body": one.body.decode(),
            "signature": one.signature,
            "receipt": {"text": one.receipt_text, "signature": one.receipt_signature},
        }
        archive.add(rules.operation_path(one.operation_id), io.BytesIO(canonical_json(kept)))
    for name in rules.VERIFIERS:
        archive.add(name, io.BytesIO((VERIFIER / name).read_bytes()))


def _add_item(session: Session, archive: Archive, position: int, item: EvidenceItem) -> dict[str, Any]:
    """Add an original with its custody and return what the manifest says about it."""
    path = rules.original_path(position, item.file_hash, item.file_name)
    _add_file(archive, path, item.file_hash)
    entries = evidence_queries.list_custody(session, item.id)
    custody = rules.custody_path(item.id)
    chain = [{"hash": entry.hash, "body": entry.body.decode()} for entry in entries]
    archive.add(custody, io.BytesIO(canonical_json(chain)))
    return {
        "id": str(item.id),
        "path": path,
        "custody": custody,
        "hash": item.file_hash,
        "name": item.file_name,
        "about": item.about.title,
        "kind": item.kind,
        "proves": item.describes,
        "origin": item.origin,
        "maker": item.maker_name,
        "captured_at": item.captured_at,
        "received_at": item.received_at,
        "lon": item.lon,
        "lat": item.lat,
        "accuracy_m": item.accuracy_m,
        "locked_at": item.locked_at,
    }


def _add_file(archive: Archive, path: str, file_hash: str) -> None:
    with open_file(file_hash) as stream:
        if archive.add(path, stream).hash != file_hash:
            raise RuleBroken("package_original_damaged", name=path, hash=file_hash)


def _add_seal(archive: Archive, contents: rules.Contents, house: House) -> str:
    """Add manifest, printed list, time stamp and seal; return the manifest's hash."""
    files = [{"path": one.path, "size": one.size, "hash": one.hash} for one in archive.entries]
    stated = rules.manifest(contents, files)
    head = digest(stated)
    printed = house.print_list(_printed(contents, files, head, house.signer.fingerprint))
    time_stamp = None if house.stamp is None else house.stamp(stated)
    sealed = rules.seal(stated, printed=printed, time_stamp=time_stamp, key=house.signer.public)
    archive.add(rules.MANIFEST, io.BytesIO(stated))
    archive.add(rules.PRINT, io.BytesIO(printed))
    if time_stamp is not None:
        archive.add(rules.TIME_STAMP, io.BytesIO(time_stamp))
    archive.add(rules.SEAL, io.BytesIO(sealed))
    archive.add(rules.SIGNATURE, io.BytesIO(house.signer.sign(sealed).encode()))
    return head


def _printed(
    contents: rules.Contents, files: Sequence[dict[str, Any]], head: str, key: str
) -> dict[str, Any]:
    verifiers = [file for file in files if file["path"] in rules.VERIFIERS]
    return {"contents": contents, "count": len(files), "head": head, "key": key, "verifiers": verifiers}
