"""What a house consists of, and whether a restored one is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoalchemy2 import Geometry
from sqlalchemy import inspect

from casebook.audit import queries as audit
from casebook.backup import rules
from casebook.db import Base, spatial
from casebook.evidence import queries as evidence
from casebook.field.models import FieldReceipt
from casebook.field.queries.receipts import verify_receipts
from casebook.field.queries.sent import receipts_head
from casebook.ledger import queries as ledger
from casebook.storage import queries as storage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.backup.rules import Manifest
    from casebook.kernel.chains import Fault, Head


def heads(session: Session, county_code: str) -> tuple[Head, ...]:
    """Return where the county's ledger, audit and receipts end."""
    ends = (ledger.head(session, county_code), audit.head(session, county_code))
    return (*ends, receipts_head(session, county_code)) if _has_receipts(session) else ends


def key_files(data_path: Path) -> list[Path]:
    """Return the files of all keys, by name."""
    folder = data_path / "keys"
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.exists() else []


def faults(session: Session, manifest: Manifest) -> list[str]:
    """Check a restored house against its manifest: heads, chains, custody, files, indexes; empty if whole."""
    return [
        *(
            f"head: {chain}"
            for chain in rules.differing_heads(manifest.heads, heads(session, manifest.county_code))
        ),
        *(str(fault) for fault in ledger.verify(session, manifest.county_code).faults),
        *(str(fault) for fault in audit.verify(session, manifest.county_code).faults),
        *(str(fault) for fault in _faults_of_receipts(session, manifest.county_code)),
        *(str(fault) for fault in evidence.verify_all_custody(session)),
        *_faults_of_files(session),
        *_faults_of_indexes(session),
    ]


def _has_receipts(session: Session) -> bool:
    """Say whether the database has tablets' receipts; an archive of the first release has not."""
    return inspect(session.connection()).has_table(FieldReceipt.__tablename__)


def _faults_of_receipts(session: Session, county_code: str) -> tuple[Fault, ...]:
    return verify_receipts(session, county_code).faults if _has_receipts(session) else ()


def _faults_of_files(session: Session) -> Iterator[str]:
    report = storage.check(session)
    yield from (f"file missing: {stored_hash}" for stored_hash in report.missing)
    yield from (f"file damaged: {stored_hash}" for stored_hash in report.damaged)


def _faults_of_indexes(session: Session) -> Iterator[str]:
    present = set(inspect(session.connection()).get_table_names())
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            has_index = table.name in present and isinstance(column.type, Geometry)
            if has_index and spatial.index_faults(session, table.name, column.name):
                yield f"spatial index: {table.name}.{column.name}"
