"""What became of a file: its row, its counts, and the audit of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.subjects import Subject
from casebook.volumes.actions.figuring import hold_figures
from casebook.volumes.models import ReadingImport
from casebook.volumes.rules import ImportKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.files.spool import Spool


_ACTIONS = {ImportKind.READINGS: "readings:import", ImportKind.ELECTRICITY: "electricity:import"}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file from outside: its name and its hash with the algorithm's name."""

    name: str
    hash: str


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows a file had and what became of them: rows = accepted + unchanged + refused."""

    rows: int
    accepted: int
    unchanged: int
    refused: dict[str, int]
    queries: dict[str, int]

    def counts(self) -> dict[str, Any]:
        """Return the figures as reports have them."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "queries": self.queries,
        }


def open_import(
    session: Session, *, actor: Actor, now: datetime, county_code: str, kind: ImportKind, file: SourceFile
) -> ReadingImport:
    """Return the row of a file that begins to be taken in.

    Needs the right to import for the county; from here on nobody else changes its figures.
    """
    actor.need(Permission.READING_IMPORT)
    actor.need_reach(county_code, "county", county_code)
    hold_figures(session, county_code)
    batch = ReadingImport(
        county_code=county_code,
        kind=kind,
        file_name=file.name[-200:],
        file_hash=file.hash,
        at=now,
        actor_id=actor.officer_id,
        actor_name=actor.name,
        counts={},
    )
    session.add(batch)
    session.flush()
    return batch


def record_import(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    batch: ReadingImport,
    spool: Spool,
    accepted: int,
    unchanged: int,
) -> Imported:
    """Write down what became of the file, and audit it."""
    refused, queries = dict(sorted(spool.refused.items())), dict(sorted(spool.queries.items()))
    found = Imported(spool.rows, accepted, unchanged, refused, queries)
    batch.counts = found.counts()
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action=_ACTIONS[batch.kind],
        subject=Subject("reading_import", batch.id, batch.file_name, batch.county_code),
        after=found.counts(),
    )
    return found
