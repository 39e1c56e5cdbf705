"""Files of readings and electricity, taken in as the command line does. All wells and meters are invented."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.kernel.clock import local_day
from casebook.volumes import actions
from casebook.volumes.actions.batches import SourceFile
from casebook.volumes.files.spool import open_spool
from casebook.volumes.files.tables import in_blocks, text_rows
from casebook.volumes.rules import ImportKind
from casebook.volumes.rules.columns import find_head
from casebook.volumes.rules.readers import reader_of_electricity, reader_of_readings
from tests.factories.accounts import COUNTY, NOW

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.actions.batches import Imported

READINGS = "水井编号,水表编号,抄表日期,表底数(m³),抄表方式,备注"
ELECTRICITY = "电表户号,年月,用电量(kWh)"


@dataclass(frozen=True)
class Taken:
    """What became of a file, and the answers to its rows."""

    imported: Imported
    entries: list[dict[str, Any]]

    @property
    def codes(self) -> list[tuple[int | None, str]]:
        """Row and code of each answer."""
        return [(entry["row"], entry["code"]) for entry in self.entries]


def take_in(
    session: Session, actor: Actor, kind: ImportKind, lines: Iterable[str], *, now: datetime = NOW
) -> Taken:
    """Take in lines below the usual header; line numbers begin at 2."""
    header = READINGS if kind is ImportKind.READINGS else ELECTRICITY
    rows = list(text_rows(io.BytesIO("\n".join([header, *lines]).encode())))
    head = find_head(kind, [cells for _line, cells in rows])
    assert head is not None
    reader = reader_of_readings if kind is ImportKind.READINGS else reader_of_electricity
    act = actions.import_readings if kind is ImportKind.READINGS else actions.import_electricity
    with open_spool() as spool:
        spool.fill(in_blocks(rows[1:]), reader(head, local_day(now)))
        found = act(
            session,
            actor=actor,
            now=now,
            county_code=COUNTY,
            spool=spool,
            file=SourceFile("抄表.csv", "sha256:0"),
        )
        return Taken(found, list(spool.entries()))


def take_readings(session: Session, actor: Actor, *lines: str, now: datetime = NOW) -> Taken:
    return take_in(session, actor, ImportKind.READINGS, lines, now=now)


def take_electricity(session: Session, actor: Actor, *lines: str, now: datetime = NOW) -> Taken:
    return take_in(session, actor, ImportKind.ELECTRICITY, lines, now=now)
