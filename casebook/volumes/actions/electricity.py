"""Taking in a file of electricity by account and month; accounts without a well are kept as what they are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.db.bulk import load_rows
from casebook.kernel import ids
from casebook.kernel.volumes import litres, m3_text
from casebook.volumes.actions.batches import open_import, record_import
from casebook.volumes.actions.figuring import refigure
from casebook.volumes.models import ElectricityAccount, ElectricityAccountWell, ElectricityUse
from casebook.volumes.rules import ImportKind, ReadingFault
from casebook.volumes.rules.cells import Fault
from casebook.volumes.rules.columns import Column
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.actions.batches import Imported, SourceFile
    from casebook.volumes.files.spool import Spool
    from casebook.volumes.rules.cells import Row

ACCOUNTS_AT_ONCE = 400
_REASON = "electricity"


def import_electricity(
    session: Session, *, actor: Actor, now: datetime, county_code: str, spool: Spool, file: SourceFile
) -> Imported:
    """Keep the electricity of a spool that is new, and find the figures of the wells that it serves.

    Rows of an account that no well names are refused as `account_unknown` and kept all the same: electricity
    without a well is a lead. The same file again adds nothing.
    """
    kind = ImportKind.ELECTRICITY
    batch = open_import(session, actor=actor, now=now, county_code=county_code, kind=kind, file=file)
    work = _Work(session, spool, county_code, batch.id, now)
    accounts = ((key, list(rows)) for key, rows in groupby(spool.sorted(), attrgetter("key")))
    while some := list(islice(accounts, ACCOUNTS_AT_ONCE)):
        work.take(some)
    changes = refigure(session, county_code=county_code, well_ids=work.wells, now=now, reason=_REASON)
    for code, query in changes.queries:
        facts = {"well": code, "from": query.from_on, "to": query.to_on, "facts": dict(query.facts)}
        spool.ask(None, query.kind.value, facts)
    taken = {"accepted": work.accepted, "unchanged": work.unchanged}
    return record_import(session, actor=actor, now=now, batch=batch, spool=spool, **taken)


def link_accounts(
    session: Session, county_code: str, numbers: Sequence[str], *, now: datetime
) -> dict[str, tuple[UUID, list[UUID]]]:
    """Return id and wells of these accounts, opened where they are new, linked as the register says.

    What the register says no longer stays linked: its electricity was that well's.
    """
    accounts = ElectricityAccount
    query = select(accounts.number, accounts.id).where(
        accounts.county_code == county_code, accounts.number.in_(numbers)
    )
    known: dict[str, UUID] = dict(session.execute(query).all())
    new = [(ids.new_id(), county_code, number, now) for number in numbers if number not in known]
    load_rows(session, ElectricityAccount, ("id", "county_code", "number", "opened_at"), new)
    known |= {number: account_id for account_id, _county, number, _now in new}
    linked = _links(session, list(known.values()))
    registered = select(Well.electricity_account, Well.id).where(
        Well.county_code == county_code, Well.electricity_account.in_(numbers)
    )
    missing = []
    for number, well_id in session.execute(registered.order_by(Well.code)):
        if well_id not in linked[known[number]]:
            linked[known[number]].append(well_id)
            missing.append((ids.new_id(), known[number], well_id, False))
    load_rows(session, ElectricityAccountWell, ("id", "account_id", "well_id", "by_share"), missing)
    return {number: (account_id, linked[account_id]) for number, account_id in known.items()}


def _links(session: Session, account_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    link = ElectricityAccountWell
    found: dict[UUID, list[UUID]] = defaultdict(list)
    query = select(link.account_id, link.well_id).where(link.account_id.in_(account_ids))
    for account_id, well_id in session.execute(query.order_by(link.rowid)):
        found[account_id].append(well_id)
    return found


@dataclass(slots=True)
class _Work:
    session: Session
    spool: Spool
    county_code: str
    batch_id: UUID
    now: datetime
    accepted: int = 0
    unchanged: int = 0
    wells: set[UUID] = field(default_factory=set)
    """Those whose electricity changed."""

    def take(self, some: Sequence[tuple[str, list[Row]]]) -> None:
        """Judge the rows of some accounts and keep what is new."""
        numbers = [key for key, _rows in some if key]
        accounts = link_accounts(self.session, self.county_code, numbers, now=self.now)
        present = self._present([account_id for account_id, _wells in accounts.values()])
        new: list[tuple[Any, ...]] = []
        for key, rows in some:
            if not key:
                self._refuse(rows, ReadingFault.ACCOUNT_UNKNOWN, Column.ACCOUNT, "blank")
                continue
            account_id, wells = accounts[key]
            fresh = self._judge(rows, present[account_id], is_known=bool(wells))
            new += [self._row(account_id, row) for row in fresh]
            if fresh:
                self.wells.update(wells)
        load_rows(self.session, ElectricityUse, _COLUMNS, new)

    def _judge(self, rows: Iterable[Row], held: dict[tuple[int, int], int], *, is_known: bool) -> list[Row]:
        """Return the rows that are new; each row is accepted, unchanged or refused."""
        fresh = []
        for row in rows:
            on = date.fromordinal(row.day)
            place = on.year, on.month
            present = held.get(place)
            if present is None:
                held[place] = row.amount
                fresh.append(row)
            if not is_known:
                self._refuse([row], ReadingFault.ACCOUNT_UNKNOWN, Column.ACCOUNT)
            elif present is None:
                self.accepted += 1
            elif present == row.amount:
                self.unchanged += 1
            else:
                self._refuse([row], ReadingFault.CONFLICT, Column.ENERGY, m3_text(present))
        return fresh

    def _refuse(self, rows: Iterable[Row], code: ReadingFault, column: Column, hint: str = "") -> None:
        for row in rows:
            said = row.key if column is Column.ACCOUNT else row.written
            self.spool.refuse(Fault(row.line, code, column, said, row.key, "", hint))

    def _present(self, account_ids: Sequence[UUID]) -> dict[UUID, dict[tuple[int, int], int]]:
        uses = ElectricityUse
        query = select(uses.account_id, uses.year, uses.month, uses.energy_kwh).where(
            uses.account_id.in_(account_ids), uses.replaced_at.is_(None)
        )
        found: dict[UUID, dict[tuple[int, int], int]] = defaultdict(dict)
        for account_id, year, month, energy_kwh in self.session.execute(query):
            found[account_id][year, month] = litres(energy_kwh)
        return found

    def _row(self, account_id: UUID, row: Row) -> tuple[Any, ...]:
        on = date.fromordinal(row.day)
        place = self.county_code, account_id, on.year, on.month
        return ids.new_id(), *place, row.amount, self.batch_id, row.line, self.now, ""


_COLUMNS = (
    "id",
    "county_code",
    "account_id",
    "year",
    "month",
    "energy_wh",
    "batch_id",
    "line",
    "recorded_at",
    "reason",
)
