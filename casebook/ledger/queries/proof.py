"""Proving the ledger: the chain from its stored bytes, every typed column, every roll-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import and_, func, or_, select, type_coerce
from sqlalchemy.types import NullType

from casebook.audit.queries import list_acts_named
from casebook.db import chain
from casebook.db.verifying import walk_in_parts
from casebook.kernel.chains import Fault, FaultKind, Head, Proof
from casebook.kernel.hashing import digest
from casebook.ledger.models import LedgerEntry, LedgerRollup
from casebook.ledger.queries.months import CLOSE, list_closed_months
from casebook.ledger.rules import chain_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.db.chain import Walked
    from casebook.ledger.queries.months import Closed

_KEYS = ("year", "division_code", "kind", "aquifer_group")
_FIGURES = ("count", "full_year_m3", "this_year_m3")
_TALLY = chain.Tally(_KEYS, ("count", "full_year_l", "this_year_l"))


def head(session: Session, county_code: str) -> Head:
    """Return number of entries and hash of the newest, for receipts, prints and exports."""
    return chain.head(session, LedgerEntry, chain_of(county_code))


def verify(session: Session, county_code: str, *, kept: Head | None = None, processes: int = 1) -> Proof:
    """Read the county's whole ledger and return its end and every broken place.

    A cut tail and a rewritten history show only against a head `kept` elsewhere. Several processes are
    for a command that has written nothing: they see what is committed.
    """
    name = chain_of(county_code)
    against = None if kept is None else chain.find_fault_of_head(session, LedgerEntry, kept)
    walked = walk_in_parts(session, LedgerEntry, name, _TALLY, processes=processes)
    faults = [
        *walked.faults,
        *_strays(session, county_code, walked),
        *_checked_sums(session, county_code, walked),
        *_faults_of_months(session, county_code),
        *([] if against is None else [against]),
    ]
    return Proof(head(session, county_code), tuple(faults))


def _strays(session: Session, county_code: str, walked: Walked) -> list[Fault]:
    """Look for the county's entries outside its chain, where it has more than were walked through."""
    query = select(func.count()).select_from(LedgerEntry).where(LedgerEntry.county_code == county_code)
    if session.scalar(query) == walked.entries:
        return []
    return chain.find_strays(session, LedgerEntry, chain_of(county_code), county_code)


def _checked_sums(session: Session, county_code: str, walked: Walked) -> list[Fault]:
    """Compare the roll-ups with what was summed on the way; where they differ, in one statement again."""
    table, width = LedgerRollup.__table__, len(_TALLY.keys)
    columns = [type_coerce(table.c[name], NullType) for name in (*_TALLY.keys, *_TALLY.figures)]
    rows = session.execute(select(*columns).where(LedgerRollup.county_code == county_code))
    kept: dict[tuple[Any, ...], list[Any]] = {tuple(row[:width]): list(row[width:]) for row in rows}
    return [] if kept == walked.sums else _faults_of_rollups(session, county_code)


def _faults_of_months(session: Session, county_code: str) -> list[Fault]:
    """Hold that each month that was closed is there, its head in the chain, its row as it was signed."""
    months = list_closed_months(session, county_code)
    faults = _faults_of_closings(session, county_code, months)
    for closed in months:
        place = closed.head.chain, closed.head.count
        missing = chain.find_fault_of_head(session, LedgerEntry, closed.head)
        faults += [] if missing is None else [missing]
        signed, row = _parsed(closed.statement), closed.signed_facts()
        faults += [
            Fault(*place, FaultKind.COLUMN, f"{closed.number} {name}: {signed.get(name)!r} != {value!r}")
            for name, value in row.items()
            if signed.get(name) != value
        ]
    return faults


def _faults_of_closings(session: Session, county_code: str, months: list[Closed]) -> list[Fault]:
    """Hold the rows against the acts that closed them, which stand in the audit's chain."""
    rows = {closed.id: closed for closed in months}
    acts = {act.subject.id: (act, values) for act, values in list_acts_named(session, county_code, CLOSE)}
    chain_name = chain_of(county_code)
    faults = [
        Fault(chain_name, None, FaultKind.DETAILS, f"{act.subject.title}: closed by {act.hash}, not there")
        for closed_id, (act, _values) in acts.items()
        if closed_id not in rows
    ]
    for closed in months:
        act, values = acts.get(closed.id, (None, None))
        signed = None if values is None else values.after.get("statement")  # erased, or not said of old
        if (
            act is None
            or act.subject.title != closed.number
            or signed not in {None, digest(closed.statement)}
        ):
            detail = f"{closed.number}: not as it was closed"
            faults.append(Fault(closed.head.chain, closed.head.count, FaultKind.DETAILS, detail))
    return faults


def _parsed(statement: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(statement)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _faults_of_rollups(session: Session, county_code: str) -> list[Fault]:
    """Compare kept sums with the entries in one statement, so that both are of the same moment."""
    name = chain_of(county_code)
    keys = [getattr(LedgerEntry, key) for key in _KEYS]
    sums = [func.sum(getattr(LedgerEntry, figure)).label(figure) for figure in _FIGURES]
    entries = select(*keys, *sums).where(LedgerEntry.chain == name).group_by(*keys).subquery()
    kept = select(*(getattr(LedgerRollup, item) for item in (*_KEYS, *_FIGURES)))
    rollups = kept.where(LedgerRollup.county_code == county_code).subquery()
    same_key = and_(*(entries.c[key] == rollups.c[key] for key in _KEYS))
    differs = or_(*(entries.c[figure].is_distinct_from(rollups.c[figure]) for figure in _FIGURES))
    query = (
        select(entries, rollups).select_from(entries.outerjoin(rollups, same_key, full=True)).where(differs)
    )
    return [_fault_of_rollup(name, tuple(row)) for row in session.execute(query)]


def _fault_of_rollup(name: str, row: tuple[Any, ...]) -> Fault:
    width = len(_KEYS) + len(_FIGURES)
    summed, kept = row[:width], row[width:]
    key = summed[: len(_KEYS)] if summed[0] is not None else kept[: len(_KEYS)]
    figures = " ".join(
        f"{figure}: {right} != {found}"
        for figure, right, found in zip(_FIGURES, summed[len(_KEYS) :], kept[len(_KEYS) :], strict=True)
        if right != found
    )
    return Fault(name, None, FaultKind.ROLLUP, f"{' '.join(str(part) for part in key)}: {figures}")
